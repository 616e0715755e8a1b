#include "hw/testing/coverage.h"

#include <gtest/gtest.h>

#include <string>

namespace duet::hw {
namespace {

std::string Point(const std::string& page, const std::string& line, const std::string& name, const std::string& more,
                  const std::string& count) {
  return "C '\x01"
         "f\x02"
         "a.sv\x01l\x02" +
         line + "\x01page\x02" + page + "/a\x01o\x02" + name + more + "' " + count + "\n";
}
const char kInstance1[] = "\x01h\x02TOP.a1";
const char kInstance2[] = "\x01h\x02TOP.a2";

TEST(CoverageTest, CountsLinesAndBits) {
  Coverage coverage;
  ASSERT_EQ(coverage.Add("# SystemC::Coverage-3\n" +  //
                         Point("v_line", "3", "block",
                               "\x01S\x02"
                               "3-5,9",
                               "7") +
                         Point("v_branch", "5", "if",
                               "\x01S\x02"
                               "6",
                               "0") +
                         Point("v_toggle", "1", "x_q[0]", "", "2") + Point("v_toggle", "1", "x_q[1]", "", "0")),
            absl::OkStatus());
  const auto files = coverage.Summarize();
  ASSERT_EQ(files.status(), absl::OkStatus());
  ASSERT_EQ(files->size(), 1);
  const FileCoverage& file = files->front();
  EXPECT_EQ(file.file, "a.sv");
  EXPECT_EQ(file.line_counts, (std::map<int64_t, int64_t>{{3, 7}, {4, 7}, {5, 7}, {6, 0}, {9, 7}}));
  EXPECT_EQ(file.num_lines_covered(), 4);
  EXPECT_EQ(file.num_bits, 2);
  EXPECT_EQ(file.num_bits_covered(), 1);
  EXPECT_EQ(file.untoggled_bits.at(1), std::vector<std::string>{"x_q[1]"});
}

TEST(CoverageTest, AddsInstancesAndSimulations) {
  Coverage coverage;
  const std::string first = Point("v_toggle", "1", "x", kInstance1, "0") + Point("v_toggle", "1", "x", kInstance2, "3");
  ASSERT_EQ(coverage.Add(first), absl::OkStatus());
  ASSERT_EQ(coverage.Add(first), absl::OkStatus());
  EXPECT_EQ(coverage.ToText(), Point("v_toggle", "1", "x", "", "6"));
  Coverage copy;
  ASSERT_EQ(copy.Add(coverage.ToText()), absl::OkStatus());
  EXPECT_EQ(copy.ToText(), coverage.ToText());
}

TEST(CoverageTest, RejectsWhatIsNoPoint) {
  Coverage coverage;
  const absl::Status status = coverage.Add("# comment\nnonsense\n");
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(status.message(), "line 2 is no point of coverage: nonsense");
  ASSERT_EQ(coverage.Add("C '\x01l\x02"
                         "3' 1\n"),
            absl::OkStatus());
  EXPECT_EQ(coverage.Summarize().status().code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace duet::hw
