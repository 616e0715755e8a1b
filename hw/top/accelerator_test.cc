// Whole blocks in RTL against the C++ model, bit for bit.

#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

#include "hw/fp16/fp16.h"
#include "hw/top/Vaccelerator_2_rtl.h"
#include "hw/top/Vaccelerator_4_rtl.h"
#include "hw/top/accelerator_4.h"
#include "hw/top/accelerator_bench.h"
#include "hw/top/block_model.h"
#include "hw/top/program.h"
#include "hw/top/random_blocks.h"

namespace duet::hw {
namespace {

// As in BUILD.bazel.
template <typename Model>
constexpr AcceleratorShape kShape = kAccelerator4;
template <>
constexpr AcceleratorShape kShape<Vaccelerator_2_rtl> = {2, 4, 5, 1, 2, 16, 32};

constexpr int64_t kMaxCycles = 1000000;

int64_t NumDifferences(const std::vector<Half>& a, const std::vector<Half>& b) {
  if (a.size() != b.size()) return -1;
  int64_t num_differences = 0;
  for (size_t i = 0; i < a.size(); ++i) num_differences += a[i] != b[i];
  return num_differences;
}

template <typename Model>
int64_t RunFbflyAndCompare(AcceleratorBench<Model>& bench, const BlockSizes& sizes, uint64_t seed) {
  const FbflyWeights weights = RandomFbfly(sizes, seed);
  const std::vector<Half> x = RandomInput(sizes, seed);
  const absl::StatusOr<Program> program = CompileFbfly(weights, sizes.num_rows, kShape<Model>);
  EXPECT_TRUE(program.ok()) << program.status();
  const absl::StatusOr<AcceleratorRun> run = bench.Run(*program, x, kMaxCycles);
  EXPECT_TRUE(run.ok()) << run.status();
  if (!run.ok()) return 0;
  EXPECT_EQ(run->steps.size(), program->descriptors.size());
  EXPECT_EQ(NumDifferences(run->output, *RunFbfly<Half>(weights, x)), 0)
      << "FBfly, L = " << sizes.num_rows << ", D = " << sizes.width << ", F = " << sizes.hidden;
  return run->num_cycles;
}

template <typename Model>
int64_t RunAbflyAndCompare(AcceleratorBench<Model>& bench, const BlockSizes& sizes, uint64_t seed) {
  const AbflyWeights weights = RandomAbfly(sizes, seed);
  const std::vector<Half> x = RandomInput(sizes, seed);
  const absl::StatusOr<Program> program = CompileAbfly(weights, sizes.num_rows, kShape<Model>);
  EXPECT_TRUE(program.ok()) << program.status();
  const absl::StatusOr<AcceleratorRun> run = bench.Run(*program, x, kMaxCycles);
  EXPECT_TRUE(run.ok()) << run.status();
  if (!run.ok()) return 0;
  EXPECT_EQ(NumDifferences(run->output, *RunAbfly<Half>(weights, x)), 0)
      << "ABfly, L = " << sizes.num_rows << ", D = " << sizes.width << ", F = " << sizes.hidden << ", "
      << sizes.num_heads << " heads";
  return run->num_cycles;
}

template <typename Model>
class AcceleratorTest : public testing::Test {};
using Models = testing::Types<Vaccelerator_2_rtl, Vaccelerator_4_rtl>;
TYPED_TEST_SUITE(AcceleratorTest, Models);

TYPED_TEST(AcceleratorTest, FbflyBlockEqualsTheModel) {
  AcceleratorBench<TypeParam> bench({});
  for (const BlockSizes& sizes :
       std::vector<BlockSizes>{{8, 8, 8, 1}, {16, 8, 16, 1}, {8, 32, 8, 1}, {32, 16, 32, 1}}) {
    RunFbflyAndCompare(bench, sizes, 7);
  }
}

TYPED_TEST(AcceleratorTest, AbflyBlockEqualsTheModel) {
  AcceleratorBench<TypeParam> bench({});
  // Also one row, numbers of rows that do not fill the lanes, widths that are no power of two.
  for (const BlockSizes& sizes : std::vector<BlockSizes>{
           {1, 8, 8, 1}, {8, 8, 16, 2}, {5, 16, 8, 1}, {7, 12, 20, 4}, {32, 16, 32, 16}, {3, 32, 5, 2}}) {
    RunAbflyAndCompare(bench, sizes, 8);
  }
}

TYPED_TEST(AcceleratorTest, PaddingIsNotAttendedTo) {
  const BlockSizes sizes = {9, 16, 16, 2};
  const AbflyWeights weights = RandomAbfly(sizes, 5);
  const std::vector<Half> x = RandomInput(sizes, 5);
  AcceleratorBench<TypeParam> bench({});
  for (const int64_t num_keys : {1, 5, 8}) {
    const absl::StatusOr<Program> program = CompileAbfly(weights, sizes.num_rows, num_keys, kShape<TypeParam>);
    ASSERT_TRUE(program.ok()) << program.status();
    const absl::StatusOr<AcceleratorRun> run = bench.Run(*program, x, kMaxCycles);
    ASSERT_TRUE(run.ok()) << run.status();
    EXPECT_EQ(NumDifferences(run->output, *RunAbfly<Half>(weights, x, num_keys)), 0) << num_keys << " keys";
  }
}

TYPED_TEST(AcceleratorTest, StallsChangeNothing) {
  for (const double stall_probability : {0.1, 0.5}) {
    MemoryOptions options;
    options.stall_probability = stall_probability;
    options.latency_cycles = 7;
    options.queue_length = 3;
    AcceleratorBench<TypeParam> bench(options);
    RunFbflyAndCompare(bench, {16, 16, 32, 1}, 1);
    RunAbflyAndCompare(bench, {9, 8, 16, 2}, 2);
  }
}

TYPED_TEST(AcceleratorTest, WorksAfterAResetInTheMiddle) {
  const BlockSizes sizes = {8, 8, 16, 2};
  const Program fbfly = *CompileFbfly(RandomFbfly(sizes, 1), sizes.num_rows, kShape<TypeParam>);
  const Program abfly = *CompileAbfly(RandomAbfly(sizes, 1), sizes.num_rows, kShape<TypeParam>);
  AcceleratorBench<TypeParam> bench({});
  for (const int64_t num_cycles : {10, 100, 333, 500, 1000}) {
    bench.RunAndReset(fbfly, RandomInput(sizes, 1), num_cycles);
    RunAbflyAndCompare(bench, sizes, num_cycles);
    bench.RunAndReset(abfly, RandomInput(sizes, 1), num_cycles);
    RunFbflyAndCompare(bench, sizes, num_cycles);
  }
}

TYPED_TEST(AcceleratorTest, BandwidthBoundsTheTime) {
  const BlockSizes sizes = {16, 16, 32, 1};
  const Program program = *CompileFbfly(RandomFbfly(sizes, 1), sizes.num_rows, kShape<TypeParam>);
  int64_t last_cycles = 0;
  for (const double words_per_cycle : {64.0, 8.0, 2.0, 0.5}) {
    MemoryOptions options;
    options.words_per_cycle = words_per_cycle;
    AcceleratorBench<TypeParam> bench(options);
    const absl::StatusOr<AcceleratorRun> run = bench.Run(program, RandomInput(sizes, 1), kMaxCycles);
    ASSERT_TRUE(run.ok()) << run.status();
    EXPECT_GE(run->num_cycles, last_cycles);
    EXPECT_GE(run->num_cycles + 64, run->num_halves_moved / words_per_cycle);
    last_cycles = run->num_cycles;
    // All but the descriptors and the units' latencies is hidden where the memory is that slow.
    if (words_per_cycle == 0.5) {
      EXPECT_LE(run->num_cycles, 1.25 * run->num_halves_moved / words_per_cycle);
    }
  }
}

}  // namespace
}  // namespace duet::hw
