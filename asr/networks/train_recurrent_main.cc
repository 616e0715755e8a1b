// bazel run //asr/networks:train_recurrent -- --output=FILE: trains the LSTM network that //asr:compress makes smaller.

#include <iostream>
#include <string>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "asr/model_file.h"
#include "asr/networks/recurrent_network.h"
#include "asr/training/feature_corpus.h"
#include "asr/training/train.h"
#include "common/files.h"
#include "common/status_macros.h"
#include "datasets/speech/corpus.h"

ABSL_FLAG(std::string, output, "", "the model file to write");
ABSL_FLAG(std::string, corpus, "", "a corpus of datasets/speech; default: datasets/spoken_phones");
ABSL_FLAG(std::string, default_corpus, "", "set by the build");
ABSL_FLAG(int64_t, epochs, 30, "passes over the training set");
ABSL_FLAG(int64_t, layers, 3, "LSTM layers");
ABSL_FLAG(int64_t, units, 256, "of a layer");
ABSL_FLAG(double, learning_rate, 1e-3, "of Adam; shrinks by a tenth each epoch in the second half");
ABSL_FLAG(int64_t, batch_size, 16, "utterances");
ABSL_FLAG(double, dropout, 0.2, "of every layer's input but the first");
ABSL_FLAG(uint64_t, seed, 1, "of weights, order and dropout");
ABSL_FLAG(std::string, checkpoint, "", "a file to keep the state in: the same command goes on from it");

namespace duet::asr {
namespace {

absl::Status Run() {
  if (absl::GetFlag(FLAGS_output).empty()) return absl::InvalidArgumentError("--output=FILE is missing");
  const std::string corpus_flag = absl::GetFlag(FLAGS_corpus);
  const std::string corpus_path =
      corpus_flag.empty() ? absl::GetFlag(FLAGS_default_corpus) : ResolveUserPath(corpus_flag);
  ASSIGN_OR_RETURN(const speech::Corpus corpus, speech::ReadCorpus(corpus_path));
  ASSIGN_OR_RETURN(const FeatureCorpus features, ComputeFeatures(corpus));

  RecurrentNetworkOptions network_options;
  network_options.num_layers = absl::GetFlag(FLAGS_layers);
  network_options.num_units = absl::GetFlag(FLAGS_units);
  network_options.dropout = absl::GetFlag(FLAGS_dropout);
  network_options.seed = absl::GetFlag(FLAGS_seed);
  ASSIGN_OR_RETURN(const std::shared_ptr<RecurrentNetwork> network, RecurrentNetwork::Create(network_options));

  TrainOptions options;
  options.seed = absl::GetFlag(FLAGS_seed);
  options.num_epochs = absl::GetFlag(FLAGS_epochs);
  options.learning_rate = absl::GetFlag(FLAGS_learning_rate);
  options.batch_size = options.long_batch_size = absl::GetFlag(FLAGS_batch_size);
  options.decay_from_epoch = options.num_epochs / 2 + 1;
  options.epoch_decoder = Decoder::Greedy();
  const std::string checkpoint = absl::GetFlag(FLAGS_checkpoint);
  if (!checkpoint.empty()) options.checkpoint_path = ResolveUserPath(checkpoint);
  options.on_epoch = [&](int64_t epoch, const EpochMetrics& metrics) {
    std::cerr << absl::StreamFormat("epoch %d of %d: loss %.3f, validation PER %.1f %% (greedy)\n", epoch,
                                    options.num_epochs, metrics.training_loss, metrics.validation_per_pct);
  };
  ASSIGN_OR_RETURN(const TrainMetrics metrics, Train(*network, features, options));
  std::cout << absl::StreamFormat("%d parameters, validation PER %.2f %%, test PER %.2f %%%s\n",
                                  NumParams(network->options()), metrics.validation_per_pct, metrics.test_per_pct,
                                  features.proxy_reason.empty() ? "" : " (PROXY DATA)");
  const std::string output = ResolveUserPath(absl::GetFlag(FLAGS_output));
  RETURN_IF_ERROR(SaveModel(*network,
                            {{"corpus", features.name},
                             {"proxy_reason", features.proxy_reason},
                             {"epochs", absl::StrCat(options.num_epochs)},
                             {"seed", absl::StrCat(options.seed)},
                             {"validation_per_pct", absl::StrFormat("%.2f", metrics.validation_per_pct)},
                             {"test_per_pct", absl::StrFormat("%.2f", metrics.test_per_pct)}},
                            output));
  std::cout << output << "\n";
  return absl::OkStatus();
}

}  // namespace
}  // namespace duet::asr

int main(int argc, char** argv) {
  absl::SetProgramUsageMessage(
      "trains layers of LSTM to recognise phones.\n\n"
      "  bazel run //asr/networks:train_recurrent -- --output=/tmp/phones.model\n"
      "  bazel run //asr:compress -- --model=/tmp/phones.model --max_per_increase=0.5 --output=/tmp/small.model\n");
  absl::ParseCommandLine(argc, argv);
  const absl::Status status = duet::asr::Run();
  if (status.ok()) return 0;
  std::cerr << "train_recurrent: " << status.message() << "\n";
  return absl::IsInvalidArgument(status) ? 2 : 1;
}
