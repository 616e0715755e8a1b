#include "nas/iterative_selection.h"

#include <algorithm>
#include <memory>
#include <numeric>

#include "absl/strings/str_cat.h"
#include "common/status_macros.h"
#include "predictors/accuracy_ranker.h"
#include "predictors/graph_pool.h"

namespace duet::nas {
namespace {

using predictors::AccuracyRanker;
using predictors::GraphPool;

constexpr absl::string_view kRandom = "random";

// Rows of the pool are positions in the search's candidates.
absl::StatusOr<GraphPool> MakePool(const Search& search, const predictors::RowMajorMatrix& extra) {
  GraphPool pool;
  pool.num_labels = search.space().num_labels();
  for (const int64_t candidate : search.candidates()) pool.graphs.push_back(search.space().GraphOf(candidate));
  if (extra.size() == 0) return pool;
  predictors::RowMajorMatrix rows(pool.size(), extra.cols());
  for (int64_t i = 0; i < rows.rows(); ++i) rows.row(i) = extra.row(search.candidates()[i]);
  RETURN_IF_ERROR(predictors::SetExtra(rows, &pool));
  return pool;
}

absl::Status CheckOptions(const IterativeSelectionOptions& options, int64_t space_size) {
  if (options.num_iterations < 1 || options.num_models < 2 * options.num_iterations) {
    return absl::InvalidArgumentError(absl::StrCat(options.num_models, " models in ", options.num_iterations,
                                                   " iterations: at least two each are needed"));
  }
  if (options.alpha < 0 || options.alpha > 1) {
    return absl::InvalidArgumentError(absl::StrCat("alpha ", options.alpha, " is not in [0, 1]"));
  }
  const int64_t num_metrics = options.warm_up_metric.size();
  if ((options.extra.size() != 0 && options.extra.rows() != space_size) ||
      (num_metrics != 0 && num_metrics != space_size)) {
    return absl::InvalidArgumentError(absl::StrCat("extra features of ", options.extra.rows(), " and a metric of ",
                                                   num_metrics, " architectures, the space has ", space_size));
  }
  return absl::OkStatus();
}

// What the ranker has to learn from, in the order of training.
struct Trained {
  std::vector<int64_t> rows;  // of the pool
  std::vector<double> accuracies_pct;
};

}  // namespace

std::vector<int64_t> SelectPositions(const std::vector<bool>& is_trained, int64_t num_top, int64_t num_random,
                                     int64_t end_of_random, RandomStream random) {
  std::vector<int64_t> untrained;
  for (size_t position = 0; position < is_trained.size(); ++position) {
    if (!is_trained[position]) untrained.push_back(position);
  }
  const int64_t num_untrained = untrained.size();
  const int64_t num_best = std::min(num_top, num_untrained);
  std::vector<int64_t> selected(untrained.begin(), untrained.begin() + num_best);
  const int64_t num_eligible =
      std::lower_bound(untrained.begin() + num_best, untrained.end(), end_of_random) - (untrained.begin() + num_best);
  for (const int64_t i : random.SampleWithoutReplacement(num_eligible, std::min(num_random, num_eligible))) {
    selected.push_back(untrained[num_best + i]);
  }
  const int64_t num_missing =
      std::min(num_random - std::min(num_random, num_eligible), num_untrained - num_best - num_eligible);
  selected.insert(selected.end(), untrained.begin() + num_best + num_eligible,
                  untrained.begin() + num_best + num_eligible + num_missing);
  return selected;
}

absl::Status IterativeSelection::Run(Search& search) const {
  RETURN_IF_ERROR(CheckOptions(options_, search.space().size()));
  if (search.candidates().empty()) {
    return absl::InvalidArgumentError(absl::StrCat(name(), " ranks a list of candidates, and there is none"));
  }
  ASSIGN_OR_RETURN(const std::unique_ptr<AccuracyRanker> ranker, predictors::CreateAccuracyRanker(options_.recipe));
  ASSIGN_OR_RETURN(const GraphPool pool, MakePool(search, options_.extra));
  const auto seed_of = [&](int64_t iteration) { return RandomStream(search.seed(), "ranker", iteration)(); };
  const int64_t num_candidates = pool.size();

  if (!options_.trunk.empty()) RETURN_IF_ERROR(ranker->StartFromTrunk(pool, options_.trunk, search.seed()));
  if (!options_.warm_up_metric.empty()) {
    RandomStream random(search.seed(), "warm-up");
    const std::vector<int64_t> rows =
        random.SampleWithoutReplacement(num_candidates, std::min(options_.num_warm_up, num_candidates));
    std::vector<double> metric;
    for (const int64_t row : rows) metric.push_back(options_.warm_up_metric[search.candidates()[row]]);
    RETURN_IF_ERROR(ranker->Train(pool, rows, metric, {}, seed_of(options_.num_iterations)));
  }

  // Rows of the pool, the best first.
  const auto rank = [&](int64_t num_iterations) -> absl::StatusOr<std::vector<int64_t>> {
    ASSIGN_OR_RETURN(std::vector<int64_t> rows, ranker->Rank(pool));
    std::reverse(rows.begin(), rows.end());
    if (options_.on_ranking == nullptr) return rows;
    std::vector<int64_t> candidates;
    for (const int64_t row : rows) candidates.push_back(search.candidates()[row]);
    options_.on_ranking(num_iterations, candidates);
    return rows;
  };

  Trained trained;
  const auto train = [&](int64_t row, const Reason& reason) -> absl::Status {
    ASSIGN_OR_RETURN(const double accuracy_pct, search.Train(search.candidates()[row], reason));
    trained.rows.push_back(row);
    trained.accuracies_pct.push_back(accuracy_pct);
    return absl::OkStatus();
  };
  std::vector<int64_t> ranking(num_candidates);  // rows of the pool, best first
  std::iota(ranking.begin(), ranking.end(), int64_t{0});
  std::vector<bool> is_in_pool(num_candidates, true);  // kHalving: what is left of it, by row
  int64_t pool_size = num_candidates;
  for (int64_t iteration = 0; iteration < options_.num_iterations; ++iteration) {
    const bool is_last = iteration + 1 == options_.num_iterations;
    int64_t num_models = options_.num_models / options_.num_iterations;
    if (is_last) num_models += options_.num_models % options_.num_iterations;
    int64_t num_top = 0, end_of_random = num_candidates;
    if (iteration > 0) {
      ASSIGN_OR_RETURN(ranking, rank(iteration));
      if (options_.selection == Selection::kTop) {
        num_top = static_cast<int64_t>(options_.alpha * static_cast<double>(num_models));
        end_of_random = num_candidates >> std::min<int64_t>(iteration, 62);
      } else {  // what is in the pool comes first; then the better half of it stays
        std::stable_partition(ranking.begin(), ranking.end(), [&](int64_t row) { return is_in_pool[row]; });
        pool_size = end_of_random = std::max<int64_t>(1, pool_size / 2);
        for (int64_t i = pool_size; i < num_candidates; ++i) is_in_pool[ranking[i]] = false;
      }
    }
    std::vector<bool> is_trained(num_candidates);
    for (int64_t i = 0; i < num_candidates; ++i) is_trained[i] = search.IsTrained(search.candidates()[ranking[i]]);
    const std::vector<int64_t> positions =
        SelectPositions(is_trained, num_top, num_models - num_top, end_of_random,
                        RandomStream(search.seed(), "iterative selection", iteration));
    for (size_t i = 0; i < positions.size() && search.num_left() > 0; ++i) {
      Reason reason{kRandom, iteration, std::nullopt};
      if (iteration > 0) {
        reason.reason = static_cast<int64_t>(i) < num_top ? "top of the ranking" : "random in the top of the ranking";
        reason.predicted_rank = positions[i];
      }
      RETURN_IF_ERROR(train(ranking[positions[i]], reason));
    }
    if (search.num_left() == 0) return absl::OkStatus();
    RETURN_IF_ERROR(ranker->Train(pool, trained.rows, trained.accuracies_pct, {iteration, options_.num_iterations},
                                  seed_of(iteration)));
  }
  ASSIGN_OR_RETURN(ranking, rank(options_.num_iterations));
  for (int64_t i = 0; i < num_candidates && search.num_left() > 0; ++i) {
    if (search.IsTrained(search.candidates()[ranking[i]])) continue;
    RETURN_IF_ERROR(train(ranking[i], {"ranking", options_.num_iterations, i}));
  }
  return absl::OkStatus();
}

}  // namespace duet::nas
