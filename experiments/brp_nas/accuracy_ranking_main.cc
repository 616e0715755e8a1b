// How well predictors that have seen a hundred trained networks rank all the others.

#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "common/random.h"
#include "common/status_macros.h"
#include "datasets/latbench/latbench.h"
#include "datasets/nasbench201/benchmark.h"
#include "experiments/brp_nas/ranking_quality.h"
#include "experiments/brp_nas/search_runs.h"
#include "experiments/framework/run_experiment.h"
#include "nas/nasbench201_space.h"
#include "predictors/accuracy_ranker.h"
#include "predictors/graph_pool.h"

namespace duet::experiments {
namespace {

using predictors::AccuracyRanker;
using predictors::CreateAccuracyRanker;
using predictors::GraphPool;

// Rows of `values` at `indices`.
std::vector<double> Pick(const std::vector<double>& values, const std::vector<int64_t>& indices) {
  std::vector<double> picked;
  for (const int64_t i : indices) picked.push_back(values[i]);
  return picked;
}

// What a ranker learns from, and what it is judged by.
class Task {
 public:
  static absl::StatusOr<Task> Create(const RunContext& context, const nas::Benchmark& benchmark) {
    Task task;
    task.seed_ = context.seed();
    ASSIGN_OR_RETURN(task.accuracies_, ReadAccuracies(benchmark));
    ASSIGN_OR_RETURN(const int64_t num_train, context.Int("num_train"));
    ASSIGN_OR_RETURN(task.tops_, IntList(context, "tops"));
    task.pool_.num_labels = benchmark.space().num_labels();
    for (const int64_t i : benchmark.candidates()) task.pool_.graphs.push_back(benchmark.space().GraphOf(i));
    task.train_ = task.RandomRows("trained networks", task.AllRows(), num_train);
    std::vector<bool> is_trained(task.pool_.size());
    for (const int64_t row : task.train_) is_trained[row] = true;
    for (const int64_t row : task.AllRows()) {
      if (!is_trained[row]) task.test_.push_back(row);
    }
    return task;
  }

  const GraphPool& pool() const { return pool_; }
  std::vector<int64_t> RowsWith(const std::vector<double>& values) const {
    std::vector<int64_t> rows;
    for (size_t row = 0; row < values.size(); ++row) {
      if (std::isfinite(values[row])) rows.push_back(row);
    }
    return rows;
  }
  std::vector<int64_t> RandomRows(absl::string_view purpose, const std::vector<int64_t>& rows, int64_t count) const {
    std::vector<int64_t> chosen;
    for (const int64_t i : RandomStream(seed_, purpose).SampleWithoutReplacement(rows.size(), count)) {
      chosen.push_back(rows[i]);
    }
    return chosen;
  }

  // Learns that `rows` have `values`, ahead of the accuracies.
  absl::Status Prepare(AccuracyRanker& ranker, const std::vector<int64_t>& rows,
                       const std::vector<double>& values) const {
    return ranker.Train(pool_, rows, Pick(values, rows), {}, RandomStream(seed_, "preparation")());
  }

  // Learns from the trained networks, ranks the others, reports.
  absl::Status TrainAndReport(AccuracyRanker& ranker, const std::string& label, RunResult& result) const {
    RETURN_IF_ERROR(ranker.Train(pool_, train_, Pick(accuracies_.validation_pct, train_), {}, seed_));
    ASSIGN_OR_RETURN(std::vector<int64_t> rows, ranker.Rank(pool_));
    std::vector<double> scores(rows.size());
    for (size_t i = 0; i < rows.size(); ++i) scores[rows[i]] = static_cast<double>(i);
    Report(scores, test_, label, result);
    return absl::OkStatus();
  }

  void Report(const std::vector<double>& scores, const std::vector<int64_t>& rows, const std::string& label,
              RunResult& result) const {
    AddRankingQuality(result, {{"predictor", label}}, Pick(scores, rows), Pick(accuracies_.judged_by_pct, rows), tops_);
  }

 private:
  std::vector<int64_t> AllRows() const { return RowsWith(std::vector<double>(pool_.size(), 0.0)); }

  uint64_t seed_ = 0;
  GraphPool pool_;
  KnownAccuracies accuracies_;
  std::vector<int64_t> train_, test_;
  std::vector<int64_t> tops_;
};

// Warm-up by a zero-cost metric, and transfer from a latency predictor: what NAS-Bench-201 has data for.
absl::Status AddPrepared(const RunContext& context, const Task& task, RunResult& result) {
  ASSIGN_OR_RETURN(const int64_t num_prepared, context.Int("num_prepared"));
  ASSIGN_OR_RETURN(const std::string metric_name, context.Text("zero_cost_metric"));
  ASSIGN_OR_RETURN(const std::string setting_name, context.Text("latency_setting"));
  const nas::NasBench201Space space;

  ASSIGN_OR_RETURN(const std::string accuracy_path, context.DataPath("nasbench201_table"));
  ASSIGN_OR_RETURN(const auto table, nasbench201::NasBench201::Open(accuracy_path));
  ASSIGN_OR_RETURN(const absl::Span<const double> metric_of_cells, table.Proxy(metric_name));
  const std::vector<double> metric = space.FromCellIds(metric_of_cells);
  const std::vector<int64_t> known = task.RowsWith(metric);
  task.Report(metric, known, metric_name, result);
  ASSIGN_OR_RETURN(const auto warmed_up, CreateAccuracyRanker("DUET"));
  RETURN_IF_ERROR(task.Prepare(*warmed_up, task.RandomRows("warm-up", known, num_prepared), metric));
  RETURN_IF_ERROR(task.TrainAndReport(*warmed_up, "DUET, warmed up", result));

  ASSIGN_OR_RETURN(const std::string latency_path, context.DataPath("latbench_table"));
  ASSIGN_OR_RETURN(const auto latbench, latbench::LatBench::Open({latency_path}));
  ASSIGN_OR_RETURN(const int64_t setting, latbench.Find(setting_name));
  const std::vector<double> latency_ms = space.FromCellIds(latbench.Values(setting));
  ASSIGN_OR_RETURN(const auto latency_predictor, CreateAccuracyRanker("DUET_GCN"));
  RETURN_IF_ERROR(task.Prepare(*latency_predictor, task.RandomRows("latency", task.RowsWith(latency_ms), num_prepared),
                               latency_ms));
  ASSIGN_OR_RETURN(const auto transferred, CreateAccuracyRanker("DUET"));
  RETURN_IF_ERROR(transferred->StartFromTrunk(task.pool(), latency_predictor->trunk(), context.seed()));
  return task.TrainAndReport(*transferred, "DUET, from latency", result);
}

absl::StatusOr<RunResult> Run(const RunContext& context) {
  ASSIGN_OR_RETURN(const nas::Benchmark benchmark, OpenBenchmark(context));
  ASSIGN_OR_RETURN(const Task task, Task::Create(context, benchmark));
  ASSIGN_OR_RETURN(const std::string recipes, context.Text("recipes"));
  RunResult result;
  result.set_proxy_reason(benchmark.proxy_reason());
  const std::vector<std::string> names = absl::StrSplit(recipes, ',');
  for (const std::string& recipe : names) {
    context.progress().Start(recipe, 0);
    ASSIGN_OR_RETURN(const auto ranker, CreateAccuracyRanker(recipe));
    RETURN_IF_ERROR(task.TrainAndReport(*ranker, recipe, result));
  }
  if (benchmark.space().name() == "nasbench201") RETURN_IF_ERROR(AddPrepared(context, task, result));
  return result;
}

}  // namespace
}  // namespace duet::experiments

int main(int argc, char** argv) { return duet::experiments::RunExperiment(argc, argv, duet::experiments::Run); }
