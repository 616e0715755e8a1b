#include "datasets/portraits/portraits.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <numeric>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "common/files.h"
#include "datasets/images/image.h"

namespace duet::portraits {
namespace {

constexpr Split kSplits[] = {Split::kTrain, Split::kValidation, Split::kTest};

PortraitGenerator Generator(int64_t width, int64_t height) {
  PortraitGenerator::Options options;
  options.width = width;
  options.height = height;
  return *PortraitGenerator::Create(options);
}

double Share(const std::vector<uint8_t>& mask) { return std::accumulate(mask.begin(), mask.end(), 0.0) / mask.size(); }

double Iou(const std::vector<uint8_t>& a, const std::vector<uint8_t>& b) {
  double both = 0, either = 0;
  for (size_t i = 0; i < a.size(); ++i) {
    both += a[i] && b[i];
    either += a[i] || b[i];
  }
  return both / either;
}

// The share of the mask that hangs together, by the largest of its parts (of 4 neighbours).
double LargestPart(const std::vector<uint8_t>& mask, int64_t width) {
  std::vector<uint8_t> left = mask;
  int64_t largest = 0, total = 0;
  for (size_t start = 0; start < left.size(); ++start) {
    if (!left[start]) continue;
    std::vector<int64_t> open = {static_cast<int64_t>(start)};
    left[start] = 0;
    int64_t size = 0;
    while (!open.empty()) {
      const int64_t at = open.back();
      open.pop_back();
      ++size;
      const auto visit = [&](int64_t next) {
        if (left[next]) open.push_back(next);
        left[next] = 0;
      };
      if (at % width > 0) visit(at - 1);
      if (at % width < width - 1) visit(at + 1);
      if (at >= width) visit(at - width);
      if (at + width < static_cast<int64_t>(left.size())) visit(at + width);
    }
    largest = std::max(largest, size);
    total += size;
  }
  return static_cast<double>(largest) / total;
}

TEST(PortraitsTest, MasksAreOfPeople) {
  const PortraitGenerator generator = Generator(128, 72);
  double sum = 0;
  constexpr int64_t kCount = 60;
  for (int64_t i = 0; i < kCount; ++i) {
    const Frame frame = generator.Render(SampleFrame(Split::kTrain, 1, i));
    const double share = Share(frame.mask);
    EXPECT_GT(share, 0.03) << i;
    EXPECT_LT(share, 0.8) << i;
    sum += share;
    EXPECT_GT(LargestPart(frame.mask, 128), 0.8) << i;  // a hand may come in from below, a desk may cut off
    ASSERT_EQ(frame.alpha.size(), frame.mask.size());
    for (size_t k = 0; k < frame.mask.size(); ++k) {
      ASSERT_LE(frame.mask[k], 1);
      // 127.5 is a half.
      ASSERT_TRUE(frame.mask[k] == (frame.alpha[k] >= 128) || frame.alpha[k] == 127 || frame.alpha[k] == 128);
    }
  }
  EXPECT_GT(sum / kCount, 0.15);
  EXPECT_LT(sum / kCount, 0.45);
}

TEST(PortraitsTest, AFrameIsAFunctionOfItsIds) {
  const PortraitGenerator generator = Generator(96, 54);
  const Frame frame = generator.Render({3, 8}, 40);
  const Frame again = Generator(96, 54).Render({3, 8}, 40);
  EXPECT_EQ(frame.image.pixels, again.image.pixels);
  EXPECT_EQ(frame.alpha, again.alpha);
  EXPECT_NE(frame.image.pixels, generator.Render({4, 8}, 40).image.pixels);
  EXPECT_NE(frame.image.pixels, generator.Render({3, 9}, 40).image.pixels);
  EXPECT_NE(frame.image.pixels, generator.Render({3, 8}, 41).image.pixels);
  PortraitGenerator::Options options;
  options.width = 96;
  options.height = 54;
  options.seed = 2;
  EXPECT_NE(frame.alpha, PortraitGenerator::Create(options)->Render({3, 8}, 40).alpha);
}

TEST(PortraitsTest, SequencesAreSmoothAndMove) {
  const PortraitGenerator generator = Generator(128, 72);
  for (int64_t scene = 0; scene < 4; ++scene) {
    const Frame first = generator.Render({scene, scene}, 0);
    EXPECT_GT(Iou(first.mask, generator.Render({scene, scene}, 1).mask), 0.9) << scene;
    EXPECT_LT(Iou(first.mask, generator.Render({scene, scene}, 50).mask), 0.999) << scene;
  }
}

TEST(PortraitsTest, ResolutionChangesNothingElse) {
  for (int64_t i = 0; i < 4; ++i) {
    const Frame small = Generator(128, 72).Render({i, i}, 9), large = Generator(256, 144).Render({i, i}, 9);
    double difference = 0;
    for (int64_t y = 0; y < 72; ++y) {
      for (int64_t x = 0; x < 128; ++x) {
        int sum = 0;
        for (const int64_t at :
             {2 * y * 256 + 2 * x, 2 * y * 256 + 2 * x + 1, (2 * y + 1) * 256 + 2 * x, (2 * y + 1) * 256 + 2 * x + 1}) {
          sum += large.alpha[at];
        }
        difference += std::abs(sum / 4 - small.alpha[y * 128 + x]) / 255.0;
      }
    }
    EXPECT_LT(difference / (128 * 72), 0.005) << i;
  }
}

// The same bytes everywhere: what was trained and measured on these frames can be repeated. A change of the generator
// changes every model and number that rests on it.
TEST(PortraitsTest, FramesAreAsEver) {
  std::string bytes;
  const PortraitGenerator generator = Generator(kDefaultWidth, kDefaultHeight);
  for (const Split split : kSplits) {
    for (int64_t i = 0; i < 5; ++i) {
      const Frame frame = generator.Render(SampleFrame(split, 1, i));
      bytes.append(frame.image.pixels.begin(), frame.image.pixels.end());
      bytes.append(frame.alpha.begin(), frame.alpha.end());
      bytes.append(frame.mask.begin(), frame.mask.end());
    }
  }
  EXPECT_EQ(Sha256Hex(bytes), "f0e9fac8a257dc1a864c8fda95e2913e7264ee91424d0eb4b41276a1c8b0c605");
}

TEST(PortraitsTest, SplitsShareNobodyAndNothing) {
  for (const Split a : kSplits) {
    const IdRange ids = IdsOf(a);
    for (const Split b : kSplits) {
      const IdRange other = IdsOf(b);
      EXPECT_TRUE(a == b || ids.first + ids.count <= other.first || other.first + other.count <= ids.first);
    }
    for (int64_t i = 0; i < 500; ++i) {
      const FrameId id = SampleFrame(a, 7, i);
      for (const int64_t part : {id.scene.person, id.scene.background}) {
        EXPECT_GE(part, ids.first);
        EXPECT_LT(part, ids.first + ids.count);
      }
      EXPECT_GE(id.frame, 0);
    }
  }
}

TEST(PortraitsTest, MakeFramesAreTheSamples) {
  const std::vector<Frame> frames = MakeFrames(Split::kTest, 2, 5);
  ASSERT_EQ(frames.size(), 2);
  const Frame second = Generator(kDefaultWidth, kDefaultHeight).Render(SampleFrame(Split::kTest, 5, 1));
  EXPECT_EQ(frames[1].image.pixels, second.image.pixels);
  EXPECT_TRUE(images::CheckImage(second.image).ok());
}

TEST(PortraitsTest, RejectsSizesAndNames) {
  PortraitGenerator::Options options;
  options.width = 8;
  const absl::Status status = PortraitGenerator::Create(options).status();
  EXPECT_TRUE(absl::IsInvalidArgument(status));
  EXPECT_TRUE(absl::StrContains(status.message(), "frames of 8 x 144: sides must be 16 to 4096")) << status;
  EXPECT_EQ(SplitFromName("dev").status().message(), "no split \"dev\"; known: train, validation, test");
  EXPECT_EQ(*SplitFromName("validation"), Split::kValidation);
}

}  // namespace
}  // namespace duet::portraits
