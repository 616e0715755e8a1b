// Pathfinder: are the two marked ends those of one and the same dashed curve? 32 x 32 grey pixels, two classes.
//
//     snake A   o - - - - - - - - - - - - - -        label 1: both discs (o) at the ends of one snake
//     snake B   - - - - - - - - - - - - - - o        label 0: one disc each, as here
//     and short snakes that distract
//
// A snake is a chain of paddles, lines of 2 pixels that are 1/2 thick with a margin of 1. It begins with a paddle
// anywhere in the middle and is extended by one paddle at a time:
//
//     pivot += (length + 2 margin) along the last paddle;
//     the new tip is one of the pixels on the circle of radius length + margin around the pivot, with probability
//         ~ cos^2(min(continuity * turn, 90 degrees)) * (1 - occupied)
//
// where pixels are occupied by paddles dilated by the margin. Two target snakes grow in turns; the second begins at
// kSeedDistance from the first. Then the distractors. Whatever does not fit makes the generator start again.
//
// Lines and discs are drawn at twice the size and made smaller by Lanczos' filter; pictures are combined by maximum;
// contrast is 1.5 for targets, 2 for distractors, 1 for discs. The result is stretched to 0 to 255.
//
// Source: Linsley et al. 2018 and the generator released with Kim et al. 2020, with the parameters of the Long Range
// Arena (Tay et al. 2021, data/pathfinder.py). Followed closely, oddities included (README.md: what differs):
//   - coordinates are rounded up, which shifts paddles down and right;
//   - the last paddle of the first target never becomes occupied, and may be crossed by a distractor;
//   - the free room for a first paddle is computed with the paddle one pixel down and right of where it is drawn.
// The random numbers are this project's, so the pictures are others than the released ones.

#ifndef DATASETS_PATHFINDER_PATHFINDER_H_
#define DATASETS_PATHFINDER_PATHFINDER_H_

#include <array>
#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "datasets/pathfinder/raster.h"

namespace duet::pathfinder {

constexpr int64_t kImageSize = 32;
constexpr int64_t kSeedDistance = 7;
constexpr int64_t kPaddleLength = 2;
constexpr int64_t kMargin = 1;
constexpr double kMarkerRadius = 1.5;

// The levels of difficulty of the Long Range Arena, by the number of paddles of a target. Its task is kHard.
enum class Level { kEasy = 6, kIntermediate = 9, kHard = 14 };

constexpr int64_t ContourLength(Level level) { return static_cast<int64_t>(level); }
constexpr int64_t DistractorLength(Level level) { return ContourLength(level) / 3; }
constexpr int64_t NumDistractors(Level level) { return 20 / DistractorLength(level); }  // at most; some do not fit

// "easy", "intermediate", "hard", or InvalidArgument.
absl::StatusOr<Level> LevelFromName(absl::string_view name);

// Samples are independent, so the published sets are ranges of indices: 160,000 train, 20,000 validate, 20,000 test.
constexpr int64_t kNumTrain = 160'000;
constexpr int64_t kNumValidation = 20'000;
constexpr int64_t kNumTest = 20'000;

// A line from `outer`, the end further from the origin of the snake, to `inner`. Of the first paddle, the origin is
// `outer`, and the snake goes on from `inner`.
struct Paddle {
  Point outer;
  Point inner;
  double angle;  // from `outer` to `inner`, radians; y goes down
};

// Paddles in order. The two ends that can be marked are the `outer` points of the first and the last paddle.
struct Snake {
  std::vector<Paddle> paddles;

  Point Origin() const { return paddles.front().outer; }
  Point Terminal() const { return paddles.back().outer; }
};

struct Sample {
  int64_t label = 0;                     // 1: the discs are at the ends of one snake
  Raster image{kImageSize, kImageSize};  // tokens of a model: its pixels, row by row. 0 is also padding there
  // How it was made.
  std::array<Snake, 2> targets;
  std::vector<Snake> distractors;
  int64_t origin_target = 0;    // the target with a disc at its origin
  int64_t terminal_target = 0;  // the one with a disc at its other end
};

// The sample of (level, seed, index).
Sample GenerateSample(Level level, uint64_t seed, uint64_t index);

}  // namespace duet::pathfinder

#endif  // DATASETS_PATHFINDER_PATHFINDER_H_
