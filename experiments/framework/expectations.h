// Whether a result's verdicts are those that its specification expects.

#ifndef EXPERIMENTS_FRAMEWORK_EXPECTATIONS_H_
#define EXPERIMENTS_FRAMEWORK_EXPECTATIONS_H_

#include "absl/status/status.h"
#include "experiments/framework/experiment_result.pb.h"

namespace duet::experiments {

// Returns OK, or FailedPrecondition with every claim whose verdict is another than expected: a claim that came to hold
// must be recorded like one that no longer does.
absl::Status CheckExpectations(const ExperimentResult& result);

}  // namespace duet::experiments

#endif  // EXPERIMENTS_FRAMEWORK_EXPECTATIONS_H_
