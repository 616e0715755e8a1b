#include "experiments/framework/spec.h"

#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace duet::experiments {
namespace {

using ::testing::HasSubstr;

constexpr char kSpec[] = R"(name: "demo"
title: "Demo"
paper { name: "P" citation: "P, 2020" }
regenerates: "Table 1"
parameters {
  name: "num_epochs" value { integer: 250 } at_smoke { integer: 2 }
  source { tag: RELEASED_CODE where: "config.yaml" }
}
parameters {
  name: "rate" value { real: 0.5 } source { tag: PUBLISHED where: "section 3" }
}
configurations { name: "a.1" settings { name: "rate" value { real: 0.25 } } }
configurations { name: "b" settings { name: "num_epochs" value { integer: 9 } at_full { integer: 99 } } }
metrics { name: "accuracy_pct" unit: "%" direction: HIGHER_IS_BETTER decimals: 1 }
tables { metrics: "accuracy_pct" rows: "net" }
data { name: "table" tier: PINNED source: "somewhere" }
claims {
  id: "high" statement: "It is high." expect: MATCH source { tag: PUBLISHED where: "Table 1, page 7" }
  value { result { metric: "accuracy_pct" } paper_value: 90 tolerance: 1 tolerance_reason: "reported to 1 %" }
}
)";

// The message of the error after `from` (which kSpec has) became `to`.
std::string ErrorAfter(const std::string& from, const std::string& to) {
  const std::string changed = absl::StrReplaceAll(kSpec, {{from, to}});
  EXPECT_NE(changed, kSpec) << from;
  const absl::StatusOr<ExperimentSpec> spec = ParseSpec(changed, "demo.textproto");
  EXPECT_EQ(spec.status().code(), absl::StatusCode::kInvalidArgument) << to;
  return std::string(spec.status().message());
}

TEST(SpecTest, ReadsAValidSpecification) {
  const absl::StatusOr<ExperimentSpec> spec = ParseSpec(kSpec, "demo.textproto");
  ASSERT_TRUE(spec.ok()) << spec.status();
  EXPECT_EQ(spec->parameters_size(), 2);
  EXPECT_EQ(FindMetric(*spec, "accuracy_pct")->unit(), "%");
  EXPECT_EQ(FindMetric(*spec, "latency_ms"), nullptr);
}

TEST(SpecTest, SyntaxErrorsHaveFileAndLine) {
  EXPECT_THAT(ErrorAfter("title:", "titel:"), HasSubstr("demo.textproto:2:"));
  EXPECT_THAT(ErrorAfter("title:", "titel:"), HasSubstr("titel"));
  EXPECT_THAT(ErrorAfter("integer: 250", "integer: \"250\""), HasSubstr("demo.textproto:6:"));
  EXPECT_EQ(LoadSpec("/no/such/file").status().code(), absl::StatusCode::kNotFound);
}

TEST(SpecTest, AClaimNeedsItsSource) {
  EXPECT_EQ(ErrorAfter(" source { tag: PUBLISHED where: \"Table 1, page 7\" }", ""),
            "demo.textproto:17: claim \"high\": source is missing: give its tag, PUBLISHED, RELEASED_CODE, RECALLED or "
            "OURS");
  EXPECT_THAT(ErrorAfter(" where: \"Table 1, page 7\"", ""), HasSubstr("17: claim \"high\": source.where is missing"));
}

TEST(SpecTest, AParameterNeedsItsSource) {
  EXPECT_THAT(ErrorAfter(" source { tag: PUBLISHED where: \"section 3\" }", ""),
              HasSubstr("demo.textproto:9: parameter \"rate\": source is missing"));
  EXPECT_THAT(ErrorAfter("value { real: 0.5 }", ""), HasSubstr("parameter \"rate\": value is missing"));
}

TEST(SpecTest, AClaimNeedsAToleranceWithItsReason) {
  EXPECT_THAT(ErrorAfter(" tolerance_reason: \"reported to 1 %\"", ""), HasSubstr("tolerance_reason is missing"));
  EXPECT_THAT(ErrorAfter("tolerance: 1 ", "tolerance: -1 "), HasSubstr("tolerance -1 is negative"));
  EXPECT_THAT(ErrorAfter("paper_value: 90", "paper_value: nan"), HasSubstr("paper_value is not finite"));
}

TEST(SpecTest, AClaimNeedsItsExpectedVerdict) {
  EXPECT_THAT(ErrorAfter("expect: MATCH ", ""), HasSubstr("expect is missing"));
  EXPECT_THAT(ErrorAfter("expect: MATCH ", "expect: OFF "), HasSubstr("why is OFF expected?"));
  EXPECT_THAT(ErrorAfter("expect: MATCH ", "expect: MATCH proxy_reason: \"other images\" "),
              HasSubstr("a claim with proxy_reason cannot be MATCH"));
}

TEST(SpecTest, NamesMustBeKnownAndUnique) {
  EXPECT_THAT(ErrorAfter("result { metric: \"accuracy_pct\" }", "result { metric: \"latency_ms\" }"),
              HasSubstr("unknown metric \"latency_ms\""));
  EXPECT_THAT(ErrorAfter("tables { metrics: \"accuracy_pct\"", "tables { metrics: \"latency_ms\""),
              HasSubstr("demo.textproto:15: table \"\": unknown metric"));
  EXPECT_THAT(ErrorAfter("name: \"b\"", "name: \"a.1\""), HasSubstr("configuration \"a.1\": listed twice"));
  EXPECT_THAT(ErrorAfter("name: \"rate\" value { real: 0.5 }", "name: \"num_epochs\" value { real: 0.5 }"),
              HasSubstr("parameter \"num_epochs\": listed twice"));
  EXPECT_THAT(ErrorAfter("name: \"a.1\"", "name: \"A/1\""), HasSubstr("[a-z0-9_.-]+"));
}

TEST(SpecTest, SettingsKeepTheTypeOfTheParameter) {
  EXPECT_THAT(ErrorAfter("value { real: 0.25 }", "value { integer: 1 }"),
              HasSubstr("demo.textproto:12: configuration \"a.1\": setting \"rate\" has another type"));
  EXPECT_THAT(ErrorAfter("at_full { integer: 99 }", "at_full { text: \"many\" }"), HasSubstr("one type"));
}

TEST(SpecTest, MetricsAndDataSayWhatTheyAre) {
  EXPECT_THAT(ErrorAfter(" unit: \"%\"", ""), HasSubstr("demo.textproto:14: metric \"accuracy_pct\": unit is missing"));
  EXPECT_THAT(ErrorAfter(" direction: HIGHER_IS_BETTER", ""), HasSubstr("direction is missing"));
  EXPECT_THAT(ErrorAfter(" tier: PINNED", ""), HasSubstr("demo.textproto:16: data \"table\": tier is missing"));
  EXPECT_THAT(ErrorAfter("citation: \"P, 2020\"", ""), HasSubstr("a name and a citation"));
}

TEST(SpecTest, ParametersResolveByScaleAndConfiguration) {
  const ExperimentSpec spec = *ParseSpec(kSpec, "demo.textproto");
  const Configuration a = *FindConfiguration(spec, "a.1");
  const Configuration b = *FindConfiguration(spec, "b");
  const auto epochs = [&](const Configuration& configuration, Scale scale) {
    return ResolveParameters(spec, configuration, scale).at("num_epochs").integer();
  };
  EXPECT_EQ(epochs(a, SCALE_DEFAULT), 250);
  EXPECT_EQ(epochs(a, SCALE_SMOKE), 2);
  EXPECT_EQ(epochs(b, SCALE_DEFAULT), 9);
  EXPECT_EQ(epochs(b, SCALE_SMOKE), 2) << "the smoke scale is small whatever the configuration";
  EXPECT_EQ(epochs(b, SCALE_FULL), 99);
  EXPECT_EQ(ResolveParameters(spec, a, SCALE_DEFAULT).at("rate").real(), 0.25);
  EXPECT_EQ(FindConfiguration(spec, "c").status().code(), absl::StatusCode::kNotFound);
}

TEST(SpecTest, ScalesHaveNames) {
  for (const Scale scale : {SCALE_SMOKE, SCALE_DEFAULT, SCALE_FULL}) EXPECT_EQ(*ParseScale(ScaleName(scale)), scale);
  EXPECT_EQ(ParseScale("huge").status().code(), absl::StatusCode::kInvalidArgument);
}

TEST(SpecTest, LabelsReadTheSameInAnyOrder) {
  Configuration one, other;
  const auto add = [](Configuration& configuration, const std::string& key, const std::string& value) {
    Label* label = configuration.add_labels();
    label->set_key(key);
    label->set_value(value);
  };
  add(one, "net", "A");
  add(one, "device", "B");
  add(other, "device", "B");
  add(other, "net", "A");
  EXPECT_EQ(LabelsText(one.labels()), "{device=B, net=A}");
  EXPECT_EQ(LabelsText(one.labels()), LabelsText(other.labels()));
  EXPECT_EQ(LabelsText(Configuration().labels()), "");
}

}  // namespace
}  // namespace duet::experiments
