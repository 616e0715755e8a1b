#include "datasets/speech/picture.h"

#include <cmath>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "gtest/gtest.h"

namespace duet::speech {
namespace {

Utterance Tone(double frequency_hz) {
  Utterance utterance;
  utterance.id = "tone";
  utterance.text = "a < b & c";
  for (int i = 0; i < 1'600; ++i) {
    utterance.samples.push_back(static_cast<float>(0.5 * std::sin(2 * 3.14159265358979 * frequency_hz * i / 16'000)));
  }
  utterance.phones = {"iy", "sil"};
  utterance.phone_starts = {0, 1'000};
  return utterance;
}

TEST(SpectrogramTest, IsBlackAtTheTone) {
  const auto image = Spectrogram(Tone(2'000));
  ASSERT_TRUE(image.ok()) << image.status();
  EXPECT_EQ(image->width, 1 + (1'600 - 160) / 40);
  EXPECT_EQ(image->height, 257);
  // 2 kHz is a quarter of the way up.
  for (int64_t x = 0; x < image->width; ++x) {
    EXPECT_LT(image->pixels[192 * image->width + x], 2) << x;
    EXPECT_GT(image->pixels[64 * image->width + x], 200) << x;
  }
}

TEST(SpectrogramTest, RefusesLessThanAWindow) {
  Utterance utterance = Tone(100);
  utterance.samples.resize(159);
  EXPECT_EQ(Spectrogram(utterance).status().code(), absl::StatusCode::kInvalidArgument);
  utterance.samples.resize(160);
  EXPECT_EQ(Spectrogram(utterance)->width, 1);
}

TEST(UtteranceSvgTest, NamesWordsAndPhones) {
  const auto svg = UtteranceSvg(Tone(500));
  ASSERT_TRUE(svg.ok()) << svg.status();
  EXPECT_TRUE(absl::StrContains(*svg, "a &lt; b &amp; c"));
  EXPECT_TRUE(absl::StrContains(*svg, ">iy</text>"));
  EXPECT_TRUE(absl::StrContains(*svg, "data:image/png;base64,iVBOR"));
}

}  // namespace
}  // namespace duet::speech
