#include "fabnet/export/rtl_runner.h"

#include <utility>
#include <variant>

#include "common/status_macros.h"
#include "hw/top/accelerator_4.h"

namespace duet::fabnet {
namespace {

const hw::LayerNormWeights& FirstNorm(const BlockWeights& weights) {
  return std::visit([](const auto& block) -> const hw::LayerNormWeights& { return block.norm; }, weights);
}

}  // namespace

absl::StatusOr<hw::Program> CompileBlock(const BlockWeights& weights, int64_t num_rows, int64_t num_tokens) {
  if (const auto* fbfly = std::get_if<hw::FbflyWeights>(&weights)) {
    return hw::CompileFbfly(*fbfly, num_rows, hw::kAccelerator4);
  }
  return hw::CompileAbfly(std::get<hw::AbflyWeights>(weights), num_rows, num_tokens, hw::kAccelerator4);
}

absl::StatusOr<std::vector<hw::Half>> RtlRunner::operator()(const BlockWeights& weights, absl::Span<const hw::Half> x,
                                                            int64_t num_tokens) {
  const auto width = static_cast<int64_t>(FirstNorm(weights).gamma.size());
  ASSIGN_OR_RETURN(const hw::Program program,
                   CompileBlock(weights, static_cast<int64_t>(x.size()) / width, num_tokens));
  ASSIGN_OR_RETURN(hw::AcceleratorRun run, bench_.Run(program, x, max_cycles_));
  num_cycles_ += run.num_cycles;
  return std::move(run.output);
}

}  // namespace duet::fabnet
