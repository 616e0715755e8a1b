// A list of layers as a LibTorch module, for training. Tensors are channels-last in memory: LibTorch's depthwise
// convolutions are ten times faster so.

#ifndef DATASETS_SEGMENTATION_NETWORKS_TORCH_NETWORK_H_
#define DATASETS_SEGMENTATION_NETWORKS_TORCH_NETWORK_H_

#include <cstdint>
#include <vector>

#include "datasets/segmentation_networks/layers.h"
#include "datasets/segmentation_networks/weights.h"
#include "torch/torch.h"

namespace duet::segmentation {

// Letters: B batch, H x W the image's size, h x w the logits'.
class TorchNetworkImpl : public torch::nn::Module {
 public:
  // Weights are He-normal, a function of `seed`. With `has_boundary_head` a second 1x1 convolution reads what the last
  // layer reads: an output for an auxiliary loss, which inference does without.
  TorchNetworkImpl(LayerList layers, bool has_boundary_head, uint64_t seed);

  struct Output {
    torch::Tensor logits;    // [B, 1, h, w]
    torch::Tensor boundary;  // [B, 1, h, w], or undefined
  };
  // images: [B, 3, H, W] float32.
  Output forward(const torch::Tensor& images);

  const LayerList& layers() const { return layers_; }

  // Batch normalisation as it is in evaluation mode, folded into weights and biases.
  std::vector<LayerWeights> FoldedWeights() const;

 private:
  torch::Tensor Apply(size_t i, const std::vector<torch::Tensor>& values);

  const LayerList layers_;
  std::vector<torch::Tensor> weights_, biases_;         // undefined where a layer has none
  std::vector<torch::nn::BatchNorm2d> normalizations_;  // null where a layer has none
  torch::Tensor boundary_weight_, boundary_bias_;
};
TORCH_MODULE(TorchNetwork);

}  // namespace duet::segmentation

#endif  // DATASETS_SEGMENTATION_NETWORKS_TORCH_NETWORK_H_
