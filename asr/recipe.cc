#include "asr/recipe.h"

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace duet::asr {
namespace {

Recipe CommonRecipe() {
  using nasbench_asr::Op;
  Recipe recipe;
  recipe.cell.ops = {Op::kConv5, Op::kConv5, Op::kLinear};
  for (int64_t k = 1; k <= nasbench_asr::kNumNodes; ++k) recipe.cell.skips[nasbench_asr::SkipNumber(k, k - 1)] = true;
  TrainOptions& training = recipe.training;
  training.learning_rate = 3e-3;   // published: 1e-4, of 26 million parameters
  training.convolution_l2 = 1e-5;  // published: 0.01, of kernels with larger weights
  training.epoch_decoder = Decoder::Greedy();
  return recipe;
}

Recipe SmallRecipe() {
  Recipe recipe = CommonRecipe();
  recipe.skeleton.blocks = {{100, 2, 1}, {140, 2, 1}, {180, 1, 1}};
  recipe.skeleton.num_groups = 10;
  recipe.skeleton.num_lstm_units = 128;
  recipe.training.batch_size = recipe.training.long_batch_size = 8;
  recipe.training.num_epochs = 20;
  return recipe;
}

Recipe TinyRecipe() {
  Recipe recipe = CommonRecipe();
  recipe.skeleton.blocks = {{40, 2, 1}, {60, 2, 1}};
  recipe.skeleton.num_groups = 10;
  recipe.skeleton.num_lstm_units = 48;
  recipe.dropout = 0;
  recipe.training.batch_size = recipe.training.long_batch_size = 4;
  recipe.training.num_epochs = 80;
  recipe.training.decay = 1;
  recipe.training.curriculum.clear();
  return recipe;
}

struct NamedRecipe {
  absl::string_view name;
  Recipe (*make)();
};
constexpr NamedRecipe kRecipes[] = {{"small", SmallRecipe}, {"tiny", TinyRecipe}};

}  // namespace

std::vector<std::string> RecipeNames() {
  std::vector<std::string> names;
  for (const NamedRecipe& recipe : kRecipes) names.emplace_back(recipe.name);
  return names;
}

absl::StatusOr<Recipe> FindRecipe(absl::string_view name) {
  for (const NamedRecipe& recipe : kRecipes) {
    if (recipe.name == name) return recipe.make();
  }
  return absl::InvalidArgumentError(
      absl::StrCat("there is no recipe \"", name, "\", but ", absl::StrJoin(RecipeNames(), ", ")));
}

}  // namespace duet::asr
