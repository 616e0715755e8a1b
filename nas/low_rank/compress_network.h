// Compresses a trained network: searches for the ranks on a small representative set, cuts the network to them, trains
// the factors; several times if asked to.
//
//     network ─► singular values ─► search for ranks (rank_search.h) ─► cut ─► train the factors ─► again, or done
//
// Iterations come from what followed ShrinkML (Mehrotra et al. 2020, Kim et al. 2019: "iterative"): a size is
// approached in equal ratios; where the error is limited, training makes room for the next cut. Their schedules could
// not be recovered.

#ifndef NAS_LOW_RANK_COMPRESS_NETWORK_H_
#define NAS_LOW_RANK_COMPRESS_NETWORK_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "asr/low_rank/compress.h"
#include "asr/networks/recurrent_network.h"
#include "asr/training/feature_corpus.h"
#include "asr/training/train_options.h"
#include "nas/low_rank/rank_search.h"

namespace duet::nas {

// `count` utterances that stand for a set: of all in the order of their lengths, one of each of `count` equal parts, at
// random by `seed`. All if there are no more.
asr::FeatureSet RepresentativeSet(const asr::FeatureSet& set, int64_t count, uint64_t seed);

// The phone error rate of networks cut out of one, by greedy decoding.
class NetworkScorer : public RankScorer {
 public:
  // Both must outlive it.
  NetworkScorer(const asr::DecomposedNetwork* network, const asr::FeatureSet* utterances)
      : network_(network), utterances_(utterances) {}

  absl::StatusOr<double> ErrorPct(const asr::Ranks& ranks) const override;

 private:
  const asr::DecomposedNetwork* network_;
  const asr::FeatureSet* utterances_;
};

struct CompressOptions {
  // One of both.
  std::optional<double> min_compression;       // weights of the dense network over those of the compressed one
  std::optional<double> max_per_increase_pct;  // percentage points, on the representative set

  std::string strategy = "reinforce";
  RankSearchOptions search;
  RankSpaceOptions space;
  asr::DecomposeOptions decompose;
  int64_t num_representative = 40;
  int64_t num_iterations = 1;
  std::optional<asr::TrainOptions> training;  // of the factors, after each cut
};

struct CompressedNetwork {
  std::shared_ptr<asr::RecurrentNetwork> network;
  std::vector<FoundRanks> found;  // by iteration
};

// InvalidArgument for options that cannot be; NotFound as SearchRanks; else what training says.
absl::StatusOr<CompressedNetwork> CompressNetwork(asr::RecurrentNetwork& network, const asr::FeatureCorpus& corpus,
                                                  const CompressOptions& options);

}  // namespace duet::nas

#endif  // NAS_LOW_RANK_COMPRESS_NETWORK_H_
