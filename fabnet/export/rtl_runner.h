// Blocks of a network on the simulated RTL of the small accelerator (hw/top/accelerator_4.h): a BlockRunner.
//
//   RtlRunner rtl;
//   ASSIGN_OR_RETURN(const std::vector<float> logits, Logits(network, tokens, std::ref(rtl)));  // half_network.h

#ifndef FABNET_EXPORT_RTL_RUNNER_H_
#define FABNET_EXPORT_RTL_RUNNER_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "fabnet/export/half_network.h"
#include "hw/fp16/fp16.h"
#include "hw/top/Vaccelerator_4_rtl.h"
#include "hw/top/accelerator_bench.h"
#include "hw/top/program.h"

namespace duet::fabnet {

// What the small accelerator runs for a block on x [num_rows, D] whose rows from `num_tokens` on are padding. The
// status of hw::CompileFbfly or hw::CompileAbfly: InvalidArgument for a block that is too large.
absl::StatusOr<hw::Program> CompileBlock(const BlockWeights& weights, int64_t num_rows, int64_t num_tokens);

class RtlRunner {
 public:
  // A block that takes more than `max_cycles` is a DeadlineExceeded. The largest that fit, ABfly of 128 rows, take up
  // to 1.3 million.
  explicit RtlRunner(int64_t max_cycles = 2'000'000) : max_cycles_(max_cycles) {}

  // x [L, D] -> [L, D]. The status of CompileBlock or of the simulation.
  absl::StatusOr<std::vector<hw::Half>> operator()(const BlockWeights& weights, absl::Span<const hw::Half> x,
                                                   int64_t num_tokens);

  // Of all blocks so far.
  int64_t num_cycles() const { return num_cycles_; }

 private:
  const int64_t max_cycles_;
  hw::AcceleratorBench<Vaccelerator_4_rtl> bench_{hw::MemoryOptions()};
  int64_t num_cycles_ = 0;
};

}  // namespace duet::fabnet

#endif  // FABNET_EXPORT_RTL_RUNNER_H_
