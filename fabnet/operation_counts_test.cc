#include "fabnet/operation_counts.h"

#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "fabnet/network_shape.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace duet::fabnet {
namespace {

double AttentionPct(const char* name, int64_t seq_len) {
  const Operations operations = CountOperations(*FindShape(name), seq_len);
  return 100.0 * operations.mixing / operations.total();
}

// The released script of Fig. 1, run; printed to one decimal.
TEST(CountOperationsTest, SharesOfAttentionAreThoseOfFigure1) {
  const std::vector<int64_t> seq_lens = {256, 512, 1024, 2048, 4096, 8192};
  const std::vector<std::pair<const char*, std::vector<double>>> figure = {
      {"t5_small", {7.7, 14.3, 25, 40, 57.1, 72.7}},
      {"bert_base", {5.3, 10, 18.2, 30.8, 47.1, 64}},
      {"roberta_large", {4, 7.7, 14.3, 25, 40, 57.1}},
      {"gpt2_xl", {2.6, 5.1, 9.6, 17.6, 29.9, 46}},
  };
  for (const auto& [name, shares] : figure) {
    for (size_t i = 0; i < shares.size(); ++i) {
      EXPECT_NEAR(AttentionPct(name, seq_lens[i]), shares[i], 0.0501) << name << ", " << seq_lens[i];
    }
  }
}

// The networks of Fig. 17, from the released script; its ratios, run.
TEST(CountOperationsTest, ReductionsAreThoseOfFigure17) {
  const auto transformer = [](int64_t) { return NetworkShape{"", Family::kTransformer, 64, 128, 2}; };
  struct Task {
    int64_t seq_len;
    NetworkShape fnet, fabnet;
    double fewer_operations_than_transformer, fewer_operations_than_fnet;
    double fewer_weights_than_transformer, fewer_weights_than_fnet;
  };
  const NetworkShape small_fnet = {"", Family::kFNet, 64, 128, 2};
  const std::vector<Task> tasks = {
      {2000, small_fnet, {"", Family::kFabnet, 128, 256, 2}, 23.4, 1.50, 5.57, 2.78},
      {4000, small_fnet, {"", Family::kFabnet, 64, 256, 2}, 57.3, 1.97, 3.41, 1.71},
      {4000, {"", Family::kFNet, 1024, 256, 2}, {"", Family::kFabnet, 1024, 256, 2}, 9.9, 10.4, 2.13, 34.1},
      {1024, small_fnet, {"", Family::kFabnet, 64, 128, 1}, 61.0, 6.86, 22.3, 11.1},
      {1024, small_fnet, {"", Family::kFabnet, 64, 128, 6}, 10.2, 1.14, 3.71, 1.86},
  };
  for (const Task& task : tasks) {
    SCOPED_TRACE(task.fewer_operations_than_transformer);
    const double operations = CountOperationsAsReleased(task.fabnet, task.seq_len).total();
    const double weights = CountWeightsAsReleased(task.fabnet, task.seq_len);
    const NetworkShape base = transformer(task.seq_len);
    EXPECT_NEAR(CountOperations(base, task.seq_len).total() / operations, task.fewer_operations_than_transformer, 0.05);
    EXPECT_NEAR(CountOperations(task.fnet, task.seq_len).total() / operations, task.fewer_operations_than_fnet, 0.05);
    EXPECT_NEAR(CountWeights(base) / weights, task.fewer_weights_than_transformer, 0.05);
    EXPECT_NEAR(CountWeights(task.fnet) / weights, task.fewer_weights_than_fnet, 0.05);
  }
}

TEST(CountOperationsAsReleasedTest, MissesStacksWhereFeedForwardIsNarrower) {
  const NetworkShape wide = {"", Family::kFabnet, 64, 256, 2};
  EXPECT_EQ(CountOperationsAsReleased(wide, 1024).total(), CountOperations(wide, 1024).total());
  const NetworkShape narrow = {"", Family::kFabnet, 1024, 256, 2};
  EXPECT_EQ(CountOperationsAsReleased(narrow, 4000).feed_forward, 2 * 4000 * 2 * 256 * (10 + 8));
  EXPECT_EQ(CountOperations(narrow, 4000).feed_forward, 2 * 4000 * (2 * 1024 * 10 + 4 * 2 * 256 * 8));
  const NetworkShape dense = {"", Family::kFNet, 1024, 256, 2};
  EXPECT_EQ(CountOperationsAsReleased(dense, 4000).total(), CountOperations(dense, 4000).total());
}

// Counted by hand: 3 stages of 4 butterflies of four weights each, twice for twice as many outputs.
TEST(ButterflyLinearOperationsTest, CountsStagesAndStacks) {
  EXPECT_EQ(ButterflyLinearOperations(8, 8), 3 * 4 * 4);
  EXPECT_EQ(ButterflyLinearOperations(8, 16), 2 * 3 * 4 * 4);
  EXPECT_EQ(ButterflyLinearOperations(8, 17), 3 * 3 * 4 * 4);
  EXPECT_EQ(ButterflyLinearOperations(8, 3), 3 * 4 * 4);
  EXPECT_EQ(ButterflyLinearOperations(5, 8), 3 * 4 * 4) << "inputs are padded to a power of two";
  EXPECT_EQ(ButterflyLinearOperations(1, 7), 0) << "a butterfly of one input has no stage";
}

TEST(FindShapeTest, KnowsThePapersNetworks) {
  const NetworkShape large = *FindShape("fabnet_large");
  EXPECT_EQ(large.hidden, 1024);
  EXPECT_EQ(large.feed_forward, 4096);
  EXPECT_EQ(large.num_blocks, 24);
  const absl::Status unknown = FindShape("fabnet").status();
  EXPECT_EQ(unknown.code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(std::string(unknown.message()), testing::HasSubstr("no network \"fabnet\"; known: fabnet_base, "));
}

TEST(CheckShapeTest, RejectsSizesOutOfRange) {
  for (const NetworkShape& shape : NamedShapes()) EXPECT_TRUE(CheckShape(shape).ok()) << shape.name;
  EXPECT_TRUE(CheckShape({"one", Family::kFabnet, 1, 1, 1}).ok());
  const absl::Status status = CheckShape({"none", Family::kFabnet, 8, 0, 1});
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(status.message()), testing::HasSubstr("feed-forward size of 0"));
  EXPECT_FALSE(CheckShape({"huge", Family::kFabnet, (1 << 20) + 1, 8, 1}).ok());
}

}  // namespace
}  // namespace duet::fabnet
