// All search strategies by name.
//
// | name            | what it is                                                                               |
// |-----------------|------------------------------------------------------------------------------------------|
// | random          | random_search.h                                                                          |
// | evolution       | evolution.h                                                                              |
// | reinforce       | reinforce.h                                                                              |
// | local_search    | local_search.h                                                                           |
// | gcn             | iterative_selection.h: one iteration, accuracy GCN                                       |
// | binary_gcn      | iterative_selection.h: one iteration, binary relation                                    |
// | brp_nas         | iterative_selection.h: five iterations, alpha 0.5, binary relation                       |
// | brp_nas_halving | iterative_selection.h: five iterations, halving pool (alpha 0), binary relation          |
// | nsga2           | nsga2.h; needs costs                                                                     |

#ifndef NAS_STRATEGIES_H_
#define NAS_STRATEGIES_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "nas/search.h"

namespace duet::nas {

struct StrategyOptions {
  bool is_eagle = false;                   // recipes EAGLE of the predictors, otherwise DUET
  int64_t num_models = 100;                // that predictors learn from
  int64_t num_iterations = 5;              // brp_nas, brp_nas_halving
  std::vector<std::vector<double>> costs;  // nsga2
  std::function<std::vector<double>(int64_t index)> costs_of;
};

std::vector<std::string> StrategyNames();

// InvalidArgument for an unknown name, listing the known ones.
absl::StatusOr<std::unique_ptr<SearchStrategy>> CreateStrategy(absl::string_view name, const StrategyOptions& options);

}  // namespace duet::nas

#endif  // NAS_STRATEGIES_H_
