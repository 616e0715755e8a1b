// What a NAS-Bench-101 network executes, operation by operation.
//
//     image ─► stem ─► stack ─► maxpool2x2 ─► stack ─► maxpool2x2 ─► stack ─► average pool ─► dense ─► logits
//              3x3     3 cells                3 cells                3 cells
//              128 ch. 128 ch.                256 ch.                512 ch.
//
// Channels of a cell from C_in to C, as the authors' program splits them:
// - the k vertices between input and output that feed the output have floor(C / k) channels each, and the first C mod k
//   of them one more: the output concatenates them;
// - every other one has as many as the widest vertex that it feeds; where that is one too many, the last channel is
// left
//   out (truncate);
// - an edge from the input is a projection to the channels of its end, conv1x1; into the output it is added to the
//   concatenation, or is all there is.
//
// So the channels depend on the order of vertices: networks are the published ones for the Canonical form of a cell
// (enumerate.h) only. Each convolution has batch normalisation and ReLU behind it, and no bias.
//
// Source: Ying et al. 2019, NAS-Bench-101, section 2 and figure 1; channels and projections as in the authors' program.

#ifndef DATASETS_NASBENCH101_NETWORK_H_
#define DATASETS_NASBENCH101_NETWORK_H_

#include <array>
#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "datasets/nasbench101/cell.h"
#include "datasets/networks/steps.h"

namespace duet::nasbench101 {

// The network around the cells. The defaults are the benchmark's (CIFAR-10).
struct Skeleton {
  int64_t image_size = 32;  // a multiple of 4
  int64_t num_image_channels = 3;
  int64_t num_stem_channels = 128;  // at least 4
  int64_t num_cells_per_stack = 3;
  int64_t num_classes = 10;
};

constexpr int64_t kNumStacks = 3;

// Returns the channels of each vertex of a cell that CheckCell accepts; 0 for vertices that it does not have.
std::array<int64_t, kMaxNumVertices> VertexChannels(const Cell& cell, int64_t num_input_channels,
                                                    int64_t num_output_channels);

enum class OperationKind : uint8_t {
  kConv1x1BnRelu,
  kConv3x3BnRelu,  // padding 1
  kMaxPool3x3,     // stride 1, padding 1 that does not count
  kMaxPool2x2,     // stride 2
  kTruncate,       // to the first of the channels
  kAdd,            // of two tensors of the input's shape
  kConcat,         // of two to four tensors that together have the input's channels
  kGlobalAvgPool,  // to one pixel
  kDense,          // with bias
};

absl::string_view KindName(OperationKind kind);  // the first part of an operation's key

using Operation = networks::Operation<OperationKind>;
using OperationCount = networks::OperationCount<OperationKind>;
using Step = networks::Step<OperationKind>;
using networks::Key;

// Returns the network of Pruned(cell) in order of execution, its last value the logits; or the error of Pruned.
absl::StatusOr<std::vector<Step>> NetworkSteps(const Cell& cell, const Skeleton& skeleton = {});

// Returns how often a network executes each operation, in order of first use; errors as NetworkSteps.
absl::StatusOr<std::vector<OperationCount>> OperationsOf(const Cell& cell, const Skeleton& skeleton = {});

// Every operation that some canonical cell's network executes, each once: 91, or 85 without truncations and
// concatenations, in the default skeleton.
std::vector<Operation> AllOperations(const Skeleton& skeleton = {});

}  // namespace duet::nasbench101

#endif  // DATASETS_NASBENCH101_NETWORK_H_
