#include "nas/low_rank/compress_network.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "asr/training/evaluate.h"
#include "asr/training/train.h"
#include "common/random.h"
#include "common/status_macros.h"

namespace duet::nas {
namespace {

absl::Status CheckOptions(const CompressOptions& options) {
  if (options.min_compression.has_value() == options.max_per_increase_pct.has_value()) {
    return absl::InvalidArgumentError("give either the least compression or the most increase of the error rate");
  }
  if (options.min_compression.has_value() && !(*options.min_compression >= 1)) {
    return absl::InvalidArgumentError(absl::StrCat("a compression of ", *options.min_compression, "; at least 1"));
  }
  if (options.num_iterations < 1) return absl::InvalidArgumentError("no iterations");
  if (options.num_representative < 1) return absl::InvalidArgumentError("no representative utterances");
  return absl::OkStatus();
}

}  // namespace

asr::FeatureSet RepresentativeSet(const asr::FeatureSet& set, int64_t count, uint64_t seed) {
  const auto size = static_cast<int64_t>(set.size());
  if (size <= count) return set;
  std::vector<int64_t> by_length(size);
  std::iota(by_length.begin(), by_length.end(), 0);
  std::stable_sort(by_length.begin(), by_length.end(),
                   [&](int64_t a, int64_t b) { return set[a].num_samples < set[b].num_samples; });
  RandomStream random(seed, "representative set");
  asr::FeatureSet chosen;
  for (int64_t part = 0; part < count; ++part) {
    const int64_t begin = part * size / count, end = (part + 1) * size / count;
    chosen.push_back(set[by_length[begin + static_cast<int64_t>(random.UniformInt(end - begin))]]);
  }
  return chosen;
}

absl::StatusOr<double> NetworkScorer::ErrorPct(const asr::Ranks& ranks) const {
  ASSIGN_OR_RETURN(const std::shared_ptr<asr::RecurrentNetwork> network, network_->Cut(ranks));
  return 100 * asr::PhoneErrorRate(*network, *utterances_, asr::Decoder::Greedy()).rate();
}

absl::StatusOr<CompressedNetwork> CompressNetwork(asr::RecurrentNetwork& network, const asr::FeatureCorpus& corpus,
                                                  const CompressOptions& options) {
  RETURN_IF_ERROR(CheckOptions(options));
  const asr::FeatureSet utterances =
      RepresentativeSet(corpus.validation, options.num_representative, options.search.seed);
  const double before_pct = 100 * asr::PhoneErrorRate(network, utterances, asr::Decoder::Greedy()).rate();
  const std::vector<asr::NamedMatrix> dense = asr::MatricesOf(network.options());
  const auto num_dense_weights = static_cast<double>(asr::NumWeights(dense, asr::Ranks(dense.size())));

  CompressedNetwork compressed;
  asr::RecurrentNetwork* current = &network;
  for (int64_t iteration = 1; iteration <= options.num_iterations; ++iteration) {
    ASSIGN_OR_RETURN(const asr::DecomposedNetwork decomposed,
                     asr::DecomposedNetwork::Create(*current, options.decompose));
    RankObjective objective;
    if (options.min_compression.has_value()) {
      const double share = static_cast<double>(iteration) / static_cast<double>(options.num_iterations);
      objective.max_weights = static_cast<int64_t>(num_dense_weights / std::pow(*options.min_compression, share));
    } else {
      objective.max_error_pct = before_pct + *options.max_per_increase_pct;
    }
    RankSpaceOptions space_options = options.space;
    space_options.kept = decomposed.options().ranks;
    const RankSpace space(decomposed.matrices(), space_options);
    const NetworkScorer scorer(&decomposed, &utterances);
    ASSIGN_OR_RETURN(FoundRanks found, SearchRanks(options.strategy, space, scorer, objective, options.search));
    ASSIGN_OR_RETURN(compressed.network, decomposed.Cut(found.ranks));
    compressed.found.push_back(std::move(found));
    if (options.training.has_value()) {
      RETURN_IF_ERROR(asr::Train(*compressed.network, corpus, *options.training).status());
    }
    current = compressed.network.get();
  }
  return compressed;
}

}  // namespace duet::nas
