#include "asr/networks/measure_nasbench_asr.h"

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "gtest/gtest.h"

namespace duet::asr {
namespace {

TEST(MeasureNasBenchAsrTest, HasEveryModelAndRefusesOthers) {
  const auto space = NasBenchAsrSpace();
  const std::vector<std::string> keys = space->Keys();
  EXPECT_EQ(keys.size(), 8242u);
  for (size_t i = 0; i < keys.size(); i += 97) EXPECT_TRUE(space->CheckKey(keys[i]).ok()) << keys[i];
  EXPECT_TRUE(space->CheckKey(space->ReferenceKey()).ok());
  EXPECT_TRUE(absl::StrContains(space->CheckKey("resnet").message(), "\"resnet\" is not op:skip"));
  // Computes what zero:1|zero:01|zero:001 does: the identity, which an earlier encoding is written for.
  const absl::Status status = space->CheckKey("zero:1|zero:11|zero:111");
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(space->BuildOnHost("zero:1|zero:11|zero:111", 1).status(), status);
}

TEST(MeasureNasBenchAsrTest, RunsASecondOfSpeech) {
  const auto space = NasBenchAsrSpace();
  const auto network = space->BuildOnHost(space->ReferenceKey(), /*seed=*/1);
  ASSERT_TRUE(network.ok()) << network.status();
  (*network)->SetInput(1, 0);
  EXPECT_NO_THROW((*network)->Run());
}

}  // namespace
}  // namespace duet::asr
