#include "datasets/speech/sound.h"

#include <cmath>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/files.h"
#include "gtest/gtest.h"

namespace duet::speech {
namespace {

constexpr double kPi = 3.14159265358979323846;

std::vector<float> Tone(double frequency_hz, int64_t rate_hz, int64_t num_samples) {
  std::vector<float> samples;
  for (int64_t i = 0; i < num_samples; ++i) {
    samples.push_back(static_cast<float>(0.5 * std::sin(2 * kPi * frequency_hz * i / rate_hz)));
  }
  return samples;
}

// Two channels, 8 kHz, 16 bits: (0.5, 0), (-0.25, -0.25), written by hand from the format's definition.
std::string StereoWav() {
  std::string bytes = "RIFF";
  const auto add = [&](uint32_t value, int num_bytes) {
    for (int i = 0; i < num_bytes; ++i) bytes.push_back(static_cast<char>(value >> (8 * i)));
  };
  add(36 + 8, 4);
  bytes += "WAVEfmt ";
  add(16, 4);
  add(1, 2);  // integers
  add(2, 2);  // channels
  add(8'000, 4);
  add(32'000, 4);
  add(4, 2);
  add(16, 2);
  bytes += "data";
  add(8, 4);
  for (const int value : {16'384, 0, -8'192, -8'192}) add(static_cast<uint32_t>(value), 2);
  return bytes;
}

TEST(SoundTest, ReadsTheMeanOfTheChannels) {
  const auto sound = DecodeSound(StereoWav());
  ASSERT_TRUE(sound.ok()) << sound.status();
  EXPECT_EQ(sound->sample_rate_hz, 8'000);
  EXPECT_EQ(sound->samples, (std::vector<float>{0.25, -0.25}));
}

TEST(SoundTest, WavComesBackAndIsClipped) {
  const auto bytes = EncodeWav({16'000, {0, 0.5, -0.5, 3, -3}});
  ASSERT_TRUE(bytes.ok()) << bytes.status();
  const auto sound = DecodeSound(*bytes);
  ASSERT_TRUE(sound.ok()) << sound.status();
  EXPECT_EQ(sound->sample_rate_hz, 16'000);
  EXPECT_EQ(sound->samples, (std::vector<float>{0, 0.5, -0.5, 32'767.0F / 32'768, -1}));
}

TEST(SoundTest, SaysWhatIsNoSound) {
  EXPECT_EQ(ReadSound("/no/such.wav").status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(DecodeSound("").status().code(), absl::StatusCode::kInvalidArgument);
  const std::string path = absl::StrCat(testing::TempDir(), "/text.wav");
  ASSERT_TRUE(WriteFileAtomically(path, "this is a text").ok());
  const auto text = ReadSound(path);
  EXPECT_EQ(text.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_TRUE(absl::StrContains(text.status().message(), absl::StrCat(path, ": not a sound file"))) << text.status();
  std::string huge_rate = StereoWav();
  huge_rate[27] = 0x7f;
  EXPECT_EQ(DecodeSound(huge_rate).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(EncodeWav({0, {0}}).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST(ResampleTest, KeepsATone) {
  const std::vector<float> samples = Tone(1'000, 22'050, 22'050);
  const auto resampled = Resample(samples, 22'050, 16'000);
  ASSERT_TRUE(resampled.ok()) << resampled.status();
  ASSERT_NEAR(resampled->size(), 16'000, 2);
  const std::vector<float> expected = Tone(1'000, 16'000, 16'000);
  // Away from the ends, where the filter reaches over them; its pass band is flat to 0.01 dB, a factor of 0.001.
  for (size_t i = 1'000; i < 15'000; ++i) ASSERT_NEAR((*resampled)[i], expected[i], 0.002) << i;
}

TEST(ResampleTest, DropsWhatTheLowerRateCannotCarry) {
  const auto resampled = Resample(Tone(10'000, 22'050, 22'050), 22'050, 16'000);
  ASSERT_TRUE(resampled.ok()) << resampled.status();
  for (size_t i = 1'000; i < 15'000; ++i) ASSERT_NEAR((*resampled)[i], 0, 0.001) << i;
}

TEST(ResampleTest, LeavesEqualRatesAndRefusesOthers) {
  const std::vector<float> samples = {1, 2, 3};
  EXPECT_EQ(*Resample(samples, 16'000, 16'000), samples);
  EXPECT_TRUE(Resample({}, 8'000, 16'000)->empty());
  EXPECT_EQ(Resample(samples, 0, 16'000).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(Resample(samples, 16'000, 1'000'000).status().code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace duet::speech
