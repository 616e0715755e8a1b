// Lists in the parameters of an experiment: "256,512,1024".

#ifndef EXPERIMENTS_FABNET_PARAMETER_LISTS_H_
#define EXPERIMENTS_FABNET_PARAMETER_LISTS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "experiments/framework/run_context.h"

namespace duet::experiments {

// Positive integers by commas; InvalidArgument naming what is none.
absl::StatusOr<std::vector<int64_t>> ParsePositiveIntegers(absl::string_view text);

// The text parameter `name` as such a list; the status of RunContext::Text or of the above, with the name.
absl::StatusOr<std::vector<int64_t>> IntegerList(const RunContext& context, absl::string_view name);

}  // namespace duet::experiments

#endif  // EXPERIMENTS_FABNET_PARAMETER_LISTS_H_
