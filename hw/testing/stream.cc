#include "hw/testing/stream.h"

#include <utility>

namespace duet::hw {

StreamSource::StreamSource(CData* valid, const CData* ready, const StallOptions& options)
    : valid_(valid), ready_(ready), options_(options), random_(options.seed, "stream_source") {}

void StreamSource::Start(int64_t num_items, std::function<void(int64_t item)> drive) {
  drive_ = std::move(drive);
  num_items_ = num_items;
  num_sent_ = 0;
  is_offered_ = false;
}

void StreamSource::Drive() {
  if (!is_offered_ && !is_done()) {
    is_offered_ = options_.stall_probability == 0 || random_.Uniform() >= options_.stall_probability;
    drive_(is_offered_ ? num_sent_ : static_cast<int64_t>(random_.UniformInt(num_items_)));
  }
  *valid_ = is_offered_;
}

void StreamSource::Sample() {
  if (!is_offered_ || !*ready_) return;
  ++num_sent_;
  is_offered_ = false;
}

void StreamSource::Reset() {
  num_items_ = num_sent_ = 0;
  is_offered_ = false;
  *valid_ = 0;
}

StreamSink::StreamSink(const CData* valid, CData* ready, const StallOptions& options)
    : valid_(valid), ready_(ready), options_(options), random_(options.seed, "stream_sink") {}

void StreamSink::Start(int64_t num_items, std::function<void(int64_t item)> accept) {
  accept_ = std::move(accept);
  num_items_ = num_items;
  num_taken_ = 0;
}

void StreamSink::Drive() {
  *ready_ = !is_done() && (options_.stall_probability == 0 || random_.Uniform() >= options_.stall_probability);
}

void StreamSink::Sample() {
  if (!*valid_ || !*ready_) return;
  accept_(num_taken_);
  ++num_taken_;
}

void StreamSink::Reset() {
  num_items_ = num_taken_ = 0;
  *ready_ = 0;
}

}  // namespace duet::hw
