#include "predictors/latency_predictor.h"

#include <cmath>

#include "common/random.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "predictors/latency_split.h"
#include "predictors/metrics.h"
#include "predictors/nasbench201_encoder.h"

namespace duet::predictors {
namespace {

using nasbench201::Cell;
using nasbench201::CellFromId;
using ::testing::HasSubstr;

// Cells with a path and a made-up latency: a constant, a part for each operation that the pruned cell executes, and an
// interaction that no additive model can express.
LatencySamples MakeSamples(int64_t count, uint64_t seed) {
  RandomStream random(seed, "cells");
  std::vector<Cell> cells;
  while (static_cast<int64_t>(cells.size()) < count) {
    const Cell cell = CellFromId(random.UniformInt(nasbench201::kNumCells));
    if (HasPath(cell)) cells.push_back(cell);
  }
  LatencySamples samples{EncodeNasBench201(cells), {}};
  for (const Cell& cell : cells) {
    const Cell pruned = Pruned(cell);
    double latency_ms = 1.0;
    for (const auto op : pruned.ops) latency_ms += 0.3 * static_cast<double>(op);
    if (pruned.ops[0] == pruned.ops[5]) latency_ms *= 1.3;
    samples.latency_ms.push_back(latency_ms);
  }
  return samples;
}

double Within10Pct(absl::string_view recipe, int64_t num_train, const RecipeOptions& options = {}) {
  const LatencySamples train = MakeSamples(num_train, 1), validation = MakeSamples(50, 2), test = MakeSamples(500, 3);
  const auto predictor = CreateLatencyPredictor(recipe, options);
  EXPECT_TRUE(predictor.ok()) << predictor.status();
  const absl::Status fitted = (*predictor)->Fit(train, validation, 1);
  EXPECT_TRUE(fitted.ok()) << fitted;
  return WithinBoundPct(*(*predictor)->PredictMs(test.architectures), test.latency_ms, 0.1);
}

TEST(LatencyPredictorTest, EachRecipeReachesItsLimit) {
  EXPECT_GT(Within10Pct("DUET", 300), 95);
  EXPECT_GT(Within10Pct("GCN_FAST", 300), 55);
  EXPECT_GT(Within10Pct("MLP", 300), 55);
  EXPECT_GT(Within10Pct("ADDITIVE_PAIRS", 300), 60);
  EXPECT_GT(Within10Pct("ADDITIVE", 300), 45);
  EXPECT_GT(Within10Pct("ADDITIVE_RAW", 300), 25);
}

// Latencies that are additive in the pruned choices are found exactly.
TEST(LatencyPredictorTest, AdditiveFindsAnAdditiveLaw) {
  LatencySamples train = MakeSamples(300, 1), test = MakeSamples(100, 2);
  for (LatencySamples* samples : {&train, &test}) {
    for (int64_t i = 0; i < samples->architectures.size(); ++i) {
      const auto row = samples->architectures.effective_choices.values.row(i);
      samples->latency_ms[i] = 3;
      for (int64_t c = 0; c < row.size(); ++c) samples->latency_ms[i] += row[c] * 0.1 * c;
    }
  }
  const auto predictor = *CreateLatencyPredictor("ADDITIVE");
  ASSERT_TRUE(predictor->Fit(train, {}, 1).ok());
  const std::vector<double> predicted = *predictor->PredictMs(test.architectures);
  // The ridge of 0.01 against some 10 samples a column pulls weights by about a thousandth.
  for (size_t i = 0; i < predicted.size(); ++i) EXPECT_NEAR(predicted[i], test.latency_ms[i], 0.01);
}

TEST(LatencyPredictorTest, FlopsFitsOneScale) {
  LatencySamples train = MakeSamples(50, 1);
  for (int64_t i = 0; i < 50; ++i) train.latency_ms[i] = 0.25 * train.architectures.mega_flops[i];
  const auto predictor = *CreateLatencyPredictor("FLOPS");
  ASSERT_TRUE(predictor->Fit(train, {}, 1).ok());
  const LatencySamples test = MakeSamples(5, 2);
  const std::vector<double> predicted = *predictor->PredictMs(test.architectures);
  for (int64_t i = 0; i < 5; ++i) EXPECT_NEAR(predicted[i], 0.25 * test.architectures.mega_flops[i], 1e-9);
}

TEST(LatencyPredictorTest, LayerWiseAddsUpMeasuredOperations) {
  const LatencySamples samples = MakeSamples(3, 1);
  RecipeOptions options;
  for (const std::string& name : samples.architectures.operation_names) options.operation_latency_ms[name] = 0.5;
  const auto predictor = *CreateLatencyPredictor("LAYER_WISE", options);
  ASSERT_TRUE(predictor->Fit(samples, {}, 1).ok());
  const std::vector<double> predicted = *predictor->PredictMs(samples.architectures);
  for (int64_t i = 0; i < 3; ++i) {
    int64_t num_executions = 0;
    for (const auto& [index, count] : samples.architectures.operations[i]) num_executions += count;
    EXPECT_NEAR(predicted[i], 0.5 * num_executions, 1e-9);
  }
  options.operation_latency_ms.erase(samples.architectures.operation_names[2]);
  const absl::Status status = (*CreateLatencyPredictor("LAYER_WISE", options))->Fit(samples, {}, 1);
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(status.message()), HasSubstr(samples.architectures.operation_names[2]));
}

TEST(LatencyPredictorTest, SavedModelPredictsTheSame) {
  const LatencySamples train = MakeSamples(60, 1), test = MakeSamples(20, 2);
  RecipeOptions options;
  for (const std::string& name : train.architectures.operation_names) options.operation_latency_ms[name] = 0.5;
  for (const std::string& recipe : LatencyRecipes()) {
    if (recipe == "EAGLE") continue;  // the same class as GCN_FAST, minutes to train
    const auto predictor = *CreateLatencyPredictor(recipe, options);
    EXPECT_EQ(predictor->PredictMs(test.architectures).status().code(), absl::StatusCode::kFailedPrecondition);
    ASSERT_TRUE(predictor->Fit(train, test, 1).ok()) << recipe;
    const LatencyModel model = SaveLatencyPredictor(*predictor, "nasbench201");
    EXPECT_EQ(model.recipe(), recipe);
    LatencyModel read;
    ASSERT_TRUE(read.ParseFromString(model.SerializeAsString()));
    const auto loaded = LoadLatencyPredictor(read);
    ASSERT_TRUE(loaded.ok()) << recipe << ": " << loaded.status();
    EXPECT_EQ(*(*loaded)->PredictMs(test.architectures), *predictor->PredictMs(test.architectures)) << recipe;
  }
}

TEST(LatencyPredictorTest, TheSameSeedGivesTheSameBytes) {
  const LatencySamples train = MakeSamples(60, 1), validation = MakeSamples(20, 2);
  for (const absl::string_view recipe : {"GCN_FAST", "DUET"}) {
    std::string bytes[2];
    for (std::string& model : bytes) {
      const auto predictor = *CreateLatencyPredictor(recipe);
      ASSERT_TRUE(predictor->Fit(train, validation, 9).ok());
      model = SaveLatencyPredictor(*predictor, "nasbench201").SerializeAsString();
    }
    EXPECT_EQ(bytes[0], bytes[1]) << recipe;
  }
}

TEST(LatencyPredictorTest, RefusesModelsItCannotRead) {
  LatencyModel model;
  EXPECT_THAT(std::string(LoadLatencyPredictor(model).status().message()), HasSubstr("version 0"));
  model.set_version(kLatencyModelVersion);
  model.set_unit("ms");
  model.set_recipe("ORACLE");
  EXPECT_THAT(std::string(LoadLatencyPredictor(model).status().message()), HasSubstr("unknown recipe \"ORACLE\""));
  for (const std::string& recipe : LatencyRecipes()) {
    model.set_recipe(recipe);
    EXPECT_EQ(LoadLatencyPredictor(model).status().code(), absl::StatusCode::kInvalidArgument) << recipe;
  }
  model.set_recipe("GCN_FAST");
  model.mutable_gcn()->set_num_labels(6);
  model.mutable_gcn()->set_num_layers(2);
  model.mutable_gcn()->set_num_hidden(8);
  model.mutable_gcn()->set_max_ms(1);
  EXPECT_THAT(std::string(LoadLatencyPredictor(model).status().message()), HasSubstr("weights"));
}

TEST(LatencyPredictorTest, RefusesLatenciesThatAreNotPositive) {
  LatencySamples train = MakeSamples(10, 1);
  train.latency_ms[3] = 0;
  const absl::Status status = (*CreateLatencyPredictor("DUET"))->Fit(train, {}, 1);
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(status.message()), HasSubstr(train.architectures.names[3]));
  EXPECT_FALSE((*CreateLatencyPredictor("ADDITIVE"))->Fit({}, {}, 1).ok());
  EXPECT_FALSE((*CreateLatencyPredictor("EAGLE"))->Fit(train, {}, 1).ok());
}

TEST(SplitSamplesTest, CoversEverySampleOnce) {
  const LatencySplit split = *SplitSamples(1050, {900, 100, 7});
  EXPECT_EQ(split.train.size(), 900);
  EXPECT_EQ(split.validation.size(), 100);
  EXPECT_EQ(split.test.size(), 50);
  std::vector<bool> seen(1050);
  for (const auto* rows : {&split.train, &split.validation, &split.test}) {
    for (const int64_t row : *rows) {
      EXPECT_FALSE(seen[row]);
      seen[row] = true;
    }
  }
  EXPECT_NE(SplitSamples(1050, {900, 100, 8})->train, split.train);
  EXPECT_EQ(SplitSamples(1050, {900, 100, 7})->train, split.train);
  EXPECT_EQ(SplitSamples(1000, {900, 100, 7}).status().code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace duet::predictors
