// Means over a label of the results, seed by seed: the share of good predictions over all devices, say.

#ifndef EXPERIMENTS_FRAMEWORK_AVERAGE_H_
#define EXPERIMENTS_FRAMEWORK_AVERAGE_H_

#include <vector>

#include "experiments/framework/experiment_spec.pb.h"
#include "experiments/framework/run_result.pb.h"

namespace duet::experiments {

// Adds to `runs` the measurements that spec.averages() describe. A mean is over every value of the label that the seed
// has (or over Average::values); results that lack one of them get no mean, so that means compare like with like.
void AddAverages(const ExperimentSpec& spec, std::vector<RunResult>& runs);

}  // namespace duet::experiments

#endif  // EXPERIMENTS_FRAMEWORK_AVERAGE_H_
