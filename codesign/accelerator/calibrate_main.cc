// Prints the calibration that CHaiDNN's published tables give: `bazel run //codesign/accelerator:calibrate`.

#include <iostream>

#include "codesign/accelerator/calibration.h"
#include "codesign/accelerator/chaidnn.h"
#include "codesign/accelerator/fit.h"

namespace duet::codesign {
namespace {

int Run() {
  Calibration calibration = PublishedTables();
  const auto area = FitArea(PublishedUtilisation(), DietUtilisation(), calibration.area());
  const auto latency = FitLatency(ChaiDnnTimes(), calibration.latency(), ConstantsOfFrameRates());
  for (const absl::Status& status : {area.status(), latency.status()}) {
    if (!status.ok()) {
      std::cerr << status << "\n";
      return 1;
    }
  }
  *calibration.mutable_area() = *area;
  *calibration.mutable_latency() = *latency;
  std::cout << calibration.DebugString();
  return 0;
}

}  // namespace
}  // namespace duet::codesign

int main() { return duet::codesign::Run(); }
