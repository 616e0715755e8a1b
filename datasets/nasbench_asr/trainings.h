// Trainings of this project: a small stand-in for the benchmark's published tables, one training a row.
//
//     # lines that say network, corpus, command, machine
//     cell,epochs,seed,cpu_s,test_per_pct,validation_per_pct
//     conv5:0|conv5:00|conv5:000,3,1,10.4,61.3,97.2 80.1 62.5
//
// `cell` as KeyOf (cell.h); PERs in percent, that of the validation set after each epoch; the processor time in
// seconds.

#ifndef DATASETS_NASBENCH_ASR_TRAININGS_H_
#define DATASETS_NASBENCH_ASR_TRAININGS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "datasets/nasbench_asr/cell.h"
#include "datasets/nasbench_asr/published.h"

namespace duet::nasbench_asr {

struct RecordedTraining {
  Cell cell;
  Training training;
  double cpu_s = 0;
};

constexpr absl::string_view kTrainingsHeader = "cell,epochs,seed,cpu_s,test_per_pct,validation_per_pct";

// The row, with its end.
std::string TrainingRow(const RecordedTraining& training);

// InvalidArgument with path and line for a row that is not as above.
absl::StatusOr<std::vector<RecordedTraining>> ReadTrainings(absl::string_view path);

// The file, to be queried as the published tables are. Its proxy_reason says that it stands in for them.
// InvalidArgument if a training is there twice.
absl::StatusOr<NasBenchAsr> OpenTrainings(absl::string_view path);

}  // namespace duet::nasbench_asr

#endif  // DATASETS_NASBENCH_ASR_TRAININGS_H_
