// Phone error rates of a network compressed to a size by each strategy, before and after its factors are trained; or
// what compression does to measured latencies.

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "asr/low_rank/latency_space.h"
#include "asr/model_file.h"
#include "asr/networks/recurrent_network.h"
#include "asr/training/evaluate.h"
#include "asr/training/feature_corpus.h"
#include "asr/training/train.h"
#include "common/status_macros.h"
#include "datasets/device_runner/measurement_table.h"
#include "datasets/speech/corpus.h"
#include "experiments/framework/run_experiment.h"
#include "nas/low_rank/compress_network.h"

namespace duet::experiments {
namespace {

using asr::NumWeights;
using asr::RecurrentNetwork;

absl::StatusOr<asr::TrainOptions> TrainingOf(const RunContext& context, absl::string_view epochs) {
  asr::TrainOptions training;
  training.seed = context.seed();
  ASSIGN_OR_RETURN(training.num_epochs, context.Int(epochs));
  ASSIGN_OR_RETURN(training.learning_rate, context.Real("learning_rate"));
  ASSIGN_OR_RETURN(training.batch_size, context.Int("batch_size"));
  training.long_batch_size = training.batch_size;
  training.curriculum.clear();
  training.epoch_decoder = asr::Decoder::Greedy();
  return training;
}

// The seed model, or, where it is left out (at the smoke scale), a tiny one that is trained here.
absl::StatusOr<std::shared_ptr<RecurrentNetwork>> OpenModel(const RunContext& context,
                                                            const asr::FeatureCorpus& corpus) {
  if (const auto path = context.DataPath("seed_model"); path.ok()) {
    ASSIGN_OR_RETURN(const asr::SavedModel saved, asr::LoadModel(*path, {asr::RecurrentNetworkKind()}));
    return std::dynamic_pointer_cast<RecurrentNetwork>(saved.model);
  }
  asr::RecurrentNetworkOptions options;
  options.num_layers = 2;
  options.num_units = 16;
  ASSIGN_OR_RETURN(std::shared_ptr<RecurrentNetwork> network, RecurrentNetwork::Create(options));
  ASSIGN_OR_RETURN(const asr::TrainOptions training, TrainingOf(context, "fine_tune_epochs"));
  RETURN_IF_ERROR(asr::Train(*network, corpus, training).status());
  return network;
}

double TestPerPct(RecurrentNetwork& network, const asr::FeatureCorpus& corpus) {
  return 100 * asr::PhoneErrorRate(network, corpus.test).rate();
}

void AddNetwork(RunResult& result, const std::string& strategy, bool is_trained, RecurrentNetwork& network,
                const RecurrentNetwork& dense, const asr::FeatureCorpus& corpus, double dense_per_pct) {
  const Labels labels = {{"strategy", strategy}, {"factors", is_trained ? "trained" : "as cut"}};
  const double per_pct = TestPerPct(network, corpus);
  AddMeasurement(result, "per_pct", labels, per_pct);
  AddMeasurement(result, "per_increase_pct", labels, per_pct - dense_per_pct);
  const double compression = static_cast<double>(NumWeights(dense.options())) / NumWeights(network.options());
  AddMeasurement(result, "compression", labels, compression);
}

// What share of its weights each matrix keeps.
void AddShares(RunResult& result, const std::string& strategy, const RecurrentNetwork& network) {
  const std::vector<asr::NamedMatrix> matrices = asr::MatricesOf(network.options());
  for (size_t i = 0; i < matrices.size(); ++i) {
    const double share = static_cast<double>(NumWeights(matrices[i].shape, network.options().ranks[i])) /
                         NumWeights(matrices[i].shape, std::nullopt);
    AddMeasurement(result, "weights_kept_pct", {{"strategy", strategy}, {"matrix", matrices[i].name}}, 100 * share);
  }
}

void AddRewards(RunResult& result, const std::string& strategy, const std::vector<double>& rewards) {
  std::vector<double> x, best;
  for (size_t i = 0; i < rewards.size(); ++i) {
    x.push_back(static_cast<double>(i + 1));
    best.push_back(std::max(rewards[i], best.empty() ? -1. : best.back()));
  }
  if (!x.empty()) AddSeries(result, "best_reward", {{"strategy", strategy}}, x, best);
}

absl::StatusOr<RunResult> RunSearches(const RunContext& context) {
  ASSIGN_OR_RETURN(const std::string corpus_path,
                   context.DataPath(context.scale() == SCALE_SMOKE ? "tiny_corpus" : "corpus"));
  ASSIGN_OR_RETURN(const speech::Corpus speech, speech::ReadCorpus(corpus_path));
  ASSIGN_OR_RETURN(const asr::FeatureCorpus corpus, asr::ComputeFeatures(speech));
  ASSIGN_OR_RETURN(const std::shared_ptr<RecurrentNetwork> model, OpenModel(context, corpus));

  nas::CompressOptions options;
  ASSIGN_OR_RETURN(options.min_compression.emplace(), context.Real("compression"));
  ASSIGN_OR_RETURN(options.num_representative, context.Int("representative_utterances"));
  ASSIGN_OR_RETURN(options.search.budget, context.Int("budget"));
  ASSIGN_OR_RETURN(options.search.controller.hidden_size, context.Int("controller_hidden_size"));
  ASSIGN_OR_RETURN(options.search.controller.learning_rate, context.Real("controller_learning_rate"));
  ASSIGN_OR_RETURN(options.search.evolution.population_size, context.Int("evolution_population"));
  ASSIGN_OR_RETURN(options.num_iterations, context.Int("iterations"));
  ASSIGN_OR_RETURN(const asr::TrainOptions training, TrainingOf(context, "fine_tune_epochs"));
  ASSIGN_OR_RETURN(const std::string strategies, context.Text("strategies"));
  options.search.seed = context.seed();

  RunResult result;
  result.set_proxy_reason(corpus.proxy_reason);
  const double dense_per_pct = TestPerPct(*model, corpus);
  AddMeasurement(result, "per_pct", {{"strategy", "none"}, {"factors", "dense"}}, dense_per_pct);
  const std::vector<std::string> names = absl::StrSplit(strategies, ',');
  context.progress().Start("compressing", static_cast<int64_t>(names.size()));
  for (const std::string& name : names) {
    nas::CompressOptions of_strategy = options;
    of_strategy.strategy = name;
    if (options.num_iterations > 1) of_strategy.training = training;
    if (name == "uniform_stacked") {
      of_strategy.strategy = "uniform";
      of_strategy.decompose.stacks_matrices = true;
    }
    ASSIGN_OR_RETURN(const nas::CompressedNetwork compressed, nas::CompressNetwork(*model, corpus, of_strategy));
    RecurrentNetwork& network = *compressed.network;
    AddShares(result, name, network);
    AddRewards(result, name, compressed.found.back().rewards);
    AddMeasurement(result, "networks_run", {{"strategy", name}},
                   static_cast<double>(compressed.found.back().num_scored));
    if (options.num_iterations == 1) {
      AddNetwork(result, name, /*is_trained=*/false, network, *model, corpus, dense_per_pct);
      RETURN_IF_ERROR(asr::Train(network, corpus, training).status());
    }
    AddNetwork(result, name, /*is_trained=*/true, network, *model, corpus, dense_per_pct);
    context.progress().Advance();
  }
  return result;
}

absl::StatusOr<RunResult> RunLatencies(const RunContext& context) {
  ASSIGN_OR_RETURN(const std::string path, context.DataPath("latencies"));
  ASSIGN_OR_RETURN(const device_runner::MeasurementTable table, device_runner::ReadMeasurementTable(path));
  std::map<std::string, double> latency_ms;
  for (const auto& row : table.rows) latency_ms[row.key] = row.values[0];
  RunResult result;
  for (const auto& [key, ms] : latency_ms) {
    ASSIGN_OR_RETURN(const asr::LatencyKey parsed, asr::ParseLatencyKey(key));
    asr::RecurrentNetworkOptions dense = parsed.network;
    dense.ranks.clear();
    const std::vector<std::string> parts = absl::StrSplit(key, '_');
    const auto dense_ms = latency_ms.find(absl::StrCat(parts[0], "_dense"));
    if (dense_ms == latency_ms.end())
      return absl::InvalidArgumentError(absl::StrCat(path, ": no ", parts[0], "_dense"));
    const Labels labels = {
        {"layers", parts[0]}, {"matrices", parts[1]}, {"ranks", parts.size() == 3 ? parts[2] : "all"}};
    AddMeasurement(result, "compression", labels,
                   static_cast<double>(NumWeights(dense)) / static_cast<double>(NumWeights(parsed.network)));
    AddMeasurement(result, "latency_ms", labels, ms);
    AddMeasurement(result, "speedup", labels, dense_ms->second / ms);
  }
  return result;
}

absl::StatusOr<RunResult> Run(const RunContext& context) {
  return context.configuration() == "latency" ? RunLatencies(context) : RunSearches(context);
}

}  // namespace
}  // namespace duet::experiments

int main(int argc, char** argv) { return duet::experiments::RunExperiment(argc, argv, duet::experiments::Run); }
