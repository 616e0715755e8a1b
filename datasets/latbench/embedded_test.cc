#include <cmath>

#include "datasets/latbench/latbench.h"
#include "gtest/gtest.h"

namespace duet::latbench {
namespace {

TEST(EmbeddedTest, OpensWithoutAnyPinnedFile) {
  const absl::StatusOr<LatBench> latbench = LatBench::Open({"datasets/latbench/embedded_table.binpb"});
  ASSERT_TRUE(latbench.ok()) << latbench.status();
  for (size_t i = 0; i < latbench->settings().size(); ++i) {
    const Setting& setting = latbench->settings()[i];
    SCOPED_TRACE(setting.key);
    EXPECT_EQ(setting.source, "embedded");
    EXPECT_FALSE(setting.device.empty());
    EXPECT_FALSE(setting.note.empty());
    EXPECT_GT(latbench->NumPresent(i), 0);
  }
}

}  // namespace
}  // namespace duet::latbench
