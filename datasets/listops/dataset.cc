#include "datasets/listops/dataset.h"

#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/status_macros.h"

namespace duet::listops {

absl::StatusOr<Dataset> GenerateDataset(const DatasetOptions& options, uint64_t seed) {
  constexpr int64_t kMaxRepeats = 1000;
  absl::flat_hash_set<Expression> seen;
  uint64_t next_index = 0;
  const auto fill = [&](int64_t num_examples, std::vector<Example>& examples) -> absl::Status {
    if (num_examples < 0) return absl::InvalidArgumentError(absl::StrCat("a set of ", num_examples, " examples"));
    int64_t num_repeats = 0;
    while (static_cast<int64_t>(examples.size()) < num_examples) {
      ASSIGN_OR_RETURN(Expression expression, GenerateExpression(options.expressions, seed, next_index++));
      if (!seen.insert(expression).second) {
        if (++num_repeats < kMaxRepeats) continue;
        return absl::OutOfRangeError(
            absl::StrCat("only ", seen.size(), " distinct ListOps expressions were found with ",
                         options.expressions.min_length, " < length < ", options.expressions.max_length));
      }
      num_repeats = 0;
      ASSIGN_OR_RETURN(const int64_t label, Evaluate(expression));
      examples.push_back({std::move(expression), label});
    }
    return absl::OkStatus();
  };
  Dataset dataset;
  RETURN_IF_ERROR(fill(options.num_train, dataset.train));
  RETURN_IF_ERROR(fill(options.num_validation, dataset.validation));
  RETURN_IF_ERROR(fill(options.num_test, dataset.test));
  return dataset;
}

}  // namespace duet::listops
