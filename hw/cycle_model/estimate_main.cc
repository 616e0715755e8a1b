// Latency and cost of an accelerator without simulating it: bazel run //hw:estimate -- --help

#include <iostream>
#include <optional>
#include <string>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/rounding.h"
#include "common/status_macros.h"
#include "fabnet/network_shape.h"
#include "hw/cycle_model/butterfly_cycles.h"
#include "hw/cycle_model/mac_baseline_cycles.h"

ABSL_FLAG(std::string, design, "butterfly", "butterfly: the paper's accelerator; mac_baseline: its 2,048-MAC baseline");
ABSL_FLAG(std::string, model, "fabnet_base", "network: fabnet_base, fabnet_large; on mac_baseline also bert_base, ...");
ABSL_FLAG(std::optional<int64_t>, hidden, std::nullopt, "hidden size D_hid, in place of the model's");
ABSL_FLAG(std::optional<int64_t>, ffn_ratio, std::nullopt, "R_ffn: feed-forward size / hidden size, in place of its 4");
ABSL_FLAG(std::optional<int64_t>, blocks, std::nullopt, "number of blocks N_total, in place of the model's");
ABSL_FLAG(int64_t, seq_len, 1024, "tokens");
ABSL_FLAG(int64_t, p_be, 120, "butterfly engines");
ABSL_FLAG(int64_t, p_bu, 4, "butterfly units of an engine");
ABSL_FLAG(std::string, memory, "hbm",
          "hbm: 2048, 256 and 2048 bits a cycle (VCU128); ddr3: 64, 64 and 128 (Zynq 7045)");
ABSL_FLAG(std::optional<int64_t>, input_bits, std::nullopt, "bits a cycle of inputs, in place of the memory's");
ABSL_FLAG(std::optional<int64_t>, coefficient_bits, std::nullopt, "the same of weights");
ABSL_FLAG(std::optional<int64_t>, output_bits, std::nullopt, "the same of outputs");
ABSL_FLAG(double, clock_mhz, 200, "clock; the paper's boards ran at 200 MHz");
ABSL_FLAG(double, efficiency, 0.85, "share of cycles that do what the model counts; the released simulator has 0.85");

namespace duet::hw {
namespace {

constexpr char kUsage[] = R"(estimates latency and cost of an accelerator by closed formulas

  bazel run //hw:estimate -- --model=fabnet_base --seq_len=1024 --p_be=120
  bazel run //hw:estimate -- --model=fabnet_large --seq_len=512 --p_be=32 --memory=ddr3
  bazel run //hw:estimate -- --hidden=64 --ffn_ratio=2 --blocks=1 --seq_len=4096 --input_bits=512
  bazel run //hw:estimate -- --design=mac_baseline --model=bert_large --seq_len=128

Prints a line a layer: cycles of loading, computing and storing one round (p_be rows of the sequence), the cycles of the
layer, its time, and which of the three bounds it. Sizes are rounded up to powers of two, as on the accelerator.
What the formulas leave out is in hw/cycle_model/README.md.)";

absl::StatusOr<fabnet::NetworkShape> ShapeOfFlags() {
  ASSIGN_OR_RETURN(fabnet::NetworkShape shape, fabnet::FindShape(absl::GetFlag(FLAGS_model)));
  int64_t ffn_ratio = shape.feed_forward / shape.hidden;
  if (const auto ratio = absl::GetFlag(FLAGS_ffn_ratio); ratio.has_value()) ffn_ratio = *ratio;
  if (const auto hidden = absl::GetFlag(FLAGS_hidden); hidden.has_value()) shape.hidden = *hidden;
  if (const auto blocks = absl::GetFlag(FLAGS_blocks); blocks.has_value()) shape.num_blocks = *blocks;
  shape.feed_forward = shape.hidden * ffn_ratio;
  return shape;
}

absl::StatusOr<ButterflyAccelerator> AcceleratorOfFlags() {
  ButterflyAccelerator accelerator;
  accelerator.num_engines = absl::GetFlag(FLAGS_p_be);
  accelerator.units_per_engine = absl::GetFlag(FLAGS_p_bu);
  accelerator.clock_mhz = absl::GetFlag(FLAGS_clock_mhz);
  accelerator.efficiency = absl::GetFlag(FLAGS_efficiency);
  const std::string memory = absl::GetFlag(FLAGS_memory);
  if (memory != "hbm" && memory != "ddr3") {
    return absl::InvalidArgumentError(absl::StrCat("unknown --memory=", memory, "; known: hbm, ddr3"));
  }
  accelerator.ports = memory == "hbm" ? kHbmPorts : kDdr3Ports;
  MemoryPorts& ports = accelerator.ports;
  if (const auto bits = absl::GetFlag(FLAGS_input_bits); bits.has_value()) ports.input_bits = *bits;
  if (const auto bits = absl::GetFlag(FLAGS_coefficient_bits); bits.has_value()) ports.coefficient_bits = *bits;
  if (const auto bits = absl::GetFlag(FLAGS_output_bits); bits.has_value()) ports.output_bits = *bits;
  return accelerator;
}

void PrintNetwork(const fabnet::NetworkShape& shape, int64_t seq_len) {
  std::cout << absl::StreamFormat("%s: %d blocks, hidden size %d, feed-forward size %d; %d tokens\n", shape.name,
                                  shape.num_blocks, shape.hidden, shape.feed_forward, seq_len);
}

absl::Status EstimateButterfly(const fabnet::NetworkShape& shape, int64_t seq_len) {
  ASSIGN_OR_RETURN(const ButterflyAccelerator accelerator, AcceleratorOfFlags());
  ASSIGN_OR_RETURN(const BlockCycles block, CountBlockCycles(accelerator, shape, seq_len));
  PrintNetwork(shape, seq_len);
  const MemoryPorts& ports = accelerator.ports;
  std::cout << absl::StreamFormat("%d engines of %d butterfly units: %d multipliers, %d BRAM36\n",
                                  accelerator.num_engines, accelerator.units_per_engine, NumMultipliers(accelerator),
                                  NumBram36(accelerator))
            << absl::StreamFormat("%d, %d and %d bits a cycle in, of weights and out; %g MHz, efficiency %g\n\n",
                                  ports.input_bits, ports.coefficient_bits, ports.output_bits, accelerator.clock_mhz,
                                  accelerator.efficiency);
  const int64_t hidden = NextPowerOfTwo(shape.hidden);
  const int64_t feed_forward = NextPowerOfTwo(shape.feed_forward);
  const std::vector<std::pair<std::string, PassCycles>> passes = {
      {absl::StrCat("Fourier, hidden axis, ", hidden), block.fft_hidden},
      {absl::StrCat("Fourier, sequence axis, ", hidden), block.fft_sequence},
      {absl::StrCat("butterfly, ", hidden, " to ", feed_forward), block.expand},
      {absl::StrCat("butterfly, ", feed_forward, " to ", hidden), block.contract}};
  constexpr char kRow[] = "%-30s%9s%9s%9s%14s%10s  %s\n";
  std::cout << absl::StreamFormat(kRow, "layer", "load", "compute", "store", "cycles", "ms", "bound by");
  const auto print = [&](const std::string& name, const std::string& load, const std::string& compute,
                         const std::string& store, double cycles, absl::string_view bound) {
    std::cout << absl::StreamFormat(kRow, name, load, compute, store, absl::StrFormat("%.0f", cycles),
                                    absl::StrFormat("%.3f", CyclesToMs(accelerator, cycles)), bound);
  };
  for (const auto& [name, pass] : passes) {
    print(name, absl::StrFormat("%.0f", pass.load), absl::StrFormat("%.0f", pass.compute),
          absl::StrFormat("%.0f", pass.store), pass.total, BottleneckName(pass.bottleneck));
  }
  print("block", "", "", "", block.total(), "");
  print(absl::StrFormat("network, %d blocks", shape.num_blocks), "", "", "", shape.num_blocks * block.total(), "");
  return absl::OkStatus();
}

absl::Status EstimateMacBaseline(const fabnet::NetworkShape& shape, int64_t seq_len) {
  ASSIGN_OR_RETURN(const MacBlockCycles block, CountMacBlockCycles(shape, seq_len));
  PrintNetwork(shape, seq_len);
  std::cout << absl::StreamFormat(
      "%d multiply-accumulate units; 200 MHz, efficiency 0.85; options of the butterfly "
      "design do not apply\n\n",
      kMacBaselineMultipliers);
  constexpr char kRow[] = "%-30s%14s%10s\n";
  std::cout << absl::StreamFormat(kRow, "layer", "cycles", "ms");
  const auto print = [&](const std::string& name, double cycles) {
    std::cout << absl::StreamFormat(kRow, name, absl::StrFormat("%.0f", cycles),
                                    absl::StrFormat("%.3f", MacCyclesToMs(cycles)));
  };
  if (shape.family == fabnet::Family::kTransformer) {
    print("attention with Q, K and V", block.mixing);
    print("output projection", block.projection);
  } else {
    print("Fourier as dense products", block.mixing);
  }
  print(absl::StrFormat("dense, %d to %d", shape.hidden, shape.feed_forward), block.expand);
  print(absl::StrFormat("dense, %d to %d", shape.feed_forward, shape.hidden), block.contract);
  print("block", block.total());
  print(absl::StrFormat("network, %d blocks", shape.num_blocks), shape.num_blocks * block.total());
  return absl::OkStatus();
}

absl::Status Run(size_t num_arguments) {
  if (num_arguments != 1) return absl::InvalidArgumentError("takes flags only; see --help");
  ASSIGN_OR_RETURN(const fabnet::NetworkShape shape, ShapeOfFlags());
  const std::string design = absl::GetFlag(FLAGS_design);
  const int64_t seq_len = absl::GetFlag(FLAGS_seq_len);
  if (design == "butterfly") return EstimateButterfly(shape, seq_len);
  if (design == "mac_baseline") return EstimateMacBaseline(shape, seq_len);
  return absl::InvalidArgumentError(absl::StrCat("unknown --design=", design, "; known: butterfly, mac_baseline"));
}

}  // namespace
}  // namespace duet::hw

int main(int argc, char** argv) {
  absl::SetProgramUsageMessage(duet::hw::kUsage);
  const absl::Status status = duet::hw::Run(absl::ParseCommandLine(argc, argv).size());
  if (status.ok()) return 0;
  std::cerr << "estimate: " << status.message() << "\n";
  return 1;
}
