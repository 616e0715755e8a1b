#include "datasets/ljspeech/text_grid.h"

#include <algorithm>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_replace.h"
#include "common/random.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace duet::ljspeech {
namespace {

using ::testing::HasSubstr;

constexpr char kLong[] = R"(File type = "ooTextFile"
Object class = "TextGrid"

xmin = 0.0
xmax = 1.5
tiers? <exists>
size = 2
item []:
	item [1]:
		class = "IntervalTier"
		name = "words"
		xmin = 0.0
		xmax = 1.5
		intervals: size = 2
			intervals [1]:
				xmin = 0.000
				xmax = 0.500
				text = "say ""hi"" 2"
			intervals [2]:
				xmin = 0.500
				xmax = 1.5
				text = ""
	item [2]:
		class = "IntervalTier"
		name = "phones"
		xmin = 0.0
		xmax = 1.5
		intervals: size = 1
			intervals [1]:
				xmin = 0.0
				xmax = 1.5
				text = "AH0"
)";

constexpr char kShort[] = R"("ooTextFile" "TextGrid" 0 1.5 <exists> 2
"IntervalTier" "words" 0 1.5 2 0 0.5 "say ""hi"" 2" 0.5 1.5 ""
"IntervalTier" "phones" 0 1.5 1 0 1.5 "AH0")";

TEST(TextGridTest, ReadsTheLongAndTheShortForm) {
  for (const char* text : {kLong, kShort}) {
    const absl::StatusOr<TextGrid> grid = ParseTextGrid(text);
    ASSERT_TRUE(grid.ok()) << grid.status();
    EXPECT_EQ(grid->end_s, 1.5);
    ASSERT_EQ(grid->tiers.size(), 2);
    const Tier* words = *grid->FindTier("words");
    ASSERT_EQ(words->intervals.size(), 2);
    EXPECT_EQ(words->intervals[0].text, "say \"hi\" 2");
    EXPECT_EQ(words->intervals[0].end_s, 0.5);
    EXPECT_EQ(words->intervals[1].text, "");
    EXPECT_EQ((*grid->FindTier("phones"))->intervals[0].text, "AH0");
    EXPECT_EQ(grid->FindTier("sounds").status().code(), absl::StatusCode::kNotFound);
  }
}

TEST(TextGridTest, NamesTheLineOfWhatIsWrong) {
  const struct {
    const char *from, *to, *message;
  } kChanges[] = {
      {"ooTextFile", "chess", "line 1: a file of the type \"chess\""},
      {"\"TextGrid\"", "\"Pitch\"", "line 2: an object of the class \"Pitch\""},
      {"<exists>", "<absent>", "line 6: <absent> in place of <exists>"},
      {"size = 2\nitem", "size = 2000\nitem", "line 7: there cannot be 2000 of them"},
      {"size = 2\nitem", "size = 1.5\nitem", "line 7: there cannot be 1.5 of them"},
      {"\"IntervalTier\"\n\t\tname = \"words\"", "\"TextTier\"\n\t\tname = \"words\"", "line 10: a tier of the class"},
      {"xmax = 1.5\n\t\tintervals: size = 1", "xmax = 1.4\n\t\tintervals: size = 1",
       "line 27: the tier lasts from 0 to 1.4, not to 1.5 s"},
      {"xmin = 0.500", "xmin = 0.600", "line 22: an interval from 0.6 to 1.5 s after one to 0.5 s"},
      {"xmax = 1.5\n\t\t\t\ttext = \"AH0\"", "xmax = 1.2\n\t\t\t\ttext = \"AH0\"", "the intervals end at 1.2 s"},
      {"\"AH0\"", "\"AH0", "it ends within a text"},
      {"xmax = 0.500", "xmax = \"0.5\"", "line 17: a text stands where a number is expected"},
      {"text = \"AH0\"", "text = 5", "\"5\" is no text in quotes"},
  };
  for (const auto& [from, to, message] : kChanges) {
    std::string text = kLong;
    const size_t at = text.find(from);
    ASSERT_NE(at, std::string::npos) << from;
    text.replace(at, std::string(from).size(), to);
    const absl::Status status = ParseTextGrid(text).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << to;
    EXPECT_THAT(std::string(status.message()), HasSubstr(message));
  }
}

TEST(TextGridTest, RefusesWhatIsCutOffAnywhere) {
  const std::string text = kShort;
  for (size_t length = 0; length < text.size(); ++length) {
    EXPECT_EQ(ParseTextGrid(text.substr(0, length)).status().code(), absl::StatusCode::kInvalidArgument) << length;
  }
}

TEST(TextGridTest, SurvivesMutations) {
  const std::string texts[] = {kLong, kShort};
  int num_read = 0;
  for (uint64_t i = 0; i < 20'000; ++i) {
    RandomStream random(/*seed=*/1, "text_grid_test", i);
    std::string mutated = texts[i % 2];
    for (uint64_t change = 0; change <= random.UniformInt(4); ++change) {
      const size_t at = random.UniformInt(mutated.size());
      switch (random.UniformInt(3)) {
        case 0:
          mutated[at] = "\"<>\n 0919e-.x\0\xff"[random.UniformInt(16)];
          break;
        case 1:
          mutated.erase(at, random.UniformInt(20));
          break;
        default:
          mutated.insert(at, mutated.substr(random.UniformInt(mutated.size()), random.UniformInt(20)));
      }
      if (mutated.empty()) mutated = "0";
    }
    const absl::StatusOr<TextGrid> grid = ParseTextGrid(mutated);
    if (!grid.ok()) {
      EXPECT_EQ(grid.status().code(), absl::StatusCode::kInvalidArgument);
      continue;
    }
    ++num_read;
    for (const Tier& tier : grid->tiers) {
      ASSERT_FALSE(tier.intervals.empty());
      EXPECT_NEAR(tier.intervals.back().end_s, grid->end_s, 1e-6);
    }
  }
  EXPECT_GT(num_read, 0);
}

}  // namespace
}  // namespace duet::ljspeech
