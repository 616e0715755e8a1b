#include "datasets/latbench/measurement_file.h"

#include "absl/strings/str_cat.h"
#include "common/files.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace duet::latbench {
namespace {

using ::testing::HasSubstr;

std::string ErrorOf(absl::string_view contents) {
  const std::string path = absl::StrCat(testing::TempDir(), "/bad.csv");
  EXPECT_TRUE(WriteFileAtomically(path, contents).ok());
  const absl::StatusOr<std::vector<CellLatency>> latencies = ReadCellLatencies(path);
  EXPECT_EQ(latencies.status().code(), absl::StatusCode::kInvalidArgument) << contents;
  EXPECT_THAT(std::string(latencies.status().message()), HasSubstr(path));
  return std::string(latencies.status().message());
}

TEST(MeasurementFileTest, ReadsCellsAndTheirLatency) {
  const std::string path = absl::StrCat(testing::TempDir(), "/good.csv");
  const std::string arch = "|nor_conv_3x3~0|+|none~0|skip_connect~1|+|nor_conv_1x1~0|none~1|avg_pool_3x3~2|";
  ASSERT_TRUE(WriteFileAtomically(path, absl::StrCat("# device: cpu\narch,latency_ms,noise_pct\n",
                                                     "|none~0|+|none~0|none~1|+|skip_connect~0|none~1|none~2|,0.75,1\n",
                                                     arch, ",4.5,0\n"))
                  .ok());
  const absl::StatusOr<std::vector<CellLatency>> latencies = ReadCellLatencies(path);
  ASSERT_TRUE(latencies.ok()) << latencies.status();
  ASSERT_EQ(latencies->size(), 2);
  EXPECT_EQ((*latencies)[0].latency_ms, 0.75);
  EXPECT_EQ((*latencies)[1].latency_ms, 4.5);
  EXPECT_EQ(nasbench201::ToString((*latencies)[1].cell), arch);
}

TEST(MeasurementFileTest, RefusesWhatIsNoNetworkOfTheBenchmark) {
  EXPECT_THAT(ErrorOf("arch,latency_ms\n|none~0|+|none~0|none~1|+|dil_conv~0|none~1|none~2|,1\n"),
              HasSubstr("bad.csv:2: unknown operation \"dil_conv\""));
  EXPECT_THAT(ErrorOf("arch,latency_ms\n|none~0|+|none~0|none~1|+|none~0|none~1|skip_connect~2|,1\n"),
              HasSubstr("bad.csv:2: |none~0|+|none~0|none~1|+|none~0|none~1|skip_connect~2| has no path"));
  EXPECT_THAT(ErrorOf("operation,latency_ms\nconv,1\n"), HasSubstr("the first column is operation, not arch"));
  EXPECT_THAT(ErrorOf("arch,latency_ms\n|none~0|+|none~0|none~1|+|skip_connect~0|none~1|none~2|,0\n"),
              HasSubstr("bad.csv:2: latency_ms is 0"));
  EXPECT_EQ(ReadCellLatencies("/no/such.csv").status().code(), absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace duet::latbench
