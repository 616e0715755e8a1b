// Trains networks and appends each training to a file when it is done; those that the file has are left out. See
// small_trainings.h.

#include <algorithm>
#include <cstdint>
#include <iostream>
#include <string>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "asr/training/feature_corpus.h"
#include "common/append_rows.h"
#include "common/files.h"
#include "common/progress.h"
#include "common/status_macros.h"
#include "datasets/device_runner/host.h"
#include "datasets/nasbench_asr/trainings.h"
#include "datasets/speech/corpus.h"
#include "experiments/nas_bench_asr/small_trainings.h"

ABSL_FLAG(std::string, output, "", "file to append to");
ABSL_FLAG(std::string, corpus, "datasets/spoken_phones/corpus.binpb", "corpus, as datasets/speech/corpus.h writes it");
ABSL_FLAG(double, train_s, 120, "seconds of speech of its training set to use");
ABSL_FLAG(double, validation_s, 80, "of its validation set");
ABSL_FLAG(double, test_s, 80, "of its test set");
ABSL_FLAG(std::vector<std::string>, epochs, (std::vector<std::string>{"4", "12"}), "budgets, each a training");
ABSL_FLAG(int64_t, strata, 48, "networks drawn at random, beside the 12 extremes");
ABSL_FLAG(int64_t, more_seeds_of_every, 6, "of every so many networks, seeds 2 and 3 as well");
ABSL_FLAG(int64_t, shard, 0, "trains every num_shards-th training, from this one on");
ABSL_FLAG(int64_t, num_shards, 1, "programs that share the work and the file");

namespace duet::experiments {
namespace {

using nasbench_asr::Cell;
using nasbench_asr::RecordedTraining;

struct Job {
  Cell cell;
  int64_t num_epochs;
  int64_t seed;
};

absl::StatusOr<std::vector<Job>> Jobs() {
  std::vector<int64_t> budgets;
  for (const std::string& text : absl::GetFlag(FLAGS_epochs)) {
    if (!absl::SimpleAtoi(text, &budgets.emplace_back())) {
      return absl::InvalidArgumentError(absl::StrCat("--epochs: \"", text, "\" is no number"));
    }
  }
  const std::vector<Cell> cells = SampledCells(absl::GetFlag(FLAGS_strata));
  std::vector<Job> jobs;
  for (int64_t seed = 1; seed <= 3; ++seed) {
    for (size_t i = 0; i < cells.size(); ++i) {
      if (seed > 1 && i % absl::GetFlag(FLAGS_more_seeds_of_every) != 1) continue;
      for (const int64_t num_epochs : budgets) jobs.push_back({cells[i], num_epochs, seed});
    }
  }
  return jobs;
}

std::string Header(const asr::FeatureCorpus& corpus) {
  const auto describe = [](const asr::FeatureSet& set) {
    double num_s = 0;
    for (const asr::FeatureUtterance& utterance : set) num_s += static_cast<double>(utterance.num_samples) / 16'000;
    return absl::StrCat(set.size(), " utterances, ", static_cast<int64_t>(num_s), " s");
  };
  return absl::StrCat(
      "# Trainings of networks of NAS-Bench-ASR's space, scaled down; PROXY DATA.\n", DescribeSmallTrainings(1),
      "# corpus: ", corpus.name, "; training ", describe(corpus.train), "; validation ", describe(corpus.validation),
      "; test ", describe(corpus.test),
      "\n# command: bazel run //experiments/nas_bench_asr:record_trainings -- --output=", absl::GetFlag(FLAGS_output),
      " --train_s=", absl::GetFlag(FLAGS_train_s), " --validation_s=", absl::GetFlag(FLAGS_validation_s),
      " --test_s=", absl::GetFlag(FLAGS_test_s), " --epochs=", absl::StrJoin(absl::GetFlag(FLAGS_epochs), ","),
      " --strata=", absl::GetFlag(FLAGS_strata), " --more_seeds_of_every=", absl::GetFlag(FLAGS_more_seeds_of_every),
      "\n# machine: ", device_runner::CpuModel(), ", 1 thread a training\n", nasbench_asr::kTrainingsHeader, "\n");
}

absl::StatusOr<asr::FeatureCorpus> Corpus() {
  ASSIGN_OR_RETURN(const speech::Corpus speech, speech::ReadCorpus(absl::GetFlag(FLAGS_corpus)));
  return SmallCorpus(speech,
                     {absl::GetFlag(FLAGS_train_s), absl::GetFlag(FLAGS_validation_s), absl::GetFlag(FLAGS_test_s)});
}

absl::Status RecordTrainings() {
  const std::string path = ResolveUserPath(absl::GetFlag(FLAGS_output));
  const int64_t num_shards = absl::GetFlag(FLAGS_num_shards);
  ASSIGN_OR_RETURN(const std::vector<Job> jobs, Jobs());
  ASSIGN_OR_RETURN(const asr::FeatureCorpus corpus, Corpus());
  RETURN_IF_ERROR(BeginRows(path, Header(corpus)));
  Progress progress;
  progress.Start("trainings", static_cast<int64_t>(jobs.size()) / num_shards);
  for (size_t i = absl::GetFlag(FLAGS_shard); i < jobs.size(); i += num_shards, progress.Advance()) {
    const Job& job = jobs[i];
    ASSIGN_OR_RETURN(const std::vector<RecordedTraining> done, nasbench_asr::ReadTrainings(path));
    const auto is_job = [&](const RecordedTraining& other) {
      return other.cell == job.cell && other.training.epochs == job.num_epochs && other.training.seed == job.seed;
    };
    if (std::any_of(done.begin(), done.end(), is_job)) continue;
    ASSIGN_OR_RETURN(const RecordedTraining training,
                     TrainSmall(job.cell, corpus, SmallTrainOptions(job.num_epochs, job.seed)));
    RETURN_IF_ERROR(AppendRow(path, TrainingRow(training)));
  }
  return absl::OkStatus();
}

}  // namespace
}  // namespace duet::experiments

int main(int argc, char** argv) {
  absl::SetProgramUsageMessage("trains networks and appends each to --output when it is done; run again, it goes on");
  absl::ParseCommandLine(argc, argv);
  const absl::Status status = duet::experiments::RecordTrainings();
  if (!status.ok()) std::cerr << status << "\n";
  return status.ok() ? 0 : 1;
}
