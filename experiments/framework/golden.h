// The smoke form's results in the digits that are the same on every machine: recorded in <name>.golden.csv and compared
// by <name>_smoke_test.
//
//   result,mean
//   within_10_pct{device=pixel3},96.9
//
// Metrics that are `measured` are left out. A recorded value fits if it is within one unit of its last digit, so that a
// value that lies on the border between two roundings does not fail on another machine.

#ifndef EXPERIMENTS_FRAMEWORK_GOLDEN_H_
#define EXPERIMENTS_FRAMEWORK_GOLDEN_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "experiments/framework/experiment_result.pb.h"

namespace duet::experiments {

// The golden file of `result`.
std::string GoldenCsv(const ExperimentResult& result);

// Returns OK, or FailedPrecondition with every line that differs or if nothing is recorded, or InvalidArgument if
// `golden` is malformed.
absl::Status CompareWithGolden(absl::string_view golden, absl::string_view actual);

}  // namespace duet::experiments

#endif  // EXPERIMENTS_FRAMEWORK_GOLDEN_H_
