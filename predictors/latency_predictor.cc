#include "predictors/latency_predictor.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/status_macros.h"
#include "predictors/gaussian_process_predictor.h"
#include "predictors/gcn_predictor.h"
#include "predictors/linear_predictor.h"

namespace duet::predictors {
namespace {

constexpr char kUnit[] = "ms";

using Factory = std::function<std::unique_ptr<LatencyPredictor>(const RecipeOptions&)>;

Factory Linear(const LinearPredictorOptions& options) {
  return [options](const RecipeOptions&) { return std::make_unique<LinearPredictor>(options); };
}

Factory Network(const GcnPredictorOptions& options) {
  return [options](const RecipeOptions& recipe) { return std::make_unique<GcnPredictor>(options, recipe.on_epoch); };
}

GcnPredictorOptions FastGcn() {
  GcnPredictorOptions options;
  options.recipe = "GCN_FAST";
  options.precision = Precision::kFloat32;
  options.num_hidden = 128;
  options.batch_size = 16;
  options.num_epochs = 100;
  options.learning_rate = 2e-3;
  options.schedule = Schedule::kCosine;
  options.stop_patience = options.num_epochs;
  options.keeps_best_epoch = true;
  return options;
}

GcnPredictorOptions Mlp() {
  GcnPredictorOptions options = FastGcn();
  options.recipe = "MLP";
  options.is_flat = true;
  return options;
}

// The ridge penalties were chosen on one seed of three devices.
const std::vector<std::pair<std::string, Factory>>& Recipes() {
  static const auto* recipes = new std::vector<std::pair<std::string, Factory>>{
      {"FLOPS", Linear({"FLOPS", LinearFeatures::kFlops, /*ridge=*/0, /*has_intercept=*/false})},
      {"LAYER_WISE",
       [](const RecipeOptions& options) { return std::make_unique<LayerWisePredictor>(options.operation_latency_ms); }},
      {"ADDITIVE", Linear({"ADDITIVE", LinearFeatures::kEffectiveChoices, /*ridge=*/1e-2})},
      {"ADDITIVE_PAIRS", Linear({"ADDITIVE_PAIRS", LinearFeatures::kEffectiveChoicePairs, /*ridge=*/0.3})},
      {"ADDITIVE_RAW", Linear({"ADDITIVE_RAW", LinearFeatures::kChoices, /*ridge=*/1e-2})},
      {"ADDITIVE_PAIRS_RAW", Linear({"ADDITIVE_PAIRS_RAW", LinearFeatures::kChoicePairs, /*ridge=*/0.3})},
      {"MLP", Network(Mlp())},
      {"GCN_FAST", Network(FastGcn())},
      {"EAGLE", Network(GcnPredictorOptions())},
      {"DUET", [](const RecipeOptions&) { return std::make_unique<GaussianProcessPredictor>(); }},
  };
  return *recipes;
}

}  // namespace

std::vector<std::string> LatencyRecipes() {
  std::vector<std::string> names;
  for (const auto& [name, factory] : Recipes()) names.push_back(name);
  return names;
}

absl::StatusOr<std::unique_ptr<LatencyPredictor>> CreateLatencyPredictor(absl::string_view recipe,
                                                                         const RecipeOptions& options) {
  for (const auto& [name, factory] : Recipes()) {
    if (name == recipe) return factory(options);
  }
  return absl::InvalidArgumentError(
      absl::StrCat("unknown recipe \"", recipe, "\"; known: ", absl::StrJoin(LatencyRecipes(), ", ")));
}

absl::StatusOr<std::unique_ptr<LatencyPredictor>> LoadLatencyPredictor(const LatencyModel& model) {
  if (model.version() != kLatencyModelVersion || model.unit() != kUnit) {
    return absl::InvalidArgumentError(absl::StrCat("latency model of version ", model.version(), " in \"", model.unit(),
                                                   "\"; this program reads version ", kLatencyModelVersion, " in ",
                                                   kUnit));
  }
  ASSIGN_OR_RETURN(std::unique_ptr<LatencyPredictor> predictor, CreateLatencyPredictor(model.recipe()));
  RETURN_IF_ERROR(predictor->Load(model));
  return predictor;
}

LatencyModel SaveLatencyPredictor(const LatencyPredictor& predictor, absl::string_view space) {
  LatencyModel model;
  model.set_version(kLatencyModelVersion);
  model.set_space(std::string(space));
  model.set_unit(kUnit);
  predictor.Save(&model);
  return model;
}

}  // namespace duet::predictors
