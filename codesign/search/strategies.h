// All strategies over pairs, by name.
//
// | name      | what it is                                                                      |
// |-----------|---------------------------------------------------------------------------------|
// | combined  | one controller draws cell and accelerator in each step                          |
// | phase     | two controllers take turns: 1,000 steps of cells, 200 of accelerators           |
// | separate  | one controller finds the most accurate cell, then another an accelerator for it |
// | random    | nas/random_search.h on pairs                                                    |
// | evolution | nas/evolution.h on pairs, by reward                                             |
// | nsga2     | nas/nsga2.h on pairs: accuracy, latency and area, without the objective         |
//
// In phase, what stands still is that of the best pair so far; the first accelerator is random. In separate, a sixth of
// the steps is the accelerator's. Controllers earn the worst reward for choices that denote no cell; the strategies of
// nas/ never draw such choices, and a pair that they come upon again costs no step.
//
// Source: Abdelfattah et al. 2020 (Codesign-NAS), section on search strategies, its phases and their lengths recalled;
// what stands still in phase is ours. The last three are baselines of this project.

#ifndef CODESIGN_SEARCH_STRATEGIES_H_
#define CODESIGN_SEARCH_STRATEGIES_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "codesign/search/pair_search.h"
#include "nas/controller.h"

namespace duet::codesign {

struct PairStrategyOptions {
  nas::ControllerOptions controller;
  int64_t num_cell_steps = 1'000;        // phase
  int64_t num_accelerator_steps = 200;   // phase
  double separate_cell_share = 5.0 / 6;  // separate: of all steps
};

std::vector<std::string> PairStrategyNames();

// InvalidArgument for an unknown name, listing the known ones, or phases without a step.
absl::StatusOr<std::unique_ptr<PairStrategy>> CreatePairStrategy(absl::string_view name,
                                                                 const PairStrategyOptions& options);

}  // namespace duet::codesign

#endif  // CODESIGN_SEARCH_STRATEGIES_H_
