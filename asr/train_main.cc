// bazel run //asr:train: see --help.

#include <ctime>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "asr/recipe.h"
#include "asr/recognizer.h"
#include "asr/training/feature_corpus.h"
#include "asr/training/train_options.h"
#include "common/files.h"
#include "common/status_macros.h"
#include "datasets/speech/corpus.h"

ABSL_FLAG(std::vector<std::string>, corpus, {},
          "corpora of speech (datasets/speech/corpus.h), separated by commas; relative to where you are");
ABSL_FLAG(std::string, recipe, "small", "small or tiny (asr/recipe.h)");
ABSL_FLAG(int64_t, epochs, 0, "in place of the recipe's; 0: the recipe's");
ABSL_FLAG(double, learning_rate, 0, "in place of the recipe's; 0: the recipe's");
ABSL_FLAG(uint64_t, seed, 0, "of weights, order of the utterances, dropout");
ABSL_FLAG(std::string, checkpoint, "", "file with which a training that was cut off goes on; empty: none");
ABSL_FLAG(std::string, output, "", "model file to write; relative to where you are");

namespace {

constexpr char kUsage[] = R"(trains a recogniser of phones and writes it as a model file for //asr:transcribe.

  bazel run //datasets/spoken_phones:generate -- --train=6000 --output=speech.binpb
  bazel run //asr:train -- --corpus=speech.binpb --output=phones.model --checkpoint=phones.checkpoint

Prints a line an epoch. The model is that of the epoch which errs least on the validation set.)";

absl::Status Main() {
  using duet::asr::EpochMetrics;
  if (absl::GetFlag(FLAGS_corpus).empty()) return absl::InvalidArgumentError("--corpus=FILE is missing");
  if (absl::GetFlag(FLAGS_output).empty()) return absl::InvalidArgumentError("--output=FILE is missing");
  ASSIGN_OR_RETURN(duet::asr::Recipe recipe, duet::asr::FindRecipe(absl::GetFlag(FLAGS_recipe)));
  duet::asr::TrainOptions& training = recipe.training;
  if (absl::GetFlag(FLAGS_epochs) != 0) training.num_epochs = absl::GetFlag(FLAGS_epochs);
  if (absl::GetFlag(FLAGS_learning_rate) != 0) training.learning_rate = absl::GetFlag(FLAGS_learning_rate);
  if (!absl::GetFlag(FLAGS_checkpoint).empty()) {
    training.checkpoint_path = duet::ResolveUserPath(absl::GetFlag(FLAGS_checkpoint));
  }
  training.on_epoch = [&](int64_t epoch, const EpochMetrics& metrics) {
    std::cout << absl::StrFormat("epoch %d of %d: loss %.4f, validation PER %.2f %%, %.0f s of processor\n", epoch,
                                 training.num_epochs, metrics.training_loss, metrics.validation_per_pct,
                                 static_cast<double>(std::clock()) / CLOCKS_PER_SEC)
              << std::flush;
  };
  std::vector<duet::speech::Corpus> corpora;
  for (const std::string& path : absl::GetFlag(FLAGS_corpus)) {
    ASSIGN_OR_RETURN(corpora.emplace_back(), duet::speech::ReadCorpus(duet::ResolveUserPath(path)));
  }
  ASSIGN_OR_RETURN(const duet::asr::FeatureCorpus corpus,
                   duet::asr::ComputeFeatures(duet::speech::Join(std::move(corpora))));
  const uint64_t seed = absl::GetFlag(FLAGS_seed);
  ASSIGN_OR_RETURN(const auto trained, duet::asr::Recognizer::Train(recipe, corpus, seed));
  const duet::asr::TrainMetrics& metrics = trained.metrics;
  std::cout << absl::StrFormat("%d parameters; of epoch %d: validation PER %.2f %%, test PER %.2f %%%s\n",
                               trained.recognizer.NumParams(), metrics.best_epoch, metrics.validation_per_pct,
                               metrics.test_per_pct,
                               corpus.proxy_reason.empty() ? "" : absl::StrCat(" (", corpus.proxy_reason, ")"));
  return trained.recognizer.Save({{"corpus", corpus.name},
                                  {"proxy_reason", corpus.proxy_reason},
                                  {"recipe", absl::GetFlag(FLAGS_recipe)},
                                  {"epochs", absl::StrCat(training.num_epochs)},
                                  {"learning_rate", absl::StrCat(training.learning_rate)},
                                  {"seed", absl::StrCat(seed)},
                                  {"validation_per_pct", absl::StrFormat("%.2f", metrics.validation_per_pct)},
                                  {"test_per_pct", absl::StrFormat("%.2f", metrics.test_per_pct)}},
                                 duet::ResolveUserPath(absl::GetFlag(FLAGS_output)));
}

}  // namespace

int main(int argc, char** argv) {
  absl::SetProgramUsageMessage(kUsage);
  if (absl::ParseCommandLine(argc, argv).size() > 1) {
    std::cerr << "train: takes flags alone; see --help\n";
    return 2;
  }
  const absl::Status status = Main();
  if (!status.ok()) {
    std::cerr << "train: " << status.message() << "\n";
    return 1;
  }
  return 0;
}
