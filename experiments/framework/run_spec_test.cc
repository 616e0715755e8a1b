#include "experiments/framework/run_spec.h"

#include <map>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/files.h"
#include "experiments/framework/spec.h"
#include "gmock/gmock.h"
#include "google/protobuf/util/message_differencer.h"
#include "gtest/gtest.h"

namespace duet::experiments {
namespace {

using ::testing::HasSubstr;

constexpr char kSpec[] = R"(name: "demo"
title: "Demo"
paper { name: "P" citation: "P, 2020" }
regenerates: "Table 1"
summary: "What it is about."
parameters {
  name: "rate" value { real: 0.1 } at_smoke { real: 0.3333333333333333 } at_default { real: 1e-300 }
  source { tag: RELEASED_CODE where: "config.yaml" } note: "halved later"
}
parameters {
  name: "num_layers" value { integer: 4 } fixed_in_code: "gcn.cc" source { tag: PUBLISHED where: "section 3" }
}
configurations {
  name: "a" recipe: "EAGLE" settings { name: "device" value { text: "µ \"board\"" } }
  labels { key: "device" value: "board" }
}
configurations { name: "b" settings { name: "device" value { text: "other" } } }
metrics { name: "accuracy_pct" title: "accuracy" unit: "%" direction: HIGHER_IS_BETTER decimals: 1 }
tables { title: "Accuracy" metrics: "accuracy_pct" rows: "device" }
averages { name: "mean" over: "device" }
data { name: "table" tier: PINNED source: "somewhere" licence: "MIT" proxy_reason: "JPEG" }
claims {
  id: "high" statement: "It is high." expect: MATCH source { tag: PUBLISHED where: "Table 1, page 7" }
  value { result { metric: "accuracy_pct" } paper_value: 90 tolerance: 1 tolerance_reason: "reported to 1 %" }
}
deviations: "None."
)";

std::string RunSpecText(const std::string& text) {
  const absl::StatusOr<ExperimentSpec> spec = ParseSpec(text, "demo.textproto");
  EXPECT_TRUE(spec.ok()) << spec.status();
  return FormatRunSpec(*RunSpecOf(*spec, "a"));
}

// The same after `from` (which kSpec has) became `to`.
std::string RunSpecTextAfter(const std::string& from, const std::string& to) {
  const std::string changed = absl::StrReplaceAll(kSpec, {{from, to}});
  EXPECT_NE(changed, kSpec) << from;
  return RunSpecText(changed);
}

TEST(RunSpecTest, StaysTheSameBytesWhereAClaimATableOrATextIsEdited) {
  const std::map<std::string, std::string> edits = {
      {"paper_value: 90 tolerance: 1", "paper_value: 91 tolerance: 2"},
      {"statement: \"It is high.\" expect: MATCH", "statement: \"It is low.\" expect: BETTER"},
      {"title: \"Demo\"", "title: \"Another demo\""},
      {"citation: \"P, 2020\"", "citation: \"P, 2021\""},
      {"regenerates: \"Table 1\"", "regenerates: \"Table 2\""},
      {"summary: \"What it is about.\"", ""},
      {"where: \"config.yaml\" } note: \"halved later\"", "where: \"train.py\" }"},
      {"fixed_in_code: \"gcn.cc\"", "fixed_in_code: \"gcn.h\""},
      {"title: \"accuracy\"", "title: \"right answers\""},
      {"direction: HIGHER_IS_BETTER decimals: 1", "direction: NEITHER_IS_BETTER decimals: 3"},
      {"tables { title: \"Accuracy\" metrics: \"accuracy_pct\" rows: \"device\" }", ""},
      {"averages { name: \"mean\" over: \"device\" }", ""},
      {"source: \"somewhere\" licence: \"MIT\"", "source: \"elsewhere\" licence: \"BSD\""},
      {"deviations: \"None.\"", "deviations: \"One.\""},
      {"value { text: \"other\" }", "value { text: \"another\" }"},
      {"configurations { name: \"b\"", "configurations { name: \"c\""},
  };
  const std::string before = RunSpecText(kSpec);
  for (const auto& [from, to] : edits) EXPECT_EQ(RunSpecTextAfter(from, to), before) << from;
}

TEST(RunSpecTest, ChangesWithEverythingThatARunReads) {
  const std::map<std::string, std::string> edits = {
      {"name: \"demo\"", "name: \"another_demo\""},
      {"value { real: 0.1 }", "value { real: 0.2 }"},
      {"at_default { real: 1e-300 }", "at_default { real: 1e-301 }"},
      {"recipe: \"EAGLE\"", "recipe: \"DUET\""},
      {"board\\\"", "phone\\\""},
      {"value: \"board\" }", "value: \"phone\" }"},
      {"unit: \"%\"", "unit: \"1\""},
      {"tier: PINNED", "tier: EMBEDDED"},
      {"proxy_reason: \"JPEG\"", ""},
  };
  const std::string before = RunSpecText(kSpec);
  for (const auto& [from, to] : edits) EXPECT_NE(RunSpecTextAfter(from, to), before) << from;
}

TEST(RunSpecTest, ReadsBackTheSame) {
  const ExperimentSpec spec = *ParseSpec(kSpec, "demo.textproto");
  const ExperimentSpec run_spec = *RunSpecOf(spec, "a");
  const std::string path = absl::StrCat(testing::TempDir(), "/a.textproto");
  ASSERT_TRUE(WriteFileAtomically(path, FormatRunSpec(run_spec)).ok());
  const absl::StatusOr<ExperimentSpec> read = LoadRunSpec(path);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(*read, run_spec));
  const Configuration configuration = *FindConfiguration(*read, "a");
  EXPECT_EQ(ResolveParameters(*read, configuration, SCALE_SMOKE).at("rate").real(), 0.3333333333333333);
  EXPECT_EQ(ResolveParameters(*read, configuration, SCALE_DEFAULT).at("rate").real(), 1e-300);
  EXPECT_EQ(ResolveParameters(*read, configuration, SCALE_FULL).at("num_layers").integer(), 4);
  EXPECT_EQ(ResolveParameters(*read, configuration, SCALE_FULL).at("device").text(), "µ \"board\"");
}

TEST(RunSpecTest, ReadsAWholeSpecificationAsWell) {
  const std::string path = absl::StrCat(testing::TempDir(), "/demo.textproto");
  ASSERT_TRUE(WriteFileAtomically(path, kSpec).ok());
  const absl::StatusOr<ExperimentSpec> read = LoadRunSpec(path);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->configurations_size(), 2);
}

TEST(RunSpecTest, NamesWhatCannotBe) {
  const absl::Status unknown = RunSpecOf(*ParseSpec(kSpec, "demo.textproto"), "z").status();
  EXPECT_EQ(unknown.code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(std::string(unknown.message()), HasSubstr("no configuration \"z\" (it has a, b)"));
  EXPECT_EQ(LoadRunSpec("/no/such/file").status().code(), absl::StatusCode::kNotFound);
  const std::string path = absl::StrCat(testing::TempDir(), "/wrong.textproto");
  ASSERT_TRUE(WriteFileAtomically(path, "name: \"demo\"\ntitel: \"Demo\"\n").ok());
  const absl::Status wrong = LoadRunSpec(path).status();
  EXPECT_EQ(wrong.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(wrong.message()), HasSubstr(absl::StrCat(path, ":2:")));
}

}  // namespace
}  // namespace duet::experiments
