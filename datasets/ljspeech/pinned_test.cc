// The pinned utterances and their alignments. Skipped where a tree is missing.

#include <cmath>
#include <map>
#include <string>

#include "absl/strings/match.h"
#include "datasets/archives/archive.h"
#include "datasets/ljspeech/text_grid.h"
#include "datasets/speech/corpus.h"
#include "datasets/speech/sound.h"
#include "datasets/timit/phones.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace duet::ljspeech {
namespace {

using ::testing::SizeIs;

std::string Stem(absl::string_view name) {
  name = name.substr(name.rfind('/') + 1);
  return std::string(name.substr(0, name.find('.')));
}

TEST(PinnedLjSpeechTest, All32DurationsAgreeAndAddUpTo222Seconds) {
  std::map<std::string, double> sounds;
  absl::Status status =
      ForEachFile("../data_ljspeech32/ljspeech32.tar", [&](absl::string_view name, absl::string_view bytes) {
        if (!absl::EndsWith(name, ".wav")) return absl::OkStatus();
        const absl::StatusOr<speech::Sound> sound = speech::DecodeSound(bytes);
        if (!sound.ok()) return sound.status();
        EXPECT_EQ(sound->sample_rate_hz, 22'050);
        sounds[Stem(name)] = static_cast<double>(sound->samples.size()) / 22'050;
        return absl::OkStatus();
      });
  ASSERT_TRUE(status.ok()) << status;
  EXPECT_THAT(sounds, SizeIs(32));
  double seconds = 0;
  int num_agreeing = 0;
  status = ForEachFile("../data_ljspeech32_textgrid/ljspeech32_textgrid.tar",
                       [&](absl::string_view name, absl::string_view bytes) {
                         const absl::StatusOr<TextGrid> grid = ParseTextGrid(bytes);
                         if (!grid.ok()) return grid.status();
                         seconds += grid->end_s;
                         num_agreeing += std::abs(grid->end_s - sounds[Stem(name)]) < 1e-6;
                         return absl::OkStatus();
                       });
  ASSERT_TRUE(status.ok()) << status;
  EXPECT_EQ(num_agreeing, 32);
  EXPECT_NEAR(seconds, 222, 0.5);
}

TEST(PinnedLjSpeechTest, TheCorpusHoldsThe29WhoseWordsAreAllKnown) {
  const absl::StatusOr<speech::Corpus> corpus = speech::ReadCorpus("datasets/ljspeech/corpus.binpb");
  ASSERT_TRUE(corpus.ok()) << corpus.status();
  EXPECT_THAT(corpus->train, SizeIs(20));
  EXPECT_THAT(corpus->validation, SizeIs(4));
  EXPECT_THAT(corpus->test, SizeIs(5));
  // LJ001-0002, heard: "in being comparatively modern".
  const speech::Utterance& second = corpus->train[1];
  EXPECT_EQ(second.id, "LJ001-0002");
  EXPECT_EQ(second.text, "in being comparatively modern");
  EXPECT_EQ(second.phones,
            (std::vector<std::string>{"ih", "n", "b",  "iy", "ih", "ng", "k", "ax", "m", "p",  "eh", "r",
                                      "ax", "t", "ih", "v",  "l",  "iy", "m", "aa", "d", "er", "n",  "sil"}));
  EXPECT_EQ(second.phone_starts[1], 1'280);  // 0.080 s
  for (const auto* split : {&corpus->train, &corpus->validation, &corpus->test}) {
    for (const speech::Utterance& utterance : *split) {
      for (const std::string& phone : utterance.phones) EXPECT_TRUE(timit::IsLearnedPhone(phone)) << phone;
    }
  }
}

}  // namespace
}  // namespace duet::ljspeech
