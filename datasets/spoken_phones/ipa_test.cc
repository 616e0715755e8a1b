#include "datasets/spoken_phones/ipa.h"

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "asr/phones.h"
#include "common/files.h"
#include "datasets/spoken_phones/generate.h"
#include "datasets/spoken_phones/sentences.h"
#include "datasets/spoken_phones/synthesizer.h"
#include "gtest/gtest.h"

namespace duet::spoken_phones {
namespace {

using Phones = std::vector<std::string>;

TEST(IpaTest, NamesPhones) {
  EXPECT_EQ(*PhonesOfIpa("θ"), Phones({"th"}));
  EXPECT_EQ(*PhonesOfIpa("ɔːɹ"), Phones({"ao", "r"}));
  EXPECT_EQ(*PhonesOfIpa("ʔ"), Phones());  // TIMIT's q, which is deleted
}

TEST(IpaTest, RefusesWhatIsNotEnglish) {
  const auto phones = PhonesOfIpa("ɬ");
  EXPECT_EQ(phones.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_TRUE(absl::StrContains(phones.status().message(), "[ɬ]")) << phones.status();
}

// Every sound of every accent: a text with all that the table is for, the project's own texts, 50 sentences of the
// grammar. What is not in the table fails with its name.
TEST(IpaTest, CoversAllThatIsSaid) {
  std::string text =
      "Boys enjoy noise and oil. The measure of vision, a usual treasure, pleasure, beige, garage. Butter, little, "
      "button, bottle, mutton, ladder, city. Bird, nurse, car, start, north, force, near, square, cure, poor, here, "
      "there, tour, fire, hour, loch, which, why, singer, finger. Bath, cloth, thought, goat, goose, foot, strut, "
      "face, "
      "price, mouth, choice, kit, dress, trap, lot, fleece, palm, happy, letter, comma. Rhythm, prism, eagle, sudden, "
      "cotton, film, world, girl, curl, milk, pull. I'm, you're, we've, don't. a b c d e f g h i j k l m n o p q r s t "
      "u v w x y z 0 1 2 3 4 5 6 7 8 9. Idea of the very idea, going, playing, flower, tired, wearing, during, hurry. ";
  const auto texts = ReadFile("datasets/spoken_phones/texts.txt");
  ASSERT_TRUE(texts.ok()) << texts.status();
  for (const std::string& line : ParseTexts(*texts)) text += line + " ";
  RandomStream random(1, "ipa_test");
  for (int i = 0; i < 50; ++i) text += DrawSentence(random) + ". ";
  for (const absl::string_view accent : Accents()) {
    Voice voice;
    voice.accent = std::string(accent);
    voice.rate_wpm = 450;
    const auto speech = Speak(voice, text);
    ASSERT_TRUE(speech.ok()) << speech.status();
    for (const SpokenPhone& spoken : speech->phones) {
      if (spoken.ipa.empty()) continue;
      const auto phones = PhonesOfIpa(spoken.ipa);
      EXPECT_TRUE(phones.ok()) << accent << ": " << phones.status();
      if (!phones.ok()) continue;
      for (const std::string& phone : *phones) EXPECT_TRUE(asr::LearnedPhone(phone).ok()) << phone;
    }
  }
}

}  // namespace
}  // namespace duet::spoken_phones
