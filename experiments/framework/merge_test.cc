#include "experiments/framework/merge.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/files.h"
#include "experiments/framework/csv.h"
#include "experiments/framework/expectations.h"
#include "experiments/framework/golden.h"
#include "experiments/framework/print_result.h"
#include "experiments/framework/result_file.h"
#include "experiments/framework/run_context.h"
#include "experiments/framework/spec.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace duet::experiments {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// Two configurations, each with its device as a label.
ExperimentSpec Spec() {
  return *ParseSpec(R"(
    name: "demo" title: "Demo" regenerates: "Table 1" paper { name: "P" citation: "P, 2020" }
    parameters { name: "num_epochs" value { integer: 250 } source { tag: OURS where: "x" } }
    configurations { name: "pixel3" labels { key: "device" value: "Pixel 3" } }
    configurations { name: "raspi4" labels { key: "device" value: "Pi, 4" } }
    metrics { name: "hits_pct" title: "hits" unit: "%" direction: HIGHER_IS_BETTER decimals: 1 }
    metrics { name: "time_ms" unit: "ms" direction: LOWER_IS_BETTER decimals: 0 measured: true }
    tables { title: "All" metrics: "hits_pct" metrics: "time_ms" rows: "predictor" columns: "device" }
    claims {
      id: "high" statement: "GCN is high." expect: MATCH source { tag: PUBLISHED where: "Table 1" }
      value {
        result { metric: "hits_pct" labels { key: "predictor" value: "GCN" } labels { key: "device" value: "Pixel 3" } }
        paper_value: 96 tolerance: 1 tolerance_reason: "reported to 1 %"
      }
    })",
                    "demo.textproto");
}

MergeOptions Options() {
  MergeOptions options;
  options.target = "//experiments/demo:demo";
  options.scale = SCALE_DEFAULT;
  options.num_seeds = 2;
  options.configurations = {"pixel3", "raspi4"};
  return options;
}

RunResult RunOf(const std::string& configuration, uint64_t seed, double hits_of_gcn) {
  RunResult run;
  run.set_experiment("demo");
  run.set_configuration(configuration);
  run.set_seed(seed);
  run.set_scale(SCALE_DEFAULT);
  run.add_parameters_read("num_epochs");
  const std::string device = configuration == "pixel3" ? "Pixel 3" : "Pi, 4";
  AddMeasurement(run, "hits_pct", {{"predictor", "GCN"}, {"device", device}}, hits_of_gcn);
  AddMeasurement(run, "hits_pct", {{"predictor", "FLOPs"}, {"device", device}}, 10);
  AddMeasurement(run, "time_ms", {{"predictor", "GCN"}, {"device", device}}, 5);
  AddSeries(run, "curve", {{"device", device}}, {1, 2}, {hits_of_gcn, 1});
  return run;
}

std::vector<RunResult> Runs() {
  return {RunOf("pixel3", 0, 96), RunOf("pixel3", 1, 97), RunOf("raspi4", 0, 50), RunOf("raspi4", 1, 50)};
}

std::string ErrorOf(const MergeOptions& options, const std::vector<RunResult>& runs) {
  const absl::StatusOr<ExperimentResult> result = MergeRuns(Spec(), options, runs);
  EXPECT_EQ(result.status().code(), absl::StatusCode::kInvalidArgument) << result.status();
  return std::string(result.status().message());
}

TEST(MergeTest, SummarizesEveryResultOverSeeds) {
  const ExperimentResult result = *MergeRuns(Spec(), Options(), Runs());
  ASSERT_EQ(result.metrics_size(), 6);
  const MetricSummary& gcn = result.metrics(0);
  EXPECT_EQ(LabelsText(gcn.labels()), "{device=Pixel 3, predictor=GCN}");
  EXPECT_EQ(gcn.mean(), 96.5);
  EXPECT_EQ(gcn.values(1).seed(), 1);
  EXPECT_EQ(gcn.values(1).value(), 97);
  EXPECT_NEAR(gcn.sd(), 0.707107, 1e-6);
  // 12.7062 * 0.5.
  EXPECT_NEAR(gcn.ci95_high() - gcn.mean(), 6.3531, 1e-4);
  EXPECT_EQ(result.claims(0).verdict(), MATCH);
  EXPECT_TRUE(CheckExpectations(result).ok());
}

TEST(MergeTest, DoesNotDependOnTheOrderOfTheRuns) {
  std::vector<RunResult> runs = Runs();
  const std::string json = ResultToJson(*MergeRuns(Spec(), Options(), runs));
  std::reverse(runs.begin(), runs.end());
  EXPECT_EQ(ResultToJson(*MergeRuns(Spec(), Options(), runs)), json);
}

TEST(MergeTest, AnExpectationThatFailsIsExplained) {
  std::vector<RunResult> runs = Runs();
  runs[0] = RunOf("pixel3", 0, 20);
  const absl::Status status = CheckExpectations(*MergeRuns(Spec(), Options(), runs));
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(status.message()),
              HasSubstr("claim \"high\" is OFF, expected MATCH. 37.5 below the paper's"));
  // Better than expected is news too.
  runs = {RunOf("pixel3", 0, 99), RunOf("pixel3", 1, 99), RunOf("raspi4", 0, 50), RunOf("raspi4", 1, 50)};
  EXPECT_THAT(std::string(CheckExpectations(*MergeRuns(Spec(), Options(), runs)).message()),
              HasSubstr("claim \"high\" is BETTER, expected MATCH"));
}

TEST(MergeTest, RejectsWrongRuns) {
  std::vector<RunResult> runs = Runs();
  runs.pop_back();
  EXPECT_THAT(ErrorOf(Options(), runs), HasSubstr("the run of configuration \"raspi4\", seed 1 is missing"));
  runs.push_back(runs[0]);
  EXPECT_THAT(ErrorOf(Options(), runs), HasSubstr("\"pixel3\", seed 0 is there twice"));
  runs = Runs();
  runs[2].set_scale(SCALE_SMOKE);
  EXPECT_THAT(ErrorOf(Options(), runs), HasSubstr("is at the smoke scale, not default"));
  runs = Runs();
  runs[2].set_experiment("other");
  EXPECT_THAT(ErrorOf(Options(), runs), HasSubstr("is of experiment \"other\", not \"demo\""));
}

TEST(MergeTest, RejectsConfigurationsThatAreNotThoseOfTheSpecification) {
  MergeOptions options = Options();
  options.configurations = {"pixel3"};
  EXPECT_THAT(ErrorOf(options, {RunOf("pixel3", 0, 96), RunOf("pixel3", 1, 96)}),
              HasSubstr("has configurations pixel3, raspi4, but BUILD.bazel runs pixel3"));
  options.configurations = {"pixel3", "pixel4"};
  EXPECT_EQ(MergeRuns(Spec(), options, Runs()).status().code(), absl::StatusCode::kNotFound);
}

TEST(MergeTest, RejectsAParameterThatNothingReads) {
  std::vector<RunResult> runs = Runs();
  for (RunResult& run : runs) run.clear_parameters_read();
  EXPECT_THAT(ErrorOf(Options(), runs), HasSubstr("parameter \"num_epochs\" is listed"));
}

TEST(MergeTest, RejectsConfigurationsWhoseResultsCannotBeToldApart) {
  std::vector<RunResult> runs = Runs();
  AddMeasurement(runs[2], "hits_pct", {{"predictor", "GCN"}, {"device", "Pixel 3"}}, 1);
  EXPECT_THAT(ErrorOf(Options(), runs), HasSubstr("\"pixel3\" and \"raspi4\" both report hits_pct"));
}

TEST(MergeTest, RejectsRunsThatReadOtherData) {
  std::vector<RunResult> runs = Runs();
  for (RunResult& run : runs) {
    DataFile* file = run.add_data();
    file->set_name("table");
    file->set_sha256(run.seed() == 1 ? "b" : "a");
  }
  EXPECT_THAT(ErrorOf(Options(), runs), HasSubstr("data \"table\" with SHA-256 b, another run a"));
}

TEST(MergeTest, RejectsATableThatLacksALabel) {
  ExperimentSpec spec = Spec();
  spec.mutable_tables(0)->clear_rows();
  const absl::StatusOr<ExperimentResult> result = MergeRuns(spec, Options(), Runs());
  EXPECT_THAT(std::string(result.status().message()), HasSubstr("fall into one cell: add a label"));
}

TEST(MergeTest, ARunOnStandInDataMarksAllItsResults) {
  std::vector<RunResult> runs = Runs();
  runs[1].set_proxy_reason("JPEG images");
  const ExperimentResult result = *MergeRuns(Spec(), Options(), runs);
  EXPECT_EQ(result.claims(0).verdict(), PROXY_DATA);
  EXPECT_EQ(result.proxy_reasons(0), "JPEG images");
  EXPECT_TRUE(result.tables(0).blocks(0).rows(0).cells(0).proxy());
  EXPECT_FALSE(result.tables(0).blocks(0).rows(0).cells(1).proxy());
  EXPECT_THAT(PrintResult(result, PrintOptions()), HasSubstr("GCN         96.5 ± 6.4 *   50.0 ± 0.0\n"));
  EXPECT_THAT(PrintResult(result, PrintOptions()), HasSubstr("\n* proxy data\n"));
}

TEST(MergeTest, WithoutRunsEveryClaimIsNotRun) {
  const ExperimentResult result = NotRunResult(Spec(), Options(), "Needs a file.");
  EXPECT_EQ(result.claims(0).verdict(), NOT_RUN);
  EXPECT_EQ(result.claims(0).explanation(), "Needs a file.");
  EXPECT_EQ(result.claims(0).paper(), "96.0 %");
  EXPECT_THAT(PrintResult(result, PrintOptions()), HasSubstr("Not run. Needs a file."));
}

TEST(TableTest, PivotsEachMetricIntoABlock) {
  const ExperimentResult result = *MergeRuns(Spec(), Options(), Runs());
  EXPECT_EQ(PrintResult(result, PrintOptions()), R"(Demo
P: Table 1. P, 2020
default scale, 2 seeds, 2 configurations; mean ± 95 % interval

All
hits (%)
predictor      Pixel 3        Pi, 4
GCN         96.5 ± 6.4   50.0 ± 0.0
FLOPs       10.0 ± 0.0   10.0 ± 0.0

time_ms (ms)
predictor   Pixel 3   Pi, 4
GCN           5 ± 0   5 ± 0

Claims
MATCH       GCN is high.
            paper: 96.0 %; here: 96.5 ± 6.4 % (2 seeds). 0.5 above the paper's 96.0, within the
            tolerance of 1.

MATCH 1
)");
}

TEST(TableTest, WithoutALayoutEveryLabelIsARowHeader) {
  ExperimentSpec spec = Spec();
  spec.clear_tables();
  EXPECT_THAT(PrintResult(*MergeRuns(spec, Options(), Runs()), PrintOptions()),
              HasSubstr("predictor   device      hits (%)   time_ms (ms)\n"
                        "GCN         Pixel 3   96.5 ± 6.4          5 ± 0\n"
                        "FLOPs       Pixel 3   10.0 ± 0.0\n"));
}

TEST(TableTest, CutsATableThatIsWiderThanTheTerminal) {
  PrintOptions options;
  options.width = 30;
  EXPECT_THAT(PrintResult(*MergeRuns(Spec(), Options(), Runs()), options), HasSubstr(R"(hits (%)
predictor      Pixel 3
GCN         96.5 ± 6.4
FLOPs       10.0 ± 0.0

predictor        Pi, 4
GCN         50.0 ± 0.0
FLOPs       10.0 ± 0.0
)"));
}

TEST(TableTest, HasColourOnlyWhenAsked) {
  const ExperimentResult result = *MergeRuns(Spec(), Options(), Runs());
  PrintOptions options;
  EXPECT_THAT(PrintResult(result, options), Not(HasSubstr("\x1b")));
  options.use_color = true;
  EXPECT_THAT(PrintResult(result, options), HasSubstr("\x1b[1;32mMATCH"));
}

TEST(CsvTest, QuotesFieldsWithCommas) {
  const ExperimentResult result = *MergeRuns(Spec(), Options(), Runs());
  EXPECT_THAT(TableCsv(result), HasSubstr("metric,unit,predictor,device,num_seeds,mean,sd,ci95_low,ci95_high,proxy\n"
                                          "hits_pct,%,GCN,Pixel 3,2,96.5,0.707"));
  EXPECT_THAT(TableCsv(result), HasSubstr("hits_pct,%,GCN,\"Pi, 4\",2,50,0,50,50,false\n"));
  EXPECT_THAT(SeedsCsv(result), HasSubstr("metric,unit,predictor,device,seed,value\n"
                                          "hits_pct,%,GCN,Pixel 3,0,96\nhits_pct,%,GCN,Pixel 3,1,97\n"));
}

TEST(CsvTest, BandsAreMeansOverSeedsWithOneX) {
  std::vector<RunResult> runs = Runs();
  SortRuns(Spec(), runs);
  EXPECT_THAT(PointsCsv(runs), HasSubstr("series,configuration,seed,device,x,y\ncurve,pixel3,0,Pixel 3,1,96\n"));
  EXPECT_THAT(BandsCsv(runs), HasSubstr("series,device,x,num_seeds,mean,ci95_low,ci95_high\n"
                                        "curve,Pixel 3,1,2,96.5,90.14"));
  runs[1].mutable_series(0)->set_x(1, 3);
  EXPECT_THAT(BandsCsv(runs), Not(HasSubstr("Pixel 3")));
  EXPECT_THAT(BandsCsv(runs), HasSubstr("Pi, 4"));
  EXPECT_EQ(PointsCsv({}), "series,configuration,seed,x,y\n");
}

TEST(GoldenTest, LeavesOutWhatDependsOnTheMachine) {
  EXPECT_EQ(GoldenCsv(*MergeRuns(Spec(), Options(), Runs())), R"(result,mean
hits_pct{device=Pixel 3, predictor=GCN},96.5
hits_pct{device=Pixel 3, predictor=FLOPs},10.0
hits_pct{device=Pi, 4, predictor=GCN},50.0
hits_pct{device=Pi, 4, predictor=FLOPs},10.0
)");
}

TEST(GoldenTest, AllowsOneUnitOfTheLastDigit) {
  EXPECT_TRUE(CompareWithGolden("result,mean\na,96.5\n", "result,mean\na,96.6\n").ok());
  EXPECT_TRUE(CompareWithGolden("result,mean\na,7\n", "result,mean\na,8\n").ok());
  const absl::Status status = CompareWithGolden("result,mean\na,96.5\nb,1\n", "result,mean\na,96.7\nc{x=1, y=2},1\n");
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(status.message(),
            "a: recorded 96.5, now 96.7\nb: recorded 1, now missing\nc{x=1, y=2}: not recorded, now 1");
}

TEST(GoldenTest, RejectsAFileThatRecordsNothing) {
  EXPECT_EQ(CompareWithGolden("result,mean\n", "result,mean\n").code(), absl::StatusCode::kFailedPrecondition);
}

TEST(GoldenTest, RejectsAMalformedFile) {
  EXPECT_EQ(CompareWithGolden("", "result,mean\n").code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(CompareWithGolden("result,mean\na,x\n", "result,mean\n").message()), HasSubstr("line 2"));
}

TEST(ResultFileTest, ReadsWhatItWrote) {
  const std::string json = ResultToJson(*MergeRuns(Spec(), Options(), Runs()));
  const std::string path = absl::StrCat(testing::TempDir(), "/result.json");
  ASSERT_TRUE(WriteFileAtomically(path, json).ok());
  EXPECT_EQ(ResultToJson(*ReadResult(path)), json);
  ASSERT_TRUE(WriteFileAtomically(path, "{\"spec\": 3}").ok());
  EXPECT_EQ(ReadResult(path).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(ReadResult(path).status().message()), HasSubstr(path));
}

}  // namespace
}  // namespace duet::experiments
