// Cycles of a layer on one engine of an accelerator.
//
//   cycles = compute + transfer - overlap * min(compute, transfer - exposed) + start
//
//   compute   for a convolution of k x k, C to C' channels, output rows in T tiles of R rows,
//               sum over tiles of ceil(2 R W' / P) * ceil(C' / F) * s * (II * n + 1 + out + D)   + loads * L
//             n = k^2 ceil(C / 4s) turns of the inner loop, D and II calibrated; out: cycles that write a tile out,
//             P / 2 (CHaiDNN) or F / 4 (own RTL); s: 1, doubled until n fits in 511 ("straddle"; CHaiDNN)
//   loads     of weights: T * s * ceil(C' / F) / m, m = min(15, (W - 1) / n) groups of filters resident, reduced
//             until it divides; once for all tiles if all weights fit
//   transfer  8 * bytes / (width * efficiency): input rows with the k - 1 that neighbouring tiles share, output,
//             weights once for every tile unless all fit. 8 bits a number, channels aligned to 4 (in) and 16 (out; own
//             RTL: 4)
//   exposed   own RTL: the first tile's rows, the first weights and the last tile's output; 0 for CHaiDNN, whose
//             overlap is calibrated
//   R         fewest of: what fits the output buffer, O / (ceil(C' / 32) W'); what the input buffer's rows,
//             I / (ceil(C / 32) W), yield; H'
//   start     layer_overhead_us
//
// A sum of two reads both and writes one, as a convolution with n = 1; pooling on a convolution engine has n = k^2
// turns for its own channel, F channels at a time (own RTL: 4); on the pool engine, compute is
// H' W' k^2 ceil(C / pool_channels_per_cycle).
//
// Source: tiling and buffers as CHaiDNN v2 does them; the form and its constants are ours, calibrated on CHaiDNN's
// published frame rates (chaidnn.h), or on cycles of this project's RTL (own_rtl.h), since the paper's own model could
// not be recovered. Limits: buffers too small for a single row of output are taken as if one row fitted; the network's
// dense layer runs on the processor and costs nothing.

#ifndef CODESIGN_ACCELERATOR_LATENCY_H_
#define CODESIGN_ACCELERATOR_LATENCY_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "codesign/accelerator/accelerator.h"
#include "codesign/accelerator/calibration.h"
#include "codesign/accelerator/layer.h"
#include "datasets/nasbench101/cell.h"
#include "datasets/nasbench101/network.h"

namespace duet::codesign {

enum class Engine : uint8_t { kConv3x3 = 0, kConv1x1 = 1, kPool = 2 };
constexpr int64_t kMaxNumEngines = 3;

// Which engine runs a layer. One convolution engine runs all convolutions and sums and is kConv3x3; of two, the 3x3
// engine runs kernels larger than 1 and the other one 1x1 and sums. Pooling runs on its engine, or else on kConv3x3.
Engine EngineOf(const Layer& layer, const Accelerator& accelerator);

struct LayerCycles {
  int64_t compute = 0;
  int64_t transfer = 0;
  int64_t total = 0;
  int64_t num_transferred_bytes = 0;
};

// How a layer is run. The defaults are those of the search: one image, 8 bits.
struct ExecutionOptions {
  int64_t num_images = 1;       // in lockstep, on lanes of their own; they share weights
  int64_t pixels_per_pair = 1;  // output pixels for every two of pixel_par: 1 at 8 bits, 2 at 6 bits
};

// The layer on the engine that EngineOf names.
LayerCycles CyclesOf(const Layer& layer, const Accelerator& accelerator, const LatencyCalibration& calibration,
                     const ExecutionOptions& options = {});

// Cycles from the image to the logits of a NAS-Bench-101 network, its operations placed by ScheduleNetwork
// (schedule.h); or the error of nasbench101::NetworkSteps.
absl::StatusOr<int64_t> NetworkCycles(const nasbench101::Cell& cell, const Accelerator& accelerator,
                                      const Calibration& calibration, const nasbench101::Skeleton& skeleton = {});

// The same in milliseconds. For many pairs see //codesign/enumerate:latency_table.
absl::StatusOr<double> LatencyMs(const nasbench101::Cell& cell, const Accelerator& accelerator,
                                 const Calibration& calibration, const nasbench101::Skeleton& skeleton = {});

}  // namespace duet::codesign

#endif  // CODESIGN_ACCELERATOR_LATENCY_H_
