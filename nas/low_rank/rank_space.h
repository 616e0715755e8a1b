// Low-rank compression as a search space: a decision for each matrix of a network, how many of its ranks it keeps.
//
// Choice 0 keeps the matrix as it is, the others are fractions of its break-even rank (asr/low_rank/counts.h), falling,
// but never above the rank that it has.
// Source: per-layer compression ratios as the decisions are ShrinkML's (Dudziak et al. 2019); its ratios could not be
// recovered, the fractions are ours. No predictor knows these networks: graphs are the matrices in a row.

#ifndef NAS_LOW_RANK_RANK_SPACE_H_
#define NAS_LOW_RANK_RANK_SPACE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/types/span.h"
#include "asr/low_rank/counts.h"
#include "nas/search_space.h"

namespace duet::nas {

struct RankSpaceOptions {
  asr::Ranks kept;  // choice 0; empty: all dense
  // Choices 1 and on; the ranks are rounded, at least 1.
  std::vector<double> fractions = {0.7, 0.5, 0.35, 0.25, 0.18, 0.13, 0.09};
};

class RankSpace : public SearchSpace {
 public:
  // At most 12 matrices.
  explicit RankSpace(absl::Span<const asr::NamedMatrix> matrices, const RankSpaceOptions& options = {});

  std::string name() const override { return "ranks"; }
  int64_t size() const override { return size_; }
  absl::Span<const int64_t> num_choices() const override { return num_choices_; }
  Choices ChoicesOf(int64_t index) const override;
  std::optional<int64_t> IndexOf(const Choices& choices) const override;
  std::string NameOf(int64_t index) const override;  // "dense-51-..."
  int64_t num_labels() const override { return 1; }
  predictors::Graph GraphOf(int64_t index) const override;

  asr::Ranks RanksOf(const Choices& choices) const;
  int64_t NumWeights(const Choices& choices) const;
  const std::vector<asr::NamedMatrix>& matrices() const { return matrices_; }

 private:
  std::vector<asr::NamedMatrix> matrices_;
  std::vector<asr::Ranks> levels_;  // by choice, then matrix
  std::vector<int64_t> num_choices_;
  int64_t size_ = 1;
};

// "dense", or the rank of each matrix, joined by '-'.
std::string ToString(const asr::Ranks& ranks);

}  // namespace duet::nas

#endif  // NAS_LOW_RANK_RANK_SPACE_H_
