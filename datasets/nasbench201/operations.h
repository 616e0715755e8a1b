// What a NAS-Bench-201 network executes, operation by operation, in the form that LatBench times.
//
//     image ─► stem ─► stack ─► reduction ─► stack ─► reduction ─► stack ─► average pool ─► dense ─► logits
//              3x3     5 cells               5 cells               5 cells
//              16 ch.  16 ch.                32 ch.                64 ch.
//
//     reduction:  x ─┬─► conv3x3, stride 2 ─► conv3x3 ─┬─► +        (no ReLU here)
//                    └─► avgpool2x2 ─► conv1x1 ────────┘
//
// Only what lies on a path from a cell's input to its output is executed: `none` costs nothing, `skip_connect` costs
// the sum it takes part in. A convolution of a cell and its ReLU are one operation, and there is no batch normalisation
// (it folds into the weights). Convolutions have no bias. Source: the LatBench release of BRP-NAS (Dudziak et al.
// 2020), builder of the TensorFlow networks. Differs: where two paths of skips alone lead to the same sum, the release
// adds the tensor once; here, as in the benchmark itself, once for each path.

#ifndef DATASETS_NASBENCH201_OPERATIONS_H_
#define DATASETS_NASBENCH201_OPERATIONS_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "datasets/nasbench201/cell.h"
#include "datasets/networks/steps.h"

namespace duet::nasbench201 {

// The network around the cells. The defaults are LatBench's (CIFAR-100).
struct Skeleton {
  int64_t image_size = 32;  // a multiple of 4
  int64_t num_image_channels = 3;
  int64_t num_stem_channels = 16;
  int64_t num_cells_per_stack = 5;
  int64_t num_classes = 100;
};

enum class OperationKind : uint8_t {
  kConv1x1,
  kConv1x1Relu,
  kConv3x3,  // padding 1; the stride is input size / output size
  kConv3x3Relu,
  kAvgPool3x3,     // stride 1, padding 1 that does not count
  kAvgPool2x2,     // stride 2
  kGlobalAvgPool,  // to one pixel
  kAdd,            // of two tensors of the input's shape
  kDense,          // with bias
};

absl::string_view KindName(OperationKind kind);  // the first part of an operation's key

using Operation = networks::Operation<OperationKind>;
using OperationCount = networks::OperationCount<OperationKind>;
using Step = networks::Step<OperationKind>;
using networks::Key;

// Returns the network in order of execution, its last value the logits; or InvalidArgument for a cell without a path
// from input to output.
absl::StatusOr<std::vector<Step>> NetworkSteps(const Cell& cell, const Skeleton& skeleton = {});

// Returns how often a network executes each operation, in order of first use; errors as NetworkSteps. The layer-wise
// latency of a network is the sum of count * latency of the operation alone.
absl::StatusOr<std::vector<OperationCount>> OperationsOf(const Cell& cell, const Skeleton& skeleton = {});

// Every operation that some network of the space executes, each once.
std::vector<Operation> AllOperations(const Skeleton& skeleton = {});

}  // namespace duet::nasbench201

#endif  // DATASETS_NASBENCH201_OPERATIONS_H_
