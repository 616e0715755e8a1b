// The networks of NAS-Bench-ASR (datasets/nasbench_asr/skeleton.h draws them) as LibTorch modules.
//
// Padding frames are zeros at the input of every convolution, so that what an utterance gives does not depend on its
// batch; the release sets them to zero at the first input alone. The dense layer has the blank of CTC as a further
// class, so a network has NumParams(cell, skeleton with 49 classes) parameters: skeleton.num_lstm_units + 1 more than
// published.
//
// Weights: Xavier-uniform, biases 0 but for the LSTM's forget gate, 1. The release draws them so as well, in Keras, but
// counts the fans of a convolution over all its groups (here: of one), and the LSTM's recurrent weights are orthogonal.

#ifndef ASR_NETWORKS_NASBENCH_ASR_NETWORK_H_
#define ASR_NETWORKS_NASBENCH_ASR_NETWORK_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "asr/acoustic_model.h"
#include "asr/model_file.h"
#include "asr/networks/layers.h"
#include "datasets/nasbench_asr/cell.h"
#include "datasets/nasbench_asr/skeleton.h"

namespace duet::asr {

// Where the released programs and their documentation differ. Source: SamsungLabs/nb-asr; what it publishes follows its
// documentation, and its PyTorch programs do.
enum class Semantics {
  // A skip of 1 adds the identity and 0 nothing; dilated convolutions dilate.
  kDocumented,
  // The TensorFlow programs: a skip of 0 adds the identity and 1 nothing; dilations are passed on neither to
  // convolutions nor to their padding.
  kReleasedTensorFlow,
};

struct NasBenchAsrNetworkOptions {
  nasbench_asr::Cell cell;
  nasbench_asr::Skeleton skeleton;
  Semantics semantics = Semantics::kDocumented;
  double dropout = 0.2;  // of every operation's output and of the LSTM's input
  uint64_t seed = 0;     // of the weights
};

class NasBenchAsrNetwork : public AcousticModel {
 public:
  // InvalidArgument for a skeleton without blocks, sizes below 1, or groups that do not divide a block's filters.
  static absl::StatusOr<std::shared_ptr<NasBenchAsrNetwork>> Create(const NasBenchAsrNetworkOptions& options);
  ~NasBenchAsrNetwork() override;

  torch::Tensor forward(const torch::Tensor& features, const torch::Tensor& num_frames) override;
  // The blocks of cells alone: what the LSTM reads, before dropout. [B, T, 80] -> [B, T', filters of the last block]
  torch::Tensor ForwardBlocks(const torch::Tensor& features, const torch::Tensor& num_frames);
  int64_t NumOutputFrames(int64_t num_frames) const override;
  int64_t NumOutputs() const override { return options_.skeleton.num_classes + 1; }
  std::string Kind() const override;
  std::string SerializedOptions() const override;

  const NasBenchAsrNetworkOptions& options() const { return options_; }
  int64_t NumParams() const;

 private:
  class Block;
  explicit NasBenchAsrNetwork(const NasBenchAsrNetworkOptions& options);

  const NasBenchAsrNetworkOptions options_;
  std::vector<std::shared_ptr<Block>> blocks_;
  std::shared_ptr<Lstm> lstm_;
  std::shared_ptr<Dense> dense_;
};

// "nasbench_asr", for model files.
ModelKind NasBenchAsrKind();

}  // namespace duet::asr

#endif  // ASR_NETWORKS_NASBENCH_ASR_NETWORK_H_
