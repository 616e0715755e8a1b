#include "asr/phones.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <iterator>
#include <set>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "datasets/timit/phones.h"

namespace duet::asr {
namespace {

using timit::Phone;

// The sorted classes of a column: a class's number is 1 + its place.
std::vector<absl::string_view> Classes(absl::string_view Phone::*column) {
  std::set<absl::string_view> names;
  for (const Phone& row : timit::Phones()) {
    if (!(row.*column).empty()) names.insert(row.*column);
  }
  return {names.begin(), names.end()};
}

const std::vector<absl::string_view>& LearnedClasses() {
  static const auto* const classes = new std::vector<absl::string_view>(Classes(&Phone::learned));
  return *classes;
}

const std::vector<absl::string_view>& ScoredClasses() {
  static const auto* const classes = new std::vector<absl::string_view>(Classes(&Phone::scored));
  return *classes;
}

// 1 + the place, or 0.
int64_t NumberIn(const std::vector<absl::string_view>& classes, absl::string_view name) {
  const auto found = std::lower_bound(classes.begin(), classes.end(), name);
  return found == classes.end() || *found != name ? 0 : 1 + std::distance(classes.begin(), found);
}

}  // namespace

absl::Span<const absl::string_view> TimitPhones() {
  static const auto* const names = new std::vector<absl::string_view>(Classes(&Phone::name));
  return *names;
}

absl::string_view LearnedPhoneName(int64_t phone) {
  assert(1 <= phone && phone <= kNumLearnedPhones);
  return LearnedClasses()[phone - 1];
}

absl::string_view ScoredPhoneName(int64_t phone) {
  assert(1 <= phone && phone <= kNumScoredPhones);
  return ScoredClasses()[phone - 1];
}

absl::StatusOr<std::vector<int64_t>> LearnedPhones(absl::Span<const absl::string_view> timit_phones) {
  std::vector<int64_t> learned;
  for (const absl::string_view name : timit_phones) {
    const Phone* row = timit::FindPhone(name);
    if (row == nullptr) {
      return absl::InvalidArgumentError(absl::StrCat("\"", name, "\" is none of TIMIT's 61 phones"));
    }
    if (!row->learned.empty()) learned.push_back(NumberIn(LearnedClasses(), row->learned));
  }
  return learned;
}

absl::StatusOr<int64_t> LearnedPhone(absl::string_view name) {
  const int64_t phone = NumberIn(LearnedClasses(), name);
  if (phone == 0) {
    return absl::InvalidArgumentError(
        absl::StrCat("\"", name, "\" is none of the 48 phones ", absl::StrJoin(LearnedClasses(), " ")));
  }
  return phone;
}

int64_t ScoredPhone(int64_t learned_phone) {
  static const auto* const scored = [] {
    auto* const of_learned = new std::array<int64_t, kNumLearnedPhones + 1>{};
    for (const Phone& row : timit::Phones()) {
      if (!row.learned.empty()) {
        (*of_learned)[NumberIn(LearnedClasses(), row.learned)] = NumberIn(ScoredClasses(), row.scored);
      }
    }
    return of_learned;
  }();
  assert(1 <= learned_phone && learned_phone <= kNumLearnedPhones);
  return (*scored)[learned_phone];
}

std::vector<int64_t> ScoredPhones(absl::Span<const int64_t> learned_phones) {
  std::vector<int64_t> scored;
  for (const int64_t phone : learned_phones) scored.push_back(ScoredPhone(phone));
  return scored;
}

}  // namespace duet::asr
