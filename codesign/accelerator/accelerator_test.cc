#include "codesign/accelerator/accelerator.h"

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "gtest/gtest.h"

namespace duet::codesign {
namespace {

TEST(AcceleratorSpaceTest, Has8640PointsEachWithItsIndex) {
  const AcceleratorSpace space;
  ASSERT_EQ(space.size(), kNumAccelerators);
  for (int64_t index = 0; index < space.size(); ++index) {
    const Accelerator accelerator = space.At(index);
    ASSERT_TRUE(CheckAccelerator(accelerator).ok());
    ASSERT_EQ(*space.IndexOf(accelerator), index);
    ASSERT_EQ(space.IndexOfChoices(space.ChoicesOf(index)), index);
  }
}

TEST(AcceleratorSpaceTest, CountsTheLastParameterFastest) {
  const AcceleratorSpace space;
  EXPECT_EQ(space.At(0).ratio_conv_engines, 1);
  EXPECT_EQ(space.At(1).ratio_conv_engines, 0.75);
  EXPECT_FALSE(space.At(5).pool_enable);
  EXPECT_TRUE(space.At(6).pool_enable);
  EXPECT_EQ(space.At(kNumAccelerators - 1).filter_par, 16);
  EXPECT_EQ(space.At(kNumAccelerators - 1).pixel_par, 64);
}

TEST(AcceleratorSpaceTest, NamesTheParameterWhoseValueItHasNot) {
  Accelerator accelerator;
  accelerator.weight_buffer_depth = 8192;
  const absl::Status status = AcceleratorSpace().IndexOf(accelerator).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(status.message(), "weight_buffer_depth 8192 is not in the space");
}

TEST(AcceleratorTest, TwoEnginesShareThePixels) {
  Accelerator accelerator;
  accelerator.pixel_par = 64;
  EXPECT_EQ(PixelPar3x3(accelerator), 64);
  EXPECT_EQ(PixelPar1x1(accelerator), 64);
  accelerator.ratio_conv_engines = 0.33;
  EXPECT_EQ(PixelPar3x3(accelerator), 21);
  EXPECT_EQ(PixelPar1x1(accelerator), 43);
  accelerator.pixel_par = 2;
  EXPECT_EQ(PixelPar3x3(accelerator), 1);
  EXPECT_EQ(PixelPar1x1(accelerator), 1);
  EXPECT_EQ(NumComputeDsps({16, 64}), 2048);
}

// Which of two engines the ratio names does not matter: 0.25 mirrors 0.75, 0.33 mirrors 0.67.
TEST(AcceleratorTest, RatiosAreSymmetric) {
  for (const int64_t pixel_par : AcceleratorSpace().pixel_par) {
    for (const double ratio : {0.25, 0.33, 0.5}) {
      Accelerator a, b;
      a.pixel_par = b.pixel_par = pixel_par;
      a.ratio_conv_engines = ratio;
      b.ratio_conv_engines = 1 - ratio;
      EXPECT_EQ(PixelPar3x3(a), PixelPar1x1(b)) << pixel_par << " " << ratio;
    }
  }
}

TEST(AcceleratorTest, RejectsWhatCannotBeBuilt) {
  const auto message = [](auto change) {
    Accelerator accelerator;
    change(accelerator);
    const absl::Status status = CheckAccelerator(accelerator);
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    return std::string(status.message());
  };
  EXPECT_EQ(message([](Accelerator& a) { a.filter_par = 65; }),
            "filter_par is not in 1 to 64: filter_par=65 pixel_par=32 input_buffer=4096 output_buffer=2048 "
            "weight_buffer=2048 mem_width=512 pool=yes ratio=1");
  EXPECT_TRUE(absl::StartsWith(message([](Accelerator& a) { a.pixel_par = 3; }), "pixel_par is not even"));
  EXPECT_TRUE(absl::StartsWith(message([](Accelerator& a) { a.input_buffer_depth = 0; }), "a buffer has no rows"));
  EXPECT_TRUE(absl::StartsWith(message([](Accelerator& a) { a.weight_buffer_depth = 511; }), "weight_buffer_depth"));
  EXPECT_TRUE(absl::StartsWith(message([](Accelerator& a) { a.mem_interface_width_bits = 64; }), "mem_interface"));
  EXPECT_TRUE(absl::StartsWith(message([](Accelerator& a) { a.ratio_conv_engines = 0; }), "ratio_conv_engines"));
}

TEST(ParseAcceleratorSpaceTest, KeepsWhatIsNotNamed) {
  const auto space = ParseAcceleratorSpace("pixel_par: [16, 128] pool_enable: false");
  ASSERT_TRUE(space.ok()) << space.status();
  EXPECT_EQ(space->size(), 2 * 2 * 4 * 3 * 3 * 2 * 1 * 6);
  EXPECT_EQ(space->At(space->size() - 1).pixel_par, 128);
}

TEST(ParseAcceleratorSpaceTest, SaysWhereTheTextIsWrong) {
  const absl::Status status = ParseAcceleratorSpace("pixel_par: 8\nfilters: 4").status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_TRUE(absl::StartsWith(status.message(), "accelerator space, line 2, column ")) << status;
  EXPECT_TRUE(absl::StrContains(status.message(), "filters")) << status;
  EXPECT_TRUE(absl::StrContains(ParseAcceleratorSpace("pixel_par: 7").status().message(), "pixel_par=7"));
}

}  // namespace
}  // namespace duet::codesign
