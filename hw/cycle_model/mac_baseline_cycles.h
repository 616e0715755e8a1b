// Clock cycles of the paper's baseline accelerator: arrays of multiply-accumulate units, eight attention heads at a
// time.
//
// 2,048 multipliers: for each of 8 heads of width 32 three arrays of 64 (Q, K, V) and two of 32 (Q K^T and S V). With
// L tokens, D = hidden, F = feed_forward (not rounded up), ld(W) = max(ceil(L W / 128), L W / 64) to load activations
// and lw(a, b) = max(ceil(a b / 128), a b / 2048) to load weights:
//
//   attention    f = ld(D) + lw(256, D), s = L D / 2, t = L^2 + 2 L + 112, r = ceil(D / 256):
//                f + max(f, s + 21) + max(f, s, t) + (r - 3) max(f, s, L^2) + max(s, L^2) + L^2
//   projection   s = D^2 / 2048, g = floor(D / 8), v = g floor(D / 64), n = 2 ln 8 + v + 91 + g:
//                ld(D) + lw(D, D) + 21 + s + max(s, n) + max(s, v, g) + (L - 2) max(s, v, g)
//   expand       ld(D) + lw(F, D) + L D F / 2048
//   contract     as projection with s = D F / 2048 and nothing to load
//   Fourier      two products with dense D x D matrices: max(L D / 64, L D / 32) + L D / 64 + 2 (lw(D, D) + L D^2 /
//   2048)
//
// Source: simulator of SamsungLabs/Butterfly_Acc, whose oddities are kept (the sequence axis as D x D, `2 ln 8`, a
// contraction that loads nothing). All ports are 2,048 bits wide. Not modelled: other sizes of the arrays.

#ifndef HW_CYCLE_MODEL_MAC_BASELINE_CYCLES_H_
#define HW_CYCLE_MODEL_MAC_BASELINE_CYCLES_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "fabnet/network_shape.h"

namespace duet::hw {

inline constexpr int64_t kMacBaselineMultipliers = 2048;

// Cycles of one block; all are alike. FABNet runs on the baseline with dense feed-forward layers.
struct MacBlockCycles {
  double mixing = 0;      // attention, or the Fourier transforms as dense products
  double projection = 0;  // of attention
  double expand = 0, contract = 0;
  double feed_forward() const { return expand + contract; }
  double total() const { return mixing + projection + feed_forward(); }
};

// InvalidArgument if `shape` fails CheckShape, if attention has fewer than three rounds of eight heads (hidden <= 512:
// the formula starts there), or if `seq_len` is not in [2, 2^20].
absl::StatusOr<MacBlockCycles> CountMacBlockCycles(const fabnet::NetworkShape& shape, int64_t seq_len);

// At the baseline's 200 MHz and the simulator's efficiency of 0.85.
double MacCyclesToMs(double cycles);

// Latency of all blocks; errors as above.
absl::StatusOr<double> MacLatencyMs(const fabnet::NetworkShape& shape, int64_t seq_len);

}  // namespace duet::hw

#endif  // HW_CYCLE_MODEL_MAC_BASELINE_CYCLES_H_
