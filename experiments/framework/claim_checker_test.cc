#include "experiments/framework/claim_checker.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"

namespace duet::experiments {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

template <typename T>
T FromText(const std::string& text) {
  T message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message)) << text;
  return message;
}

ExperimentSpec Spec() {
  return FromText<ExperimentSpec>(R"(
    metrics { name: "accuracy_pct" unit: "%" direction: HIGHER_IS_BETTER decimals: 1 }
    metrics { name: "latency_ms" unit: "ms" direction: LOWER_IS_BETTER decimals: 1 }
    metrics { name: "count" unit: "1" direction: NEITHER_IS_BETTER deterministic: true }
  )");
}

// A result with one value per seed, from seed 0; `label` is the value of label "net".
MetricSummary Metric(const std::string& name, const std::string& net, const std::vector<double>& values) {
  MetricSummary summary;
  summary.set_metric(name);
  Label* label = summary.add_labels();
  label->set_key("net");
  label->set_value(net);
  double sum = 0;
  for (size_t seed = 0; seed < values.size(); ++seed) {
    SeedValue* value = summary.add_values();
    value->set_seed(seed);
    value->set_value(values[seed]);
    sum += values[seed];
  }
  summary.set_mean(sum / values.size());
  return summary;
}

Claim ValueClaimOn(const std::string& metric, double paper_value, double tolerance) {
  return FromText<Claim>(absl::StrCat("id: \"c\" value { result { metric: \"", metric,
                                      "\" } paper_value: ", paper_value, " tolerance: ", tolerance,
                                      " } source { tag: PUBLISHED where: \"Table 1\" }"));
}

Claim OrderClaimOf(const std::string& greater, const std::string& lesser, const std::string& metric = "accuracy_pct") {
  return FromText<Claim>(absl::StrCat("id: \"c\" order { greater { metric: \"", metric,
                                      "\" labels { key: \"net\" value: \"", greater, "\" } } lesser { metric: \"",
                                      metric, "\" labels { key: \"net\" value: \"", lesser,
                                      "\" } } } source { tag: PUBLISHED where: \"Table 1\" }"));
}

ClaimResult Check(const Claim& claim, const std::vector<MetricSummary>& metrics, Scale scale = SCALE_DEFAULT) {
  const absl::StatusOr<ClaimResult> result = CheckClaim(Spec(), claim, scale, metrics);
  EXPECT_TRUE(result.ok()) << result.status();
  return result.ok() ? *result : ClaimResult();
}

TEST(ValueClaimTest, MatchesUpToTheTolerance) {
  const Claim claim = ValueClaimOn("accuracy_pct", 90, 0.5);
  EXPECT_EQ(Check(claim, {Metric("accuracy_pct", "a", {90})}).verdict(), MATCH);
  EXPECT_EQ(Check(claim, {Metric("accuracy_pct", "a", {90.5})}).verdict(), MATCH);
  EXPECT_EQ(Check(claim, {Metric("accuracy_pct", "a", {89.5})}).verdict(), MATCH);
  EXPECT_EQ(Check(claim, {Metric("accuracy_pct", "a", {90.75})}).verdict(), BETTER);
  EXPECT_EQ(Check(claim, {Metric("accuracy_pct", "a", {89.25})}).verdict(), OFF);
}

TEST(ValueClaimTest, ComparesTheMeanNotTheBestSeed) {
  const Claim claim = ValueClaimOn("accuracy_pct", 90, 0.5);
  const ClaimResult result = Check(claim, {Metric("accuracy_pct", "a", {90, 80, 70})});
  EXPECT_EQ(result.verdict(), OFF);
  EXPECT_THAT(result.explanation(), HasSubstr("10.0 below the paper's 90.0, outside the tolerance of 0.5"));
  EXPECT_THAT(result.measured(), HasSubstr("3 seeds"));
}

TEST(ValueClaimTest, BetterIsTheMetricsSide) {
  const Claim lower = ValueClaimOn("latency_ms", 10, 1);
  EXPECT_EQ(Check(lower, {Metric("latency_ms", "a", {8})}).verdict(), BETTER);
  EXPECT_EQ(Check(lower, {Metric("latency_ms", "a", {12})}).verdict(), OFF);
  const Claim neither = ValueClaimOn("count", 10, 0);
  EXPECT_EQ(Check(neither, {Metric("count", "a", {10})}).verdict(), MATCH);
  EXPECT_EQ(Check(neither, {Metric("count", "a", {9})}).verdict(), OFF);
  EXPECT_EQ(Check(neither, {Metric("count", "a", {11})}).verdict(), OFF);
}

TEST(ValueClaimTest, ARecalledNumberIsNotCalledThePapers) {
  Claim claim = ValueClaimOn("accuracy_pct", 90, 0.5);
  claim.mutable_source()->set_tag(Source::RECALLED);
  const ClaimResult result = Check(claim, {Metric("accuracy_pct", "a", {90.1})});
  EXPECT_EQ(result.paper(), "90.0 % (recalled, not checked)");
  EXPECT_THAT(result.explanation(), HasSubstr("0.1 above the recalled 90.0"));
}

TEST(BoundClaimTest, IncludesItsBounds) {
  const Claim claim = FromText<Claim>(
      R"(id: "c" bound { result { metric: "accuracy_pct" } at_least: 70 at_most: 80 } source { tag: OURS })");
  EXPECT_EQ(Check(claim, {Metric("accuracy_pct", "a", {70})}).verdict(), MATCH);
  EXPECT_EQ(Check(claim, {Metric("accuracy_pct", "a", {80})}).verdict(), MATCH);
  const ClaimResult below = Check(claim, {Metric("accuracy_pct", "a", {69.9})});
  EXPECT_EQ(below.verdict(), OFF);
  EXPECT_EQ(below.explanation(), "Mean 69.9 is below 70.");
  EXPECT_EQ(Check(claim, {Metric("accuracy_pct", "a", {80.1})}).explanation(), "Mean 80.1 is above 80.");
  EXPECT_EQ(below.paper(), "≥ 70, ≤ 80 % (ours)");
}

TEST(OrderClaimTest, PairsBySeed) {
  // The seeds differ far more than the nets: only paired differences (1, 2, 1) tell them apart.
  const std::vector<MetricSummary> metrics = {Metric("accuracy_pct", "a", {11, 52, 91}),
                                              Metric("accuracy_pct", "b", {10, 50, 90})};
  const ClaimResult result = Check(OrderClaimOf("a", "b"), metrics);
  // Mean 4/3, sd 0.57735: interval 4.302653 * 0.333333 = 1.434218 > 4/3.
  EXPECT_EQ(result.verdict(), OFF);
  EXPECT_THAT(result.explanation(), HasSubstr("Difference 1.33, 95 % interval [-0.10, 2.77] over 3 paired seeds: not "
                                              "separated from zero"));
  const std::vector<MetricSummary> separated = {Metric("accuracy_pct", "a", {11, 51.5, 91}),
                                                Metric("accuracy_pct", "b", {10, 50, 90})};
  EXPECT_EQ(Check(OrderClaimOf("a", "b"), separated).verdict(), MATCH);
  EXPECT_THAT(Check(OrderClaimOf("b", "a"), separated).explanation(), HasSubstr("not above zero"));
}

TEST(OrderClaimTest, UnequalSeedsAreNotPaired) {
  const std::vector<MetricSummary> metrics = {Metric("accuracy_pct", "a", {11, 12, 13}),
                                              Metric("accuracy_pct", "b", {1, 2})};
  const ClaimResult result = Check(OrderClaimOf("a", "b"), metrics);
  EXPECT_EQ(result.verdict(), MATCH);
  EXPECT_THAT(result.explanation(), HasSubstr("over 2 unpaired seeds"));
}

TEST(OrderClaimTest, OneSeedIsNotRunUnlessDeterministic) {
  const ClaimResult random =
      Check(OrderClaimOf("a", "b"), {Metric("accuracy_pct", "a", {11}), Metric("accuracy_pct", "b", {1})});
  EXPECT_EQ(random.verdict(), NOT_RUN);
  EXPECT_THAT(random.explanation(), HasSubstr("one seed has no interval"));
  const std::vector<MetricSummary> exact = {Metric("count", "a", {11}), Metric("count", "b", {1})};
  EXPECT_EQ(Check(OrderClaimOf("a", "b", "count"), exact).verdict(), MATCH);
  EXPECT_EQ(Check(OrderClaimOf("b", "a", "count"), exact).verdict(), OFF);
  EXPECT_EQ(Check(OrderClaimOf("a", "a", "count"), exact).verdict(), OFF);
}

TEST(OrderClaimTest, TheDifferenceMustExceedTheMargin) {
  Claim claim = OrderClaimOf("a", "b", "count");
  const std::vector<MetricSummary> metrics = {Metric("count", "a", {11}), Metric("count", "b", {1})};
  claim.mutable_order()->set_margin(9);
  EXPECT_EQ(Check(claim, metrics).verdict(), MATCH);
  claim.mutable_order()->set_margin(10);
  EXPECT_EQ(Check(claim, metrics).verdict(), OFF);
}

TEST(ForEachTest, HoldsForEveryValueOrNamesThoseItFailsFor) {
  Claim claim = FromText<Claim>(
      R"(id: "c" bound { result { metric: "accuracy_pct" } at_least: 70 } for_each: "net" source { tag: OURS })");
  std::vector<MetricSummary> metrics = {Metric("accuracy_pct", "a", {71}), Metric("accuracy_pct", "b", {72})};
  EXPECT_EQ(Check(claim, metrics).verdict(), MATCH);
  EXPECT_EQ(Check(claim, metrics).measured(), "holds for 2 of 2");
  metrics.push_back(Metric("accuracy_pct", "c", {60}));
  const ClaimResult result = Check(claim, metrics);
  EXPECT_EQ(result.verdict(), OFF);
  EXPECT_EQ(result.measured(), "holds for 2 of 3");
  EXPECT_THAT(result.explanation(), HasSubstr("Not for c (mean 60.0 is below 70)"));
  claim.set_for_each("device");
  EXPECT_EQ(Check(claim, metrics).verdict(), NOT_RUN);
}

TEST(ForEachTest, AComparisonThatWasNotMadeIsNoMatch) {
  Claim claim = FromText<Claim>(R"(
    id: "c" for_each: "net" source { tag: OURS }
    order { greater { metric: "accuracy_pct" } lesser { metric: "latency_ms" } })");
  const std::vector<MetricSummary> metrics = {Metric("accuracy_pct", "a", {71, 72}), Metric("latency_ms", "a", {1, 1}),
                                              Metric("accuracy_pct", "b", {71, 72})};
  const ClaimResult result = Check(claim, metrics);
  EXPECT_EQ(result.verdict(), NOT_RUN);
  EXPECT_THAT(result.explanation(), HasSubstr("b (no run reported latency_ms{net=b})"));
}

TEST(ClaimCheckerTest, AMissingResultIsNotRun) {
  const ClaimResult result = Check(ValueClaimOn("accuracy_pct", 90, 0.5), {Metric("latency_ms", "a", {90})});
  EXPECT_EQ(result.verdict(), NOT_RUN);
  EXPECT_EQ(result.explanation(), "No run reported accuracy_pct.");
  EXPECT_EQ(result.paper(), "90.0 %");
  EXPECT_EQ(Check(OrderClaimOf("a", "b"), {Metric("accuracy_pct", "a", {1, 2})}).verdict(), NOT_RUN);
}

TEST(ClaimCheckerTest, TheSmokeScaleIsNotRunButSaysHowItCompared) {
  const ClaimResult result =
      Check(ValueClaimOn("accuracy_pct", 90, 0.5), {Metric("accuracy_pct", "a", {90})}, SCALE_SMOKE);
  EXPECT_EQ(result.verdict(), NOT_RUN);
  EXPECT_THAT(result.explanation(), HasSubstr("within the tolerance"));
}

TEST(ClaimCheckerTest, ProxyDataIsNeverAMatch) {
  MetricSummary metric = Metric("accuracy_pct", "a", {90});
  metric.set_proxy_reason("JPEG images stand in for the originals.");
  const ClaimResult of_result = Check(ValueClaimOn("accuracy_pct", 90, 0.5), {metric});
  EXPECT_EQ(of_result.verdict(), PROXY_DATA);
  EXPECT_THAT(of_result.explanation(), HasSubstr("JPEG images stand in for the originals. On it the claim would be "
                                                 "MATCH: 0.0 above the paper's 90.0"));
  Claim claim = ValueClaimOn("accuracy_pct", 90, 0.5);
  claim.set_proxy_reason("spoken by a machine");
  const ClaimResult of_claim = Check(claim, {Metric("accuracy_pct", "a", {80})});
  EXPECT_EQ(of_claim.verdict(), PROXY_DATA);
  EXPECT_THAT(of_claim.explanation(), HasSubstr("Spoken by a machine. On it the claim would be OFF"));
  EXPECT_EQ(Check(claim, {}).verdict(), NOT_RUN);
  const ClaimResult of_order = Check(OrderClaimOf("b", "a"), {metric, Metric("accuracy_pct", "b", {91})});
  EXPECT_EQ(of_order.verdict(), NOT_RUN) << "one seed decides nothing, on any data";
}

TEST(ClaimCheckerTest, AnAmbiguousSelectorIsAnError) {
  const absl::StatusOr<ClaimResult> result =
      CheckClaim(Spec(), ValueClaimOn("accuracy_pct", 90, 0.5), SCALE_DEFAULT,
                 std::vector<MetricSummary>{Metric("accuracy_pct", "a", {1}), Metric("accuracy_pct", "b", {2})});
  EXPECT_EQ(result.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(result.status().message()),
              HasSubstr("claim \"c\": accuracy_pct fits 2 results, among them {net=a} and {net=b}"));
}

}  // namespace
}  // namespace duet::experiments
