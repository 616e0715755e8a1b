// What an operation and a skip do to the phone error rate: the mean over networks that have it less that over those
// that do not, among the networks that have all their operations (without `zero`).

#include <functional>
#include <numeric>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/status_macros.h"
#include "datasets/nasbench_asr/cell.h"
#include "datasets/nasbench_asr/fingerprint.h"
#include "experiments/framework/run_experiment.h"
#include "experiments/nas_bench_asr/tables.h"

namespace duet::experiments {
namespace {

using nasbench_asr::Cell;
using nasbench_asr::Op;

bool HasOp(const Cell& cell, Op op) { return cell.ops[0] == op || cell.ops[1] == op || cell.ops[2] == op; }

struct Choice {
  std::string kind;  // "operation", "skip"
  std::string name;
  std::function<bool(const Cell&)> is_in;
};

std::vector<Choice> AllChoices() {
  std::vector<Choice> choices;
  for (int64_t op = 0; op < nasbench_asr::kNumOps; ++op) {
    const auto kind = static_cast<Op>(op);
    if (kind == Op::kZero) continue;
    choices.push_back(
        {"operation", std::string(nasbench_asr::OpName(kind)), [kind](const Cell& cell) { return HasOp(cell, kind); }});
  }
  for (int64_t k = 1; k <= nasbench_asr::kNumNodes; ++k) {
    for (int64_t i = 0; i < k; ++i) {
      choices.push_back(
          {"skip", absl::StrCat("x", i, " to x", k), [k, i](const Cell& cell) { return cell.HasSkip(k, i); }});
    }
  }
  choices.push_back(
      {"skip", "any", [](const Cell& cell) { return std::accumulate(cell.skips.begin(), cell.skips.end(), 0) > 0; }});
  return choices;
}

double Mean(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.) / static_cast<double>(values.size());
}

absl::StatusOr<RunResult> Run(const RunContext& context) {
  ASSIGN_OR_RETURN(const std::vector<NamedTable> tables, OpenTables(context));
  const std::vector<Cell> models = nasbench_asr::EnumerateModels();
  RunResult result;
  for (const NamedTable& table : tables) {
    const int64_t epochs = table.LargestBudget();
    for (const Choice& choice : AllChoices()) {
      std::vector<double> with_pct, without_pct;
      for (const int64_t model : table.trainings.TrainedModels(epochs)) {
        if (HasOp(models[model], Op::kZero)) continue;
        (choice.is_in(models[model]) ? with_pct : without_pct)
            .push_back(*table.trainings.TestPerPct(model, {epochs, {}}));
      }
      if (with_pct.empty() || without_pct.empty()) continue;
      const Labels labels = {{"kind", choice.kind}, {"choice", choice.name}};
      Report(table, "mean_per_pct", labels, Mean(with_pct), result);
      Report(table, "effect_pct", labels, Mean(with_pct) - Mean(without_pct), result);
      Report(table, "num_networks", labels, static_cast<double>(with_pct.size()), result);
    }
  }
  return result;
}

}  // namespace
}  // namespace duet::experiments

int main(int argc, char** argv) { return duet::experiments::RunExperiment(argc, argv, duet::experiments::Run); }
