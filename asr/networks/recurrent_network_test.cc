#include "asr/networks/recurrent_network.h"

#include "ATen/ATen.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "asr/model_file.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace duet::asr {
namespace {

using ::testing::HasSubstr;

RecurrentNetworkOptions Small() {
  RecurrentNetworkOptions options;
  options.num_units = 8;
  options.num_layers = 2;
  options.num_outputs = 5;
  options.seed = 3;
  return options;
}

std::shared_ptr<RecurrentNetwork> Create(const RecurrentNetworkOptions& options) {
  absl::StatusOr<std::shared_ptr<RecurrentNetwork>> network = RecurrentNetwork::Create(options);
  EXPECT_TRUE(network.ok()) << network.status();
  (*network)->eval();
  return *network;
}

torch::Tensor Features(int64_t batch_size, int64_t num_frames) {
  return at::randn({batch_size, num_frames, 80}, at::detail::createCPUGenerator(1), at::kFloat);
}

TEST(RecurrentNetworkTest, CountsItsParameters) {
  RecurrentNetworkOptions options;
  // LSTM 4 h (d + h) + 4 h of 240 -> 256 and twice 256 -> 256, dense 256 -> 49.
  EXPECT_EQ(NumParams(options), 1024 * 496 + 1024 + 2 * (1024 * 512 + 1024) + 256 * 49 + 49);
  EXPECT_EQ(NumParams(options) - NumWeights(options), 3 * 1024 + 49);
  EXPECT_DOUBLE_EQ(MacsPerSecond(options), NumWeights(options) * 100. / 3);
  for (const bool stacks_matrices : {false, true}) {
    RecurrentNetworkOptions small = Small();
    small.stacks_matrices = stacks_matrices;
    small.ranks = stacks_matrices ? Ranks{3, std::nullopt, 2} : Ranks{3, std::nullopt, 4, 5, 2};
    int64_t num_params = 0;
    for (const torch::Tensor& parameter : Create(small)->parameters()) num_params += parameter.numel();
    EXPECT_EQ(NumParams(small), num_params) << stacks_matrices;
  }
}

TEST(RecurrentNetworkTest, NamesItsMatrices) {
  const std::vector<NamedMatrix> matrices = MatricesOf(Small());
  ASSERT_EQ(matrices.size(), 5);
  EXPECT_EQ(matrices[0].name, "lstm1.input");
  EXPECT_EQ(matrices[0].shape.num_inputs, 240);
  EXPECT_EQ(matrices[3].name, "lstm2.recurrent");
  EXPECT_EQ(matrices[4].name, "output");
  EXPECT_EQ(matrices[4].shape.num_outputs, 5);
  RecurrentNetworkOptions stacked = Small();
  stacked.stacks_matrices = true;
  EXPECT_EQ(MatricesOf(stacked)[1].name, "lstm2.stacked");
  EXPECT_EQ(MatricesOf(stacked)[1].shape.num_inputs, 16);
}

TEST(RecurrentNetworkTest, GivesProbabilitiesForEveryThirdFrame) {
  const auto network = Create(Small());
  for (const int64_t num_frames : {0, 2, 3, 11, 12}) {
    const torch::Tensor features = Features(2, num_frames), frames = at::full({2}, num_frames, at::kLong);
    const c10::InferenceMode inference;
    const torch::Tensor output = network->forward(features, frames);
    EXPECT_EQ(output.sizes(), (std::vector<int64_t>{2, num_frames / 3, 5}));
    EXPECT_EQ(network->NumOutputFrames(num_frames), num_frames / 3);
    if (num_frames >= 3) {
      EXPECT_LT((output.exp().sum(2) - 1).abs().max().item<double>(), 1e-5);
    }
  }
}

TEST(RecurrentNetworkTest, PaddingChangesNothing) {
  const auto network = Create(Small());
  const c10::InferenceMode inference;
  const torch::Tensor features = Features(1, 20);
  const torch::Tensor alone = network->forward(features.slice(1, 0, 13), at::full({1}, 13, at::kLong));
  const torch::Tensor padded = network->forward(features, at::full({1}, 13, at::kLong));
  EXPECT_LT((alone - padded.slice(1, 0, 4)).abs().max().item<double>(), 1e-5);
}

TEST(RecurrentNetworkTest, TrainsAndRunsAsOneFunction) {
  RecurrentNetworkOptions options = Small();
  options.ranks = {3, std::nullopt, 4, 5, 2};
  const auto network = Create(options);
  const torch::Tensor features = Features(2, 12), frames = at::full({2}, 12, at::kLong);
  const torch::Tensor with_gradients = network->forward(features, frames).detach();
  const c10::NoGradGuard no_gradients;
  EXPECT_LT((network->forward(features, frames) - with_gradients).abs().max().item<double>(), 1e-5);
}

TEST(RecurrentNetworkTest, IsKeptInAFile) {
  const std::string path = absl::StrCat(::testing::TempDir(), "/recurrent.model");
  RecurrentNetworkOptions options = Small();
  options.stacks_matrices = true;
  options.ranks = {3, std::nullopt, 2};
  const auto network = Create(options);
  ASSERT_TRUE(SaveModel(*network, {}, path).ok());
  absl::StatusOr<SavedModel> saved = LoadModel(path, {RecurrentNetworkKind()});
  ASSERT_TRUE(saved.ok()) << saved.status();
  const auto loaded = std::dynamic_pointer_cast<RecurrentNetwork>(saved->model);
  ASSERT_NE(loaded, nullptr);
  EXPECT_EQ(loaded->options().ranks, options.ranks);
  EXPECT_TRUE(loaded->options().stacks_matrices);
  const c10::NoGradGuard no_gradients;
  const torch::Tensor features = Features(1, 12), frames = at::full({1}, 12, at::kLong);
  EXPECT_TRUE(at::equal(loaded->forward(features, frames), network->forward(features, frames)));
}

TEST(RecurrentNetworkTest, RefusesWhatCannotBe) {
  const auto message = [](auto change) {
    RecurrentNetworkOptions options = Small();
    change(options);
    const absl::Status status = RecurrentNetwork::Create(options).status();
    EXPECT_TRUE(absl::IsInvalidArgument(status)) << status;
    return std::string(status.message());
  };
  EXPECT_THAT(message([](auto& options) { options.num_units = 0; }), HasSubstr("num_units is 0"));
  EXPECT_THAT(message([](auto& options) { options.dropout = 1; }), HasSubstr("a dropout of 1"));
  EXPECT_THAT(message([](auto& options) { options.ranks = {1}; }), HasSubstr("1 ranks of 5 matrices"));
  EXPECT_THAT(message([](auto& options) {
                options.ranks = {1, 9, 1, 1, 1};
              }),
              HasSubstr("a rank of 9 of lstm1.recurrent; 1 to 8"));
  EXPECT_THAT(message([](auto& options) { options.ranks = {1, 8, 1, 1, 0}; }), HasSubstr("a rank of 0 of output"));
  EXPECT_TRUE(absl::IsInvalidArgument(RecurrentNetworkKind().create("\xff").status()));
}

}  // namespace
}  // namespace duet::asr
