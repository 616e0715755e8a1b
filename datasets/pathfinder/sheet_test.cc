#include "datasets/pathfinder/sheet.h"

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "gtest/gtest.h"

namespace duet::pathfinder {
namespace {

int64_t Count(const std::string& text, const char* what) {
  return static_cast<int64_t>(std::vector<std::string>(absl::StrSplit(text, what)).size()) - 1;
}

TEST(SheetTest, ShowsEverySample) {
  std::vector<Sample> samples(3);
  for (size_t i = 0; i < samples.size(); ++i) samples[i] = GenerateSample(Level::kEasy, /*seed=*/1, i);
  samples[0].label = 1;
  samples[1].label = samples[2].label = 0;
  const std::string svg = SheetSvg(samples, 2);
  EXPECT_TRUE(absl::StartsWith(svg, "<svg xmlns=\"http://www.w3.org/2000/svg\""));
  EXPECT_TRUE(absl::EndsWith(svg, "</svg>\n"));
  EXPECT_EQ(Count(svg, "<circle"), 6);
  EXPECT_EQ(Count(svg, ">1: one snake<"), 1);
  EXPECT_EQ(Count(svg, ">0: two snakes<"), 2);
  EXPECT_EQ(Count(svg, "<g "), Count(svg, "</g>"));
  int64_t num_paths = 0, num_rects = 1;
  for (const Sample& sample : samples) {
    num_paths += sample.targets.size() + sample.distractors.size();
    num_rects += 2;
    for (const uint8_t grey : sample.image.pixels) num_rects += grey != 0;
  }
  EXPECT_EQ(Count(svg, "<path"), num_paths);
  EXPECT_EQ(Count(svg, "<rect"), num_rects);
}

}  // namespace
}  // namespace duet::pathfinder
