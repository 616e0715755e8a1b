// Runs searches and appends each to a file when it is done; those that the file has are left out. See
// recorded_searches.h.

#include <cstdint>
#include <ctime>
#include <iostream>
#include <string>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/append_rows.h"
#include "common/files.h"
#include "common/progress.h"
#include "common/status_macros.h"
#include "experiments/brp_nas/recorded_searches.h"
#include "nas/benchmark.h"
#include "nas/iterative_selection.h"
#include "nas/search.h"

ABSL_FLAG(std::string, image_set, "cifar100", "image set of NAS-Bench-201");
ABSL_FLAG(std::vector<std::string>, searches, {}, "recipe:models:iterations of each search: EAGLE:20:5,EAGLE_GCN:20:1");
ABSL_FLAG(int64_t, num_seeds, 20, "seeds 0 to one less");
ABSL_FLAG(int64_t, budget, 60, "networks that a search trains");
ABSL_FLAG(std::string, output, "", "file to append to");

namespace duet::experiments {
namespace {

absl::StatusOr<SearchKey> ParseSearch(const std::string& text) {
  const std::vector<std::string> parts = absl::StrSplit(text, ':');
  SearchKey key;
  if (parts.size() != 3 || !absl::SimpleAtoi(parts[1], &key.num_models) ||
      !absl::SimpleAtoi(parts[2], &key.num_iterations)) {
    return absl::InvalidArgumentError(absl::StrCat("--searches: \"", text, "\" is not recipe:models:iterations"));
  }
  key.recipe = parts[0];
  return key;
}

absl::StatusOr<RecordedSearch> RunSearch(const SearchKey& key, const nas::Benchmark& benchmark, Progress& progress) {
  nas::IterativeSelectionOptions options;
  options.recipe = key.recipe;
  options.num_models = key.num_models;
  options.num_iterations = key.num_iterations;
  nas::SearchOptions search;
  search.budget = absl::GetFlag(FLAGS_budget);
  search.seed = key.seed;
  search.on_trained = [&](const nas::Trace&) {
    progress.Advance();
    return absl::OkStatus();
  };
  progress.Start(absl::StrCat(key.recipe, ", seed ", key.seed), search.budget);
  const std::clock_t start = std::clock();
  ASSIGN_OR_RETURN(const nas::Trace trace,
                   nas::RunSearch(benchmark.problem(), nas::IterativeSelection(options), search));
  RecordedSearch recorded{key, static_cast<double>((std::clock() - start) / CLOCKS_PER_SEC), {}};
  for (const nas::TrainedNetwork& network : trace.networks()) recorded.networks.push_back(network.index());
  return recorded;
}

absl::Status RecordSearches() {
  const std::string path = ResolveUserPath(absl::GetFlag(FLAGS_output));
  const std::string image_set = absl::GetFlag(FLAGS_image_set);
  ASSIGN_OR_RETURN(const nas::Benchmark benchmark, nas::Benchmark::Open("nasbench201", image_set, {}));
  RETURN_IF_ERROR(BeginRows(path, absl::StrCat(kRecordedSearchesHeader, "\n")));
  Progress progress;
  for (int64_t seed = 0; seed < absl::GetFlag(FLAGS_num_seeds); ++seed) {
    for (const std::string& text : absl::GetFlag(FLAGS_searches)) {
      ASSIGN_OR_RETURN(SearchKey key, ParseSearch(text));
      key.benchmark = absl::StrCat("nasbench201/", image_set);
      key.seed = seed;
      if (FindRecordedSearch(path, key).ok()) continue;
      ASSIGN_OR_RETURN(const RecordedSearch search, RunSearch(key, benchmark, progress));
      RETURN_IF_ERROR(AppendRow(path, RecordedSearchRow(search)));
    }
  }
  return absl::OkStatus();
}

}  // namespace
}  // namespace duet::experiments

int main(int argc, char** argv) {
  absl::SetProgramUsageMessage("runs searches and appends each to --output when it is done; run again, it goes on");
  absl::ParseCommandLine(argc, argv);
  const absl::Status status = duet::experiments::RecordSearches();
  if (!status.ok()) std::cerr << status << "\n";
  return status.ok() ? 0 : 1;
}
