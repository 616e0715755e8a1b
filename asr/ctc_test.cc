#include "asr/ctc.h"

#include <cmath>
#include <map>

#include "asr/error_rate.h"
#include "common/random.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace duet::asr {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<float> Logarithms(const std::vector<double>& probabilities) {
  std::vector<float> logarithms;
  for (const double p : probabilities) logarithms.push_back(static_cast<float>(std::log(p)));
  return logarithms;
}

std::vector<float> RandomLogProbabilities(int64_t num_frames, int64_t num_classes, uint64_t index) {
  RandomStream random(1, "ctc test", index);
  std::vector<float> values;
  for (int64_t t = 0; t < num_frames; ++t) {
    std::vector<double> weights;
    double sum = 0;
    for (int64_t c = 0; c < num_classes; ++c) sum += weights.emplace_back(std::exp(3 * random.Uniform()));
    for (const double weight : weights) values.push_back(static_cast<float>(std::log(weight / sum)));
  }
  return values;
}

// The probability of each sequence of labels, path by path.
std::map<std::vector<int64_t>, double> ByEnumeration(const LogProbabilities& log_probabilities) {
  std::map<std::vector<int64_t>, double> probabilities;
  const int64_t num_frames = log_probabilities.num_frames();
  int64_t num_paths = 1;
  for (int64_t t = 0; t < num_frames; ++t) num_paths *= log_probabilities.num_classes;
  for (int64_t path = 0; path < num_paths; ++path) {
    std::vector<int64_t> labels;
    double log_probability = 0;
    int64_t last = 0;
    int64_t rest = path;
    for (int64_t t = 0; t < num_frames; ++t) {
      const int64_t label = rest % log_probabilities.num_classes;
      rest /= log_probabilities.num_classes;
      log_probability += log_probabilities.At(t, label);
      if (label != 0 && label != last) labels.push_back(label);
      last = label;
    }
    probabilities[labels] += std::exp(log_probability);
  }
  return probabilities;
}

// Graves et al. 2006, figure 2: the best path is all blanks, the best labels are not.
TEST(CtcTest, BestLabelsAreNotThoseOfTheBestPath) {
  const std::vector<float> values = Logarithms({0.6, 0.4, 0.6, 0.4});
  const LogProbabilities log_probabilities{values, 2};
  EXPECT_THAT(GreedyDecode(log_probabilities), IsEmpty());  // 0.36
  const DecodedLabels decoded = BeamSearchDecode(log_probabilities, 12);
  EXPECT_THAT(decoded.labels, ElementsAre(1));  // 0.24 + 0.24 + 0.16
  EXPECT_NEAR(std::exp(decoded.log_probability), 0.64, 1e-6);
}

TEST(CtcTest, JoinsRepetitionsUnlessABlankIsBetween) {
  // Classes 1 1 0 1 2 2, each almost certain.
  std::vector<double> probabilities;
  for (const int64_t label : {1, 1, 0, 1, 2, 2}) {
    for (int64_t c = 0; c < 3; ++c) probabilities.push_back(c == label ? 0.98 : 0.01);
  }
  const std::vector<float> values = Logarithms(probabilities);
  EXPECT_THAT(GreedyDecode({values, 3}), ElementsAre(1, 1, 2));
  EXPECT_THAT(BeamSearchDecode({values, 3}, 1).labels, ElementsAre(1, 1, 2));
  EXPECT_THAT(BeamSearchDecode({values, 3}, 12).labels, ElementsAre(1, 1, 2));
}

TEST(CtcTest, AWideBeamFindsTheMostProbableLabels) {
  for (uint64_t index = 0; index < 50; ++index) {
    const int64_t num_classes = 2 + static_cast<int64_t>(index % 3);
    const int64_t num_frames = 1 + static_cast<int64_t>(index % 6);
    const std::vector<float> values = RandomLogProbabilities(num_frames, num_classes, index);
    const LogProbabilities log_probabilities{values, num_classes};
    const DecodedLabels decoded = BeamSearchDecode(log_probabilities, 10'000);
    const auto probabilities = ByEnumeration(log_probabilities);
    double best = 0;
    for (const auto& [labels, probability] : probabilities) best = std::max(best, probability);
    EXPECT_NEAR(std::exp(decoded.log_probability), best, 1e-6);
    EXPECT_NEAR(probabilities.at(decoded.labels), best, 1e-6);
  }
}

TEST(CtcTest, ANarrowBeamIsNeverMoreProbableThanTheTruth) {
  const std::vector<float> values = RandomLogProbabilities(7, 4, 99);
  const LogProbabilities log_probabilities{values, 4};
  const auto probabilities = ByEnumeration(log_probabilities);
  for (const int64_t beam_width : {1, 2, 3, 12}) {
    const DecodedLabels decoded = BeamSearchDecode(log_probabilities, beam_width);
    EXPECT_LE(std::exp(decoded.log_probability), probabilities.at(decoded.labels) + 1e-6) << beam_width;
  }
}

TEST(CtcTest, OfNoFramesIsNothing) {
  EXPECT_THAT(GreedyDecode({{}, 3}), IsEmpty());
  EXPECT_THAT(BeamSearchDecode({{}, 3}, 12).labels, IsEmpty());
}

TEST(EditDistanceTest, CountsInsertionsDeletionsAndSubstitutions) {
  EXPECT_EQ(EditDistance({}, {}), 0);
  EXPECT_EQ(EditDistance({1, 2, 3}, {}), 3);
  EXPECT_EQ(EditDistance({}, {1, 2}), 2);
  EXPECT_EQ(EditDistance({1, 2, 3}, {1, 2, 3}), 0);
  EXPECT_EQ(EditDistance({1, 3}, {1, 2, 3}), 1);
  EXPECT_EQ(EditDistance({1, 4, 3}, {1, 2, 3}), 1);
  // kitten, sitting
  EXPECT_EQ(EditDistance({'k', 'i', 't', 't', 'e', 'n'}, {'s', 'i', 't', 't', 'i', 'n', 'g'}), 3);
}

TEST(ErrorRateTest, WeighsUtterancesByLength) {
  ErrorRate rate;
  EXPECT_TRUE(std::isnan(rate.rate()));
  rate.Add({1}, {2});
  rate.Add({1, 2, 3}, {1, 2, 3});
  EXPECT_EQ(rate.num_errors(), 1);
  EXPECT_EQ(rate.num_labels(), 4);
  EXPECT_DOUBLE_EQ(rate.rate(), 0.25);
}

}  // namespace
}  // namespace duet::asr
