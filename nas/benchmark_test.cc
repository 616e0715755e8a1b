#include "nas/benchmark.h"

#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/files.h"
#include "datasets/nasbench_asr/sample_release.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nas/random_search.h"
#include "nas/search.h"
#include "nas/trace.h"

namespace duet::nas {
namespace {

using ::testing::HasSubstr;

TEST(BenchmarkTest, SearchesThePublishedTablesOfNasBenchAsr) {
  BenchmarkTables tables;
  tables.nasbench_asr_release = absl::StrCat(::testing::TempDir(), "/nb-asr");
  ASSERT_TRUE(nasbench_asr::WriteSampleRelease(tables.nasbench_asr_release, 20).ok());
  const absl::StatusOr<Benchmark> benchmark = Benchmark::Open("nasbench_asr", "timit", tables);
  ASSERT_TRUE(benchmark.ok()) << benchmark.status();
  EXPECT_EQ(benchmark->space().size(), 8'242);
  EXPECT_EQ(benchmark->candidates().size(), 20);
  EXPECT_EQ(benchmark->proxy_reason(), "");
  const absl::StatusOr<Trace> trace = RunSearch(benchmark->problem(), RandomSearch(), {/*budget=*/20, /*seed=*/1});
  ASSERT_TRUE(trace.ok()) << trace.status();
  // Network 19 has a validation PER of 31 % and a test PER of 33 %.
  EXPECT_NEAR(BestValidationSoFar(*trace).back(), 69, 1e-4);
  EXPECT_NEAR(TestOfBestValidationSoFar(*trace)->back(), 67, 1e-4);
}

TEST(BenchmarkTest, WithoutTheReleaseOurOwnTrainingsStandIn) {
  BenchmarkTables tables;
  tables.nasbench_asr_trainings = absl::StrCat(::testing::TempDir(), "/trainings.csv");
  ASSERT_TRUE(WriteFileAtomically(tables.nasbench_asr_trainings,
                                  "# made up\ncell,epochs,seed,cpu_s,test_per_pct,validation_per_pct\n"
                                  "conv5:0|conv5:00|conv5:000,1,1,10,61,60\n"
                                  "conv5:0|conv5:00|conv5:000,2,1,10,51,60 50\n"
                                  "conv7:0|conv5:00|conv5:000,1,1,10,61,60\n")
                  .ok());
  const absl::StatusOr<Benchmark> benchmark = Benchmark::Open("nasbench_asr", "timit", tables);
  ASSERT_TRUE(benchmark.ok()) << benchmark.status();
  EXPECT_NE(benchmark->proxy_reason(), "");
  ASSERT_EQ(benchmark->candidates().size(), 1);  // of the most epochs
  EXPECT_EQ(benchmark->evaluator().Evaluate(benchmark->candidates()[0])->test_accuracy_pct, 49);
}

TEST(BenchmarkTest, RefusesWhatIsNotThere) {
  BenchmarkTables tables;
  tables.nasbench_asr_release = "/nowhere";
  EXPECT_TRUE(absl::IsNotFound(Benchmark::Open("nasbench_asr", "timit", tables).status()));
  EXPECT_TRUE(absl::IsInvalidArgument(Benchmark::Open("nasbench_asr", "cifar10", tables).status()));
  const absl::Status unknown = Benchmark::Open("nasbench7", "cifar10", tables).status();
  EXPECT_TRUE(absl::IsInvalidArgument(unknown));
  EXPECT_THAT(std::string(unknown.message()), HasSubstr("known: nasbench201, nasbench101, nasbench_asr"));
}

}  // namespace
}  // namespace duet::nas
