#include "datasets/spoken_phones/ipa.h"

#include <algorithm>
#include <iterator>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace duet::spoken_phones {
namespace {

struct Row {
  absl::string_view ipa;
  absl::string_view phones;  // separated by a space
};

constexpr Row kTable[] = {
    // Vowels
    {"a", "ae"},
    {"æ", "ae"},
    {"aː", "aa"},
    {"a:", "aa"},
    {"aa", "ae"},
    {"ɑː", "aa"},
    {"ɒ", "aa"},
    {"ɔ", "ao"},
    {"ɔː", "ao"},
    {"ɐ", "ax"},
    {"ə", "ax"},
    {"ʌ", "ah"},
    {"ɚ", "er"},
    {"ɜ", "er"},
    {"ɜː", "er"},
    {"e", "eh"},
    {"ɛ", "eh"},
    {"ɪ", "ih"},
    {"ᵻ", "ix"},
    {"i", "iy"},
    {"iː", "iy"},
    {"ʊ", "uh"},
    {"uː", "uw"},
    {"ʉ", "uw"},
    {"ʉː", "uw"},
    // Diphthongs
    {"aɪ", "ay"},
    {"aʊ", "aw"},
    {"ʌʉ", "aw"},
    {"ɔɪ", "oy"},
    {"eɪ", "ey"},
    {"eː", "ey"},
    {"oʊ", "ow"},
    {"əʊ", "ow"},
    {"oː", "ow"},
    {"o", "ow"},
    // Vowels that end in r, or in a schwa where r is not said
    {"ɑːɹ", "aa r"},
    {"ɔːɹ", "ao r"},
    {"oːɹ", "ao r"},
    {"əɹ", "er"},
    {"ʌɹ", "er"},
    {"ɛɹ", "eh r"},
    {"ɪɹ", "ih r"},
    {"ʊɹ", "uh r"},
    {"ʉɹ", "uw r"},
    {"aɪɚ", "ay er"},
    {"aɪə", "ay ax"},
    {"eə", "eh ax"},
    {"iə", "iy ax"},
    {"ʊə", "uh ax"},
    // Consonants that are syllables
    {"əl", "el"},
    {"n̩", "en"},
    // Consonants
    {"b", "b"},
    {"d", "d"},
    {"dʒ", "jh"},
    {"f", "f"},
    {"h", "hh"},
    {"j", "y"},
    {"k", "k"},
    {"l", "l"},
    {"m", "m"},
    {"n", "n"},
    {"p", "p"},
    {"r", "r"},
    {"s", "s"},
    {"t", "t"},
    {"tʃ", "ch"},
    {"v", "v"},
    {"w", "w"},
    {"x", "k"},
    {"z", "z"},
    {"ð", "dh"},
    {"ŋ", "ng"},
    {"ɡ", "g"},
    {"ɹ", "r"},
    {"ɾ", "dx"},
    {"ʃ", "sh"},
    {"ʍ", "w"},
    {"ʒ", "zh"},
    {"θ", "th"},
    // No phones of TIMIT's 48
    {"ʔ", ""},
    {"ʲ", ""},
};

}  // namespace

absl::StatusOr<std::vector<std::string>> PhonesOfIpa(absl::string_view ipa) {
  const auto* const row =
      std::find_if(std::begin(kTable), std::end(kTable), [&](const Row& r) { return r.ipa == ipa; });
  if (row == std::end(kTable)) {
    return absl::InvalidArgumentError(absl::StrCat("the phone [", ipa, "] is not in the table of ipa.cc"));
  }
  return std::vector<std::string>(absl::StrSplit(row->phones, ' ', absl::SkipEmpty()));
}

}  // namespace duet::spoken_phones
