#include "hw/synth/yosys_statistics.h"

#include <string>

#include "absl/status/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "hw/synth/resources.h"
#include "hw/synth/synthesis_report.pb.h"

namespace duet::hw {
namespace {

using testing::HasSubstr;

// Two engines of two units of one multiplier; another module of the library that nothing uses.
// clang-format off
constexpr char kStatistics[] = R"json({
  "creator": "Yosys 0.23",
  "modules": {
    "\\top": {"num_cells_by_type": {"engine(Units=2)": 2, "FDRE": 3, "INV": 1}},
    "\\engine(Units=2)": {"num_cells_by_type": {"unit": 2, "RAMB36E2": 1, "RAMB18E2": 1}},
    "\\unit": {"num_cells_by_type": {"DSP48E2": 1, "LUT6": 5, "RAM64M": 1}},
    "\\unused": {"num_cells_by_type": {"$mystery": 1}}
  },
})json";
// clang-format on

TEST(ParseYosysStatisticsTest, MultipliesAlongTheHierarchy) {
  const SynthesisReport report = *ParseYosysStatistics(kStatistics, "top");
  EXPECT_EQ(report.total().dsp(), 4);
  EXPECT_EQ(report.total().lut(), 4 * (5 + 4));
  EXPECT_EQ(report.total().ff(), 3);
  EXPECT_EQ(Bram36(report.total()), 3);
  ASSERT_EQ(report.modules_size(), 3);
  EXPECT_EQ(report.modules(0).module(), "top");
  EXPECT_EQ(report.modules(1).module(), "engine(Units=2)");
  EXPECT_EQ(report.modules(1).num_instances(), 2);
  EXPECT_EQ(report.modules(2).module(), "unit");
  EXPECT_EQ(report.modules(2).num_instances(), 4);
  EXPECT_EQ(report.cells().at("LUT6"), 20);
  EXPECT_EQ(report.cells().at("INV"), 1);
}

TEST(ParseYosysStatisticsTest, RejectsWhatItCannotCount) {
  const auto message = [](const char* json, const char* top) {
    const absl::Status status = ParseYosysStatistics(json, top).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    return std::string(status.message());
  };
  EXPECT_THAT(message("no json", "top"), HasSubstr("not statistics of Yosys"));
  EXPECT_THAT(message("{}", "top"), HasSubstr("not statistics of Yosys"));
  EXPECT_THAT(message(kStatistics, "tap"), HasSubstr("no module \"tap\""));
  EXPECT_THAT(message(kStatistics, "unused"), HasSubstr("unknown cell \"$mystery\" in module unused"));
}

TEST(FormatReportTest, HasARowForEachModule) {
  SynthesisReport report = *ParseYosysStatistics(kStatistics, "top");
  (*report.mutable_parameters())["Engines"] = 2;
  const std::string text = FormatReport(report);
  EXPECT_THAT(text, HasSubstr("top(Engines=2), Yosys 0.23"));
  EXPECT_THAT(text, testing::ContainsRegex("engine\\(Units=2\\) +2 +0 +0 +0 +0 +1 +1\n"));
  EXPECT_THAT(text, testing::ContainsRegex("total +1 +36 +3 +0 +4 +2 +2\n"));
}

}  // namespace
}  // namespace duet::hw
