// Parameters and multiply-accumulates of a NAS-Bench-ASR network in closed form.
//
//     weights, each used once a frame of its output      further parameters
//     block's convolution   8 f_in f                     f, and 2 f of the layer norm
//     cell                                               2 f of the layer norm
//       linear              f^2                          f
//       conv, k taps        k f^2 / 100                  f
//     LSTM, h units         4 h (f + h)                  4 h
//     dense                 h classes                    classes
//
// Sums, norms and activations count no multiply-accumulates.
// Source: release of NAS-Bench-ASR (Mehrotra et al. 2021); the LSTM has one bias vector and the dense layer 48 outputs,
// which is what the published number for the network of three conv5, 26,338,848, comes out with.

#ifndef DATASETS_NASBENCH_ASR_COUNTS_H_
#define DATASETS_NASBENCH_ASR_COUNTS_H_

#include <cstdint>

#include "datasets/nasbench_asr/cell.h"
#include "datasets/nasbench_asr/skeleton.h"

namespace duet::nasbench_asr {

// Of all operations that the encoding names, whether or not their results are used.
int64_t NumParams(const Cell& cell, const Skeleton& skeleton = {});

// For an utterance of `num_frames` frames of features.
int64_t NumMacs(const Cell& cell, int64_t num_frames, const Skeleton& skeleton = {});

}  // namespace duet::nasbench_asr

#endif  // DATASETS_NASBENCH_ASR_COUNTS_H_
