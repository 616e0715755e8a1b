// A search whose state is in a directory, so that one that was killed goes on where it was, and ends the same:
//
//   settings.txt   what the search is a function of, one "name: value" a line; another search is refused
//   trace.pb       what has been trained so far (trace.h), at most a second old
//
// What learned from the trace is not kept: a strategy that ranks by a predictor trains it again when it goes on.

#ifndef NAS_SEARCH_SESSION_H_
#define NAS_SEARCH_SESSION_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/progress.h"
#include "nas/search.h"
#include "nas/trace.pb.h"

namespace duet::nas {

struct SearchSession {
  std::string directory;
  std::vector<std::pair<std::string, std::string>> settings;  // without line breaks
  int64_t budget = 0;
  uint64_t seed = 0;
  absl::Duration save_interval = absl::Seconds(1);
};

// What an earlier run of the session left in its directory; an empty trace if nothing. FailedPrecondition if it was of
// other settings.
absl::StatusOr<Trace> ReadSession(const SearchSession& session);

// Runs a strategy, or goes on with `before`, what ReadSession read. A larger budget than before trains more. Errors:
// those of RunSearch and of writing.
absl::StatusOr<Trace> RunSession(const SearchSession& session, const SearchProblem& problem,
                                 const SearchStrategy& strategy, const Trace& before, Progress& progress);

}  // namespace duet::nas

#endif  // NAS_SEARCH_SESSION_H_
