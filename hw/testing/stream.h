// A source and a sink of a valid/ready stream, with gaps and stalls at random.
//
//   StreamSource source(&bench->valid_i, &bench->ready_o, {.stall_probability = 0.3, .seed = 7});
//   source.Start(items.size(), [&](int64_t i) { bench->data_i = items[i]; });
//
// An item goes over in a cycle in which valid and ready are both high. Once offered, the source offers it until then.
// In a gap the data are those of some other item, so that a module that takes them without valid is found out.

#ifndef HW_TESTING_STREAM_H_
#define HW_TESTING_STREAM_H_

#include <cstdint>
#include <functional>

#include "common/random.h"
#include "hw/testing/testbench.h"

namespace duet::hw {

struct StallOptions {
  double stall_probability = 0;  // that a source pauses, or a sink is not ready, in a cycle
  uint64_t seed = 1;
};

class StreamSource : public Agent {
 public:
  // The ports of the module, an input and an output.
  StreamSource(CData* valid, const CData* ready, const StallOptions& options);

  // Offers items 0 ... num_items - 1; `drive` puts one onto the data inputs.
  void Start(int64_t num_items, std::function<void(int64_t item)> drive);
  bool is_done() const { return num_sent_ == num_items_; }
  int64_t num_sent() const { return num_sent_; }

  void Drive() override;
  void Sample() override;
  void Reset() override;

 private:
  CData* const valid_;
  const CData* const ready_;
  const StallOptions options_;
  RandomStream random_;
  std::function<void(int64_t item)> drive_;
  int64_t num_items_ = 0;
  int64_t num_sent_ = 0;
  bool is_offered_ = false;
};

class StreamSink : public Agent {
 public:
  // The ports of the module, an output and an input.
  StreamSink(const CData* valid, CData* ready, const StallOptions& options);

  // Takes `num_items` items; `accept` reads one from the data outputs. Later items find the sink not ready.
  void Start(int64_t num_items, std::function<void(int64_t item)> accept);
  bool is_done() const { return num_taken_ == num_items_; }
  int64_t num_taken() const { return num_taken_; }

  void Drive() override;
  void Sample() override;
  void Reset() override;

 private:
  const CData* const valid_;
  CData* const ready_;
  const StallOptions options_;
  RandomStream random_;
  std::function<void(int64_t item)> accept_;
  int64_t num_items_ = 0;
  int64_t num_taken_ = 0;
};

}  // namespace duet::hw

#endif  // HW_TESTING_STREAM_H_
