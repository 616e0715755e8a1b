#include "experiments/framework/expectations.h"

#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "experiments/framework/claim_checker.h"

namespace duet::experiments {

absl::Status CheckExpectations(const ExperimentResult& result) {
  std::map<std::string, Verdict> verdicts;
  std::map<std::string, std::string> explanations;
  for (const ClaimResult& claim : result.claims()) {
    verdicts[claim.id()] = claim.verdict();
    explanations[claim.id()] = claim.explanation();
  }
  std::vector<std::string> surprises;
  for (const Claim& claim : result.spec().claims()) {
    const Verdict verdict = verdicts[claim.id()];
    if (verdict == claim.expect()) continue;
    surprises.push_back(absl::StrCat("claim \"", claim.id(), "\" is ", VerdictName(verdict), ", expected ",
                                     VerdictName(claim.expect()), ". ", explanations[claim.id()]));
  }
  if (surprises.empty()) return absl::OkStatus();
  return absl::FailedPreconditionError(
      absl::StrCat(absl::StrJoin(surprises, "\n"),
                   "\nFind out why; then mend the cause, or record it in the specification's expect."));
}

}  // namespace duet::experiments
