#include "datasets/timit/phones.h"

#include <algorithm>
#include <iterator>

namespace duet::timit {
namespace {

constexpr Phone kPhones[] = {
    {"aa", "aa", "aa"},    {"ae", "ae", "ae"},    {"ah", "ah", "ah"},   {"ao", "ao", "aa"},    {"aw", "aw", "aw"},
    {"ax", "ax", "ah"},    {"ax-h", "ax", "ah"},  {"axr", "er", "er"},  {"ay", "ay", "ay"},    {"b", "b", "b"},
    {"bcl", "vcl", "sil"}, {"ch", "ch", "ch"},    {"d", "d", "d"},      {"dcl", "vcl", "sil"}, {"dh", "dh", "dh"},
    {"dx", "dx", "dx"},    {"eh", "eh", "eh"},    {"el", "el", "l"},    {"em", "m", "m"},      {"en", "en", "n"},
    {"eng", "ng", "ng"},   {"epi", "epi", "sil"}, {"er", "er", "er"},   {"ey", "ey", "ey"},    {"f", "f", "f"},
    {"g", "g", "g"},       {"gcl", "vcl", "sil"}, {"h#", "sil", "sil"}, {"hh", "hh", "hh"},    {"hv", "hh", "hh"},
    {"ih", "ih", "ih"},    {"ix", "ix", "ih"},    {"iy", "iy", "iy"},   {"jh", "jh", "jh"},    {"k", "k", "k"},
    {"kcl", "cl", "sil"},  {"l", "l", "l"},       {"m", "m", "m"},      {"n", "n", "n"},       {"ng", "ng", "ng"},
    {"nx", "n", "n"},      {"ow", "ow", "ow"},    {"oy", "oy", "oy"},   {"p", "p", "p"},       {"pau", "sil", "sil"},
    {"pcl", "cl", "sil"},  {"q", "", ""},         {"r", "r", "r"},      {"s", "s", "s"},       {"sh", "sh", "sh"},
    {"t", "t", "t"},       {"tcl", "cl", "sil"},  {"th", "th", "th"},   {"uh", "uh", "uh"},    {"uw", "uw", "uw"},
    {"ux", "uw", "uw"},    {"v", "v", "v"},       {"w", "w", "w"},      {"y", "y", "y"},       {"z", "z", "z"},
    {"zh", "zh", "sh"},
};

}  // namespace

absl::Span<const Phone> Phones() { return kPhones; }

const Phone* FindPhone(absl::string_view name) {
  const auto* const found =
      std::lower_bound(std::begin(kPhones), std::end(kPhones), name,
                       [](const Phone& phone, absl::string_view wanted) { return phone.name < wanted; });
  return found == std::end(kPhones) || found->name != name ? nullptr : found;
}

bool IsLearnedPhone(absl::string_view name) {
  return !name.empty() &&
         std::any_of(std::begin(kPhones), std::end(kPhones), [&](const Phone& phone) { return phone.learned == name; });
}

}  // namespace duet::timit
