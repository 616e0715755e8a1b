// A small FABNet with an ABfly and an FBfly block, trained on ListOps, in three forms: LibTorch in float, the C++ model
// in halves, the RTL.

#include "fabnet/export/export.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <iostream>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "datasets/lra/task.h"
#include "fabnet/export/half_network.h"
#include "fabnet/export/rtl_runner.h"
#include "fabnet/models/encoder.h"
#include "fabnet/models/encoder_options.h"
#include "hw/fp16/fp16.h"
#include "torch/nn/functional/loss.h"
#include "torch/optim/adam.h"
#include "torch/types.h"
#include "torch/utils.h"

namespace duet::fabnet {
namespace {

using hw::Half;

constexpr int64_t kSeqLen = 64;

EncoderOptions SmallOptions() {
  EncoderOptions options;
  options.vocabulary = 16;
  options.seq_len = kSeqLen;
  options.hidden = 32;
  options.feed_forward = 64;
  options.num_blocks = 2;
  options.num_attention_blocks = 1;
  options.num_heads = 2;
  options.dropout = 0;
  options.attention_dropout = 0;
  options.num_classes = 10;
  options.stride_order = StrideOrder::kDecreasing;
  return options;
}

lra::Task SmallListOps() {
  lra::TaskOptions options;
  options.seq_len = kSeqLen;
  options.num_train = 2000;
  options.num_test = 100;
  options.seed = 1;
  options.listops = {.max_depth = 3, .max_arguments = 5, .min_length = 3, .max_length = kSeqLen};
  const absl::StatusOr<lra::Task> task = lra::OpenTask("listops", options);
  EXPECT_TRUE(task.ok()) << task.status();
  return *task;
}

// tokens: [count, L] of the examples from `first` on.
torch::Tensor Tokens(const lra::TokenExamples& examples, int64_t first, int64_t count) {
  const auto begin = examples.tokens.begin() + first * examples.seq_len;
  const std::vector<int64_t> tokens(begin, begin + count * examples.seq_len);
  return torch::tensor(tokens).reshape({count, examples.seq_len});
}

torch::Tensor Labels(const lra::TokenExamples& examples, int64_t first, int64_t count) {
  const auto begin = examples.labels.begin() + first;
  return torch::tensor(std::vector<int64_t>(begin, begin + count));
}

absl::Span<const uint16_t> Sequence(const lra::TokenExamples& examples, int64_t i) {
  return absl::MakeConstSpan(examples.tokens).subspan(i * examples.seq_len, examples.seq_len);
}

// Returns the loss before and after.
std::pair<double, double> TrainBriefly(Encoder& encoder, const lra::TokenExamples& examples) {
  constexpr int64_t kBatch = 50;
  torch::optim::Adam optimizer(encoder->parameters(), torch::optim::AdamOptions(2e-3));
  encoder->train();
  std::vector<double> losses;
  for (int64_t epoch = 0; epoch < 3; ++epoch) {
    for (int64_t first = 0; first + kBatch <= examples.size(); first += kBatch) {
      const torch::Tensor loss = torch::nn::functional::cross_entropy(encoder(Tokens(examples, first, kBatch)),
                                                                      Labels(examples, first, kBatch));
      optimizer.zero_grad();
      loss.backward();
      optimizer.step();
      losses.push_back(loss.item<double>());
    }
  }
  encoder->eval();
  const auto mean = [&](size_t first) {
    double sum = 0;
    for (size_t i = first; i < first + 10; ++i) sum += losses[i];
    return sum / 10;
  };
  return {mean(0), mean(losses.size() - 10)};
}

// Trained once for all tests.
struct Trained {
  Trained() : task(SmallListOps()), encoder(*CreateEncoder(SmallOptions(), 1)) {
    torch::set_num_threads(1);
    const auto [before, after] = TrainBriefly(encoder, task.train);
    std::cout << "loss " << before << " -> " << after << "\n";
    EXPECT_LT(after, before - 0.1) << "training had no effect";
    const absl::StatusOr<HalfNetwork> exported = ExportEncoder(*encoder);
    EXPECT_TRUE(exported.ok()) << exported.status();
    network = *exported;
  }

  lra::Task task;
  Encoder encoder;
  HalfNetwork network;
};

Trained& TrainedNetwork() {
  static Trained& trained = *new Trained;
  return trained;
}

TEST(ExportTest, RtlClassifiesListOpsAsTheHalfModelDoes) {
  const Trained& trained = TrainedNetwork();
  RtlRunner rtl(/*max_cycles=*/1000000);
  std::set<int64_t> classes;
  for (int64_t i = 0; i < 8; ++i) {
    const absl::Span<const uint16_t> tokens = Sequence(trained.task.test, i);
    const absl::StatusOr<std::vector<float>> by_rtl = Logits(trained.network, tokens, std::ref(rtl));
    const absl::StatusOr<std::vector<float>> by_model = Logits(trained.network, tokens, RunBlockModel);
    ASSERT_TRUE(by_rtl.ok()) << by_rtl.status();
    ASSERT_TRUE(by_model.ok()) << by_model.status();
    ASSERT_EQ(by_rtl->size(), 10);
    EXPECT_EQ(*by_rtl, *by_model) << "sample " << i;
    EXPECT_EQ(PredictedClass(*by_rtl), PredictedClass(*by_model));
    classes.insert(PredictedClass(*by_rtl));
  }
  EXPECT_GT(classes.size(), 1) << "a network that says the same of all samples tests little";
  std::cout << rtl.num_cycles() << " cycles\n";
}

TEST(ExportTest, HalvesFollowTheFloatModel) {
  Trained& trained = TrainedNetwork();
  const int64_t num_samples = trained.task.test.size();
  const torch::NoGradGuard no_grad;
  const torch::Tensor expected = trained.encoder(Tokens(trained.task.test, 0, num_samples)).contiguous();
  int64_t num_equal = 0, num_right = 0;
  double max_error = 0, max_logit = 0;
  for (int64_t i = 0; i < num_samples; ++i) {
    const absl::StatusOr<std::vector<float>> logits =
        Logits(trained.network, Sequence(trained.task.test, i), RunBlockModel);
    ASSERT_TRUE(logits.ok()) << logits.status();
    const float* const floats = expected.data_ptr<float>() + i * 10;
    num_equal += PredictedClass(*logits) == PredictedClass({floats, 10});
    num_right += PredictedClass(*logits) == trained.task.test.labels[i];
    for (int64_t c = 0; c < 10; ++c) {
      max_error = std::max(max_error, std::abs(static_cast<double>((*logits)[c] - floats[c])));
      max_logit = std::max(max_logit, std::abs(static_cast<double>(floats[c])));
    }
  }
  std::cout << num_equal << " of " << num_samples << " predictions as in float, " << num_right
            << " right, logits off by up to " << max_error << " of up to " << max_logit << "\n";
  EXPECT_GE(num_equal, 0.95 * num_samples);
  EXPECT_LT(max_error, 0.05 * max_logit);
  EXPECT_GT(num_right, 0.15 * num_samples);  // 10 % by chance
}

TEST(ExportTest, ClassifiesByTheClsToken) {
  EncoderOptions options = SmallOptions();
  options.pooling = Pooling::kCls;
  Encoder encoder = *CreateEncoder(options, 3);
  encoder->eval();
  const absl::StatusOr<HalfNetwork> network = ExportEncoder(*encoder);
  ASSERT_TRUE(network.ok()) << network.status();
  std::vector<uint16_t> tokens(kSeqLen);
  for (int64_t i = 0; i < 40; ++i) tokens[i] = 1 + i % 15;
  const absl::StatusOr<std::vector<float>> logits = Logits(*network, tokens, RunBlockModel);
  ASSERT_TRUE(logits.ok()) << logits.status();
  const torch::NoGradGuard no_grad;
  const torch::Tensor expected =
      encoder(torch::tensor(std::vector<int64_t>(tokens.begin(), tokens.end())).unsqueeze(0));
  for (int64_t c = 0; c < 10; ++c) EXPECT_NEAR((*logits)[c], expected[0][c].item<float>(), 0.02);
}

TEST(ExportTest, RejectsWhatTheAcceleratorHasNot) {
  const auto message = [](const EncoderOptions& options) {
    Encoder encoder = *CreateEncoder(options, 1);
    const absl::Status status = ExportEncoder(*encoder).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    return std::string(status.message());
  };
  EncoderOptions options = SmallOptions();
  options.stride_order = StrideOrder::kIncreasing;
  EXPECT_EQ(message(options),
            "block 0 has increasing strides; those of the accelerator decrease: train it with --for_accelerator");
  options = SmallOptions();
  options.has_dense_attention_blocks = true;
  EXPECT_EQ(message(options), "block 0 is a Transformer block; the accelerator has FBfly and ABfly");
  options = SmallOptions();
  options.is_pair = true;
  EXPECT_EQ(message(options), "an encoder of pairs of sequences is not supported");

  Encoder encoder = *CreateEncoder(SmallOptions(), 1);
  const torch::NoGradGuard no_grad;
  encoder->position_embedding[1][2] = 1e6;
  EXPECT_EQ(ExportEncoder(*encoder).status().message(), "position_embedding[34] is 1e+06: no finite half");
}

TEST(LogitsTest, RejectsSequencesThatAreNone) {
  Encoder encoder = *CreateEncoder(SmallOptions(), 1);
  const HalfNetwork network = *ExportEncoder(*encoder);
  const auto message = [&](const std::vector<uint16_t>& tokens) {
    const absl::Status status = Logits(network, tokens, RunBlockModel).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    return std::string(status.message());
  };
  EXPECT_EQ(message({1, 2}), "2 tokens for a network of sequences of 64");
  std::vector<uint16_t> tokens(kSeqLen);
  EXPECT_EQ(message(tokens), "a sequence of padding alone");
  tokens[0] = 16;
  EXPECT_EQ(message(tokens), "token 16 at 0; the vocabulary ends at 15");
  tokens[0] = 1;
  tokens[5] = 2;
  EXPECT_EQ(message(tokens), "token 2 at 5 comes after padding");
}

}  // namespace
}  // namespace duet::fabnet
