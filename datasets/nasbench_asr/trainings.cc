#include "datasets/nasbench_asr/trainings.h"

#include <cmath>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/types/span.h"
#include "common/recorded_rows.h"
#include "common/status_macros.h"

namespace duet::nasbench_asr {
namespace {

constexpr absl::string_view kProxyReason =
    "networks scaled down and trained for a few epochs on synthetic speech, in place of NAS-Bench-ASR's on TIMIT";

bool IsRate(double per_pct) { return std::isfinite(per_pct) && per_pct >= 0; }

bool ParseRow(absl::Span<const absl::string_view> fields, RecordedTraining* recorded) {
  if (fields.size() != 6) return false;
  const absl::StatusOr<Cell> cell = ParseKey(fields[0]);
  Training& training = recorded->training;
  if (!cell.ok() || !absl::SimpleAtoi(fields[1], &training.epochs) || !absl::SimpleAtoi(fields[2], &training.seed) ||
      !absl::SimpleAtod(fields[3], &recorded->cpu_s) || !absl::SimpleAtod(fields[4], &training.test_per_pct) ||
      !IsRate(training.test_per_pct)) {
    return false;
  }
  recorded->cell = *cell;
  for (const absl::string_view text : absl::StrSplit(fields[5], ' ')) {
    double& per_pct = training.validation_per_pct.emplace_back();
    if (!absl::SimpleAtod(text, &per_pct) || !IsRate(per_pct)) return false;
  }
  return static_cast<int64_t>(training.validation_per_pct.size()) == training.epochs;
}

}  // namespace

std::string TrainingRow(const RecordedTraining& recorded) {
  const Training& training = recorded.training;
  return absl::StrCat(KeyOf(recorded.cell), ",", training.epochs, ",", training.seed, ",", recorded.cpu_s, ",",
                      training.test_per_pct, ",", absl::StrJoin(training.validation_per_pct, " "), "\n");
}

absl::StatusOr<std::vector<RecordedTraining>> ReadTrainings(absl::string_view path) {
  std::vector<RecordedTraining> trainings;
  RETURN_IF_ERROR(ReadRecordedRows(
      path, kTrainingsHeader, kTrainingsHeader,
      [&](absl::Span<const absl::string_view> fields) { return ParseRow(fields, &trainings.emplace_back()); }));
  return trainings;
}

absl::StatusOr<NasBenchAsr> OpenTrainings(absl::string_view path) {
  ASSIGN_OR_RETURN(std::vector<RecordedTraining> trainings, ReadTrainings(path));
  NasBenchAsr benchmark{std::string(kProxyReason)};
  for (RecordedTraining& recorded : trainings) {
    const absl::Status status = benchmark.Add(ModelOf(recorded.cell), std::move(recorded.training));
    if (!status.ok()) return absl::Status(status.code(), absl::StrCat(path, ": ", status.message()));
  }
  return benchmark;
}

}  // namespace duet::nasbench_asr
