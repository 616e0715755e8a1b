// The command line of the search tool, without its flags: which space, which strategy, under which latency limit, into
// which directory.

#ifndef NAS_SEARCH_COMMAND_H_
#define NAS_SEARCH_COMMAND_H_

#include <cstdint>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "common/progress.h"
#include "nas/benchmark.h"
#include "nas/search_report.h"

namespace duet::nas {

struct SearchCommand {
  std::string space = "nasbench201";
  std::string image_set;  // default: cifar100, of nasbench101 cifar10, of nasbench_asr timit
  std::string strategy = "brp";
  int64_t budget = 100;
  std::optional<int64_t> num_models;  // that predictors learn from; default: see NumModels
  uint64_t seed = 1;

  // Where predicted latencies come from; at most one of the two.
  std::string latency_model_path;
  std::string device;                 // a setting of LatBench: learned on the fly by recipe DUET
  int64_t num_latency_samples = 900;  // of `device`, to learn from
  std::string true_latency;           // a setting of LatBench or a file arch,latency_ms; default: `device`
  std::optional<double> latency_limit_ms;

  int64_t num_shown = 10;
  std::string output_directory;
  BenchmarkTables tables;
  std::vector<std::string> latency_tables;  // those that are not there are left out
  ReportTools tools;
};

// The strategy that a name or an alias of the command line stands for: "brp" is brp_nas.
std::string StrategyOfAlias(const std::string& name);

// How many networks a strategy's predictor learns from if the command does not say: 100 as in BRP-NAS, or the budget if
// that is less; of a strategy that learns once and then follows its ranking, at most half of the budget.
int64_t NumModels(const std::string& strategy, int64_t budget);

// Searches, or goes on with what an earlier call with this command left in the output directory, and writes what
// search_session.h and search_report.h say, and latency_model.pb where a device was learned. Prints a summary to `out`:
// its last part is a table of the best networks and the directory.
//
// InvalidArgument or FailedPrecondition for a command that cannot be, naming the flag and what to do instead.
absl::Status RunSearchCommand(const SearchCommand& command, Progress& progress, std::ostream& out);

}  // namespace duet::nas

#endif  // NAS_SEARCH_COMMAND_H_
