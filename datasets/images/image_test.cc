#include "datasets/images/image.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/files.h"
#include "common/random.h"

namespace duet::images {
namespace {

// Smooth, so that JPEG keeps it, and different in every channel.
Image Waves(int64_t width, int64_t height, int64_t channels) {
  Image image{width, height, channels, {}};
  for (int64_t y = 0; y < height; ++y) {
    for (int64_t x = 0; x < width; ++x) {
      for (int64_t c = 0; c < channels; ++c) {
        image.pixels.push_back(static_cast<uint8_t>(127.5 + 100 * std::sin(0.11 * x + 0.07 * y + c)));
      }
    }
  }
  return image;
}

double MeanDifference(const Image& a, const Image& b) {
  double sum = 0;
  for (size_t i = 0; i < a.pixels.size(); ++i) sum += std::abs(a.pixels[i] - b.pixels[i]);
  return sum / a.pixels.size();
}

// A red, a green and a blue pixel, put together by hand after the PNG specification: one stored zlib block with the row
// 00 ff0000 00ff00 0000ff.
constexpr char kHandWrittenPng[] =
    "89504e470d0a1a0a"
    "0000000d4948445200000003000000010802000000948283e3"
    "00000015494441547801010a00f5ff00ff000000ff000000ff0efb02fef20f8dee"
    "0000000049454e44ae426082";

std::string Encoded(const Image& image, bool png) {
  const absl::StatusOr<std::string> bytes = png ? EncodePng(image) : EncodeJpeg(image, 90);
  EXPECT_TRUE(bytes.ok()) << bytes.status();
  return bytes.value_or("");
}

TEST(ImageTest, DecodesPngWrittenByHand) {
  const absl::StatusOr<Image> image = DecodeImage(absl::HexStringToBytes(kHandWrittenPng));
  ASSERT_TRUE(image.ok()) << image.status();
  EXPECT_EQ(image->width, 3);
  EXPECT_EQ(image->height, 1);
  EXPECT_EQ(image->channels, 3);
  EXPECT_EQ(image->pixels, (std::vector<uint8_t>{255, 0, 0, 0, 255, 0, 0, 0, 255}));
}

TEST(ImageTest, PngKeepsEveryPixel) {
  for (const int64_t channels : {1, 3, 4}) {
    for (const int64_t width : {1, 2, 37}) {
      const Image image = Waves(width, 23, channels);
      const absl::StatusOr<std::string> bytes = EncodePng(image);
      ASSERT_TRUE(bytes.ok()) << bytes.status();
      const absl::StatusOr<Image> decoded = DecodeImage(*bytes);
      ASSERT_TRUE(decoded.ok()) << decoded.status();
      EXPECT_EQ(decoded->width, width);
      EXPECT_EQ(decoded->height, 23);
      EXPECT_EQ(decoded->channels, channels);
      EXPECT_EQ(decoded->pixels, image.pixels);
    }
  }
}

TEST(ImageTest, JpegKeepsSmoothPictures) {
  for (const int64_t channels : {1, 3}) {
    for (const int64_t width : {1, 8, 37}) {
      const Image image = Waves(width, 23, channels);
      const absl::StatusOr<Image> decoded = DecodeImage(Encoded(image, /*png=*/false));
      ASSERT_TRUE(decoded.ok()) << decoded.status();
      EXPECT_EQ(decoded->width, width);
      EXPECT_EQ(decoded->height, 23);
      EXPECT_EQ(decoded->channels, channels);
      EXPECT_LT(MeanDifference(*decoded, image), 3);
    }
  }
}

TEST(ImageTest, LowerQualityIsSmallerAndFurtherAway) {
  const Image image = Waves(64, 64, 3);
  const absl::StatusOr<std::string> fine = EncodeJpeg(image, 95);
  const absl::StatusOr<std::string> coarse = EncodeJpeg(image, 5);
  ASSERT_TRUE(fine.ok() && coarse.ok());
  EXPECT_LT(coarse->size(), fine->size());
  EXPECT_GT(MeanDifference(*DecodeImage(*coarse), image), MeanDifference(*DecodeImage(*fine), image));
}

TEST(ImageTest, RejectsWhatIsCutOffAnywhere) {
  for (const bool png : {true, false}) {
    const std::string bytes = Encoded(Waves(40, 30, 3), png);
    // The last chunk of a PNG and the end marker of a JPEG hold no pixels: without them it may still be whole.
    const size_t num_needed = bytes.size() - (png ? 12 : 2);
    for (size_t size = 0; size < num_needed; size += 7) {
      const absl::Status status = DecodeImage(bytes.substr(0, size)).status();
      EXPECT_FALSE(status.ok()) << size << " of " << bytes.size();
      EXPECT_TRUE(absl::IsDataLoss(status) || size < 8) << status;
    }
  }
}

// What it decodes to does not matter; the sanitizers and the size do.
TEST(ImageTest, SurvivesDamagedBytes) {
  for (const bool png : {true, false}) {
    const std::string bytes = Encoded(Waves(40, 30, 3), png);
    int64_t num_rejected = 0;
    for (int64_t i = 0; i < 2000; ++i) {
      RandomStream random(1, "damage", i);
      std::string damaged = bytes;
      for (uint64_t k = 0; k <= random.UniformInt(4); ++k) damaged[random.UniformInt(bytes.size())] = random();
      const absl::StatusOr<Image> image = DecodeImage(damaged);
      if (!image.ok()) {
        ++num_rejected;
        EXPECT_FALSE(image.status().message().empty());
      } else {
        EXPECT_TRUE(CheckImage(*image).ok());
      }
    }
    EXPECT_GT(num_rejected, 100);
  }
}

TEST(ImageTest, RejectsAbsurdSizesBeforeTakingMemory) {
  std::string jpeg = Encoded(Waves(8, 8, 3), /*png=*/false);
  const size_t frame = jpeg.find("\xff\xc0");
  ASSERT_NE(frame, std::string::npos);
  for (const size_t i : {5, 6, 7, 8}) jpeg[frame + i] = '\xf0';  // height and width
  absl::Status status = DecodeImage(jpeg).status();
  EXPECT_TRUE(absl::IsInvalidArgument(status)) << status;
  EXPECT_TRUE(absl::StrContains(status.message(), "61680 x 61680")) << status;

  const absl::StatusOr<std::string> strip = EncodePng({1, kMaxSide, 1, std::vector<uint8_t>(kMaxSide)});
  EXPECT_TRUE(strip.ok()) << strip.status();
  status = EncodePng({1, kMaxSide + 1, 1, std::vector<uint8_t>(kMaxSide + 1)}).status();
  EXPECT_TRUE(absl::IsInvalidArgument(status));
  EXPECT_TRUE(absl::StrContains(status.message(), "1 x 16385: sides must be 1 to 16384")) << status;

  // 60,000 x 60,000 in a PNG header with a correct checksum.
  status = DecodeImage(absl::HexStringToBytes("89504e470d0a1a0a"
                                              "0000000d494844520000ea600000ea6008020000000fb0e215"
                                              "00000001494441540028387de8"
                                              "0000000049454e44ae426082"))
               .status();
  EXPECT_TRUE(absl::IsInvalidArgument(status)) << status;
  EXPECT_TRUE(absl::StrContains(status.message(), "60000 x 60000")) << status;
}

TEST(ImageTest, RejectsWhatIsNoPicture) {
  for (const char* bytes : {"", "GIF89a", "\xff\xd8", "\x89PNG\r\n"}) {
    const absl::Status status = DecodeImage(bytes).status();
    EXPECT_TRUE(absl::IsInvalidArgument(status)) << status;
    EXPECT_EQ(status.message(), "neither PNG nor JPEG");
  }
}

TEST(ImageTest, RejectsImagesThatCannotBe) {
  EXPECT_TRUE(absl::IsInvalidArgument(EncodePng({2, 2, 3, std::vector<uint8_t>(11)}).status()));
  EXPECT_TRUE(absl::IsInvalidArgument(EncodePng({2, 2, 2, std::vector<uint8_t>(8)}).status()));
  EXPECT_TRUE(absl::IsInvalidArgument(EncodeJpeg({2, 2, 4, std::vector<uint8_t>(16)}, 90).status()));
  EXPECT_EQ(EncodeJpeg(Waves(2, 2, 3), 0).status().message(), "JPEG quality 0 must be 1 to 100");
}

TEST(ImageTest, FilesNameThemselvesInErrors) {
  const std::string directory = testing::TempDir();
  const Image image = Waves(9, 7, 3);
  ASSERT_TRUE(WriteImage(directory + "/a.png", image).ok());
  ASSERT_TRUE(WriteImage(directory + "/a.JPG", image).ok());
  EXPECT_EQ(ReadImage(directory + "/a.png")->pixels, image.pixels);
  EXPECT_LT(MeanDifference(*ReadImage(directory + "/a.JPG"), image), 5);
  const absl::Status extension = WriteImage(directory + "/a.gif", image);
  EXPECT_TRUE(absl::IsInvalidArgument(extension));
  EXPECT_TRUE(absl::StrContains(extension.message(), "a.gif")) << extension;
  ASSERT_TRUE(WriteFileAtomically(directory + "/text.png", "text").ok());
  EXPECT_EQ(ReadImage(directory + "/text.png").status().message(), directory + "/text.png: neither PNG nor JPEG");
  EXPECT_TRUE(absl::IsNotFound(ReadImage(directory + "/none.png").status()));
}

TEST(ImageTest, ToRgb) {
  EXPECT_EQ(ToRgb({2, 1, 1, {7, 9}}).pixels, (std::vector<uint8_t>{7, 7, 7, 9, 9, 9}));
  EXPECT_EQ(ToRgb({1, 1, 4, {200, 100, 0, 51}}).pixels, (std::vector<uint8_t>{40, 20, 0}));
  EXPECT_EQ(ToRgb({1, 1, 3, {1, 2, 3}}).pixels, (std::vector<uint8_t>{1, 2, 3}));
}

}  // namespace
}  // namespace duet::images
