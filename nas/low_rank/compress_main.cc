// bazel run //asr:compress: see --help.

#include <algorithm>
#include <chrono>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "ATen/ATen.h"
#include "ATen/Parallel.h"
#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "asr/model_file.h"
#include "asr/networks/recurrent_network.h"
#include "asr/training/evaluate.h"
#include "asr/training/feature_corpus.h"
#include "common/files.h"
#include "common/progress.h"
#include "common/status_macros.h"
#include "datasets/speech/corpus.h"
#include "nas/low_rank/compress_network.h"

ABSL_FLAG(std::string, model, "", "model file of an LSTM network, as //asr/networks:train_recurrent writes");
ABSL_FLAG(std::string, output, "", "model file to write");
ABSL_FLAG(std::string, corpus, "", "a corpus of datasets/speech; default: datasets/spoken_phones");
ABSL_FLAG(std::string, default_corpus, "", "set by the build");
ABSL_FLAG(double, max_per_increase, 0.5, "most percentage points of phone error rate to give up");
ABSL_FLAG(double, compression, 0, "in place of --max_per_increase: how many times fewer weights");
ABSL_FLAG(std::string, strategy, "reinforce", "uniform, sensitivity, reinforce, evolution or random");
ABSL_FLAG(int64_t, budget, 400,
          "networks that reinforce, evolution and random look at; those beyond the size cost nothing");
ABSL_FLAG(int64_t, representative, 40, "utterances of the validation set that they are run on");
ABSL_FLAG(bool, stacked, false, "factor the two matrices of an LSTM layer as one");
ABSL_FLAG(int64_t, fine_tune_epochs, 0, "passes over the training set to train the factors in");
ABSL_FLAG(double, learning_rate, 1e-3, "of them");
ABSL_FLAG(int64_t, iterations, 1, "times to search, cut and fine-tune");
ABSL_FLAG(uint64_t, seed, 1, "of all that is random");

namespace duet::nas {
namespace {

constexpr char kUsage[] = R"(makes an LSTM network smaller by low-rank factors, and faster.

  bazel run //asr/networks:train_recurrent -- --output=/tmp/phones.model
  bazel run //asr:compress -- --model=/tmp/phones.model --max_per_increase=0.5 --output=/tmp/small.model
  bazel run //asr:compress -- --model=/tmp/phones.model --compression=5 --fine_tune_epochs=3 --output=/tmp/small.model
  bazel run //asr:transcribe -- --model=/tmp/small.model --wav=hello.wav

--max_per_increase limits the error on some utterances of the validation set before fine-tuning; what it comes to on all
of them is printed.)";

constexpr int64_t kFramesPerSecond = 100;

// Of one second of speech on one thread, median of 15.
double LatencyMs(asr::AcousticModel& network) {
  const c10::InferenceMode inference;
  network.eval();
  const torch::Tensor features = at::zeros({1, kFramesPerSecond, 80});
  const torch::Tensor num_frames = at::full({1}, kFramesPerSecond, at::kLong);
  std::vector<double> times_ms;
  for (int i = 0; i < 15; ++i) {
    const auto start = std::chrono::steady_clock::now();
    network.forward(features, num_frames);
    times_ms.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count());
  }
  std::nth_element(times_ms.begin(), times_ms.begin() + 7, times_ms.end());
  return times_ms[7];
}

void PrintMatrices(const asr::RecurrentNetworkOptions& before, const asr::RecurrentNetworkOptions& after) {
  const std::vector<asr::NamedMatrix> matrices = asr::MatricesOf(after);
  std::cout << absl::StreamFormat("\n%-18s %12s %6s %11s %9s %9s\n", "matrix", "shape", "rank", "break-even", "weights",
                                  "of dense");
  for (size_t i = 0; i < matrices.size(); ++i) {
    const asr::MatrixShape& shape = matrices[i].shape;
    const int64_t num_weights = asr::NumWeights(shape, after.ranks[i]), dense = asr::NumWeights(shape, std::nullopt);
    std::cout << absl::StreamFormat("%-18s %12s %6s %11d %9d %7.1f %%\n", matrices[i].name,
                                    absl::StrCat(shape.num_inputs, " -> ", shape.num_outputs),
                                    after.ranks[i].has_value() ? absl::StrCat(*after.ranks[i]) : "dense",
                                    asr::BreakEvenRank(shape), num_weights,
                                    100. * static_cast<double>(num_weights) / static_cast<double>(dense));
  }
  const int64_t num_before = asr::NumWeights(before), num_after = asr::NumWeights(after);
  std::cout << absl::StreamFormat("%-18s %12s %6s %11s %9d %7.1f %%: %.2f times fewer\n\n", "all", "", "", "",
                                  num_after, 100. * static_cast<double>(num_after) / static_cast<double>(num_before),
                                  static_cast<double>(num_before) / static_cast<double>(num_after));
}

CompressOptions OptionsOfFlags() {
  CompressOptions options;
  const double compression = absl::GetFlag(FLAGS_compression);
  if (compression != 0) {
    options.min_compression = compression;
  } else {
    options.max_per_increase_pct = absl::GetFlag(FLAGS_max_per_increase);
  }
  options.strategy = absl::GetFlag(FLAGS_strategy);
  options.search.budget = absl::GetFlag(FLAGS_budget);
  options.search.seed = absl::GetFlag(FLAGS_seed);
  options.num_representative = absl::GetFlag(FLAGS_representative);
  options.decompose.stacks_matrices = absl::GetFlag(FLAGS_stacked);
  options.num_iterations = absl::GetFlag(FLAGS_iterations);
  if (const int64_t num_epochs = absl::GetFlag(FLAGS_fine_tune_epochs); num_epochs > 0) {
    asr::TrainOptions& training = options.training.emplace();
    training.seed = absl::GetFlag(FLAGS_seed);
    training.num_epochs = num_epochs;
    training.learning_rate = absl::GetFlag(FLAGS_learning_rate);
    training.batch_size = training.long_batch_size = 16;
    training.curriculum.clear();
    training.epoch_decoder = training.final_decoder = asr::Decoder::Greedy();
  }
  return options;
}

absl::Status Run() {
  if (absl::GetFlag(FLAGS_model).empty()) return absl::InvalidArgumentError("--model=FILE is missing");
  if (absl::GetFlag(FLAGS_output).empty()) return absl::InvalidArgumentError("--output=FILE is missing");
  at::set_num_threads(1);
  const std::string path = ResolveUserPath(absl::GetFlag(FLAGS_model));
  ASSIGN_OR_RETURN(asr::SavedModel saved, asr::LoadModel(path, {asr::RecurrentNetworkKind()}));
  auto& network = dynamic_cast<asr::RecurrentNetwork&>(*saved.model);
  const std::string corpus_flag = absl::GetFlag(FLAGS_corpus);
  ASSIGN_OR_RETURN(
      const speech::Corpus corpus,
      speech::ReadCorpus(corpus_flag.empty() ? absl::GetFlag(FLAGS_default_corpus) : ResolveUserPath(corpus_flag)));
  ASSIGN_OR_RETURN(const asr::FeatureCorpus features, asr::ComputeFeatures(corpus));

  CompressOptions options = OptionsOfFlags();
  Progress progress;
  progress.Start("searching", options.search.budget * options.num_iterations);
  options.search.on_network = [&] { progress.Advance(); };
  ASSIGN_OR_RETURN(const CompressedNetwork compressed, CompressNetwork(network, features, options));
  progress.Finish();

  int64_t num_scored = 0;
  for (const FoundRanks& found : compressed.found) num_scored += found.num_scored;
  std::cout << options.strategy << " ran " << num_scored << " networks on "
            << std::min<int64_t>(options.num_representative, features.validation.size()) << " utterances of "
            << features.name << (features.proxy_reason.empty() ? "" : " (PROXY DATA)") << "\n";
  PrintMatrices(network.options(), compressed.network->options());
  const auto per_pct = [](asr::AcousticModel& model, const asr::FeatureSet& set) {
    return 100 * asr::PhoneErrorRate(model, set).rate();
  };
  std::cout << absl::StreamFormat("%-33s %9s %9s\n", "", "before", "after");
  const double before_pct = per_pct(network, features.validation);
  const double after_pct = per_pct(*compressed.network, features.validation);
  std::cout << absl::StreamFormat("%-33s %9.2f %9.2f\n", "PER, all of validation, %", before_pct, after_pct);
  std::cout << absl::StreamFormat("%-33s %9.2f %9.2f\n", "PER, test, %", per_pct(network, features.test),
                                  per_pct(*compressed.network, features.test));
  std::cout << absl::StreamFormat("%-33s %9.2f %9.2f\n", "latency, 1 s of speech, ms", LatencyMs(network),
                                  LatencyMs(*compressed.network));
  std::cout << absl::StreamFormat("%-33s %9d %9d\n\n", "parameters", asr::NumParams(network.options()),
                                  asr::NumParams(compressed.network->options()));

  asr::ModelProvenance provenance = saved.provenance;
  provenance.emplace_back("compressed_by", options.strategy);
  provenance.emplace_back("ranks", ToString(compressed.network->options().ranks));
  provenance.emplace_back("compressed_validation_per_pct", absl::StrFormat("%.2f", after_pct));
  const std::string output = ResolveUserPath(absl::GetFlag(FLAGS_output));
  RETURN_IF_ERROR(asr::SaveModel(*compressed.network, provenance, output));
  std::cout << output << "\n";
  return absl::OkStatus();
}

}  // namespace
}  // namespace duet::nas

int main(int argc, char** argv) {
  absl::SetProgramUsageMessage(duet::nas::kUsage);
  if (absl::ParseCommandLine(argc, argv).size() > 1) {
    std::cerr << "compress: takes flags alone; see --help\n";
    return 2;
  }
  const absl::Status status = duet::nas::Run();
  if (status.ok()) return 0;
  std::cerr << "compress: " << status.message() << "\n";
  return absl::IsInvalidArgument(status) ? 2 : 1;
}
