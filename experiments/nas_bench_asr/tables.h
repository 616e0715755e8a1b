// The trainings that experiments look at: those of this project, and the published ones where the user has put them
// (datasets/nasbench_asr/published).

#ifndef EXPERIMENTS_NAS_BENCH_ASR_TABLES_H_
#define EXPERIMENTS_NAS_BENCH_ASR_TABLES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "datasets/nasbench_asr/published.h"
#include "experiments/framework/run_context.h"
#include "experiments/framework/run_result.pb.h"

namespace duet::experiments {

struct NamedTable {
  std::string name;  // "ours", "published"
  nasbench_asr::NasBenchAsr trainings;

  // The longest trainings, those that count.
  int64_t LargestBudget() const { return trainings.Epochs().back(); }
};

// Of the data `trainings` and `published`. The errors of reading them; FailedPrecondition for one without any training.
absl::StatusOr<std::vector<NamedTable>> OpenTables(const RunContext& context);

// AddMeasurement with the table's name as label `table`, marked as PROXY DATA where the table is.
void Report(const NamedTable& table, absl::string_view metric, Labels labels, double value, RunResult& result);

}  // namespace duet::experiments

#endif  // EXPERIMENTS_NAS_BENCH_ASR_TABLES_H_
