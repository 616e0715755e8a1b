// bazel run //nas:search: see --help.

#include <iostream>
#include <string>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/files.h"
#include "common/progress.h"
#include "nas/search_command.h"
#include "nas/strategies.h"

ABSL_FLAG(std::string, space, "nasbench201",
          "search space: nasbench201, nasbench101 (its published part) or nasbench_asr");
ABSL_FLAG(
    std::string, nasbench_asr, "",
    "directory of the files nb-asr-*.pickle of NAS-Bench-ASR's release; default: this project's own small trainings, "
    "PROXY DATA");
ABSL_FLAG(std::string, image_set, "",
          "what networks were trained on: cifar10, cifar100 (default) or ImageNet16-120; of nasbench101 cifar10, of "
          "nasbench_asr timit");
ABSL_FLAG(std::string, strategy, "brp", "how to search; --help lists the strategies. brp is brp_nas");
ABSL_FLAG(int64_t, budget, 100, "networks to train");
ABSL_FLAG(int64_t, num_models, 0,
          "networks that the strategy's predictor learns from; default: up to 100, of gcn and binary_gcn up to half of "
          "the budget");
ABSL_FLAG(uint64_t, seed, 1, "of all that is random");
ABSL_FLAG(std::string, latency_model, "", "what predicts latency: a file of //predictors:latency -- train");
ABSL_FLAG(std::string, device, "",
          "instead of --latency_model: a device that was measured, e.g. latbench/desktop-gpu-gtx-1080ti/fp32/b1; its "
          "latency is learned here");
ABSL_FLAG(int64_t, latency_samples, 900, "measurements of --device to learn from");
ABSL_FLAG(std::string, true_latency, "",
          "measured latencies, to check predictions with: a device like --device, which is the default, or a file with "
          "columns arch,latency_ms");
ABSL_FLAG(double, latency_limit_ms, 0, "only networks that are predicted to be this fast; default: no limit");
ABSL_FLAG(int64_t, show, 10, "networks in the table");
ABSL_FLAG(std::string, output, "", "directory of the search; relative to where you are");
ABSL_FLAG(std::vector<std::string>, figure_command, {}, "set by the build: what draws a figure; empty for none");
ABSL_FLAG(std::vector<std::string>, figure_specifications, {}, "set by the build");
ABSL_FLAG(std::vector<std::string>, page_command, {}, "set by the build: what writes the page");

namespace {

constexpr char kUsage[] =
    R"(searches for the best network under a latency limit, where accuracies are published.

  bazel run //nas:search -- --output=/tmp/mine
  bazel run //nas:search -- --space=nasbench201 --strategy=brp --budget=100 --output=/tmp/gpu \
      --device=latbench/desktop-gpu-gtx-1080ti/fp32/b1 --latency_limit_ms=5
  bazel run //nas:search -- --latency_model=my.pb --latency_limit_ms=5 --budget=60 --output=/tmp/my_device

my.pb is a latency predictor of your own device:

  bazel run //datasets/latbench:measure -- --sample=1000 --output=my.csv
  bazel run //predictors:latency -- train --measurements=my.csv --train_samples=850 --model=my.pb

"To train" a network is to look up what training it gave. The output directory gets

  index.html, *.svg          the figures and all trained networks on one page
  networks.csv               every trained network: when and why, accuracies, predicted and true latency
  trace.pb, settings.txt     the state: a search that was killed at any point goes on with the same command, and
                             writes the same bytes. Predictors are not kept but trained again, seconds as a rule
  latency_model.pb           what --device taught; a --latency_model for other searches

A larger --budget goes on as well, if the strategy's predictor has learned from as many networks. Any other change needs
another --output.

Strategies: )";

}  // namespace

int main(int argc, char** argv) {
  absl::SetProgramUsageMessage(absl::StrCat(kUsage, absl::StrJoin(duet::nas::StrategyNames(), ", ")));
  const std::vector<char*> positional = absl::ParseCommandLine(argc, argv);
  if (positional.size() > 1) {
    std::cerr << "search: " << positional[1] << " is no flag; see --help\n";
    return 2;
  }
  duet::nas::SearchCommand command;
  command.space = absl::GetFlag(FLAGS_space);
  command.image_set = absl::GetFlag(FLAGS_image_set);
  command.strategy = absl::GetFlag(FLAGS_strategy);
  command.budget = absl::GetFlag(FLAGS_budget);
  if (const int64_t num_models = absl::GetFlag(FLAGS_num_models); num_models != 0) command.num_models = num_models;
  command.seed = absl::GetFlag(FLAGS_seed);
  command.latency_model_path = absl::GetFlag(FLAGS_latency_model);
  command.device = absl::GetFlag(FLAGS_device);
  command.num_latency_samples = absl::GetFlag(FLAGS_latency_samples);
  command.true_latency = absl::GetFlag(FLAGS_true_latency);
  if (const double limit_ms = absl::GetFlag(FLAGS_latency_limit_ms); limit_ms != 0) command.latency_limit_ms = limit_ms;
  if (const std::string release = absl::GetFlag(FLAGS_nasbench_asr); !release.empty()) {
    command.tables.nasbench_asr_release = duet::ResolveUserPath(release);
  }
  command.num_shown = absl::GetFlag(FLAGS_show);
  if (const std::string output = absl::GetFlag(FLAGS_output); !output.empty()) {
    command.output_directory = duet::ResolveUserPath(output);
  }
  command.latency_tables = {"datasets/latbench/embedded_table.binpb", "datasets/latbench/help_table.binpb",
                            "datasets/latbench/hwnasbench_table.binpb", "datasets/latbench/latbench_table.binpb"};
  command.tools = {absl::GetFlag(FLAGS_figure_command), absl::GetFlag(FLAGS_figure_specifications),
                   absl::GetFlag(FLAGS_page_command)};
  duet::Progress progress;
  const absl::Status status = duet::nas::RunSearchCommand(command, progress, std::cout);
  if (status.ok()) return 0;
  progress.Finish();
  std::cerr << "search: " << status.message() << "\n";
  return absl::IsInvalidArgument(status) ? 2 : 1;
}
