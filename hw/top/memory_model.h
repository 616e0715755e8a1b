// The memory beside a simulated accelerator: halves, read ports and a write port that share a bandwidth.
//
// A request of n halves (complex: 2 n) costs n of the budget, which grows by words_per_cycle in each cycle; ports are
// ready while the budget is positive, so that over many cycles the bandwidth is exact. Answers come in order,
// latency_cycles after the request. Writes are there at once.

#ifndef HW_TOP_MEMORY_MODEL_H_
#define HW_TOP_MEMORY_MODEL_H_

#include <cstdint>
#include <deque>
#include <vector>

#include "common/random.h"
#include "hw/fp16/fp16.h"
#include "hw/testing/testbench.h"

namespace duet::hw {

struct MemoryOptions {
  double words_per_cycle = 64;   // halves of all ports together
  int64_t latency_cycles = 1;    // from request to answer, at least 1
  int64_t queue_length = 16;     // requests of a port under way
  double stall_probability = 0;  // that a port takes or answers nothing in a cycle
  uint64_t seed = 1;
};

class MemoryModel : public Agent {
 public:
  explicit MemoryModel(const MemoryOptions& options) : options_(options), random_(options.seed, "memory") {}

  std::vector<Half>& halves() { return halves_; }
  const MemoryOptions& options() const { return options_; }
  int64_t num_halves_moved() const { return num_halves_moved_; }
  int64_t num_cycles() const { return num_cycles_; }
  // Of a request outside the memory: those are read as NaN and not written.
  int64_t num_bad_addresses() const { return num_bad_addresses_; }

  // Added to the testbench before its ports.
  void Drive() override;
  void Sample() override {}
  void Reset() override;

  // For the ports.
  bool is_ready() { return budget_ > 0 && !Stalls(); }
  bool Stalls() { return options_.stall_probability > 0 && random_.Uniform() < options_.stall_probability; }
  Half Read(uint32_t address);
  void Write(uint32_t address, Half half);

 private:
  const MemoryOptions options_;
  RandomStream random_;
  std::vector<Half> halves_;
  double budget_ = 0;
  int64_t num_halves_moved_ = 0;
  int64_t num_cycles_ = 0;
  int64_t num_bad_addresses_ = 0;
};

// Ports of the model that ask for halves: `complex` and `imaginary` are null where a port has none.
struct RequestPorts {
  const CData* valid;
  CData* ready;
  const IData* address;
  const IData* lane_stride;
  const CData* num_lanes;
  const CData* is_complex = nullptr;
  const IData* imaginary = nullptr;
};

class ReadPort : public Agent {
 public:
  // Answers go to `data`, `num_halves` of them; a lane of a port with `is_complex` is two halves.
  ReadPort(MemoryModel* memory, const RequestPorts& request, CData* valid, const CData* ready, void* data,
           int64_t num_halves)
      : memory_(memory), request_(request), valid_(valid), ready_(ready), data_(data), num_halves_(num_halves) {}

  void Drive() override;
  void Sample() override;
  void Reset() override;

 private:
  struct Answer {
    int64_t cycle;  // from which it is offered
    std::vector<Half> halves;
  };

  MemoryModel* const memory_;
  const RequestPorts request_;
  CData* const valid_;
  const CData* const ready_;
  void* const data_;
  const int64_t num_halves_;
  std::deque<Answer> answers_;
  bool is_offered_ = false;
};

class WritePort : public Agent {
 public:
  WritePort(MemoryModel* memory, const RequestPorts& request, const void* data)
      : memory_(memory), request_(request), data_(data) {}

  void Drive() override { *request_.ready = memory_->is_ready(); }
  void Sample() override;
  void Reset() override { *request_.ready = 0; }

 private:
  MemoryModel* const memory_;
  const RequestPorts request_;
  const void* const data_;
};

}  // namespace duet::hw

#endif  // HW_TOP_MEMORY_MODEL_H_
