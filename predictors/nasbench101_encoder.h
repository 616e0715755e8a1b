// NAS-Bench-101 cells as BRP-NAS's graph predictors read them.
//
// A cell's vertices are padded to seven by vertices of the label `none` before the output; then a global node comes
// first, which reads all others. Eight nodes: 0 global, 1 input, 2 .. 6 operations or padding, 7 output. A node reads
// itself and its successors. Labels: none 0, conv3x3 1, conv1x1 2, maxpool3x3 3, input 4, output 5, global 6.
//
// Source: released code of BRP-NAS (Dudziak et al. 2020), where padding has a label of its own, unlike NAS-Bench-201.

#ifndef PREDICTORS_NASBENCH101_ENCODER_H_
#define PREDICTORS_NASBENCH101_ENCODER_H_

#include <cstdint>

#include "datasets/nasbench101/cell.h"
#include "predictors/encoding.h"

namespace duet::predictors {

constexpr int64_t kNasBench101NumLabels = 7;
constexpr int64_t kNasBench101NumGraphNodes = nasbench101::kMaxNumVertices + 1;

// The graph of a cell that nasbench101::CheckCell accepts.
Graph NasBench101Graph(const nasbench101::Cell& cell);

}  // namespace duet::predictors

#endif  // PREDICTORS_NASBENCH101_ENCODER_H_
