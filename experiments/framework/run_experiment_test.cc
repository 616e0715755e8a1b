#include "experiments/framework/run_experiment.h"

#include <cmath>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/files.h"
#include "common/status_macros.h"
#include "experiments/framework/run_context.h"
#include "experiments/framework/spec.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace duet::experiments {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

ExperimentSpec Spec() {
  return *ParseSpec(R"(
    name: "demo" title: "Demo" regenerates: "Table 1" paper { name: "P" citation: "P, 2020" }
    parameters { name: "num_epochs" value { integer: 250 } at_smoke { integer: 2 } source { tag: OURS where: "x" } }
    parameters { name: "rate" value { real: 0.5 } source { tag: OURS where: "x" } }
    configurations {
      name: "a" recipe: "EAGLE" settings { name: "device" value { text: "Pixel 3" } }
      labels { key: "device" value: "Pixel 3" }
    }
    metrics { name: "accuracy_pct" unit: "%" direction: HIGHER_IS_BETTER }
    data { name: "images" tier: PINNED source: "somewhere" proxy_reason: "JPEG" }
    claims {
      id: "c" statement: "s" expect: MATCH source { tag: OURS where: "x" }
      bound { result { metric: "accuracy_pct" } at_least: 0 reason: "r" }
    })",
                    "demo.textproto");
}

RunContext::Options Options() {
  RunContext::Options options;
  options.configuration = "a";
  options.seed = 7;
  options.scale = SCALE_DEFAULT;
  return options;
}

absl::StatusOr<RunResult> RunThatReports(double value, const std::string& metric = "accuracy_pct") {
  return RunOnce(Spec(), Options(), [&](const RunContext&) -> absl::StatusOr<RunResult> {
    RunResult result;
    AddMeasurement(result, metric, {{"net", "A"}}, value);
    return result;
  });
}

TEST(RunOnceTest, GivesTheRunItsParameters) {
  const absl::StatusOr<RunResult> result =
      RunOnce(Spec(), Options(), [](const RunContext& context) -> absl::StatusOr<RunResult> {
        EXPECT_EQ(context.seed(), 7);
        EXPECT_EQ(context.recipe(), "EAGLE");
        EXPECT_EQ(*context.Int("num_epochs"), 250);
        EXPECT_EQ(*context.Text("device"), "Pixel 3");
        EXPECT_EQ(context.Flag("num_epochs").status().code(), absl::StatusCode::kInvalidArgument);
        EXPECT_EQ(context.Int("depth").status().code(), absl::StatusCode::kNotFound);
        EXPECT_EQ(context.DataPath("images").status().code(), absl::StatusCode::kNotFound);
        return RunResult();
      });
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_THAT(result->parameters_read(), ElementsAre("device", "num_epochs"));
  EXPECT_EQ(result->seed(), 7);
  EXPECT_EQ(result->configuration(), "a");
}

TEST(RunOnceTest, AddsUnitAndLabelsOfTheConfiguration) {
  const absl::StatusOr<RunResult> result = RunThatReports(90);
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_EQ(result->measurements(0).unit(), "%");
  EXPECT_EQ(LabelsText(result->measurements(0).labels()), "{device=Pixel 3, net=A}");
}

TEST(RunOnceTest, RecordsItsDataAndThatItStandsInForOther) {
  const std::string path = absl::StrCat(testing::TempDir(), "/images");
  ASSERT_TRUE(WriteFileAtomically(path, "abc").ok());
  RunContext::Options options = Options();
  options.data["images"] = {path};
  const absl::StatusOr<RunResult> result =
      RunOnce(Spec(), options, [&](const RunContext& context) -> absl::StatusOr<RunResult> {
        EXPECT_EQ(*context.DataPath("images"), path);
        return RunResult();
      });
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_EQ(result->data(0).tier(), PINNED);
  EXPECT_EQ(result->data(0).sha256(), Sha256Hex("abc"));
  EXPECT_EQ(result->proxy_reason(), "JPEG");
  options.data["sounds"] = {path};
  EXPECT_THAT(std::string(RunOnce(Spec(), options, [](const RunContext&) { return RunResult(); }).status().message()),
              HasSubstr("data \"sounds\" is not in the specification"));
}

TEST(RunOnceTest, RejectsWhatTheSpecificationDoesNotKnow) {
  EXPECT_THAT(std::string(RunThatReports(1, "latency_ms").status().message()),
              HasSubstr("metric \"latency_ms\" is not in the specification"));
  EXPECT_THAT(std::string(RunThatReports(std::nan("")).status().message()),
              HasSubstr("accuracy_pct{device=Pixel 3, net=A} is nan"));
}

TEST(RunOnceTest, RejectsAResultReportedTwice) {
  const absl::StatusOr<RunResult> result =
      RunOnce(Spec(), Options(), [](const RunContext&) -> absl::StatusOr<RunResult> {
        RunResult twice;
        AddMeasurement(twice, "accuracy_pct", {}, 1);
        AddMeasurement(twice, "accuracy_pct", {}, 1);
        return twice;
      });
  EXPECT_EQ(result.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(result.status().message()), HasSubstr("is reported twice"));
}

TEST(RunOnceTest, ReturnsTheErrorOfTheRun) {
  const absl::Status error = absl::DataLossError("half a file");
  EXPECT_EQ(RunOnce(Spec(), Options(), [&](const RunContext&) { return absl::StatusOr<RunResult>(error); }).status(),
            error);
}

}  // namespace
}  // namespace duet::experiments
