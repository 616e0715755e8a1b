#include "hw/cycle_model/butterfly_cycles.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/rounding.h"

namespace duet::hw {
namespace {

constexpr int64_t kHalfBits = 16;
constexpr int64_t kComplexBits = 32;
constexpr int64_t kMaxSize = int64_t{1} << 20;

double CyclesToMove(int64_t num_values, int64_t value_bits, int64_t port_bits) {
  const int64_t values_per_cycle = port_bits / value_bits;
  return CeilDiv(num_values, values_per_cycle);
}

int64_t NumRounds(const ButterflyAccelerator& accelerator, int64_t num_rows) {
  return CeilDiv(num_rows, accelerator.num_engines);
}

double ComputeCycles(const ButterflyAccelerator& accelerator, int64_t size) {
  return static_cast<double>(size * Log2OfNextPowerOfTwo(size)) / (2 * accelerator.units_per_engine);
}

PassCycles Round(const ButterflyAccelerator& accelerator, int64_t size, int64_t input_bits, int64_t output_bits,
                 int64_t num_coefficients, int64_t coefficient_bits) {
  const MemoryPorts& ports = accelerator.ports;
  PassCycles round;
  round.compute = ComputeCycles(accelerator, size);
  round.load =
      std::max({CyclesToMove(size * accelerator.num_engines, input_bits, ports.input_bits), static_cast<double>(size),
                CyclesToMove(num_coefficients, coefficient_bits, ports.coefficient_bits), round.compute / 2});
  round.store =
      std::max(CyclesToMove(size * accelerator.num_engines, output_bits, ports.output_bits), static_cast<double>(size));
  return round;
}

PassCycles FftPass(const ButterflyAccelerator& accelerator, int64_t num_rows, int64_t size, int64_t input_bits,
                   int64_t output_bits) {
  PassCycles pass = Round(accelerator, size, input_bits, output_bits, Log2OfNextPowerOfTwo(size) * size, kComplexBits);
  const double load_and_compute = pass.load + pass.compute;
  const int64_t num_rounds = NumRounds(accelerator, num_rows);
  pass.total = load_and_compute + std::max<int64_t>(0, num_rounds - 2) * std::max(load_and_compute, pass.store);
  pass.bottleneck = pass.store > load_and_compute ? Bottleneck::kStore
                    : pass.load > pass.compute    ? Bottleneck::kLoad
                                                  : Bottleneck::kCompute;
  return pass;
}

PassCycles ButterflyLinearPass(const ButterflyAccelerator& accelerator, int64_t num_rows, int64_t num_inputs,
                               int64_t num_outputs) {
  PassCycles pass = Round(accelerator, num_inputs, kHalfBits, kHalfBits,
                          Log2OfNextPowerOfTwo(num_inputs) * 2 * num_inputs, kHalfBits);
  const int64_t num_stacked = std::max<int64_t>(1, num_outputs / num_inputs);
  const int64_t num_rounds = NumRounds(accelerator, num_rows) * num_stacked;
  const double longest = std::max({pass.load, pass.compute, pass.store});
  pass.total = pass.load + pass.compute;
  if (num_rounds >= 3) pass.total += (num_rounds - 3) * longest + std::max(pass.compute, pass.store);
  pass.bottleneck = longest == pass.compute ? Bottleneck::kCompute
                    : longest == pass.load  ? Bottleneck::kLoad
                                            : Bottleneck::kStore;
  return pass;
}

absl::Status CheckAccelerator(const ButterflyAccelerator& accelerator) {
  for (const int64_t count : {accelerator.num_engines, accelerator.units_per_engine}) {
    if (count < 1 || count > kMaxSize) {
      return absl::InvalidArgumentError(absl::StrCat("an accelerator of ", accelerator.num_engines, " engines with ",
                                                     accelerator.units_per_engine,
                                                     " butterfly units each; both must be in [1, ", kMaxSize, "]"));
    }
  }
  const MemoryPorts& ports = accelerator.ports;
  for (const int64_t bits : {ports.input_bits, ports.coefficient_bits, ports.output_bits}) {
    if (bits < kComplexBits || bits > kMaxSize) {
      return absl::InvalidArgumentError(absl::StrCat("ports of ", ports.input_bits, ", ", ports.coefficient_bits,
                                                     " and ", ports.output_bits, " bits; each must be in [",
                                                     kComplexBits, ", ", kMaxSize, "], a complex number at least"));
    }
  }
  if (!(accelerator.clock_mhz > 0) || !(accelerator.efficiency > 0) || accelerator.efficiency > 1) {
    return absl::InvalidArgumentError(absl::StrCat("a clock of ", accelerator.clock_mhz, " MHz at an efficiency of ",
                                                   accelerator.efficiency, "; must be > 0 and in (0, 1]"));
  }
  return absl::OkStatus();
}

}  // namespace

int64_t NumMultipliers(const ButterflyAccelerator& accelerator) {
  return 4 * accelerator.num_engines * accelerator.units_per_engine;
}

int64_t NumBram36(const ButterflyAccelerator& accelerator) {
  return 2 * accelerator.units_per_engine * accelerator.num_engines + 18;
}

absl::string_view BottleneckName(Bottleneck bottleneck) {
  switch (bottleneck) {
    case Bottleneck::kLoad:
      return "load";
    case Bottleneck::kCompute:
      return "compute";
    case Bottleneck::kStore:
      return "store";
  }
  return "";
}

absl::StatusOr<BlockCycles> CountBlockCycles(const ButterflyAccelerator& accelerator, const fabnet::NetworkShape& shape,
                                             int64_t seq_len) {
  if (absl::Status status = CheckAccelerator(accelerator); !status.ok()) return status;
  if (absl::Status status = fabnet::CheckShape(shape); !status.ok()) return status;
  if (shape.family != fabnet::Family::kFabnet) {
    return absl::InvalidArgumentError(absl::StrCat("network ", shape.name, " is no FABNet: butterflies cannot run it"));
  }
  if (seq_len < 1 || seq_len > kMaxSize) {
    return absl::InvalidArgumentError(absl::StrCat("sequence of ", seq_len, " tokens; must be in [1, ", kMaxSize, "]"));
  }
  const int64_t hidden = NextPowerOfTwo(shape.hidden);
  const int64_t feed_forward = NextPowerOfTwo(shape.feed_forward);
  BlockCycles block;
  block.fft_hidden = FftPass(accelerator, seq_len, hidden, kHalfBits, kComplexBits);
  block.fft_sequence = FftPass(accelerator, seq_len, hidden, kComplexBits, kHalfBits);
  block.expand = ButterflyLinearPass(accelerator, seq_len, hidden, feed_forward);
  block.contract = ButterflyLinearPass(accelerator, seq_len, feed_forward, hidden);
  return block;
}

double CyclesToMs(const ButterflyAccelerator& accelerator, double cycles) {
  return cycles / (accelerator.clock_mhz * 1e3) / accelerator.efficiency;
}

absl::StatusOr<double> LatencyMs(const ButterflyAccelerator& accelerator, const fabnet::NetworkShape& shape,
                                 int64_t seq_len) {
  const absl::StatusOr<BlockCycles> block = CountBlockCycles(accelerator, shape, seq_len);
  if (!block.ok()) return block.status();
  return CyclesToMs(accelerator, shape.num_blocks * block->total());
}

}  // namespace duet::hw
