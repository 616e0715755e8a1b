// How many networks there are, and how large.

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/status_macros.h"
#include "datasets/nasbench_asr/cell.h"
#include "datasets/nasbench_asr/counts.h"
#include "datasets/nasbench_asr/fingerprint.h"
#include "experiments/framework/run_experiment.h"

namespace duet::experiments {
namespace {

using nasbench_asr::Cell;

bool HasZero(const nasbench_asr::CellGraph& graph) {
  // A model has a `zero` if its graph has lost a vertex: input, three operations and output are five.
  return graph.labels.size() < 5;
}

std::string TextOf(const nasbench_asr::CellGraph& graph) {
  std::string text;
  for (const int label : graph.labels) absl::StrAppend(&text, label, ",");
  for (const std::vector<bool>& row : graph.adjacency) {
    for (const bool arc : row) text += arc ? '1' : '0';
  }
  return text;
}

// Models by `values` in bins of `width`, at the bins' middles.
void AddHistogram(const std::string& name, absl::Span<const double> values, double width, RunResult& result) {
  std::vector<double> x, y;
  for (const double value : values) {
    const auto bin = static_cast<size_t>(value / width);
    while (y.size() <= bin) {
      x.push_back((static_cast<double>(y.size()) + 0.5) * width);
      y.push_back(0);
    }
    ++y[bin];
  }
  AddSeries(result, name, {}, x, y);
}

void AddSizes(const std::string& metric, std::vector<double> sizes, RunResult& result) {
  std::sort(sizes.begin(), sizes.end());
  AddMeasurement(result, metric, {{"encoding", "smallest"}}, sizes.front());
  AddMeasurement(result, metric, {{"encoding", "median"}}, sizes[sizes.size() / 2]);
  AddMeasurement(result, metric, {{"encoding", "largest"}}, sizes.back());
}

absl::StatusOr<RunResult> Run(const RunContext& context) {
  ASSIGN_OR_RETURN(const int64_t num_frames, context.Int("num_frames"));
  std::set<std::string> graphs;
  std::vector<double> mega_params_of_encodings, giga_macs_of_encodings;
  for (int64_t id = 0; id < nasbench_asr::kNumCells; ++id) {
    const Cell cell = nasbench_asr::CellFromId(id);
    graphs.insert(TextOf(MinimalGraph(cell)));
    mega_params_of_encodings.push_back(static_cast<double>(NumParams(cell)) / 1e6);
    giga_macs_of_encodings.push_back(static_cast<double>(NumMacs(cell, num_frames)) / 1e9);
  }
  const std::vector<Cell> models = nasbench_asr::EnumerateModels();
  std::vector<double> mega_params, giga_macs;
  int64_t num_with_zero = 0;
  for (const Cell& cell : models) {
    if (HasZero(MinimalGraph(cell))) ++num_with_zero;
    mega_params.push_back(static_cast<double>(NumParams(cell)) / 1e6);
    giga_macs.push_back(static_cast<double>(NumMacs(cell, num_frames)) / 1e9);
  }
  RunResult result;
  const auto add_count = [&](const std::string& of, int64_t count) {
    AddMeasurement(result, "count", {{"of", of}}, static_cast<double>(count));
  };
  const auto num_models = static_cast<int64_t>(models.size());
  add_count("encodings", nasbench_asr::kNumCells);
  add_count("models", num_models);
  add_count("models without zero", num_models - num_with_zero);
  add_count("models with zero", num_with_zero);
  add_count("labelled graphs", static_cast<int64_t>(graphs.size()));
  const auto conv5 = nasbench_asr::ParseCell("[[1, 0], [1, 0, 0], [1, 0, 0, 0]]");
  RETURN_IF_ERROR(conv5.status());
  AddMeasurement(result, "num_params", {{"network", "three conv5"}}, static_cast<double>(NumParams(*conv5)));
  AddHistogram("mega_params", mega_params, /*width=*/2, result);
  AddHistogram("giga_macs", giga_macs, /*width=*/0.1, result);
  AddSizes("mega_params", std::move(mega_params_of_encodings), result);
  AddSizes("giga_macs", std::move(giga_macs_of_encodings), result);
  return result;
}

}  // namespace
}  // namespace duet::experiments

int main(int argc, char** argv) { return duet::experiments::RunExperiment(argc, argv, duet::experiments::Run); }
