#include "nas/trace.h"

#include <cmath>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/files.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace duet::nas {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

void Add(int64_t index, double validation_pct, double test_pct, Trace* trace) {
  TrainedNetwork* network = trace->add_networks();
  network->set_index(index);
  network->set_name(absl::StrCat("network ", index));
  network->set_validation_accuracy_pct(validation_pct);
  network->set_test_accuracy_pct(test_pct);
}

Trace FiveNetworks() {
  Trace trace;
  trace.set_version(kTraceVersion);
  Add(3, 70, 71, &trace);
  Add(1, 69, 73, &trace);
  Add(0, 72, 70, &trace);
  Add(4, 72, 75, &trace);
  Add(2, 73, 74, &trace);
  return trace;
}

TEST(CurvesTest, ByHand) {
  EXPECT_THAT(*BestTestSoFar(FiveNetworks()), ElementsAre(71, 73, 73, 75, 75));
  // The validation accuracies 70, 72 and 73 are the best so far in turn; the second 72 is not better.
  EXPECT_THAT(*TestOfBestValidationSoFar(FiveNetworks()), ElementsAre(71, 71, 70, 70, 74));
  EXPECT_THAT(BestValidationSoFar(FiveNetworks()), ElementsAre(70, 70, 72, 72, 73));
}

TEST(CurvesTest, NeedTestAccuracies) {
  Trace trace = FiveNetworks();
  trace.mutable_networks(2)->clear_test_accuracy_pct();
  for (const absl::Status& status : {BestTestSoFar(trace).status(), TestOfBestValidationSoFar(trace).status()}) {
    EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
    EXPECT_THAT(std::string(status.message()), HasSubstr("the test accuracy of network 0 is not known"));
  }
  EXPECT_EQ(BestValidationSoFar(trace).size(), 5);
}

TEST(WithoutFalsePositivesTest, DropsWhatIsTooSlowOrNotKnown) {
  const Trace kept = WithoutFalsePositives(FiveNetworks(), {5.0, 5.1, std::nan(""), 1.0, 4.9}, 5.0);
  ASSERT_EQ(kept.networks_size(), 3);
  EXPECT_EQ(kept.networks(0).index(), 3);
  EXPECT_EQ(kept.networks(1).index(), 0);
  EXPECT_EQ(kept.networks(2).index(), 4);
  EXPECT_THAT(*BestTestSoFar(kept), ElementsAre(71, 71, 75));
}

TEST(TraceFileTest, ReadsWhatWasWritten) {
  const std::string path = absl::StrCat(testing::TempDir(), "/trace.binpb");
  ASSERT_TRUE(WriteTrace(FiveNetworks(), path).ok());
  const absl::StatusOr<Trace> read = ReadTrace(path);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->SerializeAsString(), FiveNetworks().SerializeAsString());
}

TEST(TraceFileTest, RefusesOtherFiles) {
  EXPECT_EQ(ReadTrace("/no/such/trace").status().code(), absl::StatusCode::kNotFound);
  const std::string path = absl::StrCat(testing::TempDir(), "/other.binpb");
  ASSERT_TRUE(WriteFileAtomically(path, "not a trace").ok());
  EXPECT_EQ(ReadTrace(path).status().code(), absl::StatusCode::kInvalidArgument);
  Trace trace = FiveNetworks();
  trace.set_version(kTraceVersion + 1);
  ASSERT_TRUE(WriteTrace(trace, path).ok());
  const absl::Status status = ReadTrace(path).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(status.message()), HasSubstr("other.binpb: a trace of version 2, not 1"));
}

}  // namespace
}  // namespace duet::nas
