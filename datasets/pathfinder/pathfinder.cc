#include "datasets/pathfinder/pathfinder.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/random.h"

namespace duet::pathfinder {
namespace {

constexpr double kPi = 3.14159265358979323846;

constexpr int64_t kPadding = 1;
constexpr int64_t kOversampling = 2;  // with which a paddle, 1/2 thick, is a line of one pixel
constexpr double kContinuity = 1.0;
constexpr double kTargetContrast = 2 * 0.75;
constexpr double kDistractorContrast = 2;
constexpr int64_t kMaxPaddleRetries = 2;
constexpr int64_t kMaxDistractorRetries = 4;
constexpr double kMinFreeShare = 0.01;
// Masks are in 1/255. A pixel up to 0.3 is free; two masks overlap where their sum is 1.8 or more.
constexpr int64_t kMaxFree = 76;
constexpr int kMinOverlap = 459;

// The pixel `distance` away in the direction `angle`, in radians; rounded up, but not for an error of rounding.
Point Translate(Point point, double angle, double distance) {
  constexpr double kTolerance = 1e-9;
  return {static_cast<int64_t>(std::ceil(point.y + distance * std::sin(angle) - kTolerance)),
          static_cast<int64_t>(std::ceil(point.x + distance * std::cos(angle) - kTolerance))};
}

double Opposite(double angle) { return angle < 0 ? angle + kPi : angle - kPi; }

Raster Disc(int64_t radius) {
  Raster disc(2 * radius + 1, 2 * radius + 1);
  DrawDisc({radius, radius}, radius, disc);
  return disc;
}

// What a paddle looks like around its first point, and which pixels it occupies: [2 kReach + 1, 2 kReach + 1].
constexpr int64_t kReach = kPaddleLength + 1 + kMargin;  // 1: its thickness, rounded up
struct PaddleShape {
  Raster line{2 * kReach + 1, 2 * kReach + 1};
  Raster mask{2 * kReach + 1, 2 * kReach + 1};
};

PaddleShape DrawPaddleShape(Point head) {
  constexpr int64_t kLargeSize = 2 * kReach * kOversampling + 1;
  const Point centre = {kReach * kOversampling, kReach * kOversampling};
  Raster large(kLargeSize, kLargeSize);
  DrawLine(centre, head, large);
  PaddleShape shape;
  shape.line = ResizeLanczos(large, shape.line.height, shape.line.width);
  shape.mask = ResizeLanczos(Dilate(large, Disc(kMargin * kOversampling)), shape.mask.height, shape.mask.width);
  return shape;
}

// The shape of a paddle in the direction `angle`. There are only as many as pixels where its line can end.
const PaddleShape& ShapeOf(double angle) {
  constexpr int64_t kLength = kPaddleLength * kOversampling;
  constexpr int64_t kNumOffsets = 2 * kLength + 1;
  static const std::vector<PaddleShape>* const kShapes = [] {
    auto* shapes = new std::vector<PaddleShape>;
    for (int64_t y = -kLength; y <= kLength; ++y) {
      for (int64_t x = -kLength; x <= kLength; ++x) {
        shapes->push_back(DrawPaddleShape({kReach * kOversampling + y, kReach * kOversampling + x}));
      }
    }
    return shapes;
  }();
  const Point centre = {kReach * kOversampling, kReach * kOversampling};
  const Point head = Translate(centre, angle, kLength);
  return (*kShapes)[(head.y - centre.y + kLength) * kNumOffsets + head.x - centre.x + kLength];
}

// `shape` with its centre at `centre` of an otherwise black raster.
Raster PlaceShape(const Raster& shape, Point centre, int64_t height, int64_t width) {
  Raster raster(height, width);
  for (int64_t y = 0; y < shape.height; ++y) {
    for (int64_t x = 0; x < shape.width; ++x) {
      const Point point = {centre.y + y - shape.height / 2, centre.x + x - shape.width / 2};
      if (raster.Contains(point)) raster.at(point) = shape.at({y, x});
    }
  }
  return raster;
}

void CombineByMaximum(const Raster& other, Raster& raster) {
  for (size_t i = 0; i < raster.pixels.size(); ++i) raster.pixels[i] = std::max(raster.pixels[i], other.pixels[i]);
}

void BlockBorder(int64_t width, Raster& raster) {
  for (int64_t y = 0; y < raster.height; ++y) {
    for (int64_t x = 0; x < raster.width; ++x) {
      if (std::min({y, x, raster.height - 1 - y, raster.width - 1 - x}) < width) raster.at({y, x}) = 255;
    }
  }
}

std::vector<Point> FreePixels(const Raster& mask) {
  std::vector<Point> points;
  for (int64_t y = 0; y < mask.height; ++y) {
    for (int64_t x = 0; x < mask.width; ++x) {
      if (mask.at({y, x}) <= kMaxFree) points.push_back({y, x});
    }
  }
  return points;
}

// A snake that grows.
struct Growing {
  Snake snake;
  Point pivot;
  double angle = 0;
  Raster last_mask{kImageSize, kImageSize};  // of the last paddle, which is not in the occupied mask yet
};

double RandomAngle(RandomStream& random) { return (static_cast<double>(random.UniformInt(360)) - 180) * kPi / 180; }

// A snake of one paddle, or none if that is not in the picture.
std::optional<Growing> Seed(Point tail, double angle) {
  const Point head = Translate(tail, angle, kPaddleLength);
  const Point pivot = Translate(head, Opposite(angle), kPaddleLength + kMargin);
  Growing growing;
  if (!growing.last_mask.Contains(head) || !growing.last_mask.Contains(pivot)) return std::nullopt;
  growing.snake.paddles = {{tail, head, angle}};
  growing.pivot = pivot;
  growing.angle = angle;
  growing.last_mask = PlaceShape(ShapeOf(angle).mask, tail, kImageSize, kImageSize);
  return growing;
}

// A snake of one paddle where `occupied` and the border let it lie.
std::optional<Growing> SeedWhereFree(const Raster& occupied, int64_t border, RandomStream& random) {
  Raster blocked = occupied;
  BlockBorder(border, blocked);
  for (int64_t trial = 0; trial <= kMaxPaddleRetries; ++trial) {
    const double angle = RandomAngle(random);
    constexpr int64_t kKernelReach = kPaddleLength + kMargin;
    // One pixel off the centre, as released.
    const Raster kernel = PlaceShape(ShapeOf(angle).mask, {kKernelReach + 1, kKernelReach + 1}, 2 * kKernelReach + 1,
                                     2 * kKernelReach + 1);
    const std::vector<Point> tails = FreePixels(Dilate(blocked, kernel));
    if (tails.empty()) return std::nullopt;
    if (std::optional<Growing> growing = Seed(tails[random.UniformInt(tails.size())], angle)) return growing;
  }
  return std::nullopt;
}

// A snake of one paddle at kSeedDistance from `other`, in any direction.
std::optional<Growing> SeedNear(Point other, RandomStream& random) {
  for (int64_t trial = 0; trial <= kMaxPaddleRetries; ++trial) {
    const double angle = RandomAngle(random);
    const double direction = random.UniformInt(360) * kPi / 180;
    const Point tail = {static_cast<int64_t>(std::nearbyint(other.y + kSeedDistance * std::sin(direction))),
                        static_cast<int64_t>(std::nearbyint(other.x + kSeedDistance * std::cos(direction)))};
    if (std::optional<Growing> growing = Seed(tail, angle)) return growing;
  }
  return std::nullopt;
}

struct Candidate {
  Point tip;
  double angle;   // from the pivot
  double weight;  // its probability, not normalised
};

// The pixels on the circle around `pivot`, each once, row by row.
std::vector<Candidate> Candidates(Point pivot, double last_angle, const Raster& occupied) {
  constexpr double kRadius = kPaddleLength + kMargin;
  std::vector<Point> tips;
  const double step = 360 / (2 * kRadius * kPi);  // one pixel of arc, in degrees
  for (int64_t i = 0; i * step < 360; ++i) {
    const double y = pivot.y + kRadius * std::sin(i * step * kPi / 180);
    const double x = pivot.x + kRadius * std::cos(i * step * kPi / 180);
    if (y < 0 || y >= kImageSize || x < 0 || x >= kImageSize) continue;
    tips.push_back({static_cast<int64_t>(y), static_cast<int64_t>(x)});
  }
  std::sort(tips.begin(), tips.end(), [](Point a, Point b) { return std::pair(a.y, a.x) < std::pair(b.y, b.x); });
  tips.erase(std::unique(tips.begin(), tips.end()), tips.end());
  std::vector<Candidate> candidates;
  for (const Point tip : tips) {
    const double angle = std::atan2(tip.y - pivot.y, tip.x - pivot.x);
    const double difference = std::abs(angle - last_angle);
    const double turn = std::min(difference, 2 * kPi - difference);
    const double cosine = std::max(0.0, std::cos(std::min(kContinuity * turn, kPi / 2)));
    candidates.push_back({tip, angle, cosine * cosine * (255 - occupied.at(tip)) / 255});
  }
  return candidates;
}

const Candidate& SampleCandidate(const std::vector<Candidate>& candidates, double total, RandomStream& random) {
  double rest = random.Uniform() * total;
  for (const Candidate& candidate : candidates) {
    rest -= candidate.weight;
    if (rest < 0) return candidate;
  }
  // Rounding: the last that can be.
  return *std::find_if(candidates.rbegin(), candidates.rend(), [](const Candidate& c) { return c.weight > 0; });
}

bool Overlap(const Raster& a, const Raster& b) {
  int largest_sum = 0;
  for (size_t i = 0; i < a.pixels.size(); ++i) largest_sum = std::max(largest_sum, a.pixels[i] + b.pixels[i]);
  return largest_sum >= kMinOverlap;
}

// Adds a paddle; its predecessor becomes occupied. False if there is no room.
bool Extend(Growing& growing, Raster& occupied, RandomStream& random) {
  const Point pivot = Translate(growing.pivot, growing.angle, kPaddleLength + 2 * kMargin);
  const std::vector<Candidate> candidates = Candidates(pivot, growing.angle, Dilate(occupied, Disc(kMargin)));
  double total = 0;
  for (const Candidate& candidate : candidates) total += candidate.weight;
  if (total < 1e-4) return false;
  for (int64_t trial = 0; trial <= kMaxPaddleRetries; ++trial) {
    const Candidate& candidate = SampleCandidate(candidates, total, random);
    const double inwards = Opposite(candidate.angle);
    Raster mask = PlaceShape(ShapeOf(inwards).mask, candidate.tip, kImageSize, kImageSize);
    if (Overlap(occupied, mask)) continue;
    CombineByMaximum(growing.last_mask, occupied);
    growing.last_mask = std::move(mask);
    growing.pivot = pivot;
    growing.angle = candidate.angle;
    growing.snake.paddles.push_back({candidate.tip, Translate(candidate.tip, inwards, kPaddleLength), inwards});
    return true;
  }
  return false;
}

// Two targets in an empty picture, or none if they do not fit. `occupied` is what they take.
std::optional<std::array<Snake, 2>> GrowTargets(Level level, RandomStream& random, Raster& occupied) {
  occupied = Raster(kImageSize, kImageSize);
  BlockBorder(kPadding, occupied);
  std::optional<Growing> first = SeedWhereFree(occupied, 2 * kSeedDistance, random);
  if (!first) return std::nullopt;
  std::optional<Growing> second = SeedNear(first->snake.Origin(), random);
  if (!second) return std::nullopt;
  for (int64_t i = 1; i < ContourLength(level); ++i) {
    if (!Extend(*first, occupied, random) || !Extend(*second, occupied, random)) return std::nullopt;
  }
  CombineByMaximum(second->last_mask, occupied);  // not the first's, as released
  return std::array<Snake, 2>{first->snake, second->snake};
}

// A distractor, or none if it does not fit; `occupied` stays as it was then.
std::optional<Snake> GrowDistractor(Level level, RandomStream& random, Raster& occupied) {
  if (FreePixels(occupied).size() < kMinFreeShare * kImageSize * kImageSize) return std::nullopt;
  Raster now_occupied = occupied;
  std::optional<Growing> growing = SeedWhereFree(occupied, /*border=*/1, random);
  if (!growing) return std::nullopt;
  for (int64_t i = 1; i < DistractorLength(level); ++i) {
    if (!Extend(*growing, now_occupied, random)) return std::nullopt;
  }
  CombineByMaximum(growing->last_mask, now_occupied);
  occupied = std::move(now_occupied);
  return growing->snake;
}

// A picture before it is stretched to 8 bits.
using Picture = std::array<double, kImageSize * kImageSize>;

void AddByMaximum(const Raster& raster, double contrast, Picture& picture) {
  for (size_t i = 0; i < picture.size(); ++i) {
    picture[i] = std::max(picture[i], contrast * raster.pixels[i] / 255);
  }
}

void AddSnake(const Snake& snake, double contrast, Picture& picture) {
  for (const Paddle& paddle : snake.paddles) {
    AddByMaximum(PlaceShape(ShapeOf(paddle.angle).line, paddle.outer, kImageSize, kImageSize), contrast, picture);
  }
}

Raster Marker(Point centre) {
  Raster large(kImageSize * kOversampling, kImageSize * kOversampling);
  DrawDisc({centre.y * kOversampling, centre.x * kOversampling}, kMarkerRadius * kOversampling, large);
  return ResizeLanczos(large, kImageSize, kImageSize);
}

Raster Render(const Sample& sample) {
  Picture picture = {};
  for (const Snake& snake : sample.targets) AddSnake(snake, kTargetContrast, picture);
  for (const Snake& snake : sample.distractors) AddSnake(snake, kDistractorContrast, picture);
  AddByMaximum(Marker(sample.targets[sample.origin_target].Origin()), 1, picture);
  AddByMaximum(Marker(sample.targets[sample.terminal_target].Terminal()), 1, picture);
  const auto [smallest, largest] = std::minmax_element(picture.begin(), picture.end());
  Raster image(kImageSize, kImageSize);
  for (size_t i = 0; i < picture.size(); ++i) {
    image.pixels[i] = static_cast<uint8_t>((picture[i] - *smallest) * (255 / (*largest - *smallest)) + 0.5);
  }
  return image;
}

}  // namespace

absl::StatusOr<Level> LevelFromName(absl::string_view name) {
  if (name == "easy") return Level::kEasy;
  if (name == "intermediate") return Level::kIntermediate;
  if (name == "hard") return Level::kHard;
  return absl::InvalidArgumentError(
      absl::StrCat("no level of Pathfinder is called \"", name, "\": easy, intermediate or hard"));
}

Sample GenerateSample(Level level, uint64_t seed, uint64_t index) {
  RandomStream random(seed, absl::StrCat("pathfinder ", ContourLength(level)), index);
  Sample sample;
  sample.label = random.UniformInt(2);
  Raster occupied(kImageSize, kImageSize);
  std::optional<std::array<Snake, 2>> targets;
  while (!targets) targets = GrowTargets(level, random, occupied);
  sample.targets = *std::move(targets);
  for (int64_t i = 0; i < NumDistractors(level); ++i) {
    std::optional<Snake> distractor;
    for (int64_t trial = 0; trial <= kMaxDistractorRetries && !distractor; ++trial) {
      distractor = GrowDistractor(level, random, occupied);
    }
    if (distractor) sample.distractors.push_back(*std::move(distractor));
  }
  sample.origin_target = random.UniformInt(2);
  sample.terminal_target = sample.label == 1 ? sample.origin_target : 1 - sample.origin_target;
  sample.image = Render(sample);
  return sample;
}

}  // namespace duet::pathfinder
