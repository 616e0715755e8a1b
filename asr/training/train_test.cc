#include "asr/training/train.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "ATen/ATen.h"
#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "asr/features.h"
#include "asr/networks/nasbench_asr_network.h"
#include "asr/phones.h"
#include "asr/training/batches.h"
#include "asr/training/evaluate.h"
#include "common/files.h"
#include "common/random.h"
#include "gtest/gtest.h"

namespace duet::asr {
namespace {

constexpr int64_t kFramesPerPhone = 12;

// Phones of 12 frames, each with a pattern of its own in the features.
FeatureSet ToySet(uint64_t seed, int64_t num_utterances) {
  FeatureSet set;
  for (int64_t i = 0; i < num_utterances; ++i) {
    RandomStream random(seed, "toy utterance", i);
    FeatureUtterance utterance;
    utterance.id = absl::StrCat(seed, "-", i);
    const auto num_phones = static_cast<int64_t>(3 + random.UniformInt(5));
    for (int64_t p = 0; p < num_phones; ++p) {
      const auto phone = static_cast<int64_t>(1 + random.UniformInt(5));
      utterance.phones.push_back(phone);
      for (int64_t value = 0; value < kFramesPerPhone * kNumMelFilters; ++value) {
        utterance.features.push_back(static_cast<float>(0.3 * random.Normal() + (value % 5 == phone - 1 ? 2 : 0)));
      }
    }
    utterance.num_samples = utterance.num_frames() * kHopSamples;
    set.push_back(std::move(utterance));
  }
  return set;
}

FeatureCorpus ToyCorpus() { return {"toy", "", ToySet(1, 96), ToySet(2, 16), ToySet(3, 16)}; }

std::shared_ptr<NasBenchAsrNetwork> SmallNetwork(double dropout = 0.1) {
  NasBenchAsrNetworkOptions options;
  options.cell = *nasbench_asr::ParseCell("[[1, 1], [5, 1, 0], [5, 0, 0, 1]]");
  options.skeleton.blocks = {{16, 2, 1}, {16, 2, 0}};
  options.skeleton.num_groups = 4;
  options.skeleton.num_lstm_units = 16;
  options.dropout = dropout;
  const auto network = NasBenchAsrNetwork::Create(options);
  EXPECT_TRUE(network.ok()) << network.status();
  return *network;
}

TrainOptions FastOptions() {
  TrainOptions options;
  options.num_epochs = 3;
  options.learning_rate = 5e-3;
  options.convolution_l2 = 1e-4;
  options.batch_size = options.long_batch_size = 8;
  options.curriculum = {{kHopSamples * kFramesPerPhone * 5, 1}};
  options.epoch_decoder = Decoder::Greedy();
  return options;
}

TEST(BatchesTest, PadsWithZeros) {
  const FeatureSet set = ToySet(1, 3);
  const Batch batch = MakeBatch(set, {2, 0});
  const int64_t first = set[2].num_frames(), second = set[0].num_frames();
  EXPECT_EQ(batch.features.sizes(), (std::vector<int64_t>{2, std::max(first, second), 80}));
  EXPECT_EQ(batch.num_frames[1].item<int64_t>(), second);
  EXPECT_EQ(batch.features[1][second - 1][79].item<float>(), set[0].features.back());
  EXPECT_EQ(batch.features[1].slice(0, second).abs().sum().item<float>(), 0);
  EXPECT_EQ(batch.phones[batch.num_phones[0].item<int64_t>()].item<int64_t>(), set[0].phones[0]);
}

TEST(BatchesTest, ShortAndLongUtterancesInBatchesOfTheirOwn) {
  FeatureSet set(7);
  TrainOptions options;
  options.batch_size = 2;
  options.long_batch_size = 3;
  options.long_from_frames = 10;
  const std::vector<int64_t> num_frames = {9, 10, 5, 11, 12, 30, 1};
  for (size_t i = 0; i < set.size(); ++i) set[i].features.resize(num_frames[i] * kNumMelFilters);
  EXPECT_EQ(FillBatches(set, {0, 1, 2, 3, 4, 5, 6}, options), (BatchPlan{{0, 2}, {1, 3, 4}, {6}, {5}}));
}

TEST(BatchesTest, TheCurriculumComesFirstAndTakesStepsOfTheFirstEpochs) {
  FeatureSet set(10);
  for (size_t i = 0; i < set.size(); ++i) set[i].num_samples = 100 * static_cast<int64_t>(i);
  TrainOptions options;
  options.num_epochs = 3;
  options.batch_size = 2;
  options.curriculum = {{200, 2}, {400, 1}};  // utterances 0 and 1 twice, then 0 to 3
  const TrainingPlan plan = PlanTraining(set, {0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, options);
  EXPECT_EQ(plan.steps_per_epoch, 5);
  ASSERT_EQ(plan.batches.size(), 15u);
  std::vector<int64_t> times(10, 0);
  for (int64_t step = 0; step < 2; ++step) {
    for (const int64_t index : plan.batches[step]) EXPECT_LT(index, 2);
  }
  for (int64_t step = 2; step < 4; ++step) {
    for (const int64_t index : plan.batches[step]) EXPECT_LT(index, 4);
  }
  for (int64_t step = 4; step < 14; ++step) {
    for (const int64_t index : plan.batches[step]) ++times[index];
  }
  EXPECT_EQ(times, std::vector<int64_t>(10, 2));
}

// A model whose log-probabilities are its features: each frame says its class.
class Echo : public AcousticModel {
 public:
  torch::Tensor forward(const torch::Tensor& features, const torch::Tensor&) override {
    return at::log_softmax(features.slice(2, 0, 49), 2);
  }
  int64_t NumOutputFrames(int64_t num_frames) const override { return num_frames; }
  int64_t NumOutputs() const override { return 49; }
  std::string Kind() const override { return "echo"; }
  std::string SerializedOptions() const override { return ""; }
};

TEST(EvaluateTest, DecodesEachUtteranceAloneAndScoresFoldedPhones) {
  const auto utterance = [](const std::vector<int64_t>& said, const std::vector<int64_t>& phones) {
    FeatureUtterance made;
    made.phones = phones;
    for (const int64_t phone : said) {
      made.features.insert(made.features.end(), kNumMelFilters, 0);
      made.features[made.features.size() - kNumMelFilters + phone] = 20;
    }
    return made;
  };
  const int64_t ao = *LearnedPhone("ao"), aa = *LearnedPhone("aa"), s = *LearnedPhone("s");
  const FeatureSet set = {utterance({s, s, 0, s, ao}, {s, s, aa}),  // ao counts as aa
                          utterance({s, 0}, {s, aa}), utterance({0}, {aa})};
  Echo model;
  model.train();
  for (const Decoder& decoder : {Decoder::Greedy(), Decoder{}}) {
    EXPECT_EQ(RecognizePhones(model, set, decoder), (std::vector<std::vector<int64_t>>{{s, s, ao}, {s}, {}}));
    const ErrorRate error_rate = PhoneErrorRate(model, set, decoder);
    EXPECT_EQ(error_rate.num_errors(), 2);
    EXPECT_EQ(error_rate.num_labels(), 6);
  }
  EXPECT_TRUE(model.is_training());
}

TEST(TrainTest, LearningRateShrinksFromTheFifthEpochOn) {
  const TrainOptions options;
  EXPECT_EQ(LearningRate(options, 1), 1e-4);
  EXPECT_EQ(LearningRate(options, 5), 1e-4);
  EXPECT_DOUBLE_EQ(LearningRate(options, 6), 0.9e-4);
  EXPECT_DOUBLE_EQ(LearningRate(options, 8), 0.729e-4);
}

// Of two equal phones in three frames of output, which a single path spells.
TEST(TrainTest, LossIsCtcOverFramesPlusOne) {
  FeatureCorpus corpus = ToyCorpus();
  corpus.train.resize(1);
  corpus.train[0].features.resize(11 * kNumMelFilters);
  corpus.train[0].phones = {7, 7};
  const auto network = SmallNetwork(/*dropout=*/0);
  const torch::Tensor output = network->forward(MakeBatch(corpus.train, {0}).features, at::tensor({11}, at::kLong));
  ASSERT_EQ(output.size(1), 3);
  const double log_probability = (output[0][0][7] + output[0][1][0] + output[0][2][7]).item<double>();
  TrainOptions options = FastOptions();
  options.num_epochs = 1;
  options.curriculum = {};
  const auto metrics = Train(*network, corpus, options);
  ASSERT_TRUE(metrics.ok()) << metrics.status();
  EXPECT_NEAR(metrics->epochs[0].training_loss, -log_probability / 4, 1e-4);
}

TEST(TrainTest, LearnsPhonesThatLookAlikeEverywhere) {
  const auto network = SmallNetwork();
  TrainOptions options = FastOptions();
  options.num_epochs = 30;
  options.learning_rate = 1e-2;
  const auto metrics = Train(*network, ToyCorpus(), options);
  ASSERT_TRUE(metrics.ok()) << metrics.status();
  EXPECT_LT(metrics->validation_per_pct, 25);
  EXPECT_LT(metrics->test_per_pct, 30);
  EXPECT_EQ(metrics->num_steps, 30 * 12);
  EXPECT_EQ(metrics->num_left_out, 0);
  EXPECT_EQ(metrics->epochs.size(), 30u);
  EXPECT_FALSE(network->is_training());
  // The model is left with the weights that were tested.
  EXPECT_EQ(100 * PhoneErrorRate(*network, ToySet(3, 16)).rate(), metrics->test_per_pct);
}

TEST(TrainTest, GoesOnFromACheckpointToTheSameBytes) {
  const FeatureCorpus corpus = ToyCorpus();
  TrainOptions options = FastOptions();
  options.checkpoint_path = absl::StrCat(testing::TempDir(), "/whole.checkpoint");
  const std::string cut_off = absl::StrCat(testing::TempDir(), "/cut_off.checkpoint");
  // Called before the checkpoint of its own epoch is written, so this is the first epoch's.
  options.on_epoch = [&](int64_t epoch, const EpochMetrics&) {
    if (epoch == 2) {
      EXPECT_TRUE(WriteFileAtomically(cut_off, *ReadFile(options.checkpoint_path)).ok());
    }
  };
  const auto whole = SmallNetwork();
  const auto metrics = Train(*whole, corpus, options);
  ASSERT_TRUE(metrics.ok()) << metrics.status();

  const auto resumed = SmallNetwork();
  std::vector<int64_t> epochs;
  TrainOptions resumed_options = options;
  resumed_options.checkpoint_path = cut_off;
  resumed_options.on_epoch = [&](int64_t epoch, const EpochMetrics&) { epochs.push_back(epoch); };
  const auto resumed_metrics = Train(*resumed, corpus, resumed_options);
  ASSERT_TRUE(resumed_metrics.ok()) << resumed_metrics.status();
  EXPECT_EQ(epochs, (std::vector<int64_t>{1, 2, 3}));
  EXPECT_EQ(resumed_metrics->epochs[2].training_loss, metrics->epochs[2].training_loss);
  EXPECT_EQ(resumed_metrics->test_per_pct, metrics->test_per_pct);
  EXPECT_EQ(*ReadFile(cut_off), *ReadFile(options.checkpoint_path));
  for (const auto& parameter : whole->named_parameters()) {
    EXPECT_TRUE(at::equal(parameter.value(), resumed->named_parameters()[parameter.key()])) << parameter.key();
  }

  resumed_options.learning_rate *= 2;
  const auto other = SmallNetwork();
  EXPECT_EQ(Train(*other, corpus, resumed_options).status().code(), absl::StatusCode::kFailedPrecondition);
  ASSERT_TRUE(WriteFileAtomically(cut_off, "nonsense").ok());
  EXPECT_EQ(Train(*other, corpus, resumed_options).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST(TrainTest, LeavesOutWhatHasTooFewFramesAndRejectsWhatCannotBe) {
  FeatureCorpus corpus = ToyCorpus();
  corpus.train[0].phones.assign(1000, 1);
  TrainOptions options = FastOptions();
  options.num_epochs = 1;
  const auto metrics = Train(*SmallNetwork(), corpus, options);
  ASSERT_TRUE(metrics.ok()) << metrics.status();
  EXPECT_EQ(metrics->num_left_out, 1);

  corpus.train.resize(1);
  EXPECT_TRUE(absl::StrContains(Train(*SmallNetwork(), corpus, options).status().message(), "enough frames"));
  corpus.train.clear();
  EXPECT_TRUE(absl::StrContains(Train(*SmallNetwork(), corpus, options).status().message(), "toy has no training set"));
  options.learning_rate = 0;
  const absl::Status status = Train(*SmallNetwork(), ToyCorpus(), options).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_TRUE(absl::StrContains(status.message(), "learning_rate is 0"));
}

}  // namespace
}  // namespace duet::asr
