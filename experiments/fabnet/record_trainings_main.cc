// Trains networks of the codesign on the Text task of the Long Range Arena, scaled down, and appends each to a file
// when it is done; those that the file has are left out. See recorded_trainings.h.

#include <cstdint>
#include <ctime>
#include <iostream>
#include <string>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "codesign/fabnet/pair.h"
#include "codesign/fabnet/pair_costs.h"
#include "common/append_rows.h"
#include "common/files.h"
#include "common/progress.h"
#include "common/status_macros.h"
#include "datasets/lra/task.h"
#include "experiments/fabnet/recorded_trainings.h"
#include "fabnet/models/encoder.h"
#include "fabnet/training/keep_memory.h"
#include "fabnet/training/train.h"

ABSL_FLAG(std::vector<std::string>, hidden, {}, "of all networks of the space, those of these hidden sizes: 64,128");
ABSL_FLAG(std::vector<std::string>, expansions, (std::vector<std::string>{"1", "2", "4"}), "and these R_ffn");
ABSL_FLAG(bool, transformer, false, "instead: the baseline Transformer, D 64, R 2, 2 blocks");
ABSL_FLAG(int64_t, num_seeds, 1, "seeds 0 to one less");
ABSL_FLAG(int64_t, seq_len, 128, "bytes of a text");
ABSL_FLAG(int64_t, num_train, 25000, "texts to train on");
ABSL_FLAG(int64_t, num_steps, 2000, "of the optimizer; a fifth of them warms up");
ABSL_FLAG(int64_t, batch_size, 16, "texts of a step");
ABSL_FLAG(double, learning_rate, 1e-3, "the highest");
ABSL_FLAG(std::string, text_table, "", "//datasets/lra:text_table");
ABSL_FLAG(std::string, output, "", "file to append to");

namespace duet::experiments {
namespace {

absl::StatusOr<std::vector<int64_t>> Integers(const std::vector<std::string>& texts) {
  std::vector<int64_t> integers;
  for (const std::string& text : texts) {
    if (!absl::SimpleAtoi(text, &integers.emplace_back())) {
      return absl::InvalidArgumentError(absl::StrCat("\"", text, "\" is no integer"));
    }
  }
  return integers;
}

absl::StatusOr<std::vector<TrainingKey>> Keys() {
  std::vector<codesign::FabnetNetwork> networks = {{64, 2, 2, 0}};
  if (!absl::GetFlag(FLAGS_transformer)) {
    codesign::FabnetSpace space;
    ASSIGN_OR_RETURN(space.hidden, Integers(absl::GetFlag(FLAGS_hidden)));
    ASSIGN_OR_RETURN(space.expansion, Integers(absl::GetFlag(FLAGS_expansions)));
    networks = Networks(space);
  }
  std::vector<TrainingKey> keys;
  for (int64_t seed = 0; seed < absl::GetFlag(FLAGS_num_seeds); ++seed) {
    for (const codesign::FabnetNetwork& network : networks) {
      keys.push_back({absl::GetFlag(FLAGS_transformer), network, static_cast<uint64_t>(seed)});
    }
  }
  return keys;
}

fabnet::EncoderOptions EncoderOf(const TrainingKey& key, const lra::Task& task) {
  fabnet::EncoderOptions options;
  options.family = key.is_transformer ? fabnet::Family::kTransformer : fabnet::Family::kFabnet;
  options.vocabulary = task.vocabulary;
  options.seq_len = task.train.seq_len;
  options.hidden = key.network.hidden;
  options.feed_forward = key.network.hidden * key.network.expansion;
  options.num_blocks = key.network.num_blocks;
  options.num_attention_blocks = key.network.num_abfly_blocks;
  options.num_heads = codesign::kNumHeads;
  options.num_classes = task.num_classes;
  return options;
}

absl::StatusOr<RecordedTraining> RunTraining(const TrainingKey& key, const lra::Task& task, Progress& progress) {
  const std::clock_t start = std::clock();
  ASSIGN_OR_RETURN(fabnet::Encoder encoder, fabnet::CreateEncoder(EncoderOf(key, task), key.seed));
  fabnet::TrainOptions options;
  options.batch_size = absl::GetFlag(FLAGS_batch_size);
  options.num_steps = absl::GetFlag(FLAGS_num_steps);
  options.num_warmup_steps = options.num_steps / 5;
  options.eval_every = (options.num_steps + 9) / 10;
  options.peak_learning_rate = absl::GetFlag(FLAGS_learning_rate);
  options.seed = key.seed;
  options.progress = &progress;
  ASSIGN_OR_RETURN(const fabnet::TrainMetrics metrics, fabnet::Train(encoder, task, options));
  RecordedTraining training;
  training.key = key;
  training.validation_pct = 100 * metrics.best_validation_accuracy;
  training.test_pct = 100 * metrics.test_accuracy;
  training.best_step = metrics.best_step;
  training.cpu_s = static_cast<double>((std::clock() - start) / CLOCKS_PER_SEC);
  return training;
}

// A line of the file, so that trainings of other settings do not get into it.
std::string Settings() {
  return absl::StrCat("# trained on: the first ", absl::GetFlag(FLAGS_seq_len), " bytes of ",
                      absl::GetFlag(FLAGS_num_train), " texts, ", absl::GetFlag(FLAGS_num_steps), " steps of ",
                      absl::GetFlag(FLAGS_batch_size), ", learning rate ", absl::GetFlag(FLAGS_learning_rate), "\n");
}

absl::Status CheckSettings(const std::string& path) {
  ASSIGN_OR_RETURN(const std::string contents, ReadFile(path));
  if (absl::StrContains(contents, Settings())) return absl::OkStatus();
  return absl::FailedPreconditionError(absl::StrCat(path, " has trainings of other settings, no line \"",
                                                    absl::StripSuffix(Settings(), "\n"),
                                                    "\": give the flags of that file, or another --output"));
}

absl::Status RecordTrainings() {
  const std::string path = ResolveUserPath(absl::GetFlag(FLAGS_output));
  lra::TaskOptions task_options;
  task_options.seq_len = absl::GetFlag(FLAGS_seq_len);
  task_options.num_train = absl::GetFlag(FLAGS_num_train);
  task_options.num_validation = 1000;
  task_options.num_test = 10000;
  task_options.data_path = absl::GetFlag(FLAGS_text_table);
  ASSIGN_OR_RETURN(const lra::Task task, lra::OpenTask("text", task_options));
  ASSIGN_OR_RETURN(const std::vector<TrainingKey> keys, Keys());
  RETURN_IF_ERROR(BeginRows(path, absl::StrCat(Settings(), kRecordedTrainingsHeader, "\n")));
  RETURN_IF_ERROR(CheckSettings(path));
  Progress progress;
  for (const TrainingKey& key : keys) {
    // Other programs may have added rows meanwhile.
    ASSIGN_OR_RETURN(const std::string before, ReadFile(path));
    if (absl::StrContains(before, absl::StrCat("\n", ToString(key), ","))) continue;
    ASSIGN_OR_RETURN(const RecordedTraining training, RunTraining(key, task, progress));
    RETURN_IF_ERROR(AppendRow(path, RecordedTrainingRow(training)));
  }
  return absl::OkStatus();
}

}  // namespace
}  // namespace duet::experiments

int main(int argc, char** argv) {
  duet::KeepFreedMemory();
  absl::SetProgramUsageMessage("trains networks and appends each to --output when it is done; run again, it goes on");
  absl::ParseCommandLine(argc, argv);
  const absl::Status status = duet::experiments::RecordTrainings();
  if (!status.ok()) std::cerr << status << "\n";
  return status.ok() ? 0 : 1;
}
