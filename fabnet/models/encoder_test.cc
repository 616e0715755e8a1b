#include "fabnet/models/encoder.h"

#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "torch/types.h"
#include "torch/utils.h"

namespace duet::fabnet {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

EncoderOptions SmallOptions() {
  EncoderOptions options;
  options.vocabulary = 12;
  options.seq_len = 8;
  options.hidden = 16;
  options.feed_forward = 32;
  options.num_blocks = 3;
  options.num_heads = 2;
  options.num_classes = 5;
  return options;
}

std::vector<EncoderOptions> Variants() {
  std::vector<EncoderOptions> variants(7, SmallOptions());
  variants[0].family = Family::kTransformer;
  variants[1].family = Family::kFNet;
  variants[2].family = Family::kFabnet;
  variants[3].num_attention_blocks = 1;
  variants[4].num_attention_blocks = 2;
  variants[4].has_dense_attention_blocks = true;
  variants[5].pooling = Pooling::kCls;
  variants[5].precision = Precision::kHalf;
  variants[6].is_pair = true;
  variants[6].stride_order = StrideOrder::kDecreasing;
  return variants;
}

torch::Tensor RandomTokens(const EncoderOptions& options, int64_t num_examples) {
  return torch::randint(1, options.vocabulary, {(options.is_pair ? 2 : 1) * num_examples, options.seq_len},
                        torch::kLong);
}

double MaxDifference(const torch::Tensor& a, const torch::Tensor& b) { return (a - b).abs().max().item<double>(); }

TEST(EncoderTest, CountsItsParameters) {
  for (const EncoderOptions& options : Variants()) {
    EXPECT_EQ((*CreateEncoder(options, 1))->NumParameters(), CountParameters(options).total());
  }
  // By hand, the Transformer of the Long Range Arena's ListOps in this project's size: D 64, F 128, 2 blocks.
  EncoderOptions options = SmallOptions();
  options.family = Family::kTransformer;
  options.vocabulary = 16;
  options.seq_len = 2048;
  options.hidden = 64;
  options.feed_forward = 128;
  options.num_blocks = 2;
  options.num_classes = 10;
  const ParameterCounts counts = CountParameters(options);
  EXPECT_EQ(counts.embedding, (16 + 2048) * 64);
  EXPECT_EQ(counts.blocks, 2 * (4 * 65 * 64 + 65 * 128 + 129 * 64 + 4 * 64) + 2 * 64);
  EXPECT_EQ(counts.classifier, 65 * 128 + 129 * 10);
  options.family = Family::kFabnet;  // the same but blocks: 2 n log2 n a butterfly, two of size 64, one of 128
  EXPECT_EQ(CountParameters(options).blocks, 2 * (2 * 2 * 64 * 6 + 128 + 2 * 128 * 7 + 64 + 4 * 64) + 2 * 64);
}

TEST(EncoderTest, BlocksAreInTheOrderOfTheOptions) {
  const std::vector<EncoderOptions> variants = Variants();
  EXPECT_THAT(BlockKinds(variants[2]), ElementsAre(BlockKind::kFBfly, BlockKind::kFBfly, BlockKind::kFBfly));
  EXPECT_THAT(BlockKinds(variants[3]), ElementsAre(BlockKind::kABfly, BlockKind::kFBfly, BlockKind::kFBfly));
  EXPECT_THAT(BlockKinds(variants[4]),
              ElementsAre(BlockKind::kTransformer, BlockKind::kTransformer, BlockKind::kFBfly));
}

TEST(EncoderTest, WeightsAreAFunctionOfTheSeed) {
  const EncoderOptions options = SmallOptions();
  Encoder first = *CreateEncoder(options, 1), same = *CreateEncoder(options, 1), other = *CreateEncoder(options, 2);
  first->eval(), same->eval(), other->eval();
  const torch::Tensor tokens = RandomTokens(options, 4);
  EXPECT_TRUE(first(tokens).equal(same(tokens)));
  EXPECT_FALSE(first(tokens).equal(other(tokens)));
  EXPECT_NEAR(first->token_embedding->weight.pow(2).mean().item<double>(), 4e-4, 2e-4);
}

TEST(EncoderTest, EveryParameterLearns) {
  for (const EncoderOptions& options : Variants()) {
    Encoder encoder = *CreateEncoder(options, 1);
    encoder(RandomTokens(options, 16)).pow(2).sum().backward();
    for (const auto& parameter : encoder->named_parameters()) {
      ASSERT_TRUE(parameter->grad().defined()) << parameter.key();
      // The bias of keys adds the same to all scores of a query: softmax does not see it.
      if (parameter.key().find("key.bias") != std::string::npos) continue;
      EXPECT_GT(parameter->grad().abs().max().item<double>(), 0) << parameter.key();
    }
  }
}

// The kernels against LibTorch's operations in float64, through the whole network.
TEST(EncoderTest, MatchesItselfInDoublePrecision) {
  for (EncoderOptions options : Variants()) {
    if (options.precision == Precision::kHalf) continue;  // a rounding may tip over
    Encoder encoder = *CreateEncoder(options, 1);
    encoder->eval();
    const torch::Tensor tokens = RandomTokens(options, 4);
    const torch::Tensor logits = encoder(tokens);
    EXPECT_THAT(logits.sizes().vec(), ElementsAre(4, 5));
    encoder->to(torch::kDouble);
    EXPECT_LT(MaxDifference(logits, encoder(tokens)), 1e-4);
  }
}

// Attention does not see padding, and neither does the mean: another token there changes nothing but for Fourier
// mixing.
TEST(EncoderTest, PaddingIsMasked) {
  EncoderOptions options = SmallOptions();
  options.family = Family::kTransformer;
  Encoder encoder = *CreateEncoder(options, 1);
  encoder->eval();
  torch::Tensor tokens = RandomTokens(options, 1);
  tokens.slice(1, 5).zero_();
  const torch::Tensor logits = encoder(tokens);
  {
    const torch::NoGradGuard no_gradient;
    encoder->token_embedding->weight[0].fill_(3);
    encoder->position_embedding.slice(0, 5).fill_(-2);
  }
  EXPECT_LT(MaxDifference(logits, encoder(tokens)), 1e-6);
}

TEST(EncoderTest, ClsTakesThePlaceOfTheLastToken) {
  EncoderOptions options = SmallOptions();
  options.pooling = Pooling::kCls;
  Encoder encoder = *CreateEncoder(options, 1);
  encoder->eval();
  const torch::Tensor tokens = RandomTokens(options, 2);
  const torch::Tensor logits = encoder(tokens);
  tokens.select(1, 7).zero_();
  EXPECT_EQ(MaxDifference(logits, encoder(tokens)), 0);
  tokens.select(1, 6).zero_();
  EXPECT_GT(MaxDifference(logits, encoder(tokens)), 0);
}

TEST(EncoderTest, PairsAreNeighbouringRows) {
  EncoderOptions options = SmallOptions();
  options.is_pair = true;
  Encoder encoder = *CreateEncoder(options, 1);
  encoder->eval();
  const torch::Tensor tokens = RandomTokens(options, 2);
  const torch::Tensor logits = encoder(tokens);
  EXPECT_LT(MaxDifference(logits.slice(0, 1), encoder(tokens.slice(0, 2))), 1e-6);
}

// Values at half precision differ from those at full precision, but by no more than the roundings on the way.
TEST(EncoderTest, HalfPrecisionIsNear) {
  EncoderOptions options = SmallOptions();
  Encoder full = *CreateEncoder(options, 1);
  options.precision = Precision::kHalf;
  Encoder half = *CreateEncoder(options, 1);
  full->eval(), half->eval();
  const torch::Tensor tokens = RandomTokens(options, 4);
  const double difference = MaxDifference(full(tokens), half(tokens));
  EXPECT_GT(difference, 0);
  EXPECT_LT(difference, 0.01);  // some 20 roundings by 2^-11 of values near 1
}

TEST(EncoderTest, RejectsBadOptions) {
  EncoderOptions options = SmallOptions();
  options.num_attention_blocks = 4;
  const absl::Status status = CreateEncoder(options, 1).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(status.message()), HasSubstr("4 attention blocks: must be in [0, 3]"));
  options = SmallOptions();
  options.vocabulary = 0;
  EXPECT_THAT(std::string(CreateEncoder(options, 1).status().message()), HasSubstr("encoder of 0 tokens"));
  options = SmallOptions();
  options.num_blocks = 0;
  EXPECT_THAT(std::string(CreateEncoder(options, 1).status().message()), HasSubstr("encoder of 0 blocks"));
  options = SmallOptions();
  options.hidden = 0;
  EXPECT_FALSE(CreateEncoder(options, 1).ok());
}

TEST(EncoderTest, RejectsOtherLengths) {
  Encoder encoder = *CreateEncoder(SmallOptions(), 1);
  EXPECT_THROW(encoder(torch::ones({1, 9}, torch::kLong)), c10::Error);
}

}  // namespace
}  // namespace duet::fabnet
