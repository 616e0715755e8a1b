#include "asr/low_rank/compress.h"

#include "ATen/ATen.h"
#include "absl/status/status.h"
#include "gtest/gtest.h"

namespace duet::asr {
namespace {

std::shared_ptr<RecurrentNetwork> Network(Ranks ranks = {}) {
  RecurrentNetworkOptions options;
  options.num_units = 10;
  options.num_layers = 2;
  options.num_outputs = 6;
  options.seed = 3;
  options.ranks = std::move(ranks);
  absl::StatusOr<std::shared_ptr<RecurrentNetwork>> network = RecurrentNetwork::Create(options);
  EXPECT_TRUE(network.ok()) << network.status();
  (*network)->eval();
  return *network;
}

torch::Tensor Output(RecurrentNetwork& network) {
  const c10::NoGradGuard no_gradients;
  return network.forward(at::randn({2, 15, 80}, at::detail::createCPUGenerator(1), at::kFloat),
                         at::full({2}, 15, at::kLong));
}

double Difference(const torch::Tensor& a, const torch::Tensor& b) { return (a - b).abs().max().item<double>(); }

TEST(CompressTest, FullAndNoRanksAreTheNetworkItself) {
  const auto network = Network();
  const torch::Tensor expected = Output(*network);
  const auto apart = DecomposedNetwork::Create(*network, {});
  ASSERT_TRUE(apart.ok()) << apart.status();
  EXPECT_TRUE(at::equal(Output(**apart->Cut(Ranks(5))), expected));
  EXPECT_LT(Difference(Output(**apart->Cut({40, 10, 10, 10, 6})), expected), 1e-5);
  const auto stacked = DecomposedNetwork::Create(*network, {/*stacks_matrices=*/true});
  ASSERT_TRUE(stacked.ok()) << stacked.status();
  EXPECT_TRUE(at::equal(Output(**stacked->Cut(Ranks(3))), expected));
  EXPECT_LT(Difference(Output(**stacked->Cut({40, 20, 6})), expected), 1e-5);
}

TEST(CompressTest, CutsTheBestOfEachRank) {
  const auto network = Network();
  const auto decomposed = DecomposedNetwork::Create(*network, {});
  ASSERT_TRUE(decomposed.ok());
  const Ranks ranks = {7, std::nullopt, 3, 4, 2};
  const auto cut = decomposed->Cut(ranks);
  ASSERT_TRUE(cut.ok()) << cut.status();
  EXPECT_EQ((*cut)->options().ranks, ranks);
  const c10::NoGradGuard no_gradients;
  const auto error = [](FactoredMatrix& a, FactoredMatrix& b) {
    return (a.Product() - b.Product()).norm().item<double>();
  };
  EXPECT_NEAR(error(*(*cut)->layer(0).input(), *network->layer(0).input()), TruncationError(decomposed->svd(0), 7),
              1e-4);
  EXPECT_EQ(error(*(*cut)->layer(0).recurrent(), *network->layer(0).recurrent()), 0);
  EXPECT_NEAR(error((*cut)->output(), network->output()), TruncationError(decomposed->svd(4), 2), 1e-4);
  EXPECT_TRUE(at::equal((*cut)->layer(1).bias(), network->layer(1).bias()));
}

TEST(CompressTest, CutsANetworkOfFactorsAgain) {
  const auto factored = Network({5, 5, 5, 5, std::nullopt});
  const auto decomposed = DecomposedNetwork::Create(*factored, {});
  ASSERT_TRUE(decomposed.ok()) << decomposed.status();
  // The rank that a matrix has loses nothing, whatever greater rank it is given.
  EXPECT_LT(Difference(Output(**decomposed->Cut({5, 6, 5, 5, 6})), Output(*factored)), 1e-5);
  EXPECT_GT(Difference(Output(**decomposed->Cut({4, 4, 4, 4, 3})), Output(*factored)), 1e-3);
  EXPECT_TRUE(absl::IsFailedPrecondition(DecomposedNetwork::Create(*factored, {true}).status()));
}

TEST(CompressTest, RefusesRanksThatCannotBe) {
  const auto network = Network();
  const auto decomposed = DecomposedNetwork::Create(*network, {});
  EXPECT_TRUE(absl::IsInvalidArgument(decomposed->Cut({1, 2}).status()));
}

}  // namespace
}  // namespace duet::asr
