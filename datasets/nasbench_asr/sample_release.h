// Files of the layout of NAS-Bench-ASR's release with a few networks and made-up numbers, for tests: the published ones
// could not be had.

#ifndef DATASETS_NASBENCH_ASR_SAMPLE_RELEASE_H_
#define DATASETS_NASBENCH_ASR_SAMPLE_RELEASE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "datasets/nasbench_asr/cell.h"

namespace duet::nasbench_asr {

struct SampleTraining {
  Cell cell;
  std::vector<float> validation_pers;  // fractions
  double test_per = 0;
};

// "nb-asr-e<epochs>-<seed>.pickle": as Python writes it if validation PERs are numpy's float32, test PERs floats.
std::string TrainingPickle(int64_t epochs, int64_t seed, absl::Span<const SampleTraining> trainings);

// "nb-asr-bench-<device>.pickle": one latency for all `cells`.
std::string LatencyPickle(absl::string_view device, absl::Span<const Cell> cells, double latency_s);

// "nb-asr-info.pickle", of version 2: parameters and FLOPs.
std::string InfoPickle(absl::Span<const Cell> cells, int64_t num_params, double flops);

// Writes nb-asr-e40-1234, -1235 and -1236, in which network i of the first `num_models` has the best validation PER
// 0.5 - i / 100 + (seed - 1235) / 1000 and the test PER 0.02 above it; and nb-asr-bench-jetson-nano-fp32.
absl::Status WriteSampleRelease(absl::string_view directory, int64_t num_models);

}  // namespace duet::nasbench_asr

#endif  // DATASETS_NASBENCH_ASR_SAMPLE_RELEASE_H_
