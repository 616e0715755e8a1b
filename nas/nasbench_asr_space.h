// NAS-Bench-ASR as a search space: its 8,242 models in the order of EnumerateModels. The decisions are the nine digits
// of an encoding; several encodings denote one model.

#ifndef NAS_NASBENCH_ASR_SPACE_H_
#define NAS_NASBENCH_ASR_SPACE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "datasets/nasbench_asr/cell.h"
#include "datasets/nasbench_asr/published.h"
#include "nas/evaluator.h"
#include "nas/search_space.h"

namespace duet::nas {

class NasBenchAsrSpace : public SearchSpace {
 public:
  NasBenchAsrSpace();

  std::string name() const override { return "nasbench_asr"; }
  int64_t size() const override { return static_cast<int64_t>(models_.size()); }
  absl::Span<const int64_t> num_choices() const override;
  Choices ChoicesOf(int64_t index) const override;
  std::optional<int64_t> IndexOf(const Choices& choices) const override;
  std::string NameOf(int64_t index) const override { return ToString(models_[index]); }
  int64_t num_labels() const override;
  predictors::Graph GraphOf(int64_t index) const override;

  absl::Span<const nasbench_asr::Cell> models() const { return models_; }

 private:
  std::vector<nasbench_asr::Cell> models_;
  std::vector<int64_t> model_of_cell_;  // by CellId
};

// Looks trainings up, published or made here; the accuracy is 100 % less the phone error rate, which can be below 0.
// Mean over seeds.
class NasBenchAsrEvaluator : public Evaluator {
 public:
  // Of the trainings for that many epochs. `table` must outlive it.
  NasBenchAsrEvaluator(const nasbench_asr::NasBenchAsr* table, int64_t epochs) : table_(table), epochs_(epochs) {}

  // What has been trained, ascending.
  std::vector<int64_t> candidates() const { return table_->TrainedModels(epochs_); }

  // The lowest validation PER of all epochs, and the test PER of that epoch. NotFound for a model that is not trained.
  absl::StatusOr<Evaluation> Evaluate(int64_t index) const override;

 private:
  const nasbench_asr::NasBenchAsr* table_;
  const int64_t epochs_;
};

}  // namespace duet::nas

#endif  // NAS_NASBENCH_ASR_SPACE_H_
