#include "datasets/pathfinder/pathfinder.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <vector>

#include "absl/status/status.h"
#include "gtest/gtest.h"

namespace duet::pathfinder {
namespace {

constexpr double kPi = 3.14159265358979323846;
constexpr uint64_t kSeed = 11;

// Samples of the published task, made once.
const std::vector<Sample>& Samples() {
  static const std::vector<Sample>* const kSamples = [] {
    auto* samples = new std::vector<Sample>;
    for (uint64_t index = 0; index < 400; ++index) samples->push_back(GenerateSample(Level::kHard, kSeed, index));
    return samples;
  }();
  return *kSamples;
}

double Distance(Point a, Point b) { return std::hypot(a.y - b.y, a.x - b.x); }

// The direction in which a snake grows at its `k`-th paddle: the first paddle is drawn along it, the others against it.
double Heading(const Snake& snake, size_t k) { return snake.paddles[k].angle + (k == 0 ? 0 : kPi); }

TEST(PathfinderTest, DependsOnLevelSeedAndIndexAlone) {
  const Sample& sample = Samples()[3];
  EXPECT_EQ(GenerateSample(Level::kHard, kSeed, 3).image.pixels, sample.image.pixels);
  EXPECT_NE(GenerateSample(Level::kHard, kSeed, 4).image.pixels, sample.image.pixels);
  EXPECT_NE(GenerateSample(Level::kHard, kSeed + 1, 3).image.pixels, sample.image.pixels);
  EXPECT_NE(GenerateSample(Level::kEasy, kSeed, 3).image.pixels, sample.image.pixels);
}

TEST(PathfinderTest, HasTheSnakesOfItsLevel) {
  // Paddles of a target, of a distractor, distractors: contour, contour // 3, 20 // (contour // 3).
  const struct {
    Level level;
    size_t contour_length, distractor_length, num_distractors;
  } cases[] = {{Level::kEasy, 6, 2, 10}, {Level::kIntermediate, 9, 3, 6}, {Level::kHard, 14, 4, 5}};
  for (const auto& expected : cases) {
    size_t most_distractors = 0;
    for (uint64_t index = 0; index < 20; ++index) {
      const Sample sample = GenerateSample(expected.level, /*seed=*/2, index);
      for (const Snake& snake : sample.targets) EXPECT_EQ(snake.paddles.size(), expected.contour_length);
      for (const Snake& snake : sample.distractors) EXPECT_EQ(snake.paddles.size(), expected.distractor_length);
      EXPECT_LE(sample.distractors.size(), expected.num_distractors);
      most_distractors = std::max(most_distractors, sample.distractors.size());
    }
    EXPECT_EQ(most_distractors, expected.num_distractors);
  }
}

TEST(PathfinderTest, LabelsAndMarkedTargetsAreBalanced) {
  double num_connected = 0, num_first = 0;
  for (const Sample& sample : Samples()) {
    num_connected += sample.label;
    num_first += sample.origin_target == 0;
  }
  // Five standard deviations of 400 coins: 5 * sqrt(400) / 2.
  EXPECT_NEAR(num_connected, 200, 50);
  EXPECT_NEAR(num_first, 200, 50);
}

TEST(PathfinderTest, OneSnakeJoinsTheDiscsIfAndOnlyIfTheLabelIsOne) {
  for (const Sample& sample : Samples()) {
    EXPECT_EQ(sample.origin_target == sample.terminal_target, sample.label == 1);
    const Point origin = sample.targets[sample.origin_target].Origin();
    const Point terminal = sample.targets[sample.terminal_target].Terminal();
    for (const Point marker : {origin, terminal}) {
      ASSERT_TRUE(sample.image.Contains(marker));
      // A disc has contrast 1, and nothing more than 2: after stretching at least 127.
      EXPECT_GE(sample.image.at(marker), 127) << marker.y << " " << marker.x;
    }
  }
}

// The discs can be found: a 3 x 3 square is as bright as a disc at the marked ends, and rarely at the others.
// Stretching halves a disc at most, and rounds.
TEST(PathfinderTest, DiscsAreAtTheMarkedEndsAlone) {
  const auto darkest_around = [](const Raster& image, Point centre) {
    int darkest = 255;
    for (int64_t y = -1; y <= 1; ++y) {
      for (int64_t x = -1; x <= 1; ++x) {
        const Point point = {centre.y + y, centre.x + x};
        if (image.Contains(point)) darkest = std::min<int>(darkest, image.at(point));
      }
    }
    return darkest;
  };
  Raster large(32, 32);
  DrawDisc({16, 16}, 3, large);
  const int disc = darkest_around(ResizeLanczos(large, 16, 16), {8, 8}) / 2 - 1;
  int num_unmarked = 0, num_bright_unmarked = 0;
  for (const Sample& sample : Samples()) {
    const Point origin = sample.targets[sample.origin_target].Origin();
    const Point terminal = sample.targets[sample.terminal_target].Terminal();
    for (const Snake& snake : sample.targets) {
      for (const Point end : {snake.Origin(), snake.Terminal()}) {
        const int darkest = darkest_around(sample.image, end);
        if (end == origin || end == terminal) {
          EXPECT_GE(darkest, disc);
        } else if (Distance(end, origin) > 5 && Distance(end, terminal) > 5) {
          ++num_unmarked;
          num_bright_unmarked += darkest >= disc;
        }
      }
    }
  }
  EXPECT_GT(num_unmarked, 400);
  EXPECT_LT(num_bright_unmarked, 0.02 * num_unmarked);
}

TEST(PathfinderTest, TheSecondTargetBeginsAtTheSeedDistance) {
  for (const Sample& sample : Samples()) {
    // Rounded to a pixel: at most sqrt(1/2) off.
    EXPECT_NEAR(Distance(sample.targets[0].Origin(), sample.targets[1].Origin()), 7, std::sqrt(0.5) + 1e-9);
  }
}

// Follows each snake by the rule: a pivot moves 4 along the last direction, rounded up; the next tip is at 3 from it,
// cut to a pixel; the direction from pivot to tip turns by less than 90 degrees.
TEST(PathfinderTest, SnakesGrowByTheRule) {
  const auto move = [](Point point, double angle, double distance) {
    return Point{static_cast<int64_t>(std::ceil(point.y + distance * std::sin(angle) - 1e-9)),
                 static_cast<int64_t>(std::ceil(point.x + distance * std::cos(angle) - 1e-9))};
  };
  for (const Sample& sample : Samples()) {
    std::vector<Snake> snakes = sample.distractors;
    snakes.insert(snakes.end(), sample.targets.begin(), sample.targets.end());
    for (const Snake& snake : snakes) {
      Point pivot = move(snake.paddles[0].inner, snake.paddles[0].angle + kPi, 3);
      for (size_t k = 1; k < snake.paddles.size(); ++k) {
        pivot = move(pivot, Heading(snake, k - 1), 4);
        const Point tip = snake.paddles[k].outer;
        EXPECT_TRUE(sample.image.Contains(tip));
        EXPECT_NEAR(Distance(tip, pivot), 3, std::sqrt(2.0));
        EXPECT_NEAR(std::cos(Heading(snake, k)), (tip.x - pivot.x) / Distance(tip, pivot), 1e-9);
        EXPECT_NEAR(std::sin(Heading(snake, k)), (tip.y - pivot.y) / Distance(tip, pivot), 1e-9);
        EXPECT_GT(std::cos(Heading(snake, k) - Heading(snake, k - 1)), 0);
      }
    }
  }
}

// cos^2 prefers to go straight on: of uniform directions, half would turn by more than 45 degrees; of the density
// 2/pi cos^2, 18 %. The grid, the border and other snakes add to that.
TEST(PathfinderTest, SnakesTurnLittle) {
  double num_turns = 0, num_sharp = 0;
  for (const Sample& sample : Samples()) {
    for (const Snake& snake : sample.targets) {
      for (size_t k = 1; k < snake.paddles.size(); ++k) {
        ++num_turns;
        num_sharp += std::cos(Heading(snake, k) - Heading(snake, k - 1)) < std::sqrt(0.5);
      }
    }
  }
  EXPECT_GT(num_sharp / num_turns, 0.10);
  EXPECT_LT(num_sharp / num_turns, 0.35);
}

TEST(PathfinderTest, PicturesSpanAllGreysAndDiffer) {
  std::set<std::vector<uint8_t>> distinct;
  for (const Sample& sample : Samples()) {
    const auto [darkest, brightest] = std::minmax_element(sample.image.pixels.begin(), sample.image.pixels.end());
    EXPECT_EQ(*darkest, 0);
    EXPECT_EQ(*brightest, 255);
    EXPECT_EQ(sample.image.pixels.size(), 1024u);
    distinct.insert(sample.image.pixels);
  }
  EXPECT_EQ(distinct.size(), Samples().size());
}

TEST(LevelTest, HasAName) {
  EXPECT_EQ(*LevelFromName("easy"), Level::kEasy);
  EXPECT_EQ(*LevelFromName("intermediate"), Level::kIntermediate);
  EXPECT_EQ(*LevelFromName("hard"), Level::kHard);
  EXPECT_EQ(LevelFromName("Hard").status(),
            absl::InvalidArgumentError("no level of Pathfinder is called \"Hard\": easy, intermediate or hard"));
}

}  // namespace
}  // namespace duet::pathfinder
