#include "nas/low_rank/compress_network.h"

#include "absl/status/status.h"
#include "asr/training/evaluate.h"
#include "asr/training/train.h"
#include "common/random.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace duet::nas {
namespace {

// Each phone is six frames of a feature of its own.
asr::FeatureSet Utterances(int64_t count, uint64_t seed) {
  asr::FeatureSet set;
  for (int64_t i = 0; i < count; ++i) {
    RandomStream random(seed, "toy", i);
    asr::FeatureUtterance& utterance = set.emplace_back();
    const int64_t num_phones = 2 + static_cast<int64_t>(random.UniformInt(4));
    for (int64_t k = 0; k < num_phones; ++k) {
      const int64_t phone = 1 + static_cast<int64_t>(random.UniformInt(4));
      utterance.phones.push_back(phone);
      for (int64_t frame = 0; frame < 6; ++frame) {
        std::vector<float> features(80, 0.f);
        if (frame < 4) features[5 * phone] = 3;
        utterance.features.insert(utterance.features.end(), features.begin(), features.end());
      }
    }
    utterance.num_samples = utterance.num_frames() * 160 + 240;
  }
  return set;
}

class CompressNetworkTest : public ::testing::Test {
 protected:
  // Trained once for all tests.
  static void SetUpTestSuite() {
    corpus_ = new asr::FeatureCorpus{"toy", "a toy", Utterances(48, 1), Utterances(12, 2), Utterances(12, 3)};
    asr::RecurrentNetworkOptions options;
    options.num_layers = 1;
    options.num_units = 16;
    options.num_outputs = 49;
    options.dropout = 0;
    network_ = *asr::RecurrentNetwork::Create(options);
    asr::TrainOptions training = Training();
    training.num_epochs = 12;
    const auto metrics = asr::Train(*network_, *corpus_, training);
    ASSERT_TRUE(metrics.ok()) << metrics.status();
    ASSERT_LT(metrics->validation_per_pct, 50);
  }

  static asr::TrainOptions Training() {
    asr::TrainOptions training;
    training.num_epochs = 4;
    training.learning_rate = 0.02;
    training.batch_size = training.long_batch_size = 8;
    training.curriculum.clear();
    training.epoch_decoder = training.final_decoder = asr::Decoder::Greedy();
    return training;
  }

  static double PerPct(asr::RecurrentNetwork& network) {
    return 100 * asr::PhoneErrorRate(network, corpus_->validation, asr::Decoder::Greedy()).rate();
  }

  static CompressOptions Options(std::optional<double> compression, std::optional<double> max_increase_pct) {
    CompressOptions options;
    options.min_compression = compression;
    options.max_per_increase_pct = max_increase_pct;
    options.strategy = "sensitivity";
    return options;
  }

  static asr::FeatureCorpus* corpus_;
  static std::shared_ptr<asr::RecurrentNetwork> network_;
};

asr::FeatureCorpus* CompressNetworkTest::corpus_ = nullptr;
std::shared_ptr<asr::RecurrentNetwork> CompressNetworkTest::network_;

TEST_F(CompressNetworkTest, SavesWeightsWithinTheIncreaseAllowed) {
  const auto compressed = CompressNetwork(*network_, *corpus_, Options(std::nullopt, 2.));
  ASSERT_TRUE(compressed.ok()) << compressed.status();
  EXPECT_LE(PerPct(*compressed->network), PerPct(*network_) + 2);
  EXPECT_LT(asr::NumWeights(compressed->network->options()), asr::NumWeights(network_->options()));
  EXPECT_EQ(compressed->found[0].num_weights, asr::NumWeights(compressed->network->options()));
}

TEST_F(CompressNetworkTest, ReachesACompressionAndTrainingMendsIt) {
  CompressOptions options = Options(7., std::nullopt);
  const auto cut = CompressNetwork(*network_, *corpus_, options);
  ASSERT_TRUE(cut.ok()) << cut.status();
  options.training = Training();
  options.training->num_epochs = 8;
  options.training->learning_rate = 0.005;
  const auto trained = CompressNetwork(*network_, *corpus_, options);
  ASSERT_TRUE(trained.ok()) << trained.status();
  EXPECT_LE(7 * asr::NumWeights(cut->network->options()), asr::NumWeights(network_->options()));
  EXPECT_EQ(cut->network->options().ranks, trained->network->options().ranks);
  EXPECT_LE(PerPct(*trained->network), PerPct(*cut->network));
}

TEST_F(CompressNetworkTest, IteratesDownToTheSize) {
  CompressOptions options = Options(4., std::nullopt);
  options.num_iterations = 2;
  options.training = Training();
  const auto compressed = CompressNetwork(*network_, *corpus_, options);
  ASSERT_TRUE(compressed.ok()) << compressed.status();
  ASSERT_EQ(compressed->found.size(), 2);
  const int64_t num_dense = asr::NumWeights(network_->options());
  EXPECT_LE(compressed->found[0].num_weights, num_dense / 2);
  EXPECT_GT(compressed->found[0].num_weights, num_dense / 4);
  EXPECT_LE(compressed->found[1].num_weights, num_dense / 4);
}

TEST_F(CompressNetworkTest, RepresentsUtterancesOfEveryLength) {
  const asr::FeatureSet chosen = RepresentativeSet(corpus_->train, 6, 1);
  ASSERT_EQ(chosen.size(), 6);
  for (size_t i = 1; i < chosen.size(); ++i) EXPECT_GE(chosen[i].num_samples, chosen[i - 1].num_samples);
  EXPECT_LT(chosen.front().num_samples, chosen.back().num_samples);
  EXPECT_EQ(RepresentativeSet(corpus_->test, 12, 1).size(), 12);
  EXPECT_EQ(RepresentativeSet(corpus_->test, 100, 1).size(), 12);
}

TEST_F(CompressNetworkTest, RefusesWhatCannotBe) {
  const auto fails = [](const CompressOptions& options) {
    return CompressNetwork(*network_, *corpus_, options).status();
  };
  EXPECT_TRUE(absl::IsInvalidArgument(fails(Options(std::nullopt, std::nullopt))));
  EXPECT_TRUE(absl::IsInvalidArgument(fails(Options(3, 3))));
  EXPECT_TRUE(absl::IsInvalidArgument(fails(Options(0.5, std::nullopt))));
  EXPECT_TRUE(absl::IsNotFound(fails(Options(1000, std::nullopt))));
  CompressOptions options = Options(2, std::nullopt);
  options.num_iterations = 0;
  EXPECT_TRUE(absl::IsInvalidArgument(fails(options)));
}

}  // namespace
}  // namespace duet::nas
