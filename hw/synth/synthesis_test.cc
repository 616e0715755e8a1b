// Synthesizes modules whose cost can be counted by hand; the reports are made by the rule synthesis_report.

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "hw/synth/report_file.h"
#include "hw/synth/resources.h"
#include "hw/synth/synthesis_report.pb.h"

namespace duet::hw {
namespace {

std::vector<std::string>& Paths() {
  static auto& paths = *new std::vector<std::string>;
  return paths;
}

// Three lanes, each of: 1,024 words of 16 bits (one RAMB18E2), a product of 16 by 16 bits (one DSP48E2), a sum of 40
// bits (40 flip-flops, ten carry chains of four) to which 32 bits are added (a look-up table each; above, the carry
// runs alone).
void ExpectCostOfThreeLanes(const Resources& total) {
  EXPECT_EQ(total.bram18(), 3);
  EXPECT_EQ(total.bram36(), 0);
  EXPECT_DOUBLE_EQ(Bram36(total), 1.5);
  EXPECT_EQ(total.dsp(), 3);
  EXPECT_EQ(total.ff(), 3 * 40);
  EXPECT_EQ(total.carry4(), 3 * 10);
  EXPECT_EQ(total.lut(), 3 * 32);
}

TEST(SynthesisReportTest, CountsWhatIsCountedByHand) {
  const SynthesisReport report = *ReadSynthesisReport(Paths()[0]);
  EXPECT_EQ(report.top(), "multiply_accumulate");
  EXPECT_EQ(report.parameters().at("Lanes"), 3);
  EXPECT_THAT(report.tool(), testing::HasSubstr("Yosys"));
  EXPECT_THAT(report.command(), testing::HasSubstr("synth_xilinx -family xcup"));
  ExpectCostOfThreeLanes(report.total());
}

TEST(SynthesisReportTest, KeepsModulesApart) {
  const SynthesisReport report = *ReadSynthesisReport(Paths()[0]);
  ASSERT_EQ(report.modules_size(), 2);
  EXPECT_EQ(report.modules(0).module(), "multiply_accumulate");
  EXPECT_EQ(report.modules(0).num_instances(), 1);
  EXPECT_EQ(report.modules(0).own().dsp(), 3);
  EXPECT_EQ(report.modules(0).own().ff(), 0);
  EXPECT_EQ(report.modules(1).module(), "accumulator");
  EXPECT_EQ(report.modules(1).num_instances(), 3);
  EXPECT_EQ(report.modules(1).own().ff(), 40);
}

TEST(SynthesisReportTest, FlattensOnRequest) {
  const SynthesisReport report = *ReadSynthesisReport(Paths()[1]);
  EXPECT_EQ(report.modules_size(), 1);
  ExpectCostOfThreeLanes(report.total());
}

TEST(ReadSynthesisReportTest, RejectsOtherFiles) {
  EXPECT_EQ(ReadSynthesisReport("/nonexistent").status().code(), absl::StatusCode::kNotFound);
  const std::string path = testing::TempDir() + "/other.textproto";
  ASSERT_TRUE(WriteSynthesisReport(SynthesisReport(), path).ok());
  const absl::Status status = ReadSynthesisReport(path).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(status.message()), testing::HasSubstr("other.textproto is not a synthesis report"));
}

}  // namespace
}  // namespace duet::hw

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  duet::hw::Paths().assign(argv + 1, argv + argc);
  return RUN_ALL_TESTS();
}
