// Segmentation networks (datasets/segmentation_networks/network.h) as predictors see them.
//
// Graph, as BRP-NAS's: a node is an operation or a group of them, reads itself and its successors; the global node 0
// reads every node. 22 nodes:
//
//     input ─► stem ─► stage 0, blocks ─► stage 1, blocks ─► stage 2, blocks ─► level 2 ─► level 1 ─► level 0 ─► output
//                └─ skip ─► level 0  └─ skip ─► level 1  └─ skip ─► level 2
//
// Blocks and stages that are not there, and skips of the kind "none", have no label and no arcs; the chain goes past.
//   labels (47): 0 global, 1 output, 2..5 input by resolution, 6..8 stem by width, 9..17 stage by stage and width,
//   18..35 block by stage, kernel and expansion, 36..44 level by decoder and width, 45 add, 46 concat
//
// Counts (ours): logarithms of multiply-accumulates by kind of layer, of parameters and of values written, and how many
// layers there are.

#ifndef PREDICTORS_SEGMENTATION_ENCODER_H_
#define PREDICTORS_SEGMENTATION_ENCODER_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/types/span.h"
#include "datasets/segmentation_networks/network.h"
#include "predictors/encoding.h"

namespace duet::predictors {

constexpr int64_t kSegmentationNumGraphNodes = 22;
constexpr int64_t kSegmentationNumLabels = 47;

Graph SegmentationGraph(const segmentation::Network& network);

std::vector<double> SegmentationCounts(const segmentation::Network& network);
std::vector<std::string> SegmentationCountNames();

// Encodes `networks`, n = networks.size(). `operations` stay empty: they are not measured alone.
EncodedArchitectures EncodeSegmentation(absl::Span<const segmentation::Network> networks);

}  // namespace duet::predictors

#endif  // PREDICTORS_SEGMENTATION_ENCODER_H_
