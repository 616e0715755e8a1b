// Multiplications, operations and weights of a NAS-Bench-201 network in closed form.
//
// The network: a 3x3 stem to 16 channels; three stages of 5 equal cells with 16, 32 and 64 channels on images of side
// S, S/2 and S/4; a residual block of stride 2 before the second and third; global pooling; a dense layer. Each
// convolution is ReLU, convolution, batch normalisation. With A_s = C_s * (S / 2^s)^2 elements in stage s = 0, 1, 2, a
// cell adds to each of its stage's counts, per operation on an edge,
//
//     operation       MACs        FLOPs                weights
//     nor_conv_3x3    9 C A_s     9 C A_s + 3 A_s      9 C^2 + 2 C
//     nor_conv_1x1      C A_s       C A_s + 3 A_s        C^2 + 2 C
//     avg_pool_3x3    0           9 A_s                0
//
// FLOPs are counted as in the column of nb201_zc_proxies.csv, all of whose rows this formula gives: one for each
// multiply-accumulate, two an element for a batch normalisation, one for a ReLU, the size of the window for a pooling,
// where the global pooling of a map of side M counts as a window of (M + 1)^2 a channel; sums count nothing. Published
// counts have one image set, CIFAR-10: the others follow the same rules. Edges count whether they lie on a path from
// the input to the output or not, as in the benchmark: give Pruned(cell) for what is executed.
//
// Source: Dong & Yang 2020, NAS-Bench-201, section 2.1; the rules for FLOPs were found by fitting that column.

#ifndef DATASETS_NASBENCH201_COUNTS_H_
#define DATASETS_NASBENCH201_COUNTS_H_

#include <cstdint>

#include "datasets/nasbench201/cell.h"
#include "datasets/nasbench201/image_set.h"

namespace duet::nasbench201 {

struct NetworkForm {
  int64_t image_size = 32;  // a multiple of 4
  int64_t num_classes = 10;
  // LatBench's networks have none: it folds into the convolutions.
  bool has_batch_norm = true;
};

// The form that is trained on an image set.
NetworkForm FormOf(ImageSet image_set);

// The form that LatBench measures: 32x32 images, 100 classes, no batch normalisation.
NetworkForm LatBenchForm();

struct Counts {
  int64_t num_macs = 0;    // multiply-accumulates of convolutions and the dense layer
  int64_t num_flops = 0;   // as above
  int64_t num_params = 0;  // trained numbers
};

Counts CountNetwork(const Cell& cell, const NetworkForm& form);

}  // namespace duet::nasbench201

#endif  // DATASETS_NASBENCH201_COUNTS_H_
