#include "experiments/brp_nas/search_runs.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace duet::experiments {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// Validation accuracies 50, 70, 60 with tests 40, 45, 48.
nas::Trace TraceOfThree(bool has_test) {
  nas::Trace trace;
  for (const auto& [validation, test] : {std::pair(50, 40), {70, 45}, {60, 48}}) {
    nas::TrainedNetwork& network = *trace.add_networks();
    network.set_validation_accuracy_pct(validation);
    if (has_test) network.set_test_accuracy_pct(test);
  }
  return trace;
}

TEST(CurvesOfTest, FollowsBothRules) {
  const SearchCurves curves = *CurvesOf(TraceOfThree(/*has_test=*/true));
  EXPECT_THAT(curves.best_pct, ElementsAre(40, 45, 48));
  EXPECT_THAT(curves.chosen_pct, ElementsAre(40, 45, 45));
}

TEST(CurvesOfTest, JudgesByValidationWhereThereIsNothingElse) {
  const SearchCurves curves = *CurvesOf(TraceOfThree(/*has_test=*/false));
  EXPECT_THAT(curves.best_pct, ElementsAre(50, 70, 70));
  EXPECT_EQ(curves.chosen_pct, curves.best_pct);
}

TEST(AddCurvesTest, ReportsNumbersAndSeries) {
  const SearchCurves curves = {{1, 2, 3, 4, 5, 6}, {0, 0, 0, 0, 1, 2}};
  RunResult result;
  AddCurves(result, {{"strategy", "s"}}, curves, {2, 6, 7});
  ASSERT_EQ(result.measurements_size(), 4);
  EXPECT_EQ(result.measurements(2).metric(), "best_accuracy_pct");
  EXPECT_EQ(result.measurements(2).value(), 6);
  EXPECT_EQ(result.measurements(2).labels(1).value(), "6");
  EXPECT_EQ(result.measurements(3).metric(), "chosen_accuracy_pct");
  EXPECT_EQ(result.measurements(3).value(), 2);
  ASSERT_EQ(result.series_size(), 2);
  EXPECT_THAT(result.series(0).x(), ElementsAre(5));
  EXPECT_THAT(result.series(0).y(), ElementsAre(5));
  EXPECT_THAT(result.series(1).y(), ElementsAre(1));
}

TEST(MeanAfterTest, ByHand) {
  EXPECT_EQ(MeanAfter({1, 2, 3, 7}, 2), 5);
  EXPECT_EQ(MeanAfter({1, 2, 3}, 0), 2);
}

RunContext ContextWith(const std::string& name, const std::string& text) {
  RunContext::Options options;
  options.parameters[name].set_text(text);
  return RunContext(options);
}

TEST(IntListTest, ReadsNumbers) {
  EXPECT_THAT(*IntList(ContextWith("at", "50,100"), "at"), ElementsAre(50, 100));
  const absl::Status status = IntList(ContextWith("at", "50,x"), "at").status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(status.message()), HasSubstr("parameter at: \"x\" in \"50,x\" is not a number"));
}

}  // namespace
}  // namespace duet::experiments
