#include "experiments/framework/provenance.h"

#include <algorithm>
#include <cstdlib>
#include <set>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/files.h"
#include "common/program.h"
#include "common/status_macros.h"
#include "experiments/framework/run_result.pb.h"
#include "experiments/framework/spec.h"
#include "google/protobuf/util/json_util.h"

namespace duet::experiments {
namespace {

template <typename T>
absl::StatusOr<T> ReadJson(absl::string_view path) {
  ASSIGN_OR_RETURN(const std::string json, ReadFile(path));
  T message;
  const auto status = google::protobuf::util::JsonStringToMessage(json, &message);
  if (status.ok()) return message;
  return absl::InvalidArgumentError(
      absl::StrCat(path, " is not a ", T::descriptor()->name(), ": ", status.message().ToString()));
}

}  // namespace

std::string CommitOf(const std::string& directory) {
  const absl::StatusOr<std::string> commit = OutputOf({"git", "-C", directory, "rev-parse", "--short=12", "HEAD"});
  if (!commit.ok()) return "unknown";
  const absl::StatusOr<std::string> changes =
      OutputOf({"git", "-C", directory, "status", "--porcelain", "--untracked-files=no"});
  const bool is_changed = !changes.ok() || !changes->empty();
  return absl::StrCat(absl::StripAsciiWhitespace(*commit), is_changed ? "+changes" : "");
}

std::string CommandOf(const ExperimentResult& result) {
  const std::string config =
      result.scale() == SCALE_DEFAULT ? "" : absl::StrCat("--config=", ScaleName(result.scale()), " ");
  return absl::StrCat("bazel run ", config, result.target());
}

absl::StatusOr<Provenance> SumCosts(absl::Span<const std::string> cost_paths) {
  Provenance provenance;
  std::set<std::string> machines;
  for (const std::string& path : cost_paths) {
    ASSIGN_OR_RETURN(const RunCost cost, ReadJson<RunCost>(path));
    provenance.set_num_runs(provenance.num_runs() + 1);
    provenance.set_total_wall_s(provenance.total_wall_s() + cost.wall_s());
    provenance.set_total_cpu_s(provenance.total_cpu_s() + cost.cpu_s());
    provenance.set_longest_run_s(std::max(provenance.longest_run_s(), cost.wall_s()));
    provenance.set_peak_memory_mb(std::max(provenance.peak_memory_mb(), cost.peak_memory_mb()));
    machines.insert(cost.machine());
  }
  for (const std::string& machine : machines) provenance.add_machines(machine);
  return provenance;
}

absl::StatusOr<ResultFiles> ReadResultFiles(absl::string_view path) { return ReadJson<ResultFiles>(path); }

std::string WorkspaceDirectory() {
  const char* workspace = std::getenv("BUILD_WORKSPACE_DIRECTORY");
  return workspace == nullptr ? ResolveUserPath(".") : workspace;
}

}  // namespace duet::experiments
