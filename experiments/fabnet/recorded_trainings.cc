#include "experiments/fabnet/recorded_trainings.h"

#include <algorithm>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "common/recorded_rows.h"
#include "common/status_macros.h"

namespace duet::experiments {
namespace {

constexpr absl::string_view kTransformer = "Transformer", kFabnet = "FABNet";

bool ParseRow(absl::Span<const absl::string_view> fields, RecordedTraining* training) {
  if (fields.size() != 10) return false;
  TrainingKey& key = training->key;
  key.is_transformer = fields[0] == kTransformer;
  codesign::FabnetNetwork& network = key.network;
  return (key.is_transformer || fields[0] == kFabnet) && absl::SimpleAtoi(fields[1], &network.hidden) &&
         absl::SimpleAtoi(fields[2], &network.expansion) && absl::SimpleAtoi(fields[3], &network.num_blocks) &&
         absl::SimpleAtoi(fields[4], &network.num_abfly_blocks) && absl::SimpleAtoi(fields[5], &key.seed) &&
         absl::SimpleAtod(fields[6], &training->validation_pct) && absl::SimpleAtod(fields[7], &training->test_pct) &&
         absl::SimpleAtoi(fields[8], &training->best_step) && absl::SimpleAtod(fields[9], &training->cpu_s);
}

}  // namespace

bool operator==(const TrainingKey& a, const TrainingKey& b) {
  return a.is_transformer == b.is_transformer && a.network == b.network && a.seed == b.seed;
}

std::string ToString(const TrainingKey& key) {
  const codesign::FabnetNetwork& network = key.network;
  return absl::StrCat(key.is_transformer ? kTransformer : kFabnet, ",", network.hidden, ",", network.expansion, ",",
                      network.num_blocks, ",", network.num_abfly_blocks, ",", key.seed);
}

absl::StatusOr<std::vector<RecordedTraining>> ReadRecordedTrainings(absl::string_view path) {
  std::vector<RecordedTraining> trainings;
  RETURN_IF_ERROR(ReadRecordedRows(path, kRecordedTrainingsHeader, "a training that is not there yet",
                                   [&](absl::Span<const absl::string_view> fields) {
                                     RecordedTraining training;
                                     if (!ParseRow(fields, &training)) return false;
                                     const bool is_there = std::any_of(
                                         trainings.begin(), trainings.end(),
                                         [&](const RecordedTraining& other) { return other.key == training.key; });
                                     trainings.push_back(training);
                                     return !is_there;
                                   }));
  return trainings;
}

std::string RecordedTrainingRow(const RecordedTraining& training) {
  return absl::StrCat(ToString(training.key), ",", training.validation_pct, ",", training.test_pct, ",",
                      training.best_step, ",", training.cpu_s, "\n");
}

MeanAccuracy MeanTestAccuracy(const std::vector<RecordedTraining>& trainings, bool is_transformer,
                              const codesign::FabnetNetwork& network) {
  MeanAccuracy mean;
  double sum = 0;
  for (const RecordedTraining& training : trainings) {
    if (training.key.is_transformer != is_transformer || !(training.key.network == network)) continue;
    ++mean.num_seeds;
    sum += training.test_pct;
  }
  if (mean.num_seeds > 0) mean.test_pct = sum / mean.num_seeds;
  return mean;
}

}  // namespace duet::experiments
