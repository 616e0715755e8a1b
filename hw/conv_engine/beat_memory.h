// Memory at the ports of an accelerator: read requests, responses and writes as valid/ready streams of beats.
//
// A beat is as wide as the ports: VlWide<8> for 256 bits, VlWide<16> for 512. Without stalls it takes a request and a
// write in every cycle, and answers a request `latency_cycles` later.

#ifndef HW_CONV_ENGINE_BEAT_MEMORY_H_
#define HW_CONV_ENGINE_BEAT_MEMORY_H_

#include <cstdint>
#include <deque>
#include <vector>

#include "common/random.h"
#include "hw/testing/testbench.h"

namespace duet::hw {

// Ports of a module, inputs and outputs; data of words_per_beat words.
struct MemoryPorts {
  const CData* rd_req_valid;
  CData* rd_req_ready;
  const IData* rd_req_addr;
  CData* rd_rsp_valid;
  const CData* rd_rsp_ready;
  EData* rd_rsp_data;
  const CData* wr_valid;
  CData* wr_ready;
  const IData* wr_addr;
  const EData* wr_data;
  int64_t words_per_beat;
};

struct MemoryOptions {
  int64_t latency_cycles = 20;   // at least 1
  double stall_probability = 0;  // of each stream, in each cycle
  uint64_t seed = 1;
};

class BeatMemory : public Agent {
 public:
  BeatMemory(const MemoryPorts& ports, const MemoryOptions& options);

  std::vector<uint32_t>& words() { return words_; }
  // Requests and writes beyond the end of memory, which are answered with zeros, or ignored.
  int64_t num_bad_addresses() const { return num_bad_addresses_; }
  int64_t num_reads() const { return num_reads_; }
  int64_t num_writes() const { return num_writes_; }

  void Drive() override;
  void Sample() override;
  void Reset() override;

 private:
  struct Request {
    int64_t address;
    int64_t due_cycle;
  };
  bool Stalls() { return options_.stall_probability > 0 && random_.Uniform() < options_.stall_probability; }
  // The first word of a beat, or null.
  uint32_t* BeatAt(int64_t address);

  const MemoryPorts ports_;
  const MemoryOptions options_;
  RandomStream random_;
  std::vector<uint32_t> words_;
  std::deque<Request> requests_;
  bool is_offered_ = false;  // the first request's response
  int64_t cycle_ = 0;
  int64_t num_bad_addresses_ = 0;
  int64_t num_reads_ = 0;
  int64_t num_writes_ = 0;
};

}  // namespace duet::hw

#endif  // HW_CONV_ENGINE_BEAT_MEMORY_H_
