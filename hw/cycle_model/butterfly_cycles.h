// Clock cycles that the paper's butterfly accelerator takes for FABNet, by closed formulas.
//
// P_be engines of P_bu butterfly units work on one row (token) each; a pass over L rows is R = ceil(L / P_be) rounds of
// loading, computing and storing. With sizes rounded up to powers of two, dr(n, b, w) = ceil(n / floor(w / b)) the
// cycles to move n numbers of b bits through a port of w bits, and lg = log2:
//
//   compute(N) = N lg N / (2 P_bu)
//   load(N)    = max(dr(N P_be, b_in, in), N, dr(c, b_c, coefficient), N lg N / (4 P_bu))
//   store(N)   = max(dr(N P_be, b_out, out), N)
//
//   Fourier transform of rows of N (load and compute share the buffers, store overlaps; c = N lg N, b_c = 32):
//     t = load + compute;   cycles = t + max(0, R - 2) max(t, store)
//   Butterfly linear N -> M (all three overlap, R also times M / N if M > N; c = 2 N lg N, b_c = 16):
//     cycles = load + compute + [R >= 3] ((R - 3) max(load, compute, store) + max(compute, store))
//   Block = Fourier (16 -> 32 bits, hidden axis) + Fourier (32 -> 16, sequence axis, also of width D)
//           + linear D -> F + linear F -> D
//
// Source: simulator of SamsungLabs/Butterfly_Acc; the formulas equal it on 360 configurations. Its oddities are kept:
// one or two rounds cost as much as one and the last store of an FFT nothing, and the sequence axis is modelled as rows
// of D. Not modelled: ABfly blocks, layer norm, residual, embedding, classifier.

#ifndef HW_CYCLE_MODEL_BUTTERFLY_CYCLES_H_
#define HW_CYCLE_MODEL_BUTTERFLY_CYCLES_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "fabnet/network_shape.h"

namespace duet::hw {

// Bits that a memory moves in one clock cycle.
struct MemoryPorts {
  int64_t input_bits = 0;
  int64_t coefficient_bits = 0;
  int64_t output_bits = 0;
};
inline constexpr MemoryPorts kHbmPorts = {2048, 256, 2048};  // VCU128
inline constexpr MemoryPorts kDdr3Ports = {64, 64, 128};     // Zynq 7045

struct ButterflyAccelerator {
  int64_t num_engines = 120;     // P_be
  int64_t units_per_engine = 4;  // P_bu; four half-precision multipliers each
  MemoryPorts ports = kHbmPorts;
  double clock_mhz = 200;
  double efficiency = 0.85;  // of the cycles counted here; the simulator's constant for what it leaves out
};

int64_t NumMultipliers(const ButterflyAccelerator& accelerator);  // 4 P_be P_bu
// Two sets of eight 18-kbit memories an engine, and 18 blocks for everything else: with P_bu = 4 the published 338 and
// 978 at 40 and 120 engines, from which the formula is derived.
int64_t NumBram36(const ButterflyAccelerator& accelerator);

enum class Bottleneck { kLoad, kCompute, kStore };
absl::string_view BottleneckName(Bottleneck bottleneck);  // "load"

// Cycles of one pass over all rows. `load`, `compute` and `store` are those of one round; whichever bounds a round in
// the steady state is the bottleneck.
struct PassCycles {
  double load = 0, compute = 0, store = 0;
  double total = 0;
  Bottleneck bottleneck = Bottleneck::kCompute;
};

// All blocks are alike.
struct BlockCycles {
  PassCycles fft_hidden, fft_sequence, expand, contract;
  double mixing() const { return fft_hidden.total + fft_sequence.total; }
  double feed_forward() const { return expand.total + contract.total; }
  double total() const { return mixing() + feed_forward(); }
};

// One block of a FABNet on `seq_len` tokens. InvalidArgument if `shape` is of another family or fails CheckShape, if
// `seq_len` is not in [1, 2^20], or if the accelerator has no engine or a port that is narrower than one number.
absl::StatusOr<BlockCycles> CountBlockCycles(const ButterflyAccelerator& accelerator, const fabnet::NetworkShape& shape,
                                             int64_t seq_len);

double CyclesToMs(const ButterflyAccelerator& accelerator, double cycles);

// Latency of all blocks; errors as above.
absl::StatusOr<double> LatencyMs(const ButterflyAccelerator& accelerator, const fabnet::NetworkShape& shape,
                                 int64_t seq_len);

}  // namespace duet::hw

#endif  // HW_CYCLE_MODEL_BUTTERFLY_CYCLES_H_
