#include "asr/features.h"

#include <algorithm>
#include <cmath>

#include "common/random.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "torch/torch.h"

namespace duet::asr {
namespace {

constexpr double kPi = 3.14159265358979323846;

TEST(LogMelTest, CutsFramesWithoutPadding) {
  EXPECT_EQ(NumFrames(0), 0);
  EXPECT_EQ(NumFrames(399), 0);
  EXPECT_EQ(NumFrames(400), 1);
  EXPECT_EQ(NumFrames(559), 1);
  EXPECT_EQ(NumFrames(560), 2);
  EXPECT_EQ(NumFrames(16'000), 98);
  EXPECT_TRUE(LogMel().Compute({}).empty());
}

TEST(LogMelTest, OfSilenceIsTheLogarithmOfTheFloor) {
  const std::vector<float> silence(720);
  const std::vector<float> features = LogMel().Compute(silence);
  ASSERT_EQ(features.size(), 3 * kNumMelFilters);
  for (const float feature : features) EXPECT_FLOAT_EQ(feature, -23.025850f);
}

// A cosine at bin k, times a periodic Hann window, has the powers (400 / 4)^2 at bin k and a quarter of it at k - 1 and
// k + 1. Worked for 1000 Hz, bin 25: mel 999.99, edges 35.06 apart, so 28.52 edges up: nearest to the 29th, which is
// the peak of filter 28, counted from 0.
TEST(LogMelTest, OfACosineIsWorkedByHand) {
  std::vector<float> samples(kWindowSamples);
  for (int64_t i = 0; i < kWindowSamples; ++i) samples[i] = std::cos(2 * kPi * 25 * i / kWindowSamples);
  const std::vector<float> features = LogMel().Compute(samples);
  const auto mel = [](double hz) { return 1127 * std::log(1 + hz / 700); };
  const double step = mel(8000) / 81;
  const auto triangle = [&](int64_t m, double hz) {
    return std::max(0.0, 1 - std::abs(mel(hz) / step - static_cast<double>(m + 1)));
  };
  for (const int64_t m : {26, 27, 28}) {
    const double power = 10'000 * triangle(m, 1000) + 2'500 * (triangle(m, 960) + triangle(m, 1040));
    EXPECT_NEAR(std::exp(features[m]), power, 0.002 * power) << m;
  }
  EXPECT_EQ(std::max_element(features.begin(), features.end()) - features.begin(), 28);
}

TEST(LogMelTest, AgreesWithLibTorch) {
  RandomStream random(1, "features test", 0);
  std::vector<float> samples(4'000);
  for (float& sample : samples) sample = random.Uniform() - 0.5;
  const torch::Tensor window = torch::hann_window(kWindowSamples, /*periodic=*/true);
  const torch::Tensor spectrum =
      torch::stft(torch::tensor(samples), kWindowSamples, kHopSamples, kWindowSamples, window,
                  /*center=*/false, "reflect", /*normalized=*/false, /*onesided=*/true,
                  /*return_complex=*/true);
  const torch::Tensor power = spectrum.abs().square().t().to(torch::kDouble);  // [T, 201]
  torch::Tensor mel_of_bin = 1127 * torch::log1p(torch::arange(201, torch::kDouble) * 40 / 700);
  const torch::Tensor edges = torch::linspace(0, 1127 * std::log1p(8000.0 / 700), 82, torch::kDouble);
  const torch::Tensor low = edges.slice(0, 0, 80);
  const torch::Tensor centre = edges.slice(0, 1, 81);
  const torch::Tensor high = edges.slice(0, 2, 82);
  mel_of_bin = mel_of_bin.unsqueeze(1);
  torch::Tensor weights =
      torch::min((mel_of_bin - low) / (centre - low), (high - mel_of_bin) / (high - centre)).clamp_min(0);  // [201, 80]
  weights[0].zero_();
  const torch::Tensor expected = torch::log(torch::mm(power, weights) + 1e-10);
  const std::vector<float> features = LogMel().Compute(samples);
  ASSERT_EQ(static_cast<int64_t>(features.size()), expected.numel());
  const torch::Tensor actual = torch::tensor(features).view(expected.sizes()).to(torch::kDouble);
  // Two float32 transforms of 400 values: relative error about 1e-6 of the largest bin, 1e-4 of a small one.
  EXPECT_LT((actual - expected).abs().max().item<double>(), 1e-3);
}

TEST(LogMelTest, NormalizesEachFilter) {
  std::vector<float> features(2 * kNumMelFilters, -11.18f);
  Normalize(absl::MakeSpan(features));
  EXPECT_FLOAT_EQ(features[0], 0);
  EXPECT_FLOAT_EQ(features[80], 0);
  EXPECT_NEAR(features[1], (-11.18 + 9.88) / std::sqrt(3.4 + 1e-3), 1e-6);
  EXPECT_NEAR(features[79], (-11.18 + 10.11) / std::sqrt(7.1 + 1e-3), 1e-6);
}

}  // namespace
}  // namespace duet::asr
