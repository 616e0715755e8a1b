// Compares what was found with what the paper says.
//
//   value    MATCH: |mean - paper| <= tolerance. Beyond it on the metric's better side: BETTER, else OFF.
//   bound    MATCH: at_least <= mean <= at_most, else OFF.
//   order    MATCH: the 95 % interval of greater - lesser (over seeds, paired where both have the same) is above the
//            margin, else OFF. One seed has no interval and gives NOT RUN, unless both metrics are deterministic.
//
// Stand-in data gives PROXY DATA whatever the comparison says; a missing result, or the smoke scale, gives NOT RUN. In
// each of these the explanation still says how it compared, where it can.

#ifndef EXPERIMENTS_FRAMEWORK_CLAIM_CHECKER_H_
#define EXPERIMENTS_FRAMEWORK_CLAIM_CHECKER_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "experiments/framework/experiment_result.pb.h"
#include "experiments/framework/experiment_spec.pb.h"

namespace duet::experiments {

// Returns the verdict, or InvalidArgument if a selector fits several results.
absl::StatusOr<ClaimResult> CheckClaim(const ExperimentSpec& spec, const Claim& claim, Scale scale,
                                       absl::Span<const MetricSummary> metrics);

// "MATCH", "BETTER", "OFF", "PROXY DATA", "NOT RUN".
std::string VerdictName(Verdict verdict);

// What a paper's number is worth: "" where published, else "released code", "recalled, not checked", "ours".
std::string SourceMark(const Source& source);

}  // namespace duet::experiments

#endif  // EXPERIMENTS_FRAMEWORK_CLAIM_CHECKER_H_
