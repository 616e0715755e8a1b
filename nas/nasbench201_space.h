// NAS-Bench-201 as a search space: the 15,284 cells with a path from the input to the output, in the order of CellId;
// six decisions of five operations. A cell without a path is no architecture of the space.

#ifndef NAS_NASBENCH201_SPACE_H_
#define NAS_NASBENCH201_SPACE_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "datasets/nasbench201/benchmark.h"
#include "datasets/nasbench201/cell.h"
#include "datasets/nasbench201/image_set.h"
#include "nas/evaluator.h"
#include "nas/search_space.h"

namespace duet::nas {

class NasBench201Space : public SearchSpace {
 public:
  NasBench201Space();

  std::string name() const override { return "nasbench201"; }
  int64_t size() const override { return static_cast<int64_t>(cell_ids_.size()); }
  absl::Span<const int64_t> num_choices() const override;
  Choices ChoicesOf(int64_t index) const override;
  std::optional<int64_t> IndexOf(const Choices& choices) const override;
  std::string NameOf(int64_t index) const override { return ToString(CellOf(index)); }
  int64_t num_labels() const override;
  predictors::Graph GraphOf(int64_t index) const override;

  nasbench201::Cell CellOf(int64_t index) const { return nasbench201::CellFromId(cell_ids_[index]); }
  int64_t CellIdOf(int64_t index) const { return cell_ids_[index]; }

  // Values by CellId as values by number in this space.
  std::vector<double> FromCellIds(absl::Span<const double> by_cell_id) const;

 private:
  std::vector<int64_t> cell_ids_;     // by index
  std::vector<int64_t> index_of_id_;  // by CellId, kNone without a path
};

// Looks up what 200 epochs of training gave, means over the benchmark's seeds.
class NasBench201Evaluator : public Evaluator {
 public:
  // Both must outlive it.
  NasBench201Evaluator(const NasBench201Space* space, const nasbench201::NasBench201* benchmark,
                       nasbench201::ImageSet image_set)
      : space_(space), benchmark_(benchmark), image_set_(image_set) {}

  // NotFound where the benchmark has no validation accuracy.
  absl::StatusOr<Evaluation> Evaluate(int64_t index) const override;

 private:
  const NasBench201Space* space_;
  const nasbench201::NasBench201* benchmark_;
  nasbench201::ImageSet image_set_;
};

}  // namespace duet::nas

#endif  // NAS_NASBENCH201_SPACE_H_
