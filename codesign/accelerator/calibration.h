// Calibrations of the area and latency models: from published tables, from this project's own RTL, or a user's.

#ifndef CODESIGN_ACCELERATOR_CALIBRATION_H_
#define CODESIGN_ACCELERATOR_CALIBRATION_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "codesign/accelerator/calibration.pb.h"

namespace duet::codesign {

// Area from CHaiDNN's utilisation, latency from its frame rates (chaidnn.h): what //codesign/accelerator:calibrate
// fits.
const Calibration& PublishedTables();

// Area from the synthesis of //hw/conv_engine, latency from its cycles (own_rtl.h): what
// //codesign/accelerator:calibrate_own_rtl fits.
const Calibration& OwnRtl();

// InvalidArgument, naming the field, unless numbers are finite, none is negative but per_port's, and those that divide
// are positive.
absl::Status CheckCalibration(const Calibration& calibration);

// Reads a Calibration in text form: what it does not name is as in PublishedTables. InvalidArgument with line and
// column for what cannot be read, or as CheckCalibration.
absl::StatusOr<Calibration> ParseCalibration(absl::string_view text);

}  // namespace duet::codesign

#endif  // CODESIGN_ACCELERATOR_CALIBRATION_H_
