// How phone error rates are distributed over networks, by budget, and how far validation and test agree.

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/status_macros.h"
#include "experiments/framework/run_experiment.h"
#include "experiments/nas_bench_asr/tables.h"
#include "predictors/metrics.h"

namespace duet::experiments {
namespace {

absl::StatusOr<RunResult> Run(const RunContext& context) {
  ASSIGN_OR_RETURN(const std::vector<NamedTable> tables, OpenTables(context));
  RunResult result;
  for (const NamedTable& table : tables) {
    for (const int64_t epochs : table.trainings.Epochs()) {
      std::vector<double> validation_pct, test_pct;
      for (const int64_t model : table.trainings.TrainedModels(epochs)) {
        validation_pct.push_back(*table.trainings.ValidationPerPct(model, {epochs, {}}, {}));
        test_pct.push_back(*table.trainings.TestPerPct(model, {epochs, {}}));
      }
      const Labels labels = {{"epochs", absl::StrCat(epochs)}};
      Report(table, "num_networks", labels, static_cast<double>(test_pct.size()), result);
      Report(table, "validation_test_spearman", labels, predictors::SpearmanCorrelation(validation_pct, test_pct),
             result);
      AddSeries(result, "networks", {{"epochs", absl::StrCat(epochs)}, {"table", table.name}}, validation_pct,
                test_pct);
      std::sort(test_pct.begin(), test_pct.end());
      for (const auto& [rank, share] :
           {std::make_pair("best", 0.), std::make_pair("median", 0.5), std::make_pair("worst", 1.)}) {
        const auto index = static_cast<size_t>(share * static_cast<double>(test_pct.size() - 1));
        Report(table, "test_per_pct", {{"epochs", absl::StrCat(epochs)}, {"network", rank}}, test_pct[index], result);
      }
      // Cumulative: the share of networks with a PER of at most x.
      std::vector<double> share_pct;
      for (size_t i = 0; i < test_pct.size(); ++i) share_pct.push_back(100. * (i + 1) / test_pct.size());
      AddSeries(result, "cumulative", {{"epochs", absl::StrCat(epochs)}, {"table", table.name}}, test_pct, share_pct);
    }
  }
  return result;
}

}  // namespace
}  // namespace duet::experiments

int main(int argc, char** argv) { return duet::experiments::RunExperiment(argc, argv, duet::experiments::Run); }
