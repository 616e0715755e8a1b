#include "datasets/spoken_phones/synthesizer.h"

#include <algorithm>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "gtest/gtest.h"

namespace duet::spoken_phones {
namespace {

Voice Variant(const std::string& variant) {
  Voice voice;
  voice.variant = variant;
  return voice;
}

Voice Accent(const std::string& accent) {
  Voice voice;
  voice.accent = accent;
  return voice;
}

Voice Slow() {
  Voice voice;
  voice.rate_wpm = 100;
  return voice;
}

std::vector<std::string> Ipa(const Speech& speech) {
  std::vector<std::string> ipa;
  for (const SpokenPhone& phone : speech.phones) {
    if (!phone.ipa.empty()) ipa.push_back(phone.ipa);
  }
  return ipa;
}

TEST(SynthesizerTest, SaysPhonesInOrderWithTimes) {
  const auto speech = Speak({}, "nine boys");
  ASSERT_TRUE(speech.ok()) << speech.status();
  EXPECT_EQ(Ipa(*speech), (std::vector<std::string>{"n", "aɪ", "n", "b", "ɔɪ", "z"}));
  const auto num_samples = static_cast<int64_t>(speech->samples.size());
  EXPECT_GT(num_samples, speech->sample_rate_hz / 2);
  EXPECT_LT(num_samples, 2 * speech->sample_rate_hz);
  for (size_t i = 1; i < speech->phones.size(); ++i) {
    EXPECT_GE(speech->phones[i].start, speech->phones[i - 1].start);
    EXPECT_LE(speech->phones[i].start, num_samples);
  }
  const auto loudest = *std::max_element(speech->samples.begin(), speech->samples.end());
  EXPECT_GT(loudest, 0.1);
  EXPECT_LE(loudest, 1);
}

TEST(SynthesizerTest, SpeechDependsOnNothingSaidBefore) {
  const auto first = Speak({}, "a loud voice");
  ASSERT_TRUE(Speak(Variant("f2"), "something else, and a long text").ok());
  const auto again = Speak({}, "a loud voice");
  ASSERT_TRUE(first.ok() && again.ok());
  EXPECT_EQ(first->samples, again->samples);
}

TEST(SynthesizerTest, VoicesDiffer) {
  const auto plain = Speak({}, "water");
  const auto throat = Speak(Variant("f3"), "water");
  const auto british = Speak(Accent("gmw/en"), "water");
  const auto slow = Speak(Slow(), "water");
  ASSERT_TRUE(plain.ok() && throat.ok() && british.ok() && slow.ok());
  EXPECT_NE(plain->samples, throat->samples);
  EXPECT_EQ(Ipa(*plain), Ipa(*throat));
  EXPECT_EQ(Ipa(*plain), (std::vector<std::string>{"w", "ɔː", "ɾ", "ɚ"}));
  EXPECT_EQ(Ipa(*british), (std::vector<std::string>{"w", "ɔː", "t", "ə"}));
  EXPECT_GT(slow->samples.size(), plain->samples.size() * 5 / 4);
}

TEST(SynthesizerTest, NamesTheVoiceThatThereIsNot) {
  const auto no_variant = Speak(Variant("nobody"), "hello");
  EXPECT_EQ(no_variant.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_TRUE(absl::StrContains(no_variant.status().message(), "\"nobody\"")) << no_variant.status();
  EXPECT_EQ(Speak(Accent("gmw/en-nowhere"), "hello").status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(Speak({}, "").status().code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace duet::spoken_phones
