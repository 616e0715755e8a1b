#include "fabnet/kernels/fourier.h"

#include <fftw3.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/random.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace duet::fabnet {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::vector<float> Normals(int64_t count, const char* purpose) {
  RandomStream random(1, purpose, count);
  std::vector<float> values(count);
  for (float& value : values) value = random.Normal();
  return values;
}

std::vector<float> Mix(int64_t seq_len, int64_t hidden, absl::Span<const float> x) {
  const absl::StatusOr<FourierMixer> mixer = FourierMixer::Create(seq_len, hidden);
  EXPECT_TRUE(mixer.ok()) << mixer.status();
  std::vector<float> y(x.size(), NAN);
  const absl::Status status = mixer->Mix(x, absl::MakeSpan(y));
  EXPECT_TRUE(status.ok()) << status;
  return y;
}

// Sums of L D normals, rounded a few times for each level: 2^-24 sqrt(L D) times a small number.
double Tolerance(int64_t num_values) { return 2e-6 * std::sqrt(num_values); }

TEST(FourierMixerTest, KnownAnswers) {
  EXPECT_THAT(Mix(1, 1, {3}), ElementsAre(3));
  EXPECT_THAT(Mix(1, 2, {3, 5}), ElementsAre(8, -2));
  EXPECT_THAT(Mix(2, 1, {3, 5}), ElementsAre(8, -2));
  EXPECT_THAT(Mix(2, 2, {1, 2, 3, 4}), ElementsAre(10, -2, -4, 0));
  EXPECT_THAT(Mix(1, 4, {0, 1, 0, 0}), ElementsAre(1, 0, -1, 0));  // cos of quarter turns
  std::vector<float> impulse(8 * 6);
  impulse[0] = 1;
  EXPECT_THAT(Mix(8, 6, impulse), Each(1));
}

TEST(FourierMixerTest, MatchesTheSumOfCosines) {
  constexpr int64_t kBatch = 3;
  for (const auto& [seq_len, hidden] : std::vector<std::pair<int64_t, int64_t>>{
           {1, 1}, {1, 2}, {2, 1}, {1, 7}, {7, 1}, {2, 2}, {3, 5}, {4, 3}, {5, 4}, {16, 16}, {17, 31}, {24, 20}}) {
    const int64_t num_values = seq_len * hidden;
    const std::vector<float> x = Normals(kBatch * num_values, "x");
    const std::vector<float> y = Mix(seq_len, hidden, x);
    for (int64_t at = 0; at < kBatch * num_values; ++at) {
      const int64_t k = at % num_values / hidden;
      const int64_t l = at % hidden;
      double expected = 0;
      for (int64_t i = 0; i < seq_len; ++i) {
        for (int64_t j = 0; j < hidden; ++j) {
          const double turns = static_cast<double>(k * i) / seq_len + static_cast<double>(l * j) / hidden;
          expected += x[at / num_values * num_values + i * hidden + j] * std::cos(2 * M_PI * turns);
        }
      }
      EXPECT_NEAR(y[at], expected, Tolerance(num_values)) << seq_len << " x " << hidden << " at " << at;
    }
  }
}

TEST(FourierMixerTest, IsTheRealPartOfTheComplexTransformInDouble) {
  constexpr int64_t kSeqLen = 256;
  constexpr int64_t kHidden = 96;
  const std::vector<float> x = Normals(kSeqLen * kHidden, "x");
  const std::vector<float> y = Mix(kSeqLen, kHidden, x);
  fftw_complex* const values = fftw_alloc_complex(x.size());
  const fftw_plan plan = fftw_plan_dft_2d(kSeqLen, kHidden, values, values, FFTW_FORWARD, FFTW_ESTIMATE);
  for (size_t i = 0; i < x.size(); ++i) {
    values[i][0] = x[i];
    values[i][1] = 0;
  }
  fftw_execute(plan);
  for (size_t i = 0; i < x.size(); ++i) EXPECT_NEAR(y[i], values[i][0], Tolerance(x.size())) << i;
  fftw_destroy_plan(plan);
  fftw_free(values);
}

// The loss is <dy, y>. Mixing is linear, so the difference quotient of step 1 from x = 0 is the gradient at every x.
TEST(FourierMixerTest, BackwardIsTheSameCall) {
  constexpr int64_t kSeqLen = 6;
  constexpr int64_t kHidden = 5;
  const std::vector<float> dy = Normals(kSeqLen * kHidden, "dy");
  const std::vector<float> dx = Mix(kSeqLen, kHidden, dy);
  for (size_t i = 0; i < dx.size(); ++i) {
    std::vector<float> x(dx.size());
    x[i] = 1;
    const std::vector<float> y = Mix(kSeqLen, kHidden, x);
    double loss = 0;
    for (size_t j = 0; j < y.size(); ++j) loss += static_cast<double>(dy[j]) * y[j];
    EXPECT_NEAR(dx[i], loss, Tolerance(dx.size())) << i;
  }
}

TEST(FourierMixerTest, AnyAlignmentAndPlaceGivesTheSameBits) {
  const std::vector<float> x = Normals(2 * 7 * 9, "x");  // 63 values: the second of the batch is not aligned
  const std::vector<float> expected = Mix(7, 9, x);
  EXPECT_EQ(Mix(7, 9, absl::MakeSpan(x).subspan(63)), std::vector<float>(expected.begin() + 63, expected.end()));
  std::vector<float> shifted(1 + x.size());
  std::copy(x.begin(), x.end(), shifted.begin() + 1);
  EXPECT_EQ(Mix(7, 9, absl::MakeSpan(shifted).subspan(1)), expected);
  const absl::StatusOr<FourierMixer> mixer = FourierMixer::Create(7, 9);
  ASSERT_TRUE(mixer.ok());
  std::vector<float> in_place = x;
  ASSERT_TRUE(mixer->Mix(in_place, absl::MakeSpan(in_place)).ok());
  EXPECT_EQ(in_place, expected);
}

TEST(FourierMixerTest, RejectsWrongSizes) {
  for (const auto& [seq_len, hidden] : std::vector<std::pair<int64_t, int64_t>>{
           {0, 4}, {4, 0}, {-1, -1}, {1 << 16, 1 << 15}, {int64_t{1} << 62, 4}, {4, int64_t{1} << 62}}) {
    const absl::Status status = FourierMixer::Create(seq_len, hidden).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_THAT(std::string(status.message()),
                HasSubstr(absl::StrCat("Fourier mixing of ", seq_len, " x ", hidden, " values")));
  }
  const absl::StatusOr<FourierMixer> mixer = FourierMixer::Create(2, 3);
  ASSERT_TRUE(mixer.ok());
  std::vector<float> six(6);
  std::vector<float> seven(7);
  for (const absl::Status& status :
       {mixer->Mix(six, absl::MakeSpan(seven)), mixer->Mix(seven, absl::MakeSpan(seven))}) {
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_THAT(std::string(status.message()), HasSubstr("into 7 values: expected the same multiple of 2 x 3"));
  }
  EXPECT_TRUE(mixer->Mix({}, {}).ok());
}

}  // namespace
}  // namespace duet::fabnet
