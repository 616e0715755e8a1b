// Prints the calibration that our convolution engine gives: `bazel run //codesign/accelerator:calibrate_own_rtl`.

#include <iostream>
#include <string>
#include <vector>

#include "codesign/accelerator/calibration.h"
#include "codesign/accelerator/own_rtl.h"
#include "common/status_macros.h"

namespace duet::codesign {
namespace {

// As in rtl_validation.textproto.
constexpr int64_t kFitStep = 5;

absl::StatusOr<Calibration> Calibrate(const std::vector<std::string>& report_paths) {
  Calibration calibration = OwnRtl();
  ASSIGN_OR_RETURN(const std::vector<SynthesizedDesign> designs, ReadOwnRtlDesigns(report_paths));
  ASSIGN_OR_RETURN(const std::vector<TimeMeasurement> times,
                   OwnRtlTimes(OwnRtlAccelerators(kFitStep), OwnRtlForm().clock_mhz()));
  ASSIGN_OR_RETURN(*calibration.mutable_area(), FitOwnRtlArea(designs));
  ASSIGN_OR_RETURN(*calibration.mutable_latency(), FitOwnRtlLatency(times));
  return calibration;
}

int Run(const std::vector<std::string>& report_paths) {
  const absl::StatusOr<Calibration> calibration = Calibrate(report_paths);
  if (!calibration.ok()) {
    std::cerr << calibration.status() << "\n";
    return 1;
  }
  std::cout << calibration->DebugString();
  return 0;
}

}  // namespace
}  // namespace duet::codesign

int main(int argc, char** argv) { return duet::codesign::Run({argv + 1, argv + argc}); }
