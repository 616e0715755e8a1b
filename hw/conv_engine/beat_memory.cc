#include "hw/conv_engine/beat_memory.h"

#include <algorithm>

namespace duet::hw {

BeatMemory::BeatMemory(const MemoryPorts& ports, const MemoryOptions& options)
    : ports_(ports), options_(options), random_(options.seed, "memory") {}

uint32_t* BeatMemory::BeatAt(int64_t address) {
  const int64_t word = address * ports_.words_per_beat;
  if (word + ports_.words_per_beat <= static_cast<int64_t>(words_.size())) return &words_[word];
  ++num_bad_addresses_;
  return nullptr;
}

void BeatMemory::Drive() {
  *ports_.rd_req_ready = !Stalls();
  *ports_.wr_ready = !Stalls();
  if (!is_offered_ && !requests_.empty() && requests_.front().due_cycle <= cycle_ && !Stalls()) {
    is_offered_ = true;
    if (const uint32_t* beat = BeatAt(requests_.front().address); beat != nullptr) {
      std::copy_n(beat, ports_.words_per_beat, ports_.rd_rsp_data);
    } else {
      std::fill_n(ports_.rd_rsp_data, ports_.words_per_beat, 0);
    }
  }
  *ports_.rd_rsp_valid = is_offered_;
}

void BeatMemory::Sample() {
  if (*ports_.rd_req_valid && *ports_.rd_req_ready) {
    requests_.push_back({static_cast<int64_t>(*ports_.rd_req_addr), cycle_ + options_.latency_cycles});
  }
  if (is_offered_ && *ports_.rd_rsp_ready) {
    requests_.pop_front();
    is_offered_ = false;
    ++num_reads_;
  }
  if (*ports_.wr_valid && *ports_.wr_ready) {
    if (uint32_t* beat = BeatAt(*ports_.wr_addr); beat != nullptr) {
      std::copy_n(ports_.wr_data, ports_.words_per_beat, beat);
    }
    ++num_writes_;
  }
  ++cycle_;
}

void BeatMemory::Reset() {
  requests_.clear();
  is_offered_ = false;
  *ports_.rd_req_ready = 0;
  *ports_.rd_rsp_valid = 0;
  *ports_.wr_ready = 0;
}

}  // namespace duet::hw
