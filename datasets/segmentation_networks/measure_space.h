// Segmentation networks as the device runner measures them: one frame at a time, with random weights.

#ifndef DATASETS_SEGMENTATION_NETWORKS_MEASURE_SPACE_H_
#define DATASETS_SEGMENTATION_NETWORKS_MEASURE_SPACE_H_

#include <memory>

#include "datasets/device_runner/space.h"
#include "datasets/segmentation_networks/network.h"

namespace duet::segmentation {

// What is measured, whatever the network's own resolution.
constexpr Resolution kFrame = {256, 144};

// "segmentation": the networks of network.h, too many to list; also the baselines of LayersByName.
std::unique_ptr<device_runner::Space> SegmentationSpace();

}  // namespace duet::segmentation

#endif  // DATASETS_SEGMENTATION_NETWORKS_MEASURE_SPACE_H_
