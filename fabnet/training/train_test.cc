#include "fabnet/training/train.h"

#include <cmath>
#include <string>
#include <vector>

#include "common/files.h"
#include "common/random.h"
#include "fabnet/models/encoder_file.h"
#include "fabnet/training/recipe.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace duet::fabnet {
namespace {

using ::testing::HasSubstr;

// The class is which of the tokens 1, 2, 3 is the most frequent.
lra::TokenExamples Majorities(int64_t count, uint64_t seed) {
  lra::TokenExamples examples;
  examples.seq_len = 8;
  RandomStream random(seed, "majorities");
  while (examples.size() < count) {
    int64_t counts[3] = {};
    std::vector<uint16_t> tokens(8, 0);
    for (int64_t i = 0; i < 7; ++i) {
      tokens[i] = static_cast<uint16_t>(1 + random.UniformInt(3));
      ++counts[tokens[i] - 1];
    }
    for (uint8_t label = 0; label < 3; ++label) {
      if (counts[label] <= counts[(label + 1) % 3] || counts[label] <= counts[(label + 2) % 3]) continue;
      examples.tokens.insert(examples.tokens.end(), tokens.begin(), tokens.end());
      examples.labels.push_back(label);
    }
  }
  return examples;
}

lra::Task MajorityTask() {
  lra::Task task;
  task.name = "majority";
  task.vocabulary = 4;
  task.num_classes = 3;
  task.train = Majorities(100, 1);
  task.validation = Majorities(60, 2);
  task.test = Majorities(60, 3);
  return task;
}

EncoderOptions SmallEncoder(Family family) {
  EncoderOptions options;
  options.family = family;
  options.vocabulary = 4;
  options.num_classes = 3;
  options.seq_len = 8;
  options.hidden = 16;
  options.feed_forward = 16;
  options.num_blocks = 1;
  return options;
}

TrainOptions ShortTraining() {
  TrainOptions options;
  options.batch_size = 16;
  options.num_steps = 150;
  options.num_warmup_steps = 30;
  options.eval_every = 40;
  options.peak_learning_rate = 0.01;
  options.seed = 3;
  return options;
}

std::string TestPath(const std::string& name) { return testing::TempDir() + "/" + name; }

TEST(LearningRateTest, IsThatOfOneCycle) {
  TrainOptions options;
  options.num_steps = 5000;
  options.num_warmup_steps = 1000;
  options.peak_learning_rate = 1e-4;
  EXPECT_DOUBLE_EQ(LearningRate(options, 0), 4e-6);
  EXPECT_NEAR(LearningRate(options, 500), 4e-6 + 96e-6 * 500 / 999, 1e-15);
  EXPECT_DOUBLE_EQ(LearningRate(options, 999), 1e-4);
  EXPECT_NEAR(LearningRate(options, 2999), 0.5e-4 + 0.5 * 4e-10, 1e-12);
  EXPECT_NEAR(LearningRate(options, 4999), 4e-10, 1e-15);
  options.num_warmup_steps = 0;
  EXPECT_LT(LearningRate(options, 0), 1e-4);
  options.num_warmup_steps = 5000;
  EXPECT_DOUBLE_EQ(LearningRate(options, 4999), 1e-4);
}

TEST(TrainTest, EveryFamilyLearnsTheMajority) {
  const lra::Task task = MajorityTask();
  for (const Family family : {Family::kTransformer, Family::kFNet, Family::kFabnet}) {
    Encoder encoder = *CreateEncoder(SmallEncoder(family), 1);
    const absl::StatusOr<TrainMetrics> metrics = Train(encoder, task, ShortTraining());
    ASSERT_TRUE(metrics.ok()) << metrics.status();
    ASSERT_EQ(metrics->evaluations.size(), 4);
    EXPECT_EQ(metrics->evaluations.back().step, 150);
    EXPECT_GT(metrics->test_accuracy, 0.8);  // chance is a third
    EXPECT_LT(metrics->evaluations.back().train_loss, 0.8 * std::log(3.0));
    // The encoder has the best weights.
    EXPECT_EQ(Accuracy(encoder, task.validation), metrics->best_validation_accuracy);
    EXPECT_EQ(Accuracy(encoder, task.test), metrics->test_accuracy);
  }
}

TEST(TrainTest, GoesOnFromACheckpointToTheSameBytes) {
  const lra::Task task = MajorityTask();
  for (const Precision precision : {Precision::kFloat, Precision::kHalf}) {
    EncoderOptions encoder_options = SmallEncoder(Family::kFabnet);
    encoder_options.precision = precision;
    TrainOptions options = ShortTraining();
    Encoder uninterrupted = *CreateEncoder(encoder_options, 1);
    const absl::StatusOr<TrainMetrics> expected = Train(uninterrupted, task, options);
    ASSERT_TRUE(expected.ok()) << expected.status();

    options.checkpoint_path = TestPath(precision == Precision::kHalf ? "half.checkpoint" : "float.checkpoint");
    options.checkpoint_every = 50;
    Encoder interrupted = *CreateEncoder(encoder_options, 1);
    options.stop_before_step = 70;
    EXPECT_EQ(Train(interrupted, task, options).status().code(), absl::StatusCode::kCancelled);
    interrupted = *CreateEncoder(encoder_options, /*seed=*/99);
    options.stop_before_step = 0;
    const absl::StatusOr<TrainMetrics> metrics = Train(interrupted, task, options);
    ASSERT_TRUE(metrics.ok()) << metrics.status();
    EXPECT_EQ(ToCsv(*metrics), ToCsv(*expected));
    EXPECT_EQ(metrics->test_accuracy, expected->test_accuracy);
    EXPECT_EQ(WeightsOf(interrupted), WeightsOf(uninterrupted));

    // A run that is done is read, not trained; another one is not mixed up with it.
    Encoder done = *CreateEncoder(encoder_options, /*seed=*/99);
    EXPECT_EQ(Train(done, task, options)->test_accuracy, expected->test_accuracy);
    options.seed = 4;
    const absl::Status other = Train(done, task, options).status();
    EXPECT_EQ(other.code(), absl::StatusCode::kFailedPrecondition);
    EXPECT_THAT(std::string(other.message()), HasSubstr("of a run with other options"));
    ASSERT_TRUE(WriteFileAtomically(options.checkpoint_path, "\x01 broken").ok());
    EXPECT_EQ(Train(done, task, options).status().code(), absl::StatusCode::kDataLoss);
  }
}

TEST(TrainTest, RejectsWhatDoesNotFit) {
  Encoder encoder = *CreateEncoder(SmallEncoder(Family::kFabnet), 1);
  const auto error = [&](const lra::Task& task, const TrainOptions& options) {
    const absl::Status status = Train(encoder, task, options).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    return std::string(status.message());
  };
  lra::Task task = MajorityTask();
  task.vocabulary = 5;
  EXPECT_THAT(error(task, ShortTraining()), HasSubstr("majority: 5 tokens"));
  task = MajorityTask();
  task.validation = {};
  EXPECT_THAT(error(task, ShortTraining()), HasSubstr("no examples to train or to validate"));
  task = MajorityTask();
  task.train.tokens[5] = 4;
  EXPECT_THAT(error(task, ShortTraining()), HasSubstr("majority: token 4"));
  task = MajorityTask();
  task.test.seq_len = 4;
  EXPECT_THAT(error(task, ShortTraining()), HasSubstr("sequences of 4 for an encoder of 8"));
  task = MajorityTask();
  TrainOptions options = ShortTraining();
  options.device = "abacus";
  EXPECT_THAT(error(task, options), HasSubstr("training on abacus"));
  options = ShortTraining();
  options.num_steps = 0;
  EXPECT_THAT(error(task, options), HasSubstr("training of 0 steps"));
  options = ShortTraining();
  options.num_warmup_steps = 151;
  EXPECT_THAT(error(task, options), HasSubstr("warm-up of 151 in 150 steps"));
  options = ShortTraining();
  options.peak_learning_rate = NAN;
  EXPECT_THAT(error(task, options), HasSubstr("a learning rate or epsilon of nan"));
}

TEST(EncoderFileTest, ReadsWhatItWrote) {
  EncoderOptions options = SmallEncoder(Family::kFabnet);
  options.num_blocks = 2;
  options.num_attention_blocks = 1;
  options.pooling = Pooling::kCls;
  options.stride_order = StrideOrder::kDecreasing;
  Encoder encoder = *CreateEncoder(options, 1);
  const std::string path = TestPath("encoder.model");
  ASSERT_TRUE(SaveEncoder(encoder, path).ok());
  absl::StatusOr<Encoder> read = LoadEncoder(path);
  ASSERT_TRUE(read.ok()) << read.status();
  const lra::TokenExamples examples = Majorities(10, 1);
  EXPECT_TRUE(Logits(encoder, examples).equal(Logits(*read, examples)));

  EXPECT_EQ(LoadEncoder(TestPath("nothing")).status().code(), absl::StatusCode::kNotFound);
  ASSERT_TRUE(WriteFileAtomically(path, "\x01 broken").ok());
  EXPECT_EQ(LoadEncoder(path).status().code(), absl::StatusCode::kDataLoss);
  Encoder wider = *CreateEncoder(SmallEncoder(Family::kTransformer), 1);
  EXPECT_EQ(SetWeights(WeightsOf(encoder), wider).code(), absl::StatusCode::kInvalidArgument);
  options.hidden = 32;
  wider = *CreateEncoder(options, 1);
  const absl::Status status = SetWeights(WeightsOf(encoder), wider);
  EXPECT_THAT(std::string(status.message()), HasSubstr("weights of another network"));
}

TEST(RecipeTest, AreThoseOfTheReleasedCode) {
  for (const absl::string_view task : lra::TaskNames()) {
    for (const absl::string_view model : RecipeModels()) {
      absl::StatusOr<Recipe> recipe = FindRecipe(task, model);
      ASSERT_TRUE(recipe.ok()) << recipe.status();
      EXPECT_TRUE(CheckTrainOptions(recipe->train).ok());
      EXPECT_EQ(recipe->encoder.seq_len, lra::PublishedOptions(task)->seq_len);
      recipe->encoder.vocabulary = 256;
      recipe->encoder.num_classes = 10;
      EXPECT_TRUE(CheckEncoderOptions(recipe->encoder).ok());
    }
  }
  EXPECT_EQ(FindRecipe("image", "transformer")->encoder.hidden, 32);
  EXPECT_EQ(FindRecipe("retrieval", "fabnet")->encoder.hidden, 1024);
  EXPECT_EQ(FindRecipe("text", "fabnet_half")->encoder.precision, Precision::kHalf);
  const absl::Status task = FindRecipe("chess", "fabnet").status();
  EXPECT_EQ(task.code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(std::string(task.message()), HasSubstr("no recipe for task \"chess\"; known: listops, text"));
  EXPECT_THAT(std::string(FindRecipe("text", "gpt").status().message()), HasSubstr("known: transformer, fnet"));
}

}  // namespace
}  // namespace duet::fabnet
