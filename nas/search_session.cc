#include "nas/search_session.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "common/files.h"
#include "common/status_macros.h"
#include "nas/trace.h"

namespace duet::nas {
namespace {

std::string SettingsPath(const SearchSession& session) { return absl::StrCat(session.directory, "/settings.txt"); }
std::string TracePath(const SearchSession& session) { return absl::StrCat(session.directory, "/trace.pb"); }

std::string TextOf(const SearchSession& session) {
  std::string text;
  for (const auto& [name, value] : session.settings) absl::StrAppend(&text, name, ": ", value, "\n");
  return text;
}

// The first line of `a` that is not in `b`; empty if there is none.
std::string FirstOtherLine(const std::string& a, const std::string& b) {
  const std::vector<std::string> lines = absl::StrSplit(b, '\n');
  for (const std::string& line : std::vector<std::string>(absl::StrSplit(a, '\n'))) {
    if (std::find(lines.begin(), lines.end(), line) == lines.end()) return line;
  }
  return "";
}

}  // namespace

absl::StatusOr<Trace> ReadSession(const SearchSession& session) {
  absl::StatusOr<Trace> trace = ReadTrace(TracePath(session));
  if (absl::IsNotFound(trace.status())) return Trace();
  RETURN_IF_ERROR(trace.status());
  ASSIGN_OR_RETURN(const std::string before, ReadFile(SettingsPath(session)));
  const std::string now = TextOf(session);
  if (before == now) return trace;
  return absl::FailedPreconditionError(absl::StrCat(
      session.directory, " holds another search, with \"", FirstOtherLine(before, now), "\" where this one has \"",
      FirstOtherLine(now, before), "\": give another directory, or delete that one"));
}

absl::StatusOr<Trace> RunSession(const SearchSession& session, const SearchProblem& problem,
                                 const SearchStrategy& strategy, const Trace& before, Progress& progress) {
  RETURN_IF_ERROR(WriteFileAtomically(SettingsPath(session), TextOf(session)));
  absl::Time saved = absl::InfinitePast();
  SearchOptions options;
  options.budget = session.budget;
  options.seed = session.seed;
  if (before.networks_size() > 0) options.resume = &before;
  options.on_trained = [&](const Trace& trace) -> absl::Status {
    progress.Advance();
    const absl::Time now = absl::Now();
    if (now - saved < session.save_interval) return absl::OkStatus();
    saved = now;
    return WriteTrace(trace, TracePath(session));
  };
  progress.Start("training networks", std::max<int64_t>(0, session.budget - before.networks_size()));
  ASSIGN_OR_RETURN(const Trace trace, RunSearch(problem, strategy, options));
  progress.Finish();
  RETURN_IF_ERROR(WriteTrace(trace, TracePath(session)));
  return trace;
}

}  // namespace duet::nas
