#include "nas/segment_command.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "common/files.h"
#include "common/progress.h"
#include "datasets/images/image.h"

namespace duet::segmentation {
namespace {

// Whatever is bright is a person.
absl::StatusOr<std::vector<float>> Bright(const images::Image& rgb) {
  std::vector<float> alpha;
  for (size_t i = 0; i < rgb.pixels.size(); i += 3) alpha.push_back(rgb.pixels[i] > 100 ? 1 : 0);
  return alpha;
}

// 16 x 8, bright where x is at least `edge`.
images::Image Picture(int64_t edge) {
  images::Image image{16, 8, 3, {}};
  for (int64_t i = 0; i < 16 * 8 * 3; ++i) image.pixels.push_back(i / 3 % 16 >= edge ? 200 : 50);
  return image;
}

class SegmentCommandTest : public testing::Test {
 protected:
  SegmentCommandTest()
      : root_(testing::TempDir() + "/" + testing::UnitTest::GetInstance()->current_test_info()->name()) {
    std::filesystem::remove_all(root_);
    command_.input = root_ + "/in";
    command_.output_directory = root_ + "/out";
    command_.background = PlainBackground{0, 255, 0};
    command_.refines = false;
  }

  void Write(const std::string& name, int64_t edge) {
    ASSERT_TRUE(images::WriteImage(root_ + "/in/" + name, Picture(edge)).ok());
  }
  absl::Status Run(const Segmenter& segmenter = Bright) {
    return RunSegmentCommand(command_, segmenter, progress_, out_);
  }
  images::Image Output(const std::string& name) {
    const auto image = images::ReadImage(root_ + "/out/" + name);
    EXPECT_TRUE(image.ok()) << image.status();
    return image.value_or(images::Image{});
  }

  std::string root_;
  SegmentCommand command_;
  Progress progress_{Progress::Options{}};
  std::ostringstream out_;
};

TEST_F(SegmentCommandTest, WritesMasksAndCompositesOfADirectory) {
  Write("b.png", 4);
  Write("a.png", 12);
  ASSERT_TRUE(WriteFileAtomically(root_ + "/in/notes.txt", "no frame").ok());
  const absl::Status status = Run();
  ASSERT_TRUE(status.ok()) << status;
  const images::Image mask = Output("masks/a.png"), composite = Output("composites/b.png");
  EXPECT_EQ(mask.channels, 1);
  EXPECT_EQ(mask.pixels[11], 0);
  EXPECT_EQ(mask.pixels[12], 255);
  EXPECT_EQ(composite.pixels[1], 255);                             // the green background
  EXPECT_EQ(composite.pixels[3 * 15], Picture(4).pixels[3 * 15]);  // the person
  // 4 and 12 of 16 columns.
  EXPECT_TRUE(absl::StrContains(out_.str(), "Frames   2 of 16 x 8; 50.0 % of the pixels are person\nNetwork "))
      << out_.str();
  EXPECT_TRUE(absl::StrContains(out_.str(), " frames a second\nCall ")) << out_.str();
  EXPECT_TRUE(absl::EndsWith(out_.str(), root_ + "/out\n")) << out_.str();
}

TEST_F(SegmentCommandTest, SegmentsOneImage) {
  Write("me.jpg", 8);
  command_.input += "/me.jpg";
  const absl::Status status = Run();
  ASSERT_TRUE(status.ok()) << status;
  EXPECT_EQ(Output("masks/me.png").pixels[15], 255);
}

TEST_F(SegmentCommandTest, FramesMayHaveSeveralSizes) {
  Write("1.png", 0);
  ASSERT_TRUE(images::WriteImage(root_ + "/in/2.png", {1, 1, 1, {200}}).ok());
  command_.smoothing = 0.5;
  ASSERT_TRUE(Run().ok());
  EXPECT_EQ(Output("masks/2.png").pixels, (std::vector<uint8_t>{255}));
  EXPECT_TRUE(absl::StrContains(out_.str(), "Frames   2 of several sizes; 100.0 %")) << out_.str();
}

TEST_F(SegmentCommandTest, SmoothingKeepsAShareOfTheLastMask) {
  Write("1.png", 0);
  Write("2.png", 16);
  Write("3.png", 16);
  command_.smoothing = 0.5;
  ASSERT_TRUE(Run().ok());
  EXPECT_EQ(Output("masks/1.png").pixels[0], 255);
  EXPECT_EQ(Output("masks/2.png").pixels[0], 128);
  EXPECT_EQ(Output("masks/3.png").pixels[0], 64);
}

TEST_F(SegmentCommandTest, RefinesMasks) {
  Write("a.png", 8);
  const auto doubtful = [](const images::Image& rgb) { return std::vector<float>(rgb.width * rgb.height, 0.1f); };
  ASSERT_TRUE(Run(doubtful).ok());
  EXPECT_EQ(Output("masks/a.png").pixels[0], 26);
  command_.refines = true;
  ASSERT_TRUE(Run(doubtful).ok());
  EXPECT_EQ(Output("masks/a.png").pixels[0], 0);
}

TEST_F(SegmentCommandTest, RefusesWhatCannotBe) {
  EXPECT_EQ(Run().message(), "--input: there is no " + root_ + "/in");
  ASSERT_TRUE(WriteFileAtomically(root_ + "/in/notes.txt", "no frame").ok());
  EXPECT_TRUE(absl::IsNotFound(Run()));
  EXPECT_EQ(Run().message(), "--input: no .png or .jpg in " + root_ + "/in");
  Write("a.png", 4);
  Write("a.jpg", 4);
  EXPECT_TRUE(absl::IsInvalidArgument(Run()));
  EXPECT_TRUE(absl::StrContains(Run().message(), "two frames are called a")) << Run();
  command_.smoothing = 1;
  EXPECT_EQ(Run().message(), "--smoothing=1 must be 0 to less than 1");
  command_.smoothing = std::nan("");
  EXPECT_TRUE(absl::IsInvalidArgument(Run()));
  command_.output_directory.clear();
  EXPECT_EQ(Run().message(), "--output=DIR is missing");
  command_.input.clear();
  EXPECT_EQ(Run().message(), "--input=IMAGE or DIRECTORY is missing");
  EXPECT_FALSE(std::filesystem::exists(root_ + "/out"));
}

TEST_F(SegmentCommandTest, ErrorsNameTheFrame) {
  ASSERT_TRUE(WriteFileAtomically(root_ + "/in/a.png", "no picture").ok());
  EXPECT_TRUE(absl::StrContains(Run().message(), "a.png: neither PNG nor JPEG")) << Run();
  Write("a.png", 4);
  const absl::Status status = Run([](const images::Image&) { return absl::InternalError("broken"); });
  EXPECT_EQ(status.code(), absl::StatusCode::kInternal);
  EXPECT_TRUE(absl::StrContains(status.message(), "a.png: broken")) << status;
}

}  // namespace
}  // namespace duet::segmentation
