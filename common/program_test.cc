#include "common/program.h"

#include <string>

#include "absl/status/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace duet {
namespace {

using ::testing::HasSubstr;

TEST(OutputOfTest, ReturnsWhatTheProgramPrints) {
  EXPECT_EQ(*OutputOf({"printf", "%s;%s", "a b", "$HOME"}), "a b;$HOME");
  EXPECT_EQ(*OutputOf({"true"}), "");
}

TEST(OutputOfTest, NamesTheProgramThatFails) {
  EXPECT_EQ(OutputOf({"false"}).status(), absl::InternalError("false failed with status 1"));
  const absl::Status missing = OutputOf({"no-such-program"}).status();
  EXPECT_EQ(missing.code(), absl::StatusCode::kInternal);
  EXPECT_THAT(std::string(missing.message()), HasSubstr("no-such-program"));
}

}  // namespace
}  // namespace duet
