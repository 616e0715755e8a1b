#include "common/status_macros.h"

#include <memory>

#include "gtest/gtest.h"

namespace duet {
namespace {

absl::StatusOr<std::unique_ptr<int>> HalfOf(int value) {
  if (value % 2 != 0) return absl::InvalidArgumentError("odd");
  return std::make_unique<int>(value / 2);
}

absl::StatusOr<int> QuarterOf(int value) {
  ASSIGN_OR_RETURN(const std::unique_ptr<int> half, HalfOf(value));
  ASSIGN_OR_RETURN(auto quarter, HalfOf(*half));
  return *quarter;
}

absl::Status CheckQuarter(int value) {
  RETURN_IF_ERROR(QuarterOf(value).status());
  return absl::OkStatus();
}

TEST(StatusMacrosTest, AssignsTheValue) { EXPECT_EQ(*QuarterOf(12), 3); }

TEST(StatusMacrosTest, ReturnsTheFirstError) {
  EXPECT_EQ(QuarterOf(6).status(), absl::InvalidArgumentError("odd"));
  EXPECT_EQ(CheckQuarter(3), absl::InvalidArgumentError("odd"));
  EXPECT_TRUE(CheckQuarter(8).ok());
}

}  // namespace
}  // namespace duet
