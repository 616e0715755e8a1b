// NAS-Bench-ASR cells as BRP-NAS's graph predictors read them.
//
// The minimised graph of a cell (datasets/nasbench_asr/fingerprint.h) behind a global node that reads all others; what
// was left out follows as nodes that nothing reads but the global one. Six nodes. A node reads itself and its
// successors. Labels: linear 0, conv5 1, conv5d2 2, conv7 3, conv7d2 4, input 5, output 6, global 7; none for what was
// left out.
//
// Source: as NAS-Bench-201's, BRP-NAS (Dudziak et al. 2020); the released code has no encoding of this space that could
// be read, so this one is ours.

#ifndef PREDICTORS_NASBENCH_ASR_ENCODER_H_
#define PREDICTORS_NASBENCH_ASR_ENCODER_H_

#include <cstdint>

#include "absl/types/span.h"
#include "datasets/nasbench_asr/cell.h"
#include "predictors/encoding.h"

namespace duet::predictors {

constexpr int64_t kNasBenchAsrNumLabels = 8;
constexpr int64_t kNasBenchAsrNumGraphNodes = nasbench_asr::kNumNodes + 3;

Graph NasBenchAsrGraph(const nasbench_asr::Cell& cell);

// Encodes `cells`, n = cells.size(). Choices: the nine digits of each; pruned: labels and arcs of the graph above.
// Counts: of each operation, of sums; MACs of a second of speech in the full-size network. Operations are not measured
// alone, so LAYER_WISE cannot be used.
EncodedArchitectures EncodeNasBenchAsr(absl::Span<const nasbench_asr::Cell> cells);

}  // namespace duet::predictors

#endif  // PREDICTORS_NASBENCH_ASR_ENCODER_H_
