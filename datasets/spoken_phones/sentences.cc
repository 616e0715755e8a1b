#include "datasets/spoken_phones/sentences.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/types/span.h"

namespace duet::spoken_phones {
namespace {

using Words = absl::Span<const absl::string_view>;

constexpr absl::string_view kDeterminers[] = {"the", "a", "my", "your", "their", "our", "this", "every", "each", "one"};
constexpr absl::string_view kAdjectives[] = {
    "noisy",  "yellow", "quick",   "thick",  "good",   "usual",  "young",  "better", "huge",    "poor",  "foreign",
    "little", "royal",  "shallow", "orange", "cheap",  "bright", "loud",   "smooth", "ancient", "warm",  "empty",
    "proud",  "joyful", "hollow",  "clever", "narrow", "beige",  "wooden", "pretty", "long",    "fresh", "weird"};
constexpr absl::string_view kNouns[] = {
    "boy",    "voice",   "mother",  "father",  "garage",  "treasure", "judge",  "church", "fish",    "shoe",
    "cook",   "book",    "city",    "butter",  "water",   "kitchen",  "jacket", "bridge", "uncle",   "cousin",
    "window", "thumb",   "path",    "feather", "weather", "wolf",     "horse",  "bird",   "nurse",   "oyster",
    "coin",   "measure", "village", "song",    "ring",    "youth",    "mouth",  "house",  "cow",     "owl",
    "tower",  "zebra",   "pizza",   "cup",     "apple",   "animal",   "dog",    "garden", "teacher", "kettle",
    "ladder", "student", "engine",  "child",   "watch",   "machine",  "ocean",  "table",  "bottle",  "vision",
    "pillow", "toy",     "wheel",   "yard",    "onion",   "mirror",   "letter", "pocket", "wish",    "bath"};
constexpr absl::string_view kVerbs[] = {"found",   "pushed",  "took",    "watched", "measured", "heard",
                                        "loved",   "bought",  "shook",   "joined",  "used",     "followed",
                                        "enjoyed", "chose",   "threw",   "changed", "pulled",   "moved",
                                        "washed",  "noticed", "painted", "reached", "held",     "brought"};
constexpr absl::string_view kBaseVerbs[] = {"find",  "push", "take", "watch",  "measure", "hear",   "touch",  "buy",
                                            "shake", "join", "use",  "follow", "enjoy",   "choose", "throw",  "change",
                                            "pull",  "move", "wash", "notice", "paint",   "reach",  "please", "bring"};
constexpr absl::string_view kPlaces[] = {"near",   "behind",  "under",  "with", "without",
                                         "beyond", "through", "beside", "from", "above"};
constexpr absl::string_view kTimes[] = {"today",    "again",       "at noon",  "in august",  "on thursday",
                                        "as usual", "for a while", "just now", "every year", "out there"};
constexpr absl::string_view kOpenings[] = {"call", "room", "page", "number", "it was", "try"};
constexpr absl::string_view kDigits[] = {"zero", "one",   "two",   "three", "four", "five",
                                         "six",  "seven", "eight", "nine",  "oh"};

absl::string_view Pick(Words words, RandomStream& random) { return words[random.UniformInt(words.size())]; }

std::string DrawNounPhrase(RandomStream& random) {
  std::vector<absl::string_view> words = {Pick(kDeterminers, random)};
  if (random.Uniform() < 0.4) words.push_back(Pick(kAdjectives, random));
  words.push_back(Pick(kNouns, random));
  // "a" before a vowel would be another word.
  if (words[0] == "a" && absl::StrContains("aeiou", words[1].substr(0, 1))) words[0] = "an";
  return absl::StrJoin(words, " ");
}

std::string DrawEnd(RandomStream& random) {
  const double kind = random.Uniform();
  if (kind < 0.25) return absl::StrCat(" ", Pick(kPlaces, random), " ", DrawNounPhrase(random));
  if (kind < 0.45) return absl::StrCat(" ", Pick(kTimes, random));
  return "";
}

std::string DrawNumbers(RandomStream& random) {
  std::vector<absl::string_view> words;
  if (random.Uniform() < 0.5) words.push_back(Pick(kOpenings, random));
  const uint64_t num_digits = 2 + random.UniformInt(4);
  for (uint64_t i = 0; i < num_digits; ++i) words.push_back(Pick(kDigits, random));
  return absl::StrJoin(words, " ");
}

}  // namespace

std::string DrawSentence(RandomStream& random) {
  const double kind = random.Uniform();
  if (kind < 0.15) return DrawNumbers(random);
  if (kind < 0.35) return absl::StrCat(Pick(kBaseVerbs, random), " ", DrawNounPhrase(random), DrawEnd(random));
  if (kind < 0.5) {
    const std::string who = DrawNounPhrase(random);
    const absl::string_view verb = Pick(kBaseVerbs, random);
    return absl::StrCat("did ", who, " ", verb, " ", DrawNounPhrase(random));
  }
  const std::string who = DrawNounPhrase(random);
  const absl::string_view verb = Pick(kVerbs, random);
  const std::string what = DrawNounPhrase(random);
  return absl::StrCat(who, " ", verb, " ", what, DrawEnd(random));
}

std::vector<std::string> ParseTexts(absl::string_view contents) {
  std::vector<std::string> texts;
  for (absl::string_view line : absl::StrSplit(contents, '\n')) {
    line = absl::StripAsciiWhitespace(line);
    if (!line.empty() && line[0] != '#') texts.emplace_back(line);
  }
  return texts;
}

}  // namespace duet::spoken_phones
