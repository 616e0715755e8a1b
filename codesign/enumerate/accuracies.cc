#include "codesign/enumerate/accuracies.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/random.h"
#include "common/status_macros.h"
#include "datasets/nasbench101/enumerate.h"
#include "datasets/nasbench101/published.h"
#include "predictors/gcn_predictor.h"
#include "predictors/metrics.h"
#include "predictors/nasbench101_encoder.h"

namespace duet::codesign {
namespace {

using nasbench101::Cell;

constexpr int64_t kFewestCells = 100;

// A regression target; the predictor's words are those of latencies.
predictors::LatencySamples Samples(absl::Span<const Cell> cells, absl::Span<const int64_t> rows,
                                   const std::vector<double>& targets) {
  predictors::LatencySamples samples;
  samples.architectures.space = "nasbench101";
  samples.architectures.num_labels = predictors::kNasBench101NumLabels;
  for (const int64_t row : rows) {
    samples.architectures.names.push_back("");
    samples.architectures.graphs.push_back(predictors::NasBench101Graph(cells[row]));
    if (!targets.empty()) samples.latency_ms.push_back(targets[row]);
  }
  return samples;
}

// The quantile `rank`, in [0, 1], of ascending values.
double Quantile(const std::vector<double>& ascending, double rank) {
  const double position = std::clamp(rank, 0.0, 1.0) * (ascending.size() - 1);
  const size_t below = std::min(static_cast<size_t>(position), ascending.size() - 2);
  const double share = position - below;
  return ascending[below] * (1 - share) + ascending[below + 1] * share;
}

}  // namespace

absl::StatusOr<CellAccuracies> PublishedAccuracies(const nasbench101::PublishedTable& published) {
  ASSIGN_OR_RETURN(const std::vector<int64_t> indices,
                   nasbench101::CellIndices(published, nasbench101::EnumerateCells()));
  std::vector<std::pair<int64_t, double>> found;
  for (size_t i = 0; i < indices.size(); ++i) {
    found.emplace_back(indices[i], published.cells(i).validation_accuracy_108_epochs_pct());
  }
  std::sort(found.begin(), found.end());
  CellAccuracies accuracies;
  accuracies.set_source("NAS-Bench-101, published validation accuracy after 108 epochs, one training each");
  for (const auto& [cell, accuracy_pct] : found) {
    accuracies.add_cell(cell);
    accuracies.add_accuracy_pct(accuracy_pct);
  }
  return accuracies;
}

absl::StatusOr<PredictedAccuracies> PredictAccuracies(const CellAccuracies& published,
                                                      const AccuracyModelOptions& options, uint64_t seed) {
  const int64_t num_published = published.cell_size();
  if (num_published < kFewestCells) {
    return absl::InvalidArgumentError(absl::StrCat(num_published, " published cells, fewer than ", kFewestCells));
  }
  const std::vector<Cell> cells = nasbench101::EnumerateCells();
  std::vector<Cell> known;
  for (const int64_t cell : published.cell()) known.push_back(cells[cell]);

  std::vector<double> ascending(published.accuracy_pct().begin(), published.accuracy_pct().end());
  std::sort(ascending.begin(), ascending.end());
  std::vector<double> ranks;
  for (const double accuracy_pct : published.accuracy_pct()) {
    const auto [low, high] = std::equal_range(ascending.begin(), ascending.end(), accuracy_pct);
    const double mean = ((low - ascending.begin()) + (high - ascending.begin() - 1)) / 2.0;
    ranks.push_back(mean / (num_published - 1));
  }
  const int64_t num_held_out =
      std::max<int64_t>(static_cast<int64_t>(options.validation_share * num_published), kFewestCells / 10);
  const std::vector<int64_t> order =
      RandomStream(seed, "accuracy model split").SampleWithoutReplacement(num_published, num_published);
  const auto held_out = absl::MakeConstSpan(order).first(num_held_out);

  predictors::GcnPredictorOptions gcn;
  gcn.recipe = "accuracy ranks";
  gcn.precision = predictors::Precision::kFloat32;
  gcn.schedule = predictors::Schedule::kCosine;
  gcn.num_layers = options.num_layers;
  gcn.num_hidden = options.num_hidden;
  gcn.dropout = 0;
  gcn.batch_size = options.batch_size;
  gcn.num_epochs = options.num_epochs;
  gcn.learning_rate = options.learning_rate;
  predictors::GcnPredictor predictor(gcn, nullptr);
  const predictors::LatencySamples validation = Samples(known, held_out, ranks);
  RETURN_IF_ERROR(
      predictor.Fit(Samples(known, absl::MakeConstSpan(order).subspan(num_held_out), ranks), validation, seed));

  PredictedAccuracies result;
  result.num_held_out = num_held_out;
  ASSIGN_OR_RETURN(const std::vector<double> predicted, predictor.PredictMs(validation.architectures));
  result.spearman = predictors::SpearmanCorrelation(predicted, validation.latency_ms);
  for (int64_t i = 0; i < num_held_out; ++i) {
    result.mean_error_pct +=
        std::abs(Quantile(ascending, predicted[i]) - published.accuracy_pct(held_out[i])) / num_held_out;
  }

  const int64_t num_cells = options.max_num_cells > 0 ? std::min<int64_t>(options.max_num_cells, cells.size())
                                                      : static_cast<int64_t>(cells.size());
  result.accuracies.set_source(absl::StrCat("predicted by a GCN trained on the 108-epoch validation accuracies of ",
                                            num_published - num_held_out, " cells"));
  result.accuracies.set_is_predicted(true);
  constexpr int64_t kChunk = 20'000;
  for (int64_t first = 0; first < num_cells; first += kChunk) {
    std::vector<int64_t> rows;
    for (int64_t i = first; i < std::min(first + kChunk, num_cells); ++i) rows.push_back(i);
    ASSIGN_OR_RETURN(const std::vector<double> chunk, predictor.PredictMs(Samples(cells, rows, {}).architectures));
    for (size_t i = 0; i < rows.size(); ++i) {
      result.accuracies.add_cell(rows[i]);
      result.accuracies.add_accuracy_pct(Quantile(ascending, chunk[i]));
    }
  }
  return result;
}

}  // namespace duet::codesign
