#include "codesign/accelerator/area.h"

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "codesign/accelerator/accelerator.h"
#include "codesign/accelerator/calibration.h"
#include "gtest/gtest.h"

namespace duet::codesign {
namespace {

TEST(NumBram36Test, TilesWithTheFewestBlocks) {
  EXPECT_EQ(NumBram36(512, 36), 0.5);
  EXPECT_EQ(NumBram36(513, 36), 1);
  EXPECT_EQ(NumBram36(512, 37), 1);
  EXPECT_EQ(NumBram36(512, 72), 1);
  EXPECT_EQ(NumBram36(1024, 64), 2);
  EXPECT_EQ(NumBram36(2048, 8), 0.5);
  EXPECT_EQ(NumBram36(4096, 8), 1);
  EXPECT_EQ(NumBram36(8192, 64), 16);
  EXPECT_EQ(NumBram36(4096, 72), 8);
  EXPECT_EQ(NumBram36(32768, 1), 1);
  EXPECT_EQ(NumBram36(1, 1), 0.5);
}

// Input 2 * 8 * 16, output 2 * 2 * 8 * 8, weights 2 * 16 * 4 * 1, feed 2 * 32 * 2, others 31.
TEST(NumBufferBram36Test, MatchesTheSumByHand) {
  Accelerator largest = {16, 64, 8192, 4096, 4096, 512, true, 1};
  EXPECT_EQ(NumBufferBram36(largest), 256 + 256 + 128 + 128 + 31);
  largest.ratio_conv_engines = 0.5;
  EXPECT_EQ(NumBufferBram36(largest), 256 + 256 + 2 * 128 + 128 + 31);
}

TEST(AreaTest, OfTheWholeDeviceIsTheSumOfItsBlocks) {
  // 34,260 * 0.0044 + 912 * 0.026 + 2,520 * 0.044
  EXPECT_NEAR(AreaMm2(kZu9Eg, PublishedTables()), 285.3, 0.1);
}

// CHaiDNN's published utilisation, as it is counted: 93.7, 104.4, 123.9 and 166.2 mm^2.
TEST(AreaTest, OfPublishedDesignsIsTheirPublishedArea) {
  EXPECT_NEAR(AreaMm2(Resources{105'811, 111'789, 618, 442}, PublishedTables()), 93.7, 0.05);
  EXPECT_NEAR(AreaMm2(Resources{114'317, 121'363, 626, 574}, PublishedTables()), 104.4, 0.05);
  EXPECT_NEAR(AreaMm2(Resources{127'949, 136'481, 642, 838}, PublishedTables()), 123.9, 0.05);
  EXPECT_NEAR(AreaMm2(Resources{161'983, 151'616, 676, 1'352}, PublishedTables()), 166.2, 0.05);
}

TEST(AreaTest, LargestSingleEngineFitsTheDevice) {
  const Resources largest = ResourcesOf({16, 64, 8192, 4096, 4096, 512, true, 1}, PublishedTables());
  EXPECT_EQ(largest.num_bram36, 868);
  EXPECT_NEAR(largest.num_dsps, 2'048 + 2'048 * 0.0173 + 169.2 + 144, 1);
  EXPECT_TRUE(CheckFits(largest).ok()) << CheckFits(largest);
}

// What a user may expect of a larger design.
TEST(AreaTest, GrowsWithEveryParameter) {
  const AcceleratorSpace space;
  const std::vector<int64_t> counts = space.NumChoices();
  for (int64_t index = 0; index < space.size(); index += 7) {
    const double area_mm2 = AreaMm2(space.At(index), PublishedTables());
    for (size_t parameter = 0; parameter + 1 < counts.size(); ++parameter) {
      std::vector<int64_t> choices = space.ChoicesOf(index);
      if (++choices[parameter] == counts[parameter]) continue;
      const double larger_mm2 = AreaMm2(space.At(space.IndexOfChoices(choices)), PublishedTables());
      // A buffer of 1K or 2K words of 8 bits takes the same half block.
      if (parameter == 4 && choices[parameter] == 1) {
        ASSERT_EQ(larger_mm2, area_mm2);
      } else {
        ASSERT_GT(larger_mm2, area_mm2) << ToString(space.At(index)) << " parameter " << parameter;
      }
    }
    Accelerator two_engines = space.At(index);
    if (HasTwoConvEngines(two_engines)) continue;
    two_engines.ratio_conv_engines = 0.5;
    ASSERT_GT(AreaMm2(two_engines, PublishedTables()), area_mm2);
  }
}

TEST(CheckFitsTest, NamesWhatIsMissing) {
  EXPECT_TRUE(CheckFits(kZu9Eg).ok());
  const absl::Status status = CheckFits({1, 1, 912.5, 1});
  EXPECT_EQ(status.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(status.message(), "BRAM36: 912.5 needed, 912 available");
}

TEST(CalibrationTest, HasEveryConstant) {
  EXPECT_TRUE(CheckCalibration(PublishedTables()).ok()) << CheckCalibration(PublishedTables());
  EXPECT_EQ(PublishedTables().name(), "published_tables");
  EXPECT_GT(PublishedTables().area().lut().base(), 0);
  EXPECT_GT(PublishedTables().latency().tile_overhead_cycles(), 0);
}

TEST(CalibrationTest, TakesWhatTheTextNamesAndKeepsTheRest) {
  const auto calibration = ParseCalibration("name: 'mine' latency { clock_mhz: 300 }");
  ASSERT_TRUE(calibration.ok()) << calibration.status();
  EXPECT_EQ(calibration->latency().clock_mhz(), 300);
  EXPECT_EQ(calibration->area().dsp_mm2(), PublishedTables().area().dsp_mm2());
}

TEST(CalibrationTest, RejectsImpossibleNumbers) {
  const absl::Status zero = ParseCalibration("latency { clock_mhz: 0 }").status();
  EXPECT_EQ(zero.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(zero.message(), "calibration: latency.clock_mhz is 0, not positive");
  EXPECT_EQ(ParseCalibration("area { lut { base: -1 } }").status().message(),
            "calibration: area.lut.base is -1, not zero or positive");
  EXPECT_EQ(ParseCalibration("area { lut { per_port: nan } }").status().message(),
            "calibration: area.lut.per_port is nan, not finite");
  EXPECT_TRUE(absl::StartsWith(ParseCalibration("area {").status().message(), "calibration, line 1, column "));
}

}  // namespace
}  // namespace duet::codesign
