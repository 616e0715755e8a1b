#include "experiments/framework/provenance.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <set>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/files.h"
#include "common/status_macros.h"
#include "experiments/framework/run_result.pb.h"
#include "experiments/framework/spec.h"
#include "google/protobuf/util/json_util.h"

extern char** environ;

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

absl::StatusOr<std::string> OutputOf(const std::vector<std::string>& command) {
  std::vector<char*> arguments;
  for (const std::string& argument : command) arguments.push_back(const_cast<char*>(argument.c_str()));
  arguments.push_back(nullptr);
  int pipe_ends[2];
  if (pipe2(pipe_ends, O_CLOEXEC) != 0) return absl::ErrnoToStatus(errno, "cannot make a pipe");
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, pipe_ends[1], STDOUT_FILENO);
  pid_t pid = 0;
  const int error = posix_spawnp(&pid, arguments[0], &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  close(pipe_ends[1]);
  std::string output;
  char buffer[4096];
  while (error == 0) {
    const ssize_t count = read(pipe_ends[0], buffer, sizeof(buffer));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) break;
    output.append(buffer, count);
  }
  close(pipe_ends[0]);
  if (error != 0) return absl::InternalError(absl::StrCat("cannot start ", command[0], ": ", std::strerror(error)));
  int exit_status = 0;
  while (waitpid(pid, &exit_status, 0) < 0 && errno == EINTR) {
  }
  if (exit_status == 0) return output;
  return absl::InternalError(absl::StrCat(command[0], " failed with status ", WEXITSTATUS(exit_status)));
}

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
