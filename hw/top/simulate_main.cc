// Runs a block in the RTL of a small accelerator and says what each step took.

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/status_macros.h"
#include "hw/fp16/fp16.h"
#include "hw/numeric/bounded.h"
#include "hw/top/Vaccelerator_4_rtl.h"
#include "hw/top/accelerator_4.h"
#include "hw/top/accelerator_bench.h"
#include "hw/top/block_model.h"
#include "hw/top/program.h"
#include "hw/top/random_blocks.h"

ABSL_FLAG(std::string, block, "fbfly", "fbfly (Fourier mixing) or abfly (attention).");
ABSL_FLAG(int64_t, rows, 32, "L, length of the sequence: up to 128, for fbfly a power of two from 4 on.");
ABSL_FLAG(int64_t, width, 32, "D, elements of a row: up to 128, for fbfly a power of two from 4 on.");
ABSL_FLAG(int64_t, hidden, 64, "F, hidden elements of the feed-forward layer: up to 128.");
ABSL_FLAG(int64_t, heads, 2, "Heads of abfly; D / heads is at most 32.");
ABSL_FLAG(double, words_per_cycle, 64, "Bandwidth of the memory in halves a cycle.");
ABSL_FLAG(int64_t, latency_cycles, 8, "Cycles from a request to the memory to its answer.");
ABSL_FLAG(uint64_t, seed, 1, "Of weights and input.");

namespace duet::hw {
namespace {

std::string Name(const Descriptor& descriptor) {
  switch (descriptor.op) {
    case Op::kLinear:
      return absl::StrCat("butterfly", descriptor.has_gelu ? ", GELU" : "",
                          descriptor.adds_residual ? ", shortcut" : "");
    case Op::kFft:
      return descriptor.y_is_complex ? "FFT of rows" : "FFT of columns, shortcut";
    case Op::kLayerNorm:
      return "layer norm";
    case Op::kKeys:
      return "keys";
    case Op::kValues:
      return "values";
    case Op::kQueries:
      return "attention";
  }
  return "";
}

struct Block {
  Program program;
  std::vector<Half> model;
  std::vector<Bounded> reference;
};

absl::StatusOr<Block> MakeBlock(const BlockSizes& sizes, const std::vector<Half>& x, uint64_t seed) {
  std::vector<Bounded> bounded;
  for (const Half half : x) bounded.push_back(ToBounded(half));
  Block block;
  const std::string name = absl::GetFlag(FLAGS_block);
  if (name == "fbfly") {
    const FbflyWeights weights = RandomFbfly(sizes, seed);
    ASSIGN_OR_RETURN(block.program, CompileFbfly(weights, sizes.num_rows, kAccelerator4));
    ASSIGN_OR_RETURN(block.model, RunFbfly<Half>(weights, x));
    ASSIGN_OR_RETURN(block.reference, RunFbfly<Bounded>(weights, bounded));
  } else if (name == "abfly") {
    const AbflyWeights weights = RandomAbfly(sizes, seed);
    ASSIGN_OR_RETURN(block.program, CompileAbfly(weights, sizes.num_rows, kAccelerator4));
    ASSIGN_OR_RETURN(block.model, RunAbfly<Half>(weights, x));
    ASSIGN_OR_RETURN(block.reference, RunAbfly<Bounded>(weights, bounded));
  } else {
    return absl::InvalidArgumentError(absl::StrCat("--block=", name, ": give fbfly or abfly"));
  }
  return block;
}

absl::Status Run() {
  const BlockSizes sizes = {absl::GetFlag(FLAGS_rows), absl::GetFlag(FLAGS_width), absl::GetFlag(FLAGS_hidden),
                            absl::GetFlag(FLAGS_heads)};
  MemoryOptions options;
  options.words_per_cycle = absl::GetFlag(FLAGS_words_per_cycle);
  options.latency_cycles = absl::GetFlag(FLAGS_latency_cycles);
  if (sizes.num_rows < 1 || sizes.width < 1 || sizes.hidden < 1 || sizes.num_heads < 1) {
    return absl::InvalidArgumentError("--rows, --width, --hidden and --heads must be at least 1");
  }
  if (!(options.words_per_cycle > 0) || options.latency_cycles < 1) {
    return absl::InvalidArgumentError("--words_per_cycle must be above 0 and --latency_cycles at least 1");
  }
  const uint64_t seed = absl::GetFlag(FLAGS_seed);
  const std::vector<Half> x = RandomInput(sizes, seed);
  ASSIGN_OR_RETURN(const Block block, MakeBlock(sizes, x, seed));
  AcceleratorBench<Vaccelerator_4_rtl> bench(options);
  ASSIGN_OR_RETURN(const AcceleratorRun run, bench.Run(block.program, x, 100000000));

  std::printf(
      "%s block, L %ld, D %ld, F %ld, on 4 engines of 2 butterfly units (P_qk 4, P_sv 2), %g halves a cycle\n\n",
      absl::GetFlag(FLAGS_block).c_str(), sizes.num_rows, sizes.width, sizes.hidden, options.words_per_cycle);
  std::printf("%-28s %10s %14s\n", "step", "cycles", "halves moved");
  for (size_t i = 0; i < run.steps.size(); ++i) {
    std::printf("%-28s %10ld %14ld\n", Name(block.program.descriptors[i]).c_str(), run.steps[i].num_cycles,
                run.steps[i].num_halves_moved);
  }
  std::printf("%-28s %10ld %14ld\n\n", "all", run.num_cycles, run.num_halves_moved);

  double square = 0, magnitude = 0, max_deviations = 0;
  for (size_t i = 0; i < x.size(); ++i) {
    const double error = std::abs(ToDouble(run.output[i]) - block.reference[i].value);
    square += error * error;
    magnitude += block.reference[i].value * block.reference[i].value;
    max_deviations = std::max(max_deviations, error / block.reference[i].deviation);
  }
  std::printf(
      "Off from exact arithmetic by %.2g (root mean square, relative); largest error %.1f standard deviations.\n",
      std::sqrt(square / magnitude), max_deviations);
  if (run.output != block.model) return absl::InternalError("the RTL and the C++ model differ");
  std::printf("The RTL equals the C++ model bit for bit.\n");
  return absl::OkStatus();
}

}  // namespace
}  // namespace duet::hw

int main(int argc, char** argv) {
  absl::SetProgramUsageMessage(
      "runs a block of FABNet, with random weights, in the simulated RTL of a small accelerator and prints what each\n"
      "step took, e.g.\n\n  bazel run //hw/top:simulate -- --block=abfly --rows=64 --width=64 --words_per_cycle=4\n"
      "  bazel run --config=trace //hw/top:simulate -- --trace=/tmp/block.fst");
  absl::ParseCommandLine(argc, argv);
  const absl::Status status = duet::hw::Run();
  if (status.ok()) return 0;
  std::fprintf(stderr, "%s\n", std::string(status.message()).c_str());
  return 1;
}
