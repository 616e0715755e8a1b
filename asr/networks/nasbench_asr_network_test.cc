#include "asr/networks/nasbench_asr_network.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "ATen/ATen.h"
#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "asr/model_file.h"
#include "common/files.h"
#include "common/random.h"
#include "datasets/nasbench_asr/counts.h"
#include "gtest/gtest.h"

namespace duet::asr {
namespace {

using nasbench_asr::Cell;
using nasbench_asr::Op;
using nasbench_asr::Skeleton;

Cell ParsedCell(absl::string_view text) {
  const auto cell = nasbench_asr::ParseCell(text);
  EXPECT_TRUE(cell.ok()) << cell.status();
  return *cell;
}

Skeleton SmallSkeleton() {
  Skeleton skeleton;
  skeleton.num_features = 6;
  skeleton.blocks = {{8, 1, 1}, {12, 2, 2}};
  skeleton.num_groups = 4;
  skeleton.num_lstm_units = 5;
  skeleton.num_classes = 3;
  return skeleton;
}

std::shared_ptr<NasBenchAsrNetwork> Network(const Cell& cell, const Skeleton& skeleton = SmallSkeleton(),
                                            Semantics semantics = Semantics::kDocumented) {
  const auto network = NasBenchAsrNetwork::Create({cell, skeleton, semantics, /*dropout=*/0.2, /*seed=*/1});
  EXPECT_TRUE(network.ok()) << network.status();
  (*network)->eval();
  // Biases and norms start at 0 and 1, which would hide where they are applied.
  RandomStream random(2, "test weights");
  const at::NoGradGuard no_gradient;
  for (torch::Tensor& parameter : (*network)->parameters()) {
    if (parameter.dim() != 1) continue;
    for (int64_t i = 0; i < parameter.numel(); ++i) parameter[i] += 0.3 * random.Normal();
  }
  return *network;
}

torch::Tensor RandomFeatures(int64_t num_utterances, int64_t num_frames, int64_t num_features) {
  RandomStream random(3, "test features");
  torch::Tensor features = at::empty({num_utterances, num_frames, num_features});
  for (int64_t i = 0; i < features.numel(); ++i) features.data_ptr<float>()[i] = static_cast<float>(random.Normal());
  return features;
}

torch::Tensor Forward(NasBenchAsrNetwork& network, const torch::Tensor& features) {
  const c10::InferenceMode inference;
  return network.forward(features, at::full({features.size(0)}, features.size(1), at::kLong));
}

// The network written with loops, from its parameters by name: [frame][channel].
using Frames = std::vector<std::vector<double>>;

class SlowNetwork {
 public:
  explicit SlowNetwork(const NasBenchAsrNetwork& network) : options_(network.options()) {
    for (const auto& parameter : network.named_parameters()) parameters_[parameter.key()] = parameter.value();
  }

  Frames Forward(Frames x) const {
    for (size_t b = 0; b < options_.skeleton.blocks.size(); ++b) {
      const nasbench_asr::Block& block = options_.skeleton.blocks[b];
      const std::string name = absl::StrCat("block", b + 1);
      x = Norm(name + ".norm",
               Convolution(name + ".convolution", x, options_.skeleton.num_block_taps, 1, block.stride, 1));
      for (int64_t c = 1; c <= block.num_cells; ++c) x = RunCell(absl::StrCat(name, ".cell", c), x);
    }
    return LogSoftmax(DenseLayer("dense", RunLstm(x)));
  }

 private:
  double At(const std::string& name, std::vector<int64_t> index) const {
    torch::Tensor value = parameters_.at(name);
    for (const int64_t i : index) value = value[i];
    return value.item<double>();
  }
  std::vector<double> Vector(const std::string& name) const {
    std::vector<double> values;
    for (int64_t i = 0; i < parameters_.at(name).size(0); ++i) values.push_back(At(name, {i}));
    return values;
  }

  static double LimitedRelu(double x) { return std::min(std::max(x, 0.), 20.); }

  Frames Convolution(const std::string& name, const Frames& x, int64_t num_taps, int64_t dilation, int64_t stride,
                     int64_t num_groups) const {
    const nasbench_asr::Padding padding = nasbench_asr::PaddingOf({num_taps, dilation}, stride);
    const std::vector<double> bias = Vector(name + ".bias");
    const auto num_frames = static_cast<int64_t>(x.size());
    const auto num_outputs = static_cast<int64_t>(bias.size());
    const auto group_inputs = static_cast<int64_t>(x[0].size()) / num_groups;
    Frames y((num_frames + stride - 1) / stride, bias);
    for (int64_t t = 0; t < static_cast<int64_t>(y.size()); ++t) {
      for (int64_t o = 0; o < num_outputs; ++o) {
        const int64_t first_input = o / (num_outputs / num_groups) * group_inputs;
        for (int64_t tap = 0; tap < num_taps; ++tap) {
          const int64_t from = t * stride + tap * dilation - padding.left;
          if (from < 0 || from >= num_frames) continue;
          for (int64_t i = 0; i < group_inputs; ++i) {
            y[t][o] += At(name + ".weight", {o, i, tap}) * x[from][first_input + i];
          }
        }
        y[t][o] = LimitedRelu(y[t][o]);
      }
    }
    return y;
  }

  Frames DenseLayer(const std::string& name, const Frames& x) const {
    Frames y(x.size(), Vector(name + ".bias"));
    for (size_t t = 0; t < x.size(); ++t) {
      for (size_t o = 0; o < y[t].size(); ++o) {
        for (size_t i = 0; i < x[t].size(); ++i) {
          y[t][o] += At(name + ".weight", {static_cast<int64_t>(o), static_cast<int64_t>(i)}) * x[t][i];
        }
      }
    }
    return y;
  }

  Frames Norm(const std::string& name, Frames x) const {
    const std::vector<double> scale = Vector(name + ".weight");
    const std::vector<double> shift = Vector(name + ".bias");
    for (std::vector<double>& frame : x) {
      double mean = 0, variance = 0;
      for (const double value : frame) mean += value / static_cast<double>(frame.size());
      for (const double value : frame) variance += (value - mean) * (value - mean) / static_cast<double>(frame.size());
      for (size_t c = 0; c < frame.size(); ++c) {
        frame[c] = (frame[c] - mean) / std::sqrt(variance + 1e-3) * scale[c] + shift[c];
      }
    }
    return x;
  }

  Frames RunCell(const std::string& name, const Frames& input) const {
    std::vector<Frames> values = {input};
    for (int64_t k = 1; k <= nasbench_asr::kNumNodes; ++k) {
      const Op op = options_.cell.op(k);
      const std::string op_name = absl::StrCat(name, ".op", k);
      Frames sum(input.size(), std::vector<double>(input[0].size(), 0));
      if (op == Op::kLinear) {
        sum = DenseLayer(op_name, values.back());
        for (auto& frame : sum) std::transform(frame.begin(), frame.end(), frame.begin(), LimitedRelu);
      } else if (op != Op::kZero) {
        const nasbench_asr::Taps taps = nasbench_asr::TapsOf(op);
        sum = Convolution(op_name, values.back(), taps.num_taps, taps.dilation, 1, options_.skeleton.num_groups);
      }
      for (int64_t i = 0; i < k; ++i) {
        if (!options_.cell.HasSkip(k, i)) continue;
        for (size_t t = 0; t < sum.size(); ++t) {
          for (size_t c = 0; c < sum[t].size(); ++c) sum[t][c] += values[i][t][c];
        }
      }
      values.push_back(sum);
    }
    return Norm(name + ".norm", values.back());
  }

  Frames RunLstm(const Frames& x) const {
    const int64_t units = options_.skeleton.num_lstm_units;
    const auto sigmoid = [](double v) { return 1 / (1 + std::exp(-v)); };
    std::vector<double> hidden(units, 0), state(units, 0);
    Frames y;
    for (const std::vector<double>& frame : x) {
      std::vector<double> gates = Vector("lstm.bias");
      for (int64_t g = 0; g < 4 * units; ++g) {
        for (size_t i = 0; i < frame.size(); ++i) {
          gates[g] += At("lstm.input_weight", {g, static_cast<int64_t>(i)}) * frame[i];
        }
        for (int64_t u = 0; u < units; ++u) gates[g] += At("lstm.recurrent_weight", {g, u}) * hidden[u];
      }
      for (int64_t u = 0; u < units; ++u) {
        state[u] = sigmoid(gates[units + u]) * state[u] + sigmoid(gates[u]) * std::tanh(gates[2 * units + u]);
        hidden[u] = sigmoid(gates[3 * units + u]) * std::tanh(state[u]);
      }
      y.push_back(hidden);
    }
    return y;
  }

  static Frames LogSoftmax(Frames x) {
    for (std::vector<double>& frame : x) {
      double sum = 0;
      for (const double value : frame) sum += std::exp(value);
      for (double& value : frame) value -= std::log(sum);
    }
    return x;
  }

  const NasBenchAsrNetworkOptions& options_;
  std::map<std::string, torch::Tensor> parameters_;
};

TEST(NasBenchAsrNetworkTest, PublishedNumberOfParametersAndTheBlanksClass) {
  const Cell conv5 = ParsedCell("[[1, 0], [1, 0, 0], [1, 0, 0, 0]]");
  const auto network = NasBenchAsrNetwork::Create({conv5, Skeleton(), Semantics::kDocumented, 0.2, /*seed=*/1});
  ASSERT_TRUE(network.ok()) << network.status();
  EXPECT_EQ((*network)->NumParams(), 26'338'848 + 501);
  EXPECT_EQ((*network)->NumOutputs(), 49);
  EXPECT_EQ((*network)->NumOutputFrames(101), 26);
}

TEST(NasBenchAsrNetworkTest, ParametersAreTheClosedFormulas) {
  for (const absl::string_view text : {"[[0, 0], [5, 0, 0], [3, 1, 0, 0]]", "[[5, 0], [5, 0, 0], [5, 0, 0, 0]]",
                                       "[[2, 1], [4, 1, 1], [0, 1, 1, 1]]"}) {
    const Cell cell = ParsedCell(text);
    Skeleton skeleton = SmallSkeleton();
    const int64_t num_params = Network(cell, skeleton)->NumParams();
    ++skeleton.num_classes;
    EXPECT_EQ(num_params, NumParams(cell, skeleton)) << text;
  }
}

// Sizes around what paddings and strides need. Float32 sums of at most 100 terms of size 1: 1e-4 is ample.
TEST(NasBenchAsrNetworkTest, ComputesWhatTheLoopsDo) {
  for (const absl::string_view text : {"[[0, 1], [1, 0, 1], [2, 1, 0, 0]]", "[[4, 0], [5, 1, 0], [3, 0, 1, 1]]",
                                       "[[5, 0], [2, 0, 0], [0, 0, 0, 1]]"}) {
    const auto network = Network(ParsedCell(text));
    for (const int64_t num_frames : {1, 2, 7, 8}) {
      const torch::Tensor features = RandomFeatures(1, num_frames, 6);
      Frames x(num_frames, std::vector<double>(6));
      for (int64_t t = 0; t < num_frames; ++t) {
        for (int64_t c = 0; c < 6; ++c) x[t][c] = features[0][t][c].item<double>();
      }
      const Frames expected = SlowNetwork(*network).Forward(x);
      const torch::Tensor actual = Forward(*network, features);
      ASSERT_EQ(actual.size(1), static_cast<int64_t>(expected.size()));
      ASSERT_EQ(actual.size(1), network->NumOutputFrames(num_frames));
      for (size_t t = 0; t < expected.size(); ++t) {
        for (int64_t v = 0; v < 4; ++v) {
          EXPECT_NEAR(actual[0][static_cast<int64_t>(t)][v].item<double>(), expected[t][v], 1e-4)
              << text << ", frame " << t << " of " << num_frames << " frames of features";
        }
      }
    }
  }
}

TEST(NasBenchAsrNetworkTest, AnUtteranceDoesNotDependOnItsBatch) {
  const auto network = Network(ParsedCell("[[2, 1], [0, 0, 1], [3, 1, 0, 0]]"));
  const torch::Tensor features = RandomFeatures(2, 15, 6);
  const c10::InferenceMode inference;
  const torch::Tensor batched = network->forward(features, at::tensor({15, 10}, at::kLong));
  const torch::Tensor alone = Forward(*network, features.slice(0, 1, 2).slice(1, 0, 10));
  EXPECT_TRUE(at::allclose(batched.select(0, 1).slice(0, 0, network->NumOutputFrames(10)), alone[0], 1e-5, 1e-5));
}

TEST(NasBenchAsrNetworkTest, ReleasedTensorFlowInvertsSkipsAndDoesNotDilate) {
  const torch::Tensor features = RandomFeatures(1, 12, 6);
  const Cell cell = ParsedCell("[[2, 1], [4, 0, 1], [0, 1, 0, 0]]");
  const Cell same_as_released = ParsedCell("[[1, 0], [3, 1, 0], [0, 0, 1, 1]]");
  const torch::Tensor released = Forward(*Network(cell, SmallSkeleton(), Semantics::kReleasedTensorFlow), features);
  EXPECT_TRUE(at::equal(released, Forward(*Network(same_as_released), features)));
  EXPECT_FALSE(at::allclose(released, Forward(*Network(cell), features)));
}

TEST(NasBenchAsrNetworkTest, ACellThatComputesNothingHearsNothing) {
  const auto network = Network(ParsedCell("[[1, 1], [1, 1, 1], [5, 0, 0, 0]]"));
  EXPECT_TRUE(at::equal(Forward(*network, RandomFeatures(1, 9, 6)), Forward(*network, at::zeros({1, 9, 6}))));
}

TEST(NasBenchAsrNetworkTest, RejectsSkeletonsThatCannotBe) {
  const auto status_of = [](const Skeleton& skeleton) {
    return NasBenchAsrNetwork::Create({Cell(), skeleton, Semantics::kDocumented, 0.2, 1}).status();
  };
  Skeleton skeleton = SmallSkeleton();
  skeleton.num_groups = 3;
  EXPECT_EQ(status_of(skeleton).code(), absl::StatusCode::kInvalidArgument);
  EXPECT_TRUE(absl::StrContains(status_of(skeleton).message(), "3 groups do not divide a block's 8 filters"));
  skeleton = SmallSkeleton();
  skeleton.blocks.clear();
  EXPECT_TRUE(absl::StrContains(status_of(skeleton).message(), "at least one block"));
  const auto dropout = NasBenchAsrNetwork::Create({Cell(), SmallSkeleton(), Semantics::kDocumented, 1., 1});
  EXPECT_EQ(dropout.status().code(), absl::StatusCode::kInvalidArgument);
}

class ModelFileTest : public testing::Test {
 protected:
  std::string PathOf(absl::string_view name) const { return absl::StrCat(testing::TempDir(), "/", name); }

  const std::vector<ModelKind> kinds_ = {NasBenchAsrKind()};
};

TEST_F(ModelFileTest, ReadsBackWhatWasWritten) {
  const auto network =
      Network(ParsedCell("[[2, 1], [0, 0, 1], [3, 1, 0, 0]]"), SmallSkeleton(), Semantics::kReleasedTensorFlow);
  ASSERT_TRUE(SaveModel(*network, {{"corpus", "none"}, {"seed", "1"}}, PathOf("a.model")).ok());
  const auto saved = LoadModel(PathOf("a.model"), kinds_);
  ASSERT_TRUE(saved.ok()) << saved.status();
  EXPECT_EQ(saved->provenance, (ModelProvenance{{"corpus", "none"}, {"seed", "1"}}));
  EXPECT_EQ(saved->model->Kind(), "nasbench_asr");
  const torch::Tensor features = RandomFeatures(1, 9, 6);
  const c10::InferenceMode inference;
  EXPECT_TRUE(at::equal(saved->model->forward(features, at::tensor({9}, at::kLong)), Forward(*network, features)));
  ASSERT_TRUE(SaveModel(*saved->model, saved->provenance, PathOf("b.model")).ok());
  EXPECT_EQ(*ReadFile(PathOf("a.model")), *ReadFile(PathOf("b.model")));
}

TEST_F(ModelFileTest, SaysWhatIsWrong) {
  EXPECT_EQ(LoadModel(PathOf("none.model"), kinds_).status().code(), absl::StatusCode::kNotFound);
  ASSERT_TRUE(SaveModel(*Network(Cell()), {}, PathOf("linear.model")).ok());
  const auto unknown = LoadModel(PathOf("linear.model"), {ModelKind{"other", nullptr}});
  EXPECT_EQ(unknown.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_TRUE(absl::StrContains(unknown.status().message(), "\"nasbench_asr\"; known: other")) << unknown.status();
  EXPECT_TRUE(absl::StrContains(unknown.status().message(), "linear.model"));
  std::string bytes = *ReadFile(PathOf("linear.model"));
  bytes.resize(bytes.size() / 2);
  ASSERT_TRUE(WriteFileAtomically(PathOf("half.model"), bytes).ok());
  EXPECT_EQ(LoadModel(PathOf("half.model"), kinds_).status().code(), absl::StatusCode::kInvalidArgument);
  ASSERT_TRUE(WriteFileAtomically(PathOf("empty.model"), "").ok());
  EXPECT_TRUE(absl::StrContains(LoadModel(PathOf("empty.model"), kinds_).status().message(), "version 0"));
}

}  // namespace
}  // namespace duet::asr
