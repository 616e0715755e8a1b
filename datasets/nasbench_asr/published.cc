#include "datasets/nasbench_asr/published.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "absl/strings/str_cat.h"
#include "datasets/nasbench_asr/fingerprint.h"

namespace duet::nasbench_asr {
namespace {

absl::Status CheckModel(int64_t model) {
  if (0 <= model && model < kNumModels) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat("no model ", model, ": there are ", kNumModels));
}

const NumberedModels& Models() {
  static const NumberedModels& models = *new NumberedModels(NumberModels());
  return models;
}

bool IsPer(double per_pct) { return std::isfinite(per_pct) && per_pct >= 0; }

double PerAt(const std::vector<double>& per_pct, const EpochQuery& query) {
  const int64_t epoch = query.up_to_epoch.value_or(static_cast<int64_t>(per_pct.size()));
  return query.is_best ? *std::min_element(per_pct.begin(), per_pct.begin() + epoch) : per_pct[epoch - 1];
}

}  // namespace

NasBenchAsr::NasBenchAsr(std::string proxy_reason) : proxy_reason_(std::move(proxy_reason)), trainings_(kNumModels) {}

absl::Status NasBenchAsr::Add(int64_t model, Training training) {
  if (absl::Status status = CheckModel(model); !status.ok()) return status;
  const auto invalid = [&](const auto&... what) {
    return absl::InvalidArgumentError(absl::StrCat("training of model ", model, " for ", training.epochs,
                                                   " epochs with seed ", training.seed, ": ", what...));
  };
  if (training.epochs < 1) return invalid("no epochs");
  if (static_cast<int64_t>(training.validation_per_pct.size()) != training.epochs) {
    return invalid(training.validation_per_pct.size(), " validation PERs");
  }
  for (const double per_pct : training.validation_per_pct) {
    if (!IsPer(per_pct)) return invalid("a validation PER of ", per_pct, " %");
  }
  if (!IsPer(training.test_per_pct)) return invalid("a test PER of ", training.test_per_pct, " %");
  const std::pair<int64_t, int64_t> key(training.epochs, training.seed);
  if (trainings_[model].count(key) > 0) return invalid("is there already");
  trainings_[model].emplace(key, std::move(training));
  return absl::OkStatus();
}

absl::Status NasBenchAsr::AddLatency(int64_t model, absl::string_view device, double latency_ms) {
  if (absl::Status status = CheckModel(model); !status.ok()) return status;
  if (!std::isfinite(latency_ms) || latency_ms <= 0) {
    return absl::InvalidArgumentError(absl::StrCat("a latency of ", latency_ms, " ms of model ", model));
  }
  if (!latencies_ms_[std::string(device)].emplace(model, latency_ms).second) {
    return absl::InvalidArgumentError(absl::StrCat("a second latency of model ", model, " on ", device));
  }
  return absl::OkStatus();
}

absl::Status NasBenchAsr::AddParams(int64_t model, int64_t num_params) {
  if (absl::Status status = CheckModel(model); !status.ok()) return status;
  if (num_params < 0) return absl::InvalidArgumentError(absl::StrCat(num_params, " parameters of model ", model));
  if (!num_params_.emplace(model, num_params).second) {
    return absl::InvalidArgumentError(absl::StrCat("second numbers of model ", model));
  }
  return absl::OkStatus();
}

// Of `value` over the trainings that are meant.
template <typename Value>
std::optional<double> NasBenchAsr::Mean(int64_t model, const TrainingQuery& query, Value value) const {
  double sum = 0;
  int64_t count = 0;
  for (const auto& [key, training] : trainings_[model]) {
    if (training.epochs != query.epochs || training.seed != query.seed.value_or(training.seed)) continue;
    sum += value(training);
    ++count;
  }
  return count == 0 ? std::nullopt : std::optional(sum / static_cast<double>(count));
}

int64_t ModelOf(const Cell& cell) { return Models().model_of_cell[CellId(cell)]; }

std::optional<int64_t> ModelOfFingerprint(absl::string_view fingerprint) {
  const auto found = Models().model_of_fingerprint.find(fingerprint);
  return found == Models().model_of_fingerprint.end() ? std::nullopt : std::optional(found->second);
}

std::optional<double> NasBenchAsr::ValidationPerPct(int64_t model, const TrainingQuery& training,
                                                    const EpochQuery& epoch) const {
  const int64_t up_to_epoch = epoch.up_to_epoch.value_or(training.epochs);
  if (up_to_epoch < 1 || up_to_epoch > training.epochs) return std::nullopt;
  return Mean(model, training, [&](const Training& one) { return PerAt(one.validation_per_pct, epoch); });
}

std::optional<double> NasBenchAsr::TestPerPct(int64_t model, const TrainingQuery& training) const {
  return Mean(model, training, [](const Training& one) { return one.test_per_pct; });
}

std::optional<double> NasBenchAsr::LatencyMs(int64_t model, absl::string_view device) const {
  const auto latencies_ms = latencies_ms_.find(std::string(device));
  if (latencies_ms == latencies_ms_.end()) return std::nullopt;
  const auto found = latencies_ms->second.find(model);
  return found == latencies_ms->second.end() ? std::nullopt : std::optional(found->second);
}

std::optional<int64_t> NasBenchAsr::NumParams(int64_t model) const {
  const auto found = num_params_.find(model);
  return found == num_params_.end() ? std::nullopt : std::optional(found->second);
}

const Training* NasBenchAsr::Find(int64_t model, int64_t epochs, int64_t seed) const {
  const auto found = trainings_[model].find({epochs, seed});
  return found == trainings_[model].end() ? nullptr : &found->second;
}

std::vector<int64_t> NasBenchAsr::TrainedModels(int64_t epochs) const {
  std::vector<int64_t> models;
  for (int64_t model = 0; model < kNumModels; ++model) {
    const auto& trainings = trainings_[model];
    if (std::any_of(trainings.begin(), trainings.end(), [&](const auto& one) { return one.first.first == epochs; })) {
      models.push_back(model);
    }
  }
  return models;
}

std::vector<int64_t> NasBenchAsr::Epochs() const {
  std::set<int64_t> epochs;
  for (const auto& trainings : trainings_) {
    for (const auto& [key, training] : trainings) epochs.insert(key.first);
  }
  return {epochs.begin(), epochs.end()};
}

std::vector<int64_t> NasBenchAsr::Seeds(int64_t epochs) const {
  std::set<int64_t> seeds;
  for (const auto& trainings : trainings_) {
    for (const auto& [key, training] : trainings) {
      if (key.first == epochs) seeds.insert(key.second);
    }
  }
  return {seeds.begin(), seeds.end()};
}

std::vector<std::string> NasBenchAsr::Devices() const {
  std::vector<std::string> devices;
  for (const auto& [device, latencies_ms] : latencies_ms_) devices.push_back(device);
  return devices;
}

}  // namespace duet::nasbench_asr
