#include "predictors/latency_split.h"

#include "absl/strings/str_cat.h"
#include "common/random.h"

namespace duet::predictors {

absl::StatusOr<LatencySplit> SplitSamples(int64_t num_samples, const SplitOptions& options) {
  const int64_t num_learned = options.num_train + options.num_validation;
  if (options.num_train < 1 || options.num_validation < 0 || num_samples <= num_learned) {
    return absl::InvalidArgumentError(absl::StrCat(
        num_samples, " samples cannot be split into ", options.num_train, " for training, ", options.num_validation,
        " for validation and at least one for testing; measure more or ask for fewer training samples"));
  }
  const std::vector<int64_t> order =
      RandomStream(options.seed, "latency split").SampleWithoutReplacement(num_samples, num_samples);
  LatencySplit split;
  split.train.assign(order.begin(), order.begin() + options.num_train);
  split.validation.assign(order.begin() + options.num_train, order.begin() + num_learned);
  split.test.assign(order.begin() + num_learned, order.end());
  return split;
}

LatencySamples Select(const LatencySamples& samples, absl::Span<const int64_t> rows) {
  LatencySamples selected{Select(samples.architectures, rows), {}};
  for (const int64_t row : rows) selected.latency_ms.push_back(samples.latency_ms[row]);
  return selected;
}

}  // namespace duet::predictors
