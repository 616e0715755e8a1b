#include "hw/cycle_model/attention_cycles.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "hw/top/Vaccelerator_4_rtl.h"
#include "hw/top/accelerator_4.h"
#include "hw/top/accelerator_bench.h"
#include "hw/top/program.h"
#include "hw/top/random_blocks.h"

namespace duet::hw {
namespace {

TEST(AttentionCyclesTest, HandWorkedCase) {
  // score = ceil(20 / 8) 64 = 192, softmax = 128 + 12 + 13 = 153, weigh = ceil(20 / 16) 64 = 128.
  const absl::StatusOr<AttentionCycles> cycles = CountAttentionCycles({8, 16}, {64, 20, 2});
  ASSERT_TRUE(cycles.ok()) << cycles.status();
  EXPECT_EQ(cycles->load, 192 + 128);
  EXPECT_EQ(cycles->first_row, 192 + 153 + 128);
  EXPECT_EQ(cycles->row, 192);
  EXPECT_EQ(cycles->total, 2 * (320 + 473 + 63 * 192));
}

TEST(AttentionCyclesTest, SoftmaxBoundsManyMultipliers) {
  const absl::StatusOr<AttentionCycles> cycles = CountAttentionCycles({128, 128}, {4000, 32, 1});
  ASSERT_TRUE(cycles.ok()) << cycles.status();
  EXPECT_EQ(cycles->row, 2 * 4000 + 2 * 12 + 13);
}

TEST(AttentionCyclesTest, IsThatOfTheRtl) {
  AcceleratorBench<Vaccelerator_4_rtl> bench({});
  for (const BlockSizes& sizes : {BlockSizes{32, 16, 16, 1}, BlockSizes{64, 32, 32, 2}, BlockSizes{48, 32, 8, 4}}) {
    const absl::StatusOr<Program> program = CompileAbfly(RandomAbfly(sizes, 3), sizes.num_rows, kAccelerator4);
    ASSERT_TRUE(program.ok()) << program.status();
    const absl::StatusOr<AcceleratorRun> run = bench.Run(*program, RandomInput(sizes, 3), 4000000);
    ASSERT_TRUE(run.ok()) << run.status();
    double simulated = 0;
    for (size_t i = 0; i < program->descriptors.size(); ++i) {
      const Op op = program->descriptors[i].op;
      if (op == Op::kKeys || op == Op::kValues || op == Op::kQueries) simulated += run->steps[i].num_cycles;
    }
    const absl::StatusOr<AttentionCycles> cycles =
        CountAttentionCycles({kAccelerator4.qk_multipliers, kAccelerator4.sv_multipliers},
                             {sizes.num_rows, sizes.width / sizes.num_heads, sizes.num_heads});
    ASSERT_TRUE(cycles.ok()) << cycles.status();
    EXPECT_NEAR(simulated, cycles->total, 0.005 * cycles->total)
        << sizes.num_rows << " rows of " << sizes.width << " in " << sizes.num_heads << " heads";
  }
}

TEST(AttentionCyclesTest, RejectsNoMultipliers) {
  const absl::Status status = CountAttentionCycles({0, 8}, {64, 16, 1}).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_NE(std::string(status.message()).find("on 0 and 8 multipliers"), std::string::npos) << status;
}

}  // namespace
}  // namespace duet::hw
