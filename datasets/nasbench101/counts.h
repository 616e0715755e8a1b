// Multiply-accumulates and parameters of a NAS-Bench-101 network in closed form.
//
// A convolution k x k from C_in to C channels of side S has k^2 C_in C weights, which are used S^2 times, and 2 C
// parameters of batch normalisation. With the channels c_v of VertexChannels (network.h), a cell from C_in to C has
// the convolutions
//
//     3 x 3 or 1 x 1, c_v -> c_v      at each vertex of that operation
//     1 x 1, C_in -> c_v              for each edge from the input to v, the output (c_v = C) among them
//
// and a network further the stem's, 3 x 3 from the image, and the dense layer with bias. Pooling, sums and batch
// normalisation count no multiply-accumulates: the latter folds into the weights.
//
// Source: Ying et al. 2019, NAS-Bench-101, figure 1. All 30,001 published numbers of parameters come out exactly for
// the Canonical form of cells (pinned_space_test.cc).

#ifndef DATASETS_NASBENCH101_COUNTS_H_
#define DATASETS_NASBENCH101_COUNTS_H_

#include <cstdint>

#include "datasets/nasbench101/cell.h"
#include "datasets/nasbench101/network.h"

namespace duet::nasbench101 {

struct Counts {
  int64_t num_macs = 0;    // multiply-accumulates of convolutions and the dense layer, for one image
  int64_t num_params = 0;  // trained numbers
};

// For a cell that CheckCell accepts.
Counts CountNetwork(const Cell& cell, const Skeleton& skeleton = {});

}  // namespace duet::nasbench101

#endif  // DATASETS_NASBENCH101_COUNTS_H_
