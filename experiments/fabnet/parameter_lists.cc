#include "experiments/fabnet/parameter_lists.h"

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/status_macros.h"

namespace duet::experiments {

absl::StatusOr<std::vector<int64_t>> ParsePositiveIntegers(absl::string_view text) {
  std::vector<int64_t> numbers;
  for (const absl::string_view part : absl::StrSplit(text, ',')) {
    int64_t number = 0;
    if (!absl::SimpleAtoi(part, &number) || number < 1) {
      return absl::InvalidArgumentError(absl::StrCat("\"", part, "\" of \"", text, "\" is not a positive integer"));
    }
    numbers.push_back(number);
  }
  return numbers;
}

absl::StatusOr<std::vector<int64_t>> IntegerList(const RunContext& context, absl::string_view name) {
  ASSIGN_OR_RETURN(const std::string text, context.Text(name));
  absl::StatusOr<std::vector<int64_t>> numbers = ParsePositiveIntegers(text);
  if (numbers.ok()) return numbers;
  return absl::InvalidArgumentError(absl::StrCat("parameter ", name, ": ", numbers.status().message()));
}

}  // namespace duet::experiments
