#include "predictors/gcn_ranker.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/random.h"
#include "common/rounding.h"
#include "common/status_macros.h"
#include "predictors/accuracy_head.h"
#include "predictors/metrics.h"
#include "predictors/optimizer.h"

namespace duet::predictors {
namespace {

// Numbers of samples, the graphs of a batch, and pairs of these.
struct Batch {
  std::vector<int64_t> samples;
  std::vector<GraphPair> pairs;  // indices in `samples`
};

// All ordered pairs of `num_samples`, shuffled, in runs of `batch_size`; each pair has its own two graphs.
std::vector<Batch> BatchesOfPairs(int64_t num_samples, int64_t batch_size, RandomStream random) {
  std::vector<GraphPair> pairs = AllPairs(num_samples);
  random.Shuffle(pairs);
  std::vector<Batch> batches;
  for (size_t i = 0; i < pairs.size(); ++i) {
    if (i % batch_size == 0) batches.emplace_back();
    Batch& batch = batches.back();
    const int64_t first = batch.samples.size();
    batch.samples.insert(batch.samples.end(), {pairs[i].first, pairs[i].second});
    batch.pairs.push_back({first, first + 1});
  }
  return batches;
}

// All samples, shuffled, in as few batches of nearly equal size as hold at most `batch_size`.
std::vector<Batch> BatchesOfGraphs(int64_t num_samples, int64_t batch_size, RandomStream random) {
  std::vector<int64_t> order(num_samples);
  std::iota(order.begin(), order.end(), int64_t{0});
  random.Shuffle(order);
  const int64_t num_batches = CeilDiv(num_samples, batch_size);
  std::vector<Batch> batches;
  for (int64_t i = 0; i < num_batches; ++i) {
    const auto begin = order.begin() + i * num_samples / num_batches;
    const auto end = order.begin() + (i + 1) * num_samples / num_batches;
    batches.push_back({{begin, end}, AllPairs(end - begin)});
  }
  return batches;
}

absl::StatusOr<std::vector<double>> Targets(const GraphPool& pool, absl::Span<const int64_t> rows,
                                            absl::Span<const double> accuracies, Target target, double scale) {
  if (rows.size() != accuracies.size() || rows.size() < 2) {
    return absl::InvalidArgumentError(
        absl::StrCat(rows.size(), " architectures with ", accuracies.size(), " accuracies, at least 2 are needed"));
  }
  for (size_t i = 0; i < rows.size(); ++i) {
    if (rows[i] < 0 || rows[i] >= pool.size()) {
      return absl::InvalidArgumentError(absl::StrCat("row ", rows[i], " of a pool of ", pool.size()));
    }
    if (!std::isfinite(accuracies[i])) {
      return absl::InvalidArgumentError(absl::StrCat("the accuracy of row ", rows[i], " is ", accuracies[i]));
    }
  }
  std::vector<double> targets =
      target == Target::kRank ? Ranks(accuracies) : std::vector<double>(accuracies.begin(), accuracies.end());
  const auto [least, greatest] = std::minmax_element(targets.begin(), targets.end());
  const double minimum = *least, range = *greatest - *least;
  if (range == 0) {
    return absl::InvalidArgumentError(absl::StrCat("all ", rows.size(), " accuracies are ", accuracies[0]));
  }
  for (double& value : targets) value = scale * (value - minimum) / range;
  return targets;
}

template <typename T>
std::vector<T> Gather(absl::Span<const T> values, const std::vector<int64_t>& indices) {
  std::vector<T> gathered;
  gathered.reserve(indices.size());
  for (const int64_t i : indices) gathered.push_back(values[i]);
  return gathered;
}

}  // namespace

template <typename Scalar>
typename GcnRanker<Scalar>::Network GcnRanker<Scalar>::NewNetwork(const GraphPool& pool, uint64_t seed) const {
  Network network{{{pool.num_labels, options_.num_layers, options_.num_hidden, options_.dropout}, seed},
                  nullptr,
                  pool.extra.cols()};
  const int64_t num_inputs = options_.num_hidden + network.num_extra;
  const RandomStream random(seed, "gcn head initialisation");
  if (options_.relation.has_value()) {
    network.head = std::make_unique<RelationHead<Scalar>>(*options_.relation, num_inputs, random);
  } else {
    network.head = std::make_unique<AccuracyHead<Scalar>>(num_inputs, random);
  }
  return network;
}

template <typename Scalar>
absl::Status GcnRanker<Scalar>::CheckShape(const GraphPool& pool) const {
  const int64_t num_labels = network_->trunk.options().num_features;
  if (pool.num_labels == num_labels && pool.extra.cols() == network_->num_extra) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat("the ranker knows ", num_labels, " labels and ", network_->num_extra,
                                                 " extra features, the pool has ", pool.num_labels, " and ",
                                                 pool.extra.cols()));
}

template <typename Scalar>
absl::Status GcnRanker<Scalar>::RunEpochs(const Samples& samples, const Schedule& schedule, uint64_t seed) {
  Gcn<Scalar>& trunk = network_->trunk;
  RankingHead<Scalar>& head = *network_->head;
  const int64_t num_samples = samples.rows.size();
  AdamW<Scalar> optimizer(trunk.num_parameters() + head.parameters().size(),
                          {options_.learning_rate, schedule.weight_decay});
  const std::vector<int64_t> all_rows(samples.rows.begin(), samples.rows.end());
  const std::vector<GraphPair> all_pairs = AllPairs(num_samples);
  const GraphBatch all_graphs = MakeGraphBatch(GraphsOf(samples.pool, all_rows));
  double best_loss = INFINITY;
  int64_t num_bad_epochs = 0, step = 0;
  for (int64_t epoch = 0; epoch < schedule.num_epochs; ++epoch) {
    optimizer.set_learning_rate(CosineLearningRate(options_.learning_rate, epoch, schedule.num_epochs));
    const RandomStream order(seed, "ranker epoch order", epoch);
    for (const Batch& batch : options_.batch_unit == BatchUnit::kPairs
                                  ? BatchesOfPairs(num_samples, schedule.batch_size, order)
                                  : BatchesOfGraphs(num_samples, schedule.batch_size, order)) {
      const std::vector<int64_t> rows = Gather(samples.rows, batch.samples);
      const GraphBatch graphs = MakeGraphBatch(GraphsOf(samples.pool, rows));
      const Matrix<Scalar> inputs =
          WithExtra(trunk.Forward(graphs, RandomStream(seed, "ranker dropout", step++)), samples.pool, rows);
      optimizer.BeginStep();
      const Matrix<Scalar> d_inputs = head.Backward(inputs, Gather<double>(samples.targets, batch.samples), batch.pairs,
                                                    trunk.num_parameters(), optimizer);
      if (schedule.trains_trunk) trunk.Backward(d_inputs.leftCols(options_.num_hidden), optimizer);
    }
    if (!options_.stop_patience.has_value() || epoch < options_.first_watched_epoch) continue;
    const double loss =
        head.Loss(WithExtra(trunk.Embed(all_graphs), samples.pool, all_rows), samples.targets, all_pairs);
    num_bad_epochs = loss < best_loss ? 0 : num_bad_epochs + 1;
    best_loss = std::min(best_loss, loss);
    if (num_bad_epochs >= *options_.stop_patience) break;
  }
  const double loss = head.Loss(WithExtra(trunk.Embed(all_graphs), samples.pool, all_rows), samples.targets, all_pairs);
  if (!std::isfinite(loss)) return absl::InternalError(absl::StrCat("the loss became ", loss));
  return absl::OkStatus();
}

template <typename Scalar>
absl::Status GcnRanker<Scalar>::Train(const GraphPool& pool, absl::Span<const int64_t> rows,
                                      absl::Span<const double> accuracies, const TrainingShare& share, uint64_t seed) {
  if (share.iteration < 0 || share.iteration >= share.num_iterations) {
    return absl::InvalidArgumentError(
        absl::StrCat("iteration ", share.iteration, " of ", share.num_iterations, " (counted from 0)"));
  }
  ASSIGN_OR_RETURN(std::vector<double> targets,
                   Targets(pool, rows, accuracies, options_.target, options_.target_scale));
  if (!network_.has_value()) network_ = NewNetwork(pool, seed);
  RETURN_IF_ERROR(CheckShape(pool));
  UseOneBlasThread();
  const Samples samples{pool, rows, std::move(targets)};
  const int64_t batch_size = ShareOf(options_.batch_size, share);
  if (std::exchange(has_new_head_, false)) {
    RETURN_IF_ERROR(RunEpochs(samples, {/*trains_trunk=*/false, options_.num_head_epochs, batch_size, 0.0}, seed));
  }
  return RunEpochs(
      samples, {/*trains_trunk=*/true, ShareOf(options_.num_epochs, share), batch_size, options_.weight_decay}, seed);
}

template <typename Scalar>
absl::StatusOr<std::vector<int64_t>> GcnRanker<Scalar>::Rank(const GraphPool& pool) const {
  if (!network_.has_value()) return absl::FailedPreconditionError("the ranker has not been trained");
  RETURN_IF_ERROR(CheckShape(pool));
  UseOneBlasThread();
  const RankingHead<Scalar>& head = *network_->head;
  return head.Rank(
      MapPool<Scalar>(network_->trunk, pool, [&](const Matrix<Scalar>& inputs) { return head.Terms(inputs); }));
}

template <typename Scalar>
absl::Status GcnRanker<Scalar>::StartFromTrunk(const GraphPool& pool, absl::Span<const double> trunk, uint64_t seed) {
  Network network = NewNetwork(pool, seed);
  if (static_cast<int64_t>(trunk.size()) != network.trunk.num_parameters()) {
    return absl::InvalidArgumentError(
        absl::StrCat("a trunk of ", trunk.size(), " weights, the recipe has ", network.trunk.num_parameters()));
  }
  std::copy(trunk.begin(), trunk.end(), network.trunk.parameters().begin());
  network_ = std::move(network);
  has_new_head_ = true;
  return absl::OkStatus();
}

template <typename Scalar>
std::vector<double> GcnRanker<Scalar>::trunk() const {
  if (!network_.has_value()) return {};
  return {network_->trunk.parameters().begin(), network_->trunk.parameters().end()};
}

template class GcnRanker<float>;
template class GcnRanker<double>;

}  // namespace duet::predictors
