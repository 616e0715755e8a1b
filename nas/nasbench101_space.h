// NAS-Bench-101 as a search space: all 423,624 cells in the order of EnumerateCells. The decisions are those of the
// authors: whether there is each of the 21 edges of seven vertices, and the operations of the five vertices between the
// input and the output; a cell of fewer vertices leaves the vertices before the output unused. Choices are pruned, so
// that many denote the same cell; with no path, or more than nine edges left, none.
//
// Accuracies are published of 30,001 cells: these are the candidates of a search that looks them up (PROXY DATA).

#ifndef NAS_NASBENCH101_SPACE_H_
#define NAS_NASBENCH101_SPACE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "datasets/nasbench101/cell.h"
#include "datasets/nasbench101/published.h"
#include "nas/evaluator.h"
#include "nas/search_space.h"

namespace duet::nas {

class NasBench101Space : public SearchSpace {
 public:
  // The cells of at most `max_num_vertices` vertices, in [2, 7].
  explicit NasBench101Space(int64_t max_num_vertices = nasbench101::kMaxNumVertices);

  std::string name() const override { return "nasbench101"; }
  int64_t size() const override { return static_cast<int64_t>(cells_.size()); }
  absl::Span<const int64_t> num_choices() const override;
  Choices ChoicesOf(int64_t index) const override;
  std::optional<int64_t> IndexOf(const Choices& choices) const override;
  std::string NameOf(int64_t index) const override { return ToString(cells_[index]); }
  int64_t num_labels() const override;
  predictors::Graph GraphOf(int64_t index) const override;

  absl::Span<const nasbench101::Cell> cells() const { return cells_; }

 private:
  std::vector<nasbench101::Cell> cells_;
};

// Looks up the published validation accuracy after 108 epochs, of one training. Test accuracies are not published.
class NasBench101Evaluator : public Evaluator {
 public:
  // NotFound for a published cell that is not in the space.
  static absl::StatusOr<NasBench101Evaluator> Create(const NasBench101Space& space,
                                                     const nasbench101::PublishedTable& published);

  // The published cells, ascending.
  const std::vector<int64_t>& candidates() const { return candidates_; }

  // NotFound for a cell that is not published.
  absl::StatusOr<Evaluation> Evaluate(int64_t index) const override;

 private:
  NasBench101Evaluator() = default;

  std::vector<int64_t> candidates_;
  absl::flat_hash_map<int64_t, double> validation_accuracy_pct_;
};

}  // namespace duet::nas

#endif  // NAS_NASBENCH101_SPACE_H_
