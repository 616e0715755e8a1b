#include "datasets/timit/phones.h"

#include <algorithm>
#include <set>
#include <string>

#include "gtest/gtest.h"

namespace duet::timit {
namespace {

TEST(PhonesTest, Are61And48And39SortedByName) {
  std::set<std::string> learned, scored;
  EXPECT_EQ(Phones().size(), 61);
  EXPECT_TRUE(
      std::is_sorted(Phones().begin(), Phones().end(), [](const Phone& a, const Phone& b) { return a.name < b.name; }));
  for (const Phone& phone : Phones()) {
    EXPECT_EQ(FindPhone(phone.name), &phone);
    EXPECT_EQ(phone.learned.empty(), phone.name == "q");
    EXPECT_EQ(phone.scored.empty(), phone.name == "q");
    if (phone.learned.empty()) continue;
    learned.insert(std::string(phone.learned));
    scored.insert(std::string(phone.scored));
    EXPECT_TRUE(IsLearnedPhone(phone.learned));
  }
  EXPECT_EQ(learned.size(), 48);
  EXPECT_EQ(scored.size(), 39);
}

TEST(PhonesTest, KnowsOnlyThese) {
  EXPECT_EQ(FindPhone("kcl")->learned, "cl");
  EXPECT_EQ(FindPhone("zh")->scored, "sh");
  for (const char* name : {"", "sil", "aaa", "zz"}) EXPECT_EQ(FindPhone(name), nullptr) << name;
  EXPECT_TRUE(IsLearnedPhone("sil"));
  for (const char* name : {"", "q", "kcl", "h#"}) EXPECT_FALSE(IsLearnedPhone(name)) << name;
}

}  // namespace
}  // namespace duet::timit
