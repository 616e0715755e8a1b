#include "datasets/device_runner/measure_main.h"
#include "datasets/segmentation_networks/measure_space.h"

int main(int argc, char** argv) {
  const auto space = duet::segmentation::SegmentationSpace();
  return duet::device_runner::MeasureMain(argc, argv, {space.get()});
}
