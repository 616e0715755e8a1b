// NAS-Bench-201's networks as LatBench measures them, as a space of the device runner, and the operations that they are
// made of as another (for the layer-wise predictor: BRP-NAS profiles each operation alone, once per shape).

#ifndef DATASETS_LATBENCH_MEASURE_NASBENCH201_H_
#define DATASETS_LATBENCH_MEASURE_NASBENCH201_H_

#include <memory>

#include "datasets/device_runner/space.h"

namespace duet::latbench {

// "nasbench201": the 15,284 cells with a path, by architecture string; float32, batch 1, 3x32x32 images, 100 classes.
// Its Operations() are "nasbench201_operations", by Key(Operation).
std::unique_ptr<device_runner::Space> NasBench201Space();

}  // namespace duet::latbench

#endif  // DATASETS_LATBENCH_MEASURE_NASBENCH201_H_
