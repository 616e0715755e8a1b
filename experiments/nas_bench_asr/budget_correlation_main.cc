// How well short trainings, and sizes, rank networks as long trainings do; and how well another seed does.

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/status_macros.h"
#include "datasets/nasbench_asr/counts.h"
#include "datasets/nasbench_asr/fingerprint.h"
#include "experiments/framework/run_experiment.h"
#include "experiments/nas_bench_asr/tables.h"
#include "predictors/metrics.h"

namespace duet::experiments {
namespace {

constexpr int64_t kFramesOfASecond = 98;

void AddCorrelation(const NamedTable& table, const std::string& ranked_by, absl::Span<const double> scores,
                    absl::Span<const double> per_pct, RunResult& result) {
  const Labels labels = {{"ranked_by", ranked_by}};
  Report(table, "spearman", labels, predictors::SpearmanCorrelation(scores, per_pct), result);
  Report(table, "kendall", labels, predictors::KendallTau(scores, per_pct), result);
  Report(table, "num_networks", labels, static_cast<double>(per_pct.size()), result);
}

absl::StatusOr<RunResult> Run(const RunContext& context) {
  ASSIGN_OR_RETURN(const std::vector<NamedTable> tables, OpenTables(context));
  const std::vector<nasbench_asr::Cell> models = nasbench_asr::EnumerateModels();
  RunResult result;
  for (const NamedTable& table : tables) {
    const nasbench_asr::NasBenchAsr& trainings = table.trainings;
    const int64_t largest = table.LargestBudget();
    const std::vector<int64_t> seeds = trainings.Seeds(largest);
    for (const int64_t epochs : trainings.Epochs()) {
      if (epochs == largest) continue;
      std::vector<double> short_pct, long_pct;
      for (const int64_t model : trainings.TrainedModels(epochs)) {
        const auto long_per_pct = trainings.TestPerPct(model, {largest, {}});
        if (!long_per_pct.has_value()) continue;
        short_pct.push_back(*trainings.ValidationPerPct(model, {epochs, {}}, {}));
        long_pct.push_back(*long_per_pct);
      }
      AddCorrelation(table, absl::StrCat(epochs, " epochs"), short_pct, long_pct, result);
      AddSeries(result, absl::StrCat("networks"), {{"table", table.name}, {"epochs", absl::StrCat(epochs)}}, short_pct,
                long_pct);
    }
    std::vector<double> params, macs, per_pct, first_pct, second_pct;
    for (const int64_t model : trainings.TrainedModels(largest)) {
      per_pct.push_back(*trainings.TestPerPct(model, {largest, {}}));
      // More is better: smaller rates go with larger networks if the correlation is above 0.
      params.push_back(-static_cast<double>(NumParams(models[model])));
      macs.push_back(-static_cast<double>(NumMacs(models[model], kFramesOfASecond)));
      if (seeds.size() < 2) continue;
      const nasbench_asr::Training* first = trainings.Find(model, largest, seeds[0]);
      const nasbench_asr::Training* second = trainings.Find(model, largest, seeds[1]);
      if (first == nullptr || second == nullptr) continue;
      first_pct.push_back(first->test_per_pct);
      second_pct.push_back(second->test_per_pct);
    }
    AddCorrelation(table, "parameters", params, per_pct, result);
    AddCorrelation(table, "multiply-accumulates", macs, per_pct, result);
    if (first_pct.size() > 2) AddCorrelation(table, "another seed", second_pct, first_pct, result);
  }
  return result;
}

}  // namespace
}  // namespace duet::experiments

int main(int argc, char** argv) { return duet::experiments::RunExperiment(argc, argv, duet::experiments::Run); }
