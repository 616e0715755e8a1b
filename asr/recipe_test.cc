#include "asr/recipe.h"

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "gtest/gtest.h"

namespace duet::asr {
namespace {

TEST(RecipeTest, EveryRecipeMakesANetwork) {
  for (const std::string& name : RecipeNames()) {
    const auto recipe = FindRecipe(name);
    ASSERT_TRUE(recipe.ok()) << recipe.status();
    int64_t stride = 1;
    for (const nasbench_asr::Block& block : recipe->skeleton.blocks) {
      EXPECT_EQ(block.num_filters % recipe->skeleton.num_groups, 0) << name;
      stride *= block.stride;
    }
    // As published: 25 frames a second, which suffice to spell what people say.
    EXPECT_EQ(stride, 4) << name;
    EXPECT_EQ(nasbench_asr::KeyOf(recipe->cell), "conv5:1|conv5:01|linear:001");
  }
}

TEST(RecipeTest, NamesThoseThatThereAre) {
  const absl::Status status = FindRecipe("large").status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_TRUE(absl::StrContains(status.message(), "\"large\", but small, tiny")) << status;
}

}  // namespace
}  // namespace duet::asr
