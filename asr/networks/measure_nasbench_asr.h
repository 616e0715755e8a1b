// The networks of NAS-Bench-ASR as a space of the device runner.

#ifndef ASR_NETWORKS_MEASURE_NASBENCH_ASR_H_
#define ASR_NETWORKS_MEASURE_NASBENCH_ASR_H_

#include <memory>

#include "datasets/device_runner/space.h"

namespace duet::asr {

// "nasbench_asr": the 8,242 models by key (datasets/nasbench_asr/cell.h) of their first encoding; full size, float32,
// batch 1, the 98 frames of a second of speech.
std::unique_ptr<device_runner::Space> NasBenchAsrSpace();

}  // namespace duet::asr

#endif  // ASR_NETWORKS_MEASURE_NASBENCH_ASR_H_
