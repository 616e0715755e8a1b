// Pairs of a NAS-Bench-101 cell and an accelerator as one search space: 423,624 x 8,640 = 3,660,111,360 pairs with
// the defaults. The decisions are the cell's (21 edges, five operations) and then the accelerator's (eight parameters).
//
// A pair's number is cell * accelerators + accelerator.

#ifndef CODESIGN_SEARCH_PAIR_SPACE_H_
#define CODESIGN_SEARCH_PAIR_SPACE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "codesign/accelerator/accelerator.h"
#include "codesign/search/objective.h"
#include "datasets/nasbench101/cell.h"
#include "nas/nasbench101_space.h"
#include "nas/search_space.h"

namespace duet::codesign {

struct Pair {
  int64_t cell = 0;         // number in the space of cells
  int64_t accelerator = 0;  // number in the space of accelerators

  friend bool operator==(const Pair& a, const Pair& b) { return a.cell == b.cell && a.accelerator == b.accelerator; }
  friend bool operator!=(const Pair& a, const Pair& b) { return !(a == b); }
};

class PairSpace : public nas::SearchSpace {
 public:
  explicit PairSpace(int64_t max_num_vertices = nasbench101::kMaxNumVertices, AcceleratorSpace accelerators = {});

  std::string name() const override { return "nasbench101 x accelerators"; }
  int64_t size() const override { return cells_.size() * accelerators_.size(); }
  absl::Span<const int64_t> num_choices() const override { return num_choices_; }
  nas::Choices ChoicesOf(int64_t index) const override;
  std::optional<int64_t> IndexOf(const nas::Choices& choices) const override;
  std::string NameOf(int64_t index) const override;
  int64_t num_labels() const override { return cells_.num_labels(); }
  predictors::Graph GraphOf(int64_t index) const override;  // of the cell

  const nas::NasBench101Space& cells() const { return cells_; }
  const AcceleratorSpace& accelerators() const { return accelerators_; }

  // How many of the decisions, the first ones, are the cell's.
  int64_t num_cell_decisions() const { return cells_.num_choices().size(); }

  Pair PairOf(int64_t index) const { return {index / accelerators_.size(), index % accelerators_.size()}; }
  int64_t IndexOf(const Pair& pair) const { return pair.cell * accelerators_.size() + pair.accelerator; }

 private:
  nas::NasBench101Space cells_;
  AcceleratorSpace accelerators_;
  std::vector<int64_t> num_choices_;
};

// Says what a pair is worth.
class PairEvaluator {
 public:
  virtual ~PairEvaluator() = default;

  // NotFound if the accuracy of the cell is not known.
  virtual absl::StatusOr<Metrics> Evaluate(const Pair& pair) const = 0;
};

}  // namespace duet::codesign

#endif  // CODESIGN_SEARCH_PAIR_SPACE_H_
