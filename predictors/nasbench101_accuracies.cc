#include "predictors/nasbench101_accuracies.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/files.h"
#include "common/random.h"
#include "common/status_macros.h"
#include "datasets/nasbench101/cell_key.h"
#include "predictors/gcn_predictor.h"
#include "predictors/metrics.h"
#include "predictors/nasbench101_encoder.h"

namespace duet::predictors {
namespace {

using nasbench101::Cell;

// What the GCN sees of cells.
EncodedArchitectures Encode(absl::Span<const Cell> cells, absl::Span<const int64_t> rows) {
  EncodedArchitectures encoded;
  encoded.space = "nasbench101";
  encoded.num_labels = kNasBench101NumLabels;
  for (const int64_t row : rows) {
    encoded.names.push_back(ToString(cells[row]));
    encoded.graphs.push_back(NasBench101Graph(cells[row]));
  }
  return encoded;
}

// The predictor is one of latencies; to it, any positive number is one.
double TargetOf(double accuracy_pct) { return 1 + std::log(std::max(100 - accuracy_pct, 1.0)); }
double AccuracyOf(double target) { return 100 - std::exp(target - 1); }

struct Published {
  std::vector<int64_t> rows;  // of the cells, in random order
  std::vector<double> accuracy_pct;
};

absl::StatusOr<Published> PublishedAmong(absl::Span<const Cell> cells, const nasbench101::PublishedTable& table,
                                         uint64_t seed) {
  const nasbench101::CellKeyIndex cell_of_key(cells);
  std::vector<const nasbench101::PublishedCell*> found;
  Published published;
  for (const nasbench101::PublishedCell& cell : table.cells()) {
    ASSIGN_OR_RETURN(const nasbench101::CellKey key, nasbench101::ParseCellKey(cell.key()));
    const std::optional<int64_t> row = cell_of_key.Find(key);
    if (!row.has_value()) continue;
    published.rows.push_back(*row);
    published.accuracy_pct.push_back(cell.validation_accuracy_108_epochs_pct());
  }
  std::vector<int64_t> order(published.rows.size());
  std::iota(order.begin(), order.end(), int64_t{0});
  RandomStream(seed, "accuracies held out").Shuffle(order);
  Published shuffled;
  for (const int64_t i : order) {
    shuffled.rows.push_back(published.rows[i]);
    shuffled.accuracy_pct.push_back(published.accuracy_pct[i]);
  }
  return shuffled;
}

LatencySamples SamplesOf(absl::Span<const Cell> cells, const Published& published, int64_t begin, int64_t end) {
  LatencySamples samples;
  samples.architectures = Encode(cells, absl::MakeConstSpan(published.rows).subspan(begin, end - begin));
  for (int64_t i = begin; i < end; ++i) samples.latency_ms.push_back(TargetOf(published.accuracy_pct[i]));
  return samples;
}

absl::Status JudgeOn(const LatencySamples& held_out, const GcnPredictor& predictor, CellAccuracyTable* table) {
  ASSIGN_OR_RETURN(const std::vector<double> predicted, predictor.PredictMs(held_out.architectures));
  std::vector<double> predicted_pct, truth_pct, errors;
  for (size_t i = 0; i < predicted.size(); ++i) {
    predicted_pct.push_back(AccuracyOf(predicted[i]));
    truth_pct.push_back(AccuracyOf(held_out.latency_ms[i]));
    errors.push_back(std::abs(predicted_pct[i] - truth_pct[i]));
  }
  table->set_held_out_spearman(SpearmanCorrelation(predicted_pct, truth_pct));
  table->set_held_out_mean_absolute_error_pct(std::accumulate(errors.begin(), errors.end(), 0.0) / errors.size());
  std::nth_element(errors.begin(), errors.begin() + errors.size() / 2, errors.end());
  table->set_held_out_median_absolute_error_pct(errors[errors.size() / 2]);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<CellAccuracyTable> PredictCellAccuracies(absl::Span<const Cell> cells,
                                                        const nasbench101::PublishedTable& published_table,
                                                        const CellAccuracyOptions& options, uint64_t seed) {
  ASSIGN_OR_RETURN(const Published published, PublishedAmong(cells, published_table, seed));
  const int64_t num_published = published.rows.size();
  if (options.num_held_out < 1 || num_published <= options.num_held_out) {
    return absl::InvalidArgumentError(absl::StrCat(num_published, " published cells among ", cells.size(),
                                                   ", of which ", options.num_held_out, " are to be held out"));
  }
  CellAccuracyTable table;
  table.set_version(kCellAccuracyVersion);
  table.set_num_trained_on(num_published - options.num_held_out);
  table.set_num_held_out(options.num_held_out);

  GcnPredictorOptions gcn;
  gcn.recipe = "ACCURACY";
  gcn.precision = Precision::kFloat32;
  gcn.num_hidden = options.num_hidden;
  gcn.batch_size = options.batch_size;
  gcn.num_epochs = options.num_epochs;
  gcn.learning_rate = options.learning_rate;
  gcn.schedule = Schedule::kCosine;
  gcn.stop_patience = options.num_epochs;
  GcnPredictor predictor(gcn, [&](int64_t epoch, int64_t num_epochs, double) {
    if (options.on_epoch) options.on_epoch(epoch, num_epochs);
  });
  const LatencySamples held_out = SamplesOf(cells, published, 0, options.num_held_out);
  RETURN_IF_ERROR(predictor.Fit(SamplesOf(cells, published, options.num_held_out, num_published), held_out, seed));
  RETURN_IF_ERROR(JudgeOn(held_out, predictor, &table));

  constexpr int64_t kBlockSize = 8'192;  // graphs in memory at a time
  for (int64_t first = 0; first < static_cast<int64_t>(cells.size()); first += kBlockSize) {
    std::vector<int64_t> rows(std::min<int64_t>(kBlockSize, cells.size() - first));
    std::iota(rows.begin(), rows.end(), first);
    ASSIGN_OR_RETURN(const std::vector<double> predicted, predictor.PredictMs(Encode(cells, rows)));
    for (const double target : predicted) table.add_accuracy_pct(AccuracyOf(target));
  }
  table.mutable_is_published()->Resize(cells.size(), false);
  for (int64_t i = 0; i < num_published; ++i) {
    table.set_accuracy_pct(published.rows[i], published.accuracy_pct[i]);
    table.set_is_published(published.rows[i], true);
  }
  return table;
}

absl::StatusOr<CellAccuracyTable> ReadCellAccuracies(absl::string_view path) {
  ASSIGN_OR_RETURN(const std::string bytes, ReadFile(path));
  CellAccuracyTable table;
  if (!table.ParseFromString(bytes) || table.version() != kCellAccuracyVersion) {
    return absl::InvalidArgumentError(
        absl::StrCat(path, " is no table of accuracies of version ", kCellAccuracyVersion));
  }
  if (table.accuracy_pct_size() != table.is_published_size()) {
    return absl::InvalidArgumentError(absl::StrCat(path, " has ", table.accuracy_pct_size(), " accuracies and says of ",
                                                   table.is_published_size(), " whether they are published"));
  }
  return table;
}

}  // namespace duet::predictors
