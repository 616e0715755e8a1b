#include "predictors/segmentation_encoder.h"

#include <array>
#include <cmath>
#include <numeric>
#include <utility>

#include "absl/strings/string_view.h"
#include "datasets/segmentation_networks/layers.h"

namespace duet::predictors {
namespace {

using segmentation::kMaxDepth;
using segmentation::kNumDecisions;
using segmentation::kNumOptions;
using segmentation::kNumStages;
using segmentation::Layer;
using segmentation::LayerKind;
using segmentation::LayerList;
using segmentation::Network;

// Labels.
constexpr int kGlobalLabel = 0, kOutputLabel = 1, kInputLabel = 2, kStemLabel = 6, kStageLabel = 9, kBlockLabel = 18,
              kLevelLabel = 36, kSkipLabel = 45;

// Nodes.
constexpr int64_t kInputNode = 1, kStemNode = 2, kFirstStageNode = 3, kNodesOfStage = 1 + kMaxDepth;
constexpr int64_t kFirstLevelNode = kFirstStageNode + kNumStages * kNodesOfStage;
constexpr int64_t kFirstSkipNode = kFirstLevelNode + kNumStages;
constexpr int64_t kOutputNode = kFirstSkipNode + kNumStages;
static_assert(kOutputNode + 1 == kSegmentationNumGraphNodes);

// Columns of a decision's one-hot code; `is_effective`: none for a choice without effect.
FeatureBlock OneHotChoices(absl::string_view name, absl::Span<const Network> networks, bool is_effective) {
  FeatureBlock block{std::string(name), /*is_one_hot=*/true, {}, {}};
  for (int d = 0; d < kNumDecisions; ++d) block.group.insert(block.group.end(), kNumOptions[d], d);
  block.values.setZero(networks.size(), block.group.size());
  for (size_t i = 0; i < networks.size(); ++i) {
    const bool has_last_stage = segmentation::NumLevels(networks[i]) == kNumStages;
    int64_t column = 0;
    for (int d = 0; d < kNumDecisions; ++d) {
      const bool is_dead = !has_last_stage && segmentation::kStage2 <= d && d < segmentation::kStage2 + 3;
      if (!is_effective || !is_dead) block.values(i, column + networks[i].choices[d]) = 1.0;
      column += kNumOptions[d];
    }
  }
  return block;
}

enum CountColumn { kPointwise, kDense, kDepthwise3, kDepthwise5, kTransposed, kMacs, kParameters, kValues, kLayers };

CountColumn ColumnOf(const Layer& layer) {
  if (layer.kind == LayerKind::kTransposed) return kTransposed;
  if (layer.kind == LayerKind::kDepthwise) return layer.kernel == 3 ? kDepthwise3 : kDepthwise5;
  return layer.kernel == 1 ? kPointwise : kDense;
}

}  // namespace

Graph SegmentationGraph(const Network& network) {
  Graph graph;
  graph.num_nodes = kSegmentationNumGraphNodes;
  graph.adjacency.assign(graph.num_nodes * graph.num_nodes, 0);
  graph.labels.assign(graph.num_nodes, Graph::kNoLabel);
  const auto arc = [&](int64_t from, int64_t to) { graph.adjacency[from * graph.num_nodes + to] = 1; };
  int64_t last = kInputNode;
  const auto follow = [&](int64_t node, int label) {
    graph.labels[node] = label;
    arc(last, node);
    last = node;
  };
  const auto& choices = network.choices;
  graph.labels[0] = kGlobalLabel;
  graph.labels[kInputNode] = kInputLabel + choices[segmentation::kResolution];
  follow(kStemNode, kStemLabel + choices[segmentation::kStemWidth]);
  const int64_t num_levels = segmentation::NumLevels(network);
  std::array<int64_t, kNumStages> skip_sources;
  for (int stage = 0; stage < num_levels; ++stage) {
    skip_sources[stage] = last;
    const int8_t* const choice = &choices[segmentation::kStage0 + 4 * stage];
    const int64_t node = kFirstStageNode + stage * kNodesOfStage;
    follow(node, kStageLabel + 3 * stage + choice[2]);
    for (int64_t block = 1; block <= segmentation::StageOf(network, stage).depth; ++block) {
      follow(node + block, kBlockLabel + 6 * stage + 3 * choice[0] + choice[1]);
    }
  }
  for (int64_t level = num_levels - 1; level >= 0; --level) {
    follow(kFirstLevelNode + level,
           kLevelLabel + 3 * choices[segmentation::kDecoder] + choices[segmentation::kDecoderWidth]);
    if (const int skip = choices[segmentation::kSkip]; skip > 0) {
      graph.labels[kFirstSkipNode + level] = kSkipLabel + skip - 1;
      arc(skip_sources[level], kFirstSkipNode + level);
      arc(kFirstSkipNode + level, kFirstLevelNode + level);
    }
  }
  follow(kOutputNode, kOutputLabel);
  for (int64_t node = 0; node < graph.num_nodes; ++node) {
    arc(0, node);
    arc(node, node);
  }
  return graph;
}

std::vector<std::string> SegmentationCountNames() {
  return {"log_pointwise", "log_dense",      "log_depthwise3", "log_depthwise5", "log_transposed",
          "log_macs",      "log_parameters", "log_values",     "layers"};
}

std::vector<double> SegmentationCounts(const Network& network) {
  const LayerList list = LayersOf(network);
  std::vector<double> counts(SegmentationCountNames().size(), 0.0);
  for (const Layer& layer : list.layers) {
    if (segmentation::HasWeights(layer.kind)) counts[ColumnOf(layer)] += NumMacs(layer);
    counts[kValues] += layer.output.channels * layer.output.height * layer.output.width;
  }
  counts[kMacs] = NumMacs(list);
  counts[kParameters] = NumParameters(list);
  // A tenth of a million, so that a kind of layer that is not there is near one that hardly is.
  for (int column = 0; column < kLayers; ++column) counts[column] = std::log(counts[column] + 1e5);
  counts[kLayers] = list.layers.size();
  return counts;
}

EncodedArchitectures EncodeSegmentation(absl::Span<const Network> networks) {
  EncodedArchitectures encoded;
  encoded.space = "segmentation";
  encoded.num_labels = kSegmentationNumLabels;
  FeatureBlock counts{"counts", /*is_one_hot=*/false, {}, {}};
  counts.group.resize(SegmentationCountNames().size());
  std::iota(counts.group.begin(), counts.group.end(), 0);
  counts.values.resize(networks.size(), counts.group.size());
  for (size_t i = 0; i < networks.size(); ++i) {
    encoded.names.push_back(ToString(networks[i]));
    encoded.graphs.push_back(SegmentationGraph(networks[i]));
    encoded.mega_flops.push_back(1e-6 * NumMacs(LayersOf(networks[i])));
    const std::vector<double> row = SegmentationCounts(networks[i]);
    counts.values.row(i) = Eigen::Map<const Eigen::RowVectorXd>(row.data(), row.size());
  }
  encoded.operations.resize(networks.size());
  encoded.choices = OneHotChoices("choices", networks, /*is_effective=*/false);
  encoded.effective_choices = OneHotChoices("effective choices", networks, /*is_effective=*/true);
  encoded.counts = {std::move(counts)};
  return encoded;
}

}  // namespace duet::predictors
