#include "nas/low_rank/rank_space.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace duet::nas {

RankSpace::RankSpace(absl::Span<const asr::NamedMatrix> matrices, const RankSpaceOptions& options)
    : matrices_(matrices.begin(), matrices.end()),
      levels_(1, options.kept.empty() ? asr::Ranks(matrices.size()) : options.kept),
      num_choices_(matrices.size(), 1 + static_cast<int64_t>(options.fractions.size())) {
  for (const double fraction : options.fractions) {
    asr::Ranks& ranks = levels_.emplace_back(asr::RanksAtFraction(matrices_, fraction));
    for (size_t i = 0; i < ranks.size(); ++i) {
      if (const std::optional<int64_t> kept = levels_[0][i]; kept.has_value()) ranks[i] = std::min(*ranks[i], *kept);
    }
  }
  for (const int64_t n : num_choices_) size_ *= n;
}

// The first decision is the lowest digit.
Choices RankSpace::ChoicesOf(int64_t index) const {
  Choices choices;
  for (const int64_t n : num_choices_) {
    choices.push_back(static_cast<int8_t>(index % n));
    index /= n;
  }
  return choices;
}

std::optional<int64_t> RankSpace::IndexOf(const Choices& choices) const {
  int64_t index = 0;
  for (size_t i = choices.size(); i-- > 0;) index = index * num_choices_[i] + choices[i];
  return index;
}

std::string RankSpace::NameOf(int64_t index) const { return ToString(RanksOf(ChoicesOf(index))); }

predictors::Graph RankSpace::GraphOf(int64_t /*index*/) const {
  const auto n = static_cast<int64_t>(matrices_.size());
  predictors::Graph graph;
  graph.num_nodes = n;
  graph.adjacency.assign(n * n, 0);
  for (int64_t i = 1; i < n; ++i) graph.adjacency[i * n + i - 1] = 1;
  graph.labels.assign(n, 0);
  return graph;
}

asr::Ranks RankSpace::RanksOf(const Choices& choices) const {
  asr::Ranks ranks;
  for (size_t i = 0; i < choices.size(); ++i) ranks.push_back(levels_[choices[i]][i]);
  return ranks;
}

int64_t RankSpace::NumWeights(const Choices& choices) const { return asr::NumWeights(matrices_, RanksOf(choices)); }

std::string ToString(const asr::Ranks& ranks) {
  return absl::StrJoin(ranks, "-", [](std::string* out, const std::optional<int64_t>& rank) {
    rank.has_value() ? absl::StrAppend(out, *rank) : absl::StrAppend(out, "dense");
  });
}

}  // namespace duet::nas
