// The network around the cells of NAS-Bench-ASR.
//
//     [T, 80] log-mel ─► block 1 ─► block 2 ─► block 3 ─► block 4 ─► LSTM ─► dense ─► [T / 4, classes]
//                        600        800        1000, s 2  1200, s 2  500
//                        3 cells    4 cells    5 cells    6 cells
//
//     block:  conv of 8 frames, stride s ─► ReLU ─► layer norm ─► cells
//     cell:   x_k = op_k(x_{k-1}) + skips (cell.h), then layer norm
//     op:     linear: dense over channels; conv5, conv7: of 5 or 7 frames in 100 groups; each ─► ReLU up to 20 ─►
//     dropout
//
// Convolutions look ahead by 4 frames (40 ms) at most, and the padding makes up the rest: Padding.
//
// Source: Mehrotra et al. 2021, NAS-Bench-ASR, figure 1 and section 3.1, and its release for padding and groups.

#ifndef DATASETS_NASBENCH_ASR_SKELETON_H_
#define DATASETS_NASBENCH_ASR_SKELETON_H_

#include <cstdint>
#include <vector>

#include "datasets/nasbench_asr/cell.h"

namespace duet::nasbench_asr {

struct Block {
  int64_t num_filters;
  int64_t stride;
  int64_t num_cells;
};

// The defaults are the benchmark's. Another network's must say so where its results are shown.
struct Skeleton {
  int64_t num_features = 80;
  std::vector<Block> blocks = {{600, 1, 3}, {800, 1, 4}, {1000, 2, 5}, {1200, 2, 6}};
  int64_t num_block_taps = 8;  // frames under the convolution that opens a block
  int64_t num_groups = 100;    // of a cell's convolutions; divides every block's filters
  int64_t num_lstm_units = 500;
  // Without the blank of CTC, as the published numbers of parameters count them; a network that is trained has one
  // more.
  int64_t num_classes = 48;
};

// A convolution over time that a cell's operation is.
struct Taps {
  int64_t num_taps = 0;  // 0: the operation is no convolution
  int64_t dilation = 1;
};
Taps TapsOf(Op op);

// Frames of zeros before and behind the input.
struct Padding {
  int64_t left;
  int64_t right;
};
// Of a convolution that looks ahead by at most 4 / stride frames and puts out ceil(T / stride).
Padding PaddingOf(const Taps& taps, int64_t stride);

// ceil(num_frames / stride), block after block.
int64_t NumOutputFrames(int64_t num_frames, const Skeleton& skeleton = {});

}  // namespace duet::nasbench_asr

#endif  // DATASETS_NASBENCH_ASR_SKELETON_H_
