#include "datasets/device_runner/command_device.h"

#include <sys/wait.h>

#include <cerrno>
#include <cstdio>

#include "absl/memory/memory.h"
#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "common/status_macros.h"

namespace duet::device_runner {
namespace {

std::string QuotedForShell(absl::string_view text) {
  return absl::StrCat("'", absl::StrReplaceAll(text, {{"'", "'\\''"}}), "'");
}

// Names in braces, such as "network" in "{network}"; "{print $1}" is none.
std::vector<absl::string_view> Placeholders(absl::string_view command) {
  std::vector<absl::string_view> names;
  for (size_t begin = command.find('{'); begin != absl::string_view::npos; begin = command.find('{', begin + 1)) {
    size_t end = begin + 1;
    while (end < command.size() && absl::ascii_islower(command[end])) ++end;
    if (end > begin + 1 && end < command.size() && command[end] == '}') {
      names.push_back(command.substr(begin + 1, end - begin - 1));
    }
  }
  return names;
}

absl::StatusOr<std::string> OutputOf(const std::string& command) {
  FILE* const pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return absl::ErrnoToStatus(errno, absl::StrCat("cannot run ", command));
  std::string output;
  char buffer[4096];
  while (const size_t num_read = fread(buffer, 1, sizeof(buffer), pipe)) output.append(buffer, num_read);
  const int status = pclose(pipe);
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return output;
  const std::string how = WIFSIGNALED(status) ? absl::StrCat("by signal ", WTERMSIG(status))
                                              : absl::StrCat("with exit status ", WEXITSTATUS(status));
  return absl::UnavailableError(absl::StrCat("the command failed ", how, ": ", command));
}

class NetworkBehindCommand : public PreparedNetwork {
 public:
  NetworkBehindCommand(absl::string_view command, absl::string_view key) : command_(command), key_(key) {}

  absl::Status SetInput(uint64_t seed, uint64_t index) override {
    seed_ = seed;
    input_ = index;
    return absl::OkStatus();
  }

  absl::StatusOr<std::vector<double>> TimeInferencesMs(int64_t count) override {
    const std::string command = absl::StrReplaceAll(command_, {{"{network}", QuotedForShell(key_)},
                                                               {"{runs}", absl::StrCat(count)},
                                                               {"{input}", absl::StrCat(input_)},
                                                               {"{seed}", absl::StrCat(seed_)}});
    ASSIGN_OR_RETURN(const std::string output, OutputOf(command));
    std::vector<double> times_ms;
    for (const absl::string_view text : absl::StrSplit(output, absl::ByAnyChar(" \t\r\n"), absl::SkipEmpty())) {
      if (!absl::SimpleAtod(text, &times_ms.emplace_back())) {
        return absl::InternalError(
            absl::StrCat("\"", text, "\" is not a number of milliseconds; printed by ", command));
      }
    }
    if (static_cast<int64_t>(times_ms.size()) != count) {
      return absl::InternalError(
          absl::StrCat(times_ms.size(), " latencies instead of ", count, "; printed by ", command));
    }
    return times_ms;
  }

 private:
  const std::string command_;
  const std::string key_;
  uint64_t seed_ = 0;
  uint64_t input_ = 0;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Device>> CommandDevice::Create(absl::string_view command, absl::string_view name) {
  command = absl::StripAsciiWhitespace(command);
  bool has_network = false, has_runs = false;
  for (const absl::string_view placeholder : Placeholders(command)) {
    has_network |= placeholder == "network";
    has_runs |= placeholder == "runs";
    if (placeholder != "network" && placeholder != "runs" && placeholder != "input" && placeholder != "seed") {
      return absl::InvalidArgumentError(absl::StrCat("unknown name {", placeholder, "} in the command \"", command,
                                                     "\" (known: {network}, {runs}, {input}, {seed})"));
    }
  }
  if (!has_network || !has_runs) {
    return absl::InvalidArgumentError(absl::StrCat("the command \"", command, "\" has no ",
                                                   has_network ? "{runs}" : "{network}",
                                                   ", so it cannot know what to time"));
  }
  return absl::WrapUnique<Device>(new CommandDevice(command, absl::StripAsciiWhitespace(name)));
}

std::vector<std::pair<std::string, std::string>> CommandDevice::Provenance() const {
  return {{"device", name_}, {"command", absl::StrReplaceAll(command_, {{"\n", "\\n"}, {"\r", "\\r"}})}};
}

absl::StatusOr<std::unique_ptr<PreparedNetwork>> CommandDevice::Prepare(const Space&, absl::string_view key, uint64_t) {
  return std::make_unique<NetworkBehindCommand>(command_, key);
}

}  // namespace duet::device_runner
