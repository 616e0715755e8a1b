#include "hw/synth/resource_model.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace duet::hw {
namespace {

SynthesisReport Report(int64_t num_engines, int64_t num_units, int64_t max_log2_size = 10) {
  SynthesisReport report;
  report.set_top("butterfly_processor");
  (*report.mutable_parameters())["NumEngines"] = num_engines;
  (*report.mutable_parameters())["NumUnits"] = num_units;
  (*report.mutable_parameters())["MaxLog2Size"] = max_log2_size;
  report.mutable_total()->set_dsp(4 * num_engines * num_units + 1);
  report.mutable_total()->set_bram18(36 + 4 * num_engines * num_units);
  report.mutable_total()->set_ff(100 + 10 * num_engines * num_units);
  report.mutable_total()->set_lut(7);
  return report;
}

TEST(ResourceModelTest, ExtendsLinearResources) {
  const ResourceModel model =
      *ResourceModel::Fit({Report(1, 2), Report(2, 2), Report(1, 4), Report(2, 4), Report(1, 8)});
  const auto predicted = model.Predict(120, 4);
  EXPECT_NEAR(predicted.at("DSP"), 1921, 1e-6);
  EXPECT_NEAR(predicted.at("BRAM36"), 978, 1e-6) << "8 P_be + 18";
  EXPECT_NEAR(predicted.at("FF"), 4900, 1e-6);
  EXPECT_NEAR(predicted.at("LUT"), 7, 1e-6);
  for (const double residual : model.fits().at("DSP").residuals) EXPECT_NEAR(residual, 0, 1e-9);
}

TEST(ResourceModelTest, RejectsReportsWithoutAModelInCommon) {
  const auto message = [](const std::vector<SynthesisReport>& reports) {
    const absl::Status status = ResourceModel::Fit(reports).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    return std::string(status.message());
  };
  EXPECT_EQ(message({}), "no reports to fit a resource model on");
  EXPECT_EQ(message({Report(1, 2), Report(1, 2, 13)}), "reports with MaxLog2Size 10 and 13 have no model in common");
  EXPECT_THAT(message({Report(1, 2), Report(2, 2)}), testing::HasSubstr("rank 2 of 4 features"));
  SynthesisReport other = Report(1, 2);
  other.mutable_parameters()->erase("NumUnits");
  EXPECT_EQ(message({other}), "a report of butterfly_processor has no parameter NumUnits");
}

}  // namespace
}  // namespace duet::hw
