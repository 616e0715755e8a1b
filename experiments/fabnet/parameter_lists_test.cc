#include "experiments/fabnet/parameter_lists.h"

#include <string>

#include "absl/status/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace duet::experiments {
namespace {

TEST(ParsePositiveIntegersTest, ReadsLists) {
  EXPECT_THAT(*ParsePositiveIntegers("256,512,1024"), testing::ElementsAre(256, 512, 1024));
  EXPECT_THAT(*ParsePositiveIntegers("7"), testing::ElementsAre(7));
}

TEST(ParsePositiveIntegersTest, NamesWhatIsNone) {
  for (const char* text : {"", "1,", "0", "-3", "4,x", "1.5"}) {
    EXPECT_EQ(ParsePositiveIntegers(text).status().code(), absl::StatusCode::kInvalidArgument) << text;
  }
  EXPECT_EQ(std::string(ParsePositiveIntegers("4,x").status().message()), "\"x\" of \"4,x\" is not a positive integer");
}

TEST(IntegerListTest, NamesTheParameter) {
  RunContext::Options options;
  options.parameters["seq_lens"].set_text("128,many");
  const absl::Status status = IntegerList(RunContext(options), "seq_lens").status();
  EXPECT_EQ(std::string(status.message()), "parameter seq_lens: \"many\" of \"128,many\" is not a positive integer");
}

}  // namespace
}  // namespace duet::experiments
