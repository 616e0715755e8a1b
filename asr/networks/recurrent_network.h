// Layers of LSTM under CTC, whose matrices may be products of thin factors: what low-rank compression works on.
//
//     [T, 80] ─► 3 frames as one ─► LSTM ─► LSTM ─► LSTM ─► dense ─► log softmax ─► [T / 3, 49]
//                [T / 3, 240]       256     256     256
//
// One direction, so that speech is recognised as it comes. Source: several LSTM layers as in ShrinkML (Dudziak et al.
// 2019), whose attention decoder and sizes are not this network's: those of the paper could not be recovered.
// Differs from asr/networks/layers.h: biases of forget gates start at 1.

#ifndef ASR_NETWORKS_RECURRENT_NETWORK_H_
#define ASR_NETWORKS_RECURRENT_NETWORK_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "asr/acoustic_model.h"
#include "asr/low_rank/counts.h"
#include "asr/low_rank/factored_layers.h"
#include "asr/model_file.h"

namespace duet::asr {

struct RecurrentNetworkOptions {
  int64_t num_stacked_frames = 3;  // what is left behind the last whole group of frames is not heard
  int64_t num_layers = 3;
  int64_t num_units = 256;
  int64_t num_outputs = 49;
  double dropout = 0.2;          // of every layer's input but the first
  bool stacks_matrices = false;  // W_x and W_h of a layer are factored as one
  Ranks ranks;                   // in the order of MatricesOf; empty: all dense
  uint64_t seed = 0;             // of the weights
};

std::vector<NamedMatrix> MatricesOf(const RecurrentNetworkOptions& options);

// Weights of all matrices, without biases: also the multiply-accumulates of an output frame.
int64_t NumWeights(const RecurrentNetworkOptions& options);
// With biases.
int64_t NumParams(const RecurrentNetworkOptions& options);
double MacsPerSecond(const RecurrentNetworkOptions& options);

class RecurrentNetwork : public AcousticModel {
 public:
  // InvalidArgument for sizes below 1, a dropout that is none, another number of ranks than of matrices, or a rank that
  // its matrix cannot have.
  static absl::StatusOr<std::shared_ptr<RecurrentNetwork>> Create(const RecurrentNetworkOptions& options);

  torch::Tensor forward(const torch::Tensor& features, const torch::Tensor& num_frames) override;
  int64_t NumOutputFrames(int64_t num_frames) const override { return num_frames / options_.num_stacked_frames; }
  int64_t NumOutputs() const override { return options_.num_outputs; }
  std::string Kind() const override;
  std::string SerializedOptions() const override;

  const RecurrentNetworkOptions& options() const { return options_; }

  // Of layer i, counted from 0.
  FactoredLstm& layer(int64_t i) { return *layers_[i]; }
  FactoredMatrix& output() { return *output_; }
  torch::Tensor& output_bias() { return output_bias_; }

 private:
  explicit RecurrentNetwork(const RecurrentNetworkOptions& options);

  const RecurrentNetworkOptions options_;
  std::vector<std::shared_ptr<FactoredLstm>> layers_;
  std::shared_ptr<FactoredMatrix> output_;
  torch::Tensor output_bias_;  // [V]
};

// "recurrent", for model files.
ModelKind RecurrentNetworkKind();

}  // namespace duet::asr

#endif  // ASR_NETWORKS_RECURRENT_NETWORK_H_
