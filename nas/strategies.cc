#include "nas/strategies.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "nas/evolution.h"
#include "nas/iterative_selection.h"
#include "nas/local_search.h"
#include "nas/nsga2.h"
#include "nas/random_search.h"
#include "nas/reinforce.h"

namespace duet::nas {

std::vector<std::string> StrategyNames() {
  return {"random",     "evolution", "reinforce",       "local_search", "gcn",
          "binary_gcn", "brp_nas",   "brp_nas_halving", "nsga2"};
}

absl::StatusOr<std::unique_ptr<SearchStrategy>> CreateStrategy(absl::string_view name, const StrategyOptions& options) {
  if (name == "random") return std::make_unique<RandomSearch>();
  if (name == "evolution") return std::make_unique<Evolution>(EvolutionOptions{});
  if (name == "reinforce") return std::make_unique<Reinforce>(ReinforceOptions{});
  if (name == "local_search") return std::make_unique<LocalSearch>();
  if (name == "nsga2") {
    Nsga2Options nsga2;
    nsga2.costs = options.costs;
    nsga2.costs_of = options.costs_of;
    return std::make_unique<Nsga2>(nsga2);
  }
  IterativeSelectionOptions selection;
  selection.name = std::string(name);
  selection.recipe = options.is_eagle ? "EAGLE" : "DUET";
  selection.num_models = options.num_models;
  selection.num_iterations = options.num_iterations;
  if (name == "brp_nas") return std::make_unique<IterativeSelection>(selection);
  if (name == "brp_nas_halving") {
    selection.selection = Selection::kHalving;
    return std::make_unique<IterativeSelection>(selection);
  }
  selection.num_iterations = 1;
  if (name == "binary_gcn") return std::make_unique<IterativeSelection>(selection);
  if (name == "gcn") {
    selection.recipe += "_GCN";
    return std::make_unique<IterativeSelection>(selection);
  }
  return absl::InvalidArgumentError(
      absl::StrCat("unknown strategy \"", name, "\" (known: ", absl::StrJoin(StrategyNames(), ", "), ")"));
}

}  // namespace duet::nas
