#include "nas/search_command.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/files.h"
#include "common/status_macros.h"
#include "datasets/latbench/latbench.h"
#include "nas/nasbench201_space.h"
#include "nas/search.h"
#include "nas/search_session.h"
#include "nas/space_latency.h"
#include "nas/strategies.h"
#include "predictors/latency_model_file.h"

namespace duet::nas {
namespace {

using latbench::LatBench;
using predictors::LatencyModel;

constexpr char kLatencyRecipe[] = "DUET";

constexpr int64_t kMinNumModels = 10;  // two an iteration

bool LearnsOnce(const std::string& strategy) { return strategy == "gcn" || strategy == "binary_gcn"; }
bool LearnsFromModels(const std::string& strategy) {
  return LearnsOnce(strategy) || strategy == "brp_nas" || strategy == "brp_nas_halving";
}

// What is wrong with a flag, and what to do instead.
template <typename... Parts>
absl::Status BadFlag(const Parts&... parts) {
  return absl::InvalidArgumentError(absl::StrCat(parts...));
}

bool HasPrediction(const SearchCommand& command) {
  return !command.latency_model_path.empty() || !command.device.empty();
}

absl::Status CheckCommand(const SearchCommand& command) {
  if (command.output_directory.empty()) {
    return BadFlag("--output=DIR is missing: where the search keeps its state and writes what it finds");
  }
  if (command.budget < 1) return BadFlag("--budget=", command.budget, ": train at least one network");
  if (command.num_shown < 1) return BadFlag("--show=", command.num_shown, ": show at least one network");
  if (!command.latency_model_path.empty() && !command.device.empty()) {
    return BadFlag("--latency_model and --device both say where latencies come from: give one of them");
  }
  if (command.latency_limit_ms.has_value()) {
    if (!(*command.latency_limit_ms > 0)) {
      return BadFlag("--latency_limit_ms=", *command.latency_limit_ms, " must be above zero");
    }
    if (!HasPrediction(command)) {
      return BadFlag(
          "--latency_limit_ms needs predicted latencies: give --latency_model=FILE.pb, which bazel run "
          "//predictors:latency -- train writes, or --device=KEY of a device that was measured");
    }
  }
  if (command.space != "nasbench201" && (HasPrediction(command) || !command.true_latency.empty())) {
    return BadFlag("latencies are known of --space=nasbench201 alone, not of ", command.space,
                   ": leave out --latency_model, --device and --true_latency");
  }
  const std::string strategy = StrategyOfAlias(command.strategy);
  RETURN_IF_ERROR(CreateStrategy(strategy, {}).status());
  const int64_t num_models = command.num_models.value_or(NumModels(strategy, command.budget));
  if (LearnsFromModels(strategy) && num_models < kMinNumModels) {
    return BadFlag("--strategy=", command.strategy, " would learn from ", num_models, " networks and needs ",
                   kMinNumModels, ": raise --budget or --num_models");
  }
  if (strategy == "nsga2" && !HasPrediction(command)) {
    return BadFlag("--strategy=nsga2 trades accuracy for latency: give --latency_model or --device");
  }
  return absl::OkStatus();
}

std::string ImageSet(const SearchCommand& command) {
  if (!command.image_set.empty()) return command.image_set;
  return command.space == "nasbench101" ? "cifar10" : command.space == "nasbench_asr" ? "timit" : "cifar100";
}

absl::StatusOr<Benchmark> OpenBenchmark(const SearchCommand& command) {
  absl::StatusOr<Benchmark> benchmark = Benchmark::Open(command.space, ImageSet(command), command.tables);
  if (!absl::IsNotFound(benchmark.status())) return benchmark;
  return absl::NotFoundError(absl::StrCat("the accuracies of ", command.space,
                                          " are not at hand: bazel run //datasets:describe says how to get them (",
                                          benchmark.status().message(), ")"));
}

absl::StatusOr<LatBench> OpenLatBench(const SearchCommand& command) {
  std::vector<std::string> there;
  for (const std::string& path : command.latency_tables) {
    if (std::filesystem::exists(path)) there.push_back(path);
  }
  return LatBench::Open(there);
}

// Reads the model that an earlier call learned, or learns it and keeps it.
absl::StatusOr<LatencyModel> LearnOnce(const SearchCommand& command, const LatBench& latbench, int64_t setting,
                                       std::ostream& out) {
  const std::string path = absl::StrCat(command.output_directory, "/latency_model.pb");
  const predictors::SplitOptions split{command.num_latency_samples, /*num_validation=*/0, command.seed};
  if (const absl::StatusOr<LatencyModel> kept = predictors::ReadLatencyModel(path); kept.ok()) {
    const predictors::Provenance& from = kept->provenance();
    if (from.measurements() == command.device && from.num_train_samples() == split.num_train &&
        from.num_validation_samples() == split.num_validation && from.seed() == split.seed) {
      return kept;
    }
  }
  out << "Learning the latency of " << command.device << " ..." << std::endl;
  ASSIGN_OR_RETURN(const LatencyModel model, LearnLatency(latbench, setting, kLatencyRecipe, split));
  RETURN_IF_ERROR(WriteFileAtomically(path, model.SerializeAsString()));
  return model;
}

// The setting of --device or --true_latency.
absl::StatusOr<int64_t> FindSetting(const LatBench& latbench, absl::string_view flag, const std::string& key) {
  const absl::StatusOr<int64_t> setting = latbench.Find(key);
  if (setting.ok()) return setting;
  return absl::NotFoundError(absl::StrCat("--", flag, "=", key, ": ", setting.status().message()));
}

absl::StatusOr<std::vector<double>> TrueMs(const std::string& true_latency, const LatBench& latbench,
                                           const NasBench201Space& space) {
  if (const absl::StatusOr<int64_t> setting = latbench.Find(true_latency); setting.ok()) {
    return MeasuredSpaceMs(latbench, *setting, space);
  }
  const std::string path = ResolveUserPath(true_latency);
  if (std::filesystem::exists(path)) return ReadMeasuredSpaceMs(path, space);
  const absl::Status no_setting = FindSetting(latbench, "true_latency", true_latency).status();
  return absl::NotFoundError(absl::StrCat(no_setting.message(), "; and no file ", path));
}

// Fills in what is known of latency, and the settings of it that the search depends on.
absl::StatusOr<SearchLatency> FindLatency(const SearchCommand& command, SearchSession* session, std::ostream& out) {
  SearchLatency latency;
  latency.limit_ms = command.latency_limit_ms;
  if (command.latency_limit_ms.has_value()) {
    session->settings.emplace_back("latency_limit_ms", absl::StrFormat("%.17g", *command.latency_limit_ms));
  }
  if (!HasPrediction(command) && command.true_latency.empty()) return latency;
  const NasBench201Space space;
  ASSIGN_OR_RETURN(const LatBench latbench, OpenLatBench(command));
  if (!command.true_latency.empty() || !command.device.empty()) {
    const std::string& from = command.true_latency.empty() ? command.device : command.true_latency;
    if (command.true_latency.empty()) RETURN_IF_ERROR(FindSetting(latbench, "device", from).status());
    ASSIGN_OR_RETURN(latency.true_ms, TrueMs(from, latbench, space));
  }
  if (!HasPrediction(command)) return latency;
  if (!command.latency_model_path.empty()) {
    const std::string path = ResolveUserPath(command.latency_model_path);
    if (!std::filesystem::exists(path)) {
      return absl::NotFoundError(
          absl::StrCat("--latency_model: there is no ", path, "; bazel run //predictors:latency -- train writes one"));
    }
    ASSIGN_OR_RETURN(const LatencyModel model, predictors::ReadLatencyModel(path));
    session->settings.emplace_back("latency_model_sha256", Sha256Hex(model.SerializeAsString()));
    out << "Latency    recipe " << model.recipe() << ", " << model.provenance().num_train_samples()
        << " measurements of " << model.provenance().measurements() << "\n";
    ASSIGN_OR_RETURN(latency.predicted_ms, PredictSpaceMs(model, space));
  } else {
    session->settings.emplace_back("device", command.device);
    session->settings.emplace_back("latency_samples", absl::StrCat(command.num_latency_samples));
    RETURN_IF_ERROR(ReadSession(*session).status());  // before it learns and keeps something
    ASSIGN_OR_RETURN(const int64_t setting, FindSetting(latbench, "device", command.device));
    ASSIGN_OR_RETURN(const LatencyModel model, LearnOnce(command, latbench, setting, out));
    ASSIGN_OR_RETURN(const predictors::LatencyMetrics metrics, HeldOutMetrics(latbench, setting, model));
    out << absl::StreamFormat(
        "Latency    recipe %s, %d measurements of %s; of %d others, %.1f %% are within 10 %% of its predictions\n",
        model.recipe(), command.num_latency_samples, command.device, metrics.num_samples, metrics.within_10_pct);
    ASSIGN_OR_RETURN(latency.predicted_ms, PredictSpaceMs(model, space));
  }
  return latency;
}

absl::StatusOr<SearchProblem> Constrained(const Benchmark& benchmark, const SearchLatency& latency) {
  SearchProblem problem = benchmark.problem();
  if (!latency.limit_ms.has_value()) return problem;
  problem.candidates = WithinLimit(problem.candidates, latency.predicted_ms, *latency.limit_ms);
  if (!problem.candidates.empty()) return problem;
  return BadFlag("--latency_limit_ms=", *latency.limit_ms, ": no network is predicted to be that fast, the fastest at ",
                 *std::min_element(latency.predicted_ms.begin(), latency.predicted_ms.end()), " ms: raise the limit");
}

}  // namespace

std::string StrategyOfAlias(const std::string& name) { return name == "brp" ? "brp_nas" : name; }

int64_t NumModels(const std::string& strategy, int64_t budget) {
  constexpr int64_t kPaperNumModels = 100;
  return std::min(kPaperNumModels, LearnsOnce(strategy) ? budget / 2 : budget);
}

absl::Status RunSearchCommand(const SearchCommand& command, Progress& progress, std::ostream& out) {
  RETURN_IF_ERROR(CheckCommand(command));
  ASSIGN_OR_RETURN(const Benchmark benchmark, OpenBenchmark(command));
  const std::string strategy_name = StrategyOfAlias(command.strategy);
  StrategyOptions strategy_options;
  strategy_options.num_models = command.num_models.value_or(NumModels(strategy_name, command.budget));

  SearchSession session;
  session.directory = command.output_directory;
  session.budget = command.budget;
  session.seed = command.seed;
  session.settings = {{"space", command.space},
                      {"image_set", ImageSet(command)},
                      {"strategy", strategy_name},
                      {"seed", absl::StrCat(command.seed)}};
  if (LearnsFromModels(strategy_name)) {
    session.settings.emplace_back("num_models", absl::StrCat(strategy_options.num_models));
  }
  out << absl::StreamFormat("Networks   %d of %s, accuracies on %s\n", benchmark.candidates().size(), command.space,
                            ImageSet(command));
  if (!benchmark.proxy_reason().empty()) out << "           PROXY DATA: " << benchmark.proxy_reason() << "\n";
  ASSIGN_OR_RETURN(const SearchLatency latency, FindLatency(command, &session, out));
  ASSIGN_OR_RETURN(const SearchProblem problem, Constrained(benchmark, latency));
  if (latency.limit_ms.has_value()) {
    out << absl::StreamFormat("Limit      %g ms: %d networks are predicted within it\n", *latency.limit_ms,
                              problem.candidates.size());
  }
  ASSIGN_OR_RETURN(const Trace before, ReadSession(session));
  out << "Search     " << strategy_name << ", " << command.budget << " networks, seed " << command.seed;
  if (before.networks_size() > 0) out << "; goes on after " << before.networks_size();
  out << std::endl;

  if (!latency.predicted_ms.empty()) strategy_options.costs = {latency.predicted_ms};
  ASSIGN_OR_RETURN(const auto strategy, CreateStrategy(strategy_name, strategy_options));
  ASSIGN_OR_RETURN(const Trace trace, RunSession(session, problem, *strategy, before, progress));
  RETURN_IF_ERROR(WriteReport(trace, latency, benchmark.proxy_reason(), command.tools, command.output_directory));

  const Trace kept = WithinTrueLimit(trace, latency);
  if (const int num_dropped = trace.networks_size() - kept.networks_size(); num_dropped > 0) {
    out << "Left out   " << num_dropped << " of " << trace.networks_size()
        << " trained networks: in truth they are slower than the limit\n";
  }
  out << "\nThe best by validation accuracy" << (benchmark.proxy_reason().empty() ? "" : " (PROXY DATA)") << "\n\n"
      << BestNetworks(kept, latency, command.num_shown) << "\n"
      << command.output_directory << "\n";
  return absl::OkStatus();
}

}  // namespace duet::nas
