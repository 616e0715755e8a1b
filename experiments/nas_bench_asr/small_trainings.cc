#include "experiments/nas_bench_asr/small_trainings.h"

#include <algorithm>
#include <ctime>
#include <memory>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "asr/features.h"
#include "asr/networks/nasbench_asr_network.h"
#include "asr/training/train.h"
#include "common/random.h"
#include "common/status_macros.h"
#include "datasets/nasbench_asr/counts.h"
#include "datasets/nasbench_asr/fingerprint.h"

namespace duet::experiments {
namespace {

using nasbench_asr::Cell;
using nasbench_asr::Op;

constexpr uint64_t kSampleSeed = 1;
constexpr double kShortPieceS = 0.22;
constexpr double kLongPieceS = 1;
constexpr int64_t kShortestPieceSamples = 1600;

std::vector<speech::Utterance> FirstOf(const std::vector<speech::Utterance>& set, double limit_s) {
  std::vector<speech::Utterance> first;
  double sum_s = 0;
  for (const speech::Utterance& utterance : set) {
    sum_s += static_cast<double>(utterance.samples.size()) / asr::kSampleRateHz;
    if (sum_s > limit_s) break;
    first.push_back(utterance);
  }
  return first;
}

// Appends pieces of whole phones, as many as last no longer than `limit_s`, at least one.
void AppendPieces(const speech::Utterance& utterance, double limit_s, std::vector<speech::Utterance>& pieces) {
  const auto limit = static_cast<int64_t>(limit_s * asr::kSampleRateHz);
  std::vector<int64_t> cuts = utterance.phone_starts;  // phone p lasts from cut p to cut p + 1
  cuts.front() = 0;
  cuts.push_back(static_cast<int64_t>(utterance.samples.size()));
  for (size_t begin = 0; begin + 1 < cuts.size();) {
    size_t end = begin + 1;
    while (end + 1 < cuts.size() && cuts[end + 1] - cuts[begin] <= limit) ++end;
    speech::Utterance piece;
    piece.id = absl::StrCat(utterance.id, "/", limit_s, " s/", begin);
    piece.samples.assign(utterance.samples.begin() + cuts[begin], utterance.samples.begin() + cuts[end]);
    piece.phones.assign(utterance.phones.begin() + begin, utterance.phones.begin() + end);
    if (static_cast<int64_t>(piece.samples.size()) >= kShortestPieceSamples) pieces.push_back(std::move(piece));
    begin = end;
  }
}

Cell Uniform(Op op, bool has_skips) {
  Cell cell;
  cell.ops.fill(op);
  cell.skips.fill(has_skips);
  return cell;
}

}  // namespace

nasbench_asr::Skeleton SmallSkeleton() {
  nasbench_asr::Skeleton skeleton;
  skeleton.blocks = {{60, 1, 1}, {80, 1, 1}, {100, 2, 1}, {120, 2, 1}};
  skeleton.num_groups = 10;
  skeleton.num_lstm_units = 64;
  return skeleton;
}

asr::TrainOptions SmallTrainOptions(int64_t num_epochs, uint64_t seed) {
  asr::TrainOptions options;
  options.seed = seed;
  options.num_epochs = num_epochs;
  options.learning_rate = 1.5e-3;
  options.convolution_l2 = 1e-5;
  options.batch_size = options.long_batch_size = 16;
  options.curriculum = {{static_cast<int64_t>(kShortPieceS * asr::kSampleRateHz), 2}};
  options.epoch_decoder = asr::Decoder::Greedy();
  return options;
}

std::string DescribeSmallTrainings(int64_t num_epochs) {
  const nasbench_asr::Skeleton skeleton = SmallSkeleton();
  const asr::TrainOptions options = SmallTrainOptions(num_epochs, 0);
  std::vector<int64_t> filters;
  for (const nasbench_asr::Block& block : skeleton.blocks) filters.push_back(block.num_filters);
  return absl::StrCat("# network: NAS-Bench-ASR's with ", absl::StrJoin(filters, ", "),
                      " filters, one cell a block, groups of a cell's convolutions ", skeleton.num_groups, ", LSTM of ",
                      skeleton.num_lstm_units, "\n# training: Adam ", options.learning_rate, ", batches of ",
                      options.batch_size, ", squared kernels ", options.convolution_l2, ", no dropout, pieces of ",
                      kShortPieceS, " s and ", kLongPieceS,
                      " s, two passes over the short ones first; validation after epochs greedy, test by a beam of ",
                      options.final_decoder.beam_width, "\n");
}

absl::StatusOr<asr::FeatureCorpus> SmallCorpus(const speech::Corpus& corpus, const CorpusPart& part) {
  speech::Corpus small = {corpus.name, corpus.proxy_reason, {}, {}, {}};
  for (const speech::Utterance& utterance : FirstOf(corpus.train, part.train_s)) {
    if (utterance.phone_starts.empty()) {
      return absl::InvalidArgumentError(absl::StrCat("utterance ", utterance.id, " says not when its phones start"));
    }
    AppendPieces(utterance, kShortPieceS, small.train);
    AppendPieces(utterance, kLongPieceS, small.train);
  }
  small.validation = FirstOf(corpus.validation, part.validation_s);
  small.test = FirstOf(corpus.test, part.test_s);
  return asr::ComputeFeatures(small);
}

std::vector<Cell> SampledCells(int64_t num_strata) {
  std::vector<Cell> cells;
  for (int64_t op = 0; op < nasbench_asr::kNumOps; ++op) {
    for (const bool has_skips : {false, true}) cells.push_back(Uniform(static_cast<Op>(op), has_skips));
  }
  std::vector<Cell> models = nasbench_asr::EnumerateModels();
  std::stable_sort(models.begin(), models.end(),
                   [](const Cell& a, const Cell& b) { return NumParams(a) < NumParams(b); });
  const auto num_models = static_cast<int64_t>(models.size());
  for (int64_t i = 0; i < num_strata; ++i) {
    const int64_t begin = i * num_models / num_strata, end = (i + 1) * num_models / num_strata;
    // Another model of the stratum where the first is an extreme.
    RandomStream random(kSampleSeed, "stratum of networks", i);
    Cell cell;
    do {
      cell = models[begin + static_cast<int64_t>(random.UniformInt(end - begin))];
    } while (std::any_of(cells.begin(), cells.end(),
                         [&](const Cell& other) { return Fingerprint(other) == Fingerprint(cell); }));
    cells.push_back(cell);
  }
  std::vector<Cell> drawn(cells.end() - num_strata, cells.end());
  RandomStream(kSampleSeed, "order of networks").Shuffle(drawn);
  std::copy(drawn.begin(), drawn.end(), cells.end() - num_strata);
  return cells;
}

absl::StatusOr<nasbench_asr::RecordedTraining> TrainSmall(const Cell& cell, const asr::FeatureCorpus& corpus,
                                                          const asr::TrainOptions& options) {
  asr::NasBenchAsrNetworkOptions network_options;
  network_options.cell = cell;
  network_options.skeleton = SmallSkeleton();
  network_options.dropout = 0;
  network_options.seed = options.seed;
  ASSIGN_OR_RETURN(const auto network, asr::NasBenchAsrNetwork::Create(network_options));
  const std::clock_t start = std::clock();
  ASSIGN_OR_RETURN(const asr::TrainMetrics metrics, asr::Train(*network, corpus, options));
  nasbench_asr::RecordedTraining recorded;
  recorded.cell = cell;
  recorded.cpu_s = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
  recorded.training.epochs = options.num_epochs;
  recorded.training.seed = static_cast<int64_t>(options.seed);
  recorded.training.test_per_pct = metrics.test_per_pct;
  for (const asr::EpochMetrics& epoch : metrics.epochs) {
    recorded.training.validation_per_pct.push_back(epoch.validation_per_pct);
  }
  return recorded;
}

}  // namespace duet::experiments
