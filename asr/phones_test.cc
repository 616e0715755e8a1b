#include "asr/phones.h"

#include <set>

#include "absl/status/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace duet::asr {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(PhonesTest, Folds61To48To39) {
  EXPECT_EQ(TimitPhones().size(), kNumTimitPhones);
  std::set<int64_t> learned;
  std::set<int64_t> scored;
  for (const absl::string_view name : TimitPhones()) {
    const std::vector<int64_t> phones = *LearnedPhones({name});
    for (const int64_t phone : phones) {
      learned.insert(phone);
      scored.insert(ScoredPhone(phone));
    }
  }
  EXPECT_EQ(learned.size(), kNumLearnedPhones);
  EXPECT_EQ(*learned.begin(), 1);
  EXPECT_EQ(*learned.rbegin(), kNumLearnedPhones);
  EXPECT_EQ(scored.size(), kNumScoredPhones);
  EXPECT_EQ(*scored.begin(), 1);
  EXPECT_EQ(*scored.rbegin(), kNumScoredPhones);
}

TEST(PhonesTest, NumbersClassesByTheSortedNames) {
  EXPECT_EQ(LearnedPhoneName(1), "aa");
  EXPECT_EQ(LearnedPhoneName(2), "ae");
  EXPECT_EQ(LearnedPhoneName(48), "zh");
  EXPECT_EQ(ScoredPhoneName(39), "z");
  EXPECT_EQ(*LearnedPhone("aa"), 1);
  for (int64_t phone = 1; phone <= kNumLearnedPhones; ++phone) EXPECT_EQ(*LearnedPhone(LearnedPhoneName(phone)), phone);
}

TEST(PhonesTest, DeletesTheGlottalStopAndJoinsSilences) {
  const std::vector<int64_t> learned = *LearnedPhones({"h#", "q", "ao", "kcl", "zh", "ix", "h#"});
  EXPECT_THAT(learned, ElementsAre(*LearnedPhone("sil"), *LearnedPhone("ao"), *LearnedPhone("cl"), *LearnedPhone("zh"),
                                   *LearnedPhone("ix"), *LearnedPhone("sil")));
  std::vector<absl::string_view> names;
  for (const int64_t phone : ScoredPhones(learned)) names.push_back(ScoredPhoneName(phone));
  EXPECT_THAT(names, ElementsAre("sil", "aa", "sil", "sh", "ih", "sil"));
}

TEST(PhonesTest, RejectsUnknownNames) {
  EXPECT_EQ(LearnedPhones({"aa", "xx"}).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(LearnedPhones({"aa", "xx"}).status().message()), HasSubstr("\"xx\" is none of TIMIT's 61"));
  EXPECT_THAT(std::string(LearnedPhone("ax-h").status().message()),
              HasSubstr("\"ax-h\" is none of the 48 phones aa ae"));
}

}  // namespace
}  // namespace duet::asr
