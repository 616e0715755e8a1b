// What training the networks of NAS-Bench-ASR gave: phone error rates by epoch, of the test set, latencies, parameters.
//
//     ASSIGN_OR_RETURN(const NasBenchAsr benchmark, NasBenchAsr::ReadRelease("/data/nb-asr"));
//     const int64_t model = ModelOf(cell);
//     std::optional<double> per_pct = benchmark.TestPerPct(model, {});                        // mean of all seeds
//     per_pct = benchmark.ValidationPerPct(model, {/*epochs=*/40, /*seed=*/1234}, {/*up_to_epoch=*/12});
//
// The release (Mehrotra et al. 2021; SamsungLabs/nb-asr, v1.1.0) is a directory of
//
//     nb-asr-e<epochs>-<seed>.pickle     trainings: epochs 40 of the seeds 1234, 1235, 1236; 10 and 5 of 1234
//     nb-asr-bench-<device>.pickle       latency on gtx-1080ti-fp32, jetson-nano-fp32
//     nb-asr-info.pickle                 parameters, from its version 2 on FLOPs
//
// each two pickles, one after the other: a header (a dict: dataset_type, columns, search_space, ...) and a list of rows
// as `columns` names them. It could not be had: the reader follows the release's own (nasbench_asr/dataset.py) and what
// its README prints. Trainings of 5 and 10 epochs are not the beginnings of those of 40.
//
// Differs: the release draws a seed where none is given; here the mean over seeds is.

#ifndef DATASETS_NASBENCH_ASR_PUBLISHED_H_
#define DATASETS_NASBENCH_ASR_PUBLISHED_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "datasets/nasbench_asr/cell.h"

namespace duet::nasbench_asr {

// Models are numbered as EnumerateModels (fingerprint.h) lists them. Every cell is one.
int64_t ModelOf(const Cell& cell);
// Nothing for what is no fingerprint of a model.
std::optional<int64_t> ModelOfFingerprint(absl::string_view fingerprint);

// One training of one network.
struct Training {
  int64_t epochs = 0;  // that it was to last: its schedule
  int64_t seed = 0;
  std::vector<double> validation_per_pct;  // after each epoch
  double test_per_pct = 0;                 // of the weights of the epoch of the lowest validation PER
};

// Which trainings are meant.
struct TrainingQuery {
  int64_t epochs = 40;
  std::optional<int64_t> seed;  // default: the mean over all seeds
};

struct EpochQuery {
  std::optional<int64_t> up_to_epoch;  // 1 is the first; default: the last
  bool is_best = true;                 // the lowest PER up to that epoch, else that epoch's
};

// Networks go by their model's number. Of what is not known, queries return nothing.
class NasBenchAsr {
 public:
  // Reads what is there of the release's files; NotFound if no training is. InvalidArgument, with path and row, for a
  // file that is not as the release describes it: another kind, seed or search space than its name says, a fingerprint
  // that is none of the 8,242, a PER that is none.
  static absl::StatusOr<NasBenchAsr> ReadRelease(absl::string_view directory);

  // Without any numbers; `proxy_reason` says what those to be added stand in for.
  explicit NasBenchAsr(std::string proxy_reason = "");

  // InvalidArgument for a number that is no model, no epochs, another number of PERs than of the epochs, a PER that is
  // not a finite number from 0 on, or a training that is there already.
  absl::Status Add(int64_t model, Training training);
  absl::Status AddLatency(int64_t model, absl::string_view device, double latency_ms);
  absl::Status AddParams(int64_t model, int64_t num_params);

  std::optional<double> ValidationPerPct(int64_t model, const TrainingQuery& training, const EpochQuery& epoch) const;
  std::optional<double> TestPerPct(int64_t model, const TrainingQuery& training) const;
  std::optional<double> LatencyMs(int64_t model, absl::string_view device) const;
  // As published; counts.h computes them.
  std::optional<int64_t> NumParams(int64_t model) const;

  // One training, or nullptr.
  const Training* Find(int64_t model, int64_t epochs, int64_t seed) const;

  // What there is, ascending.
  std::vector<int64_t> TrainedModels(int64_t epochs) const;
  std::vector<int64_t> Epochs() const;
  std::vector<int64_t> Seeds(int64_t epochs) const;
  std::vector<std::string> Devices() const;

  // Why the numbers stand in for the published ones; empty where they do not.
  const std::string& proxy_reason() const { return proxy_reason_; }

 private:
  template <typename Value>
  std::optional<double> Mean(int64_t model, const TrainingQuery& query, Value value) const;

  std::string proxy_reason_;
  std::vector<std::map<std::pair<int64_t, int64_t>, Training>> trainings_;    // by model, then (epochs, seed)
  std::map<std::string, absl::flat_hash_map<int64_t, double>> latencies_ms_;  // by device, then model
  absl::flat_hash_map<int64_t, int64_t> num_params_;                          // by model
};

}  // namespace duet::nasbench_asr

#endif  // DATASETS_NASBENCH_ASR_PUBLISHED_H_
