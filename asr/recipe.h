// Recipes of recognisers: a network of NAS-Bench-ASR's space, how much smaller than published, and how it is trained.
//
//     name     filters (strides 2, 2, 1)    cells    LSTM    groups    for
//     small    100, 140, 180                1 each   128     10        //asr:small_model and the like
//     tiny      40,  60                     1 each    48     10        tests: learns a few utterances by heart
//
// In both, a cell is conv5 ─► conv5 ─► linear with identities around each: what is published as good at few parameters
// needs no search. Kernels, paddings, norms and loss are the benchmark's; strides of 2 come in the first blocks in place
// of the last, which makes a network four times as cheap.

#ifndef ASR_RECIPE_H_
#define ASR_RECIPE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "asr/training/train_options.h"
#include "datasets/nasbench_asr/cell.h"
#include "datasets/nasbench_asr/skeleton.h"

namespace duet::asr {

struct Recipe {
  nasbench_asr::Cell cell;
  nasbench_asr::Skeleton skeleton;
  double dropout = 0.2;
  TrainOptions training;
};

std::vector<std::string> RecipeNames();

// InvalidArgument with the names that there are.
absl::StatusOr<Recipe> FindRecipe(absl::string_view name);

}  // namespace duet::asr

#endif  // ASR_RECIPE_H_
