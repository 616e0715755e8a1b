// One 256x144 frame through a network: by Inference, and by LibTorch's own operators on the trained module
// (channels-last; batch normalisation not folded), resizing included in both.

#include <string>

#include "benchmark/benchmark.h"
#include "datasets/segmentation_networks/inference.h"
#include "datasets/segmentation_networks/measure_space.h"
#include "datasets/segmentation_networks/torch_network.h"
#include "torch/torch.h"

namespace duet::segmentation {
namespace {

constexpr const char* kNetworks[] = {
    "portraitnet50-256x144",
    "portraitnet100-256x144",
    "256x144-s16-k3e4w24d2-k5e4w32d1-k3e6w64d3-bilinear16-add",
    "192x112-s12-k3e4w16d2-k5e4w24d2-k3e4w48d2-bilinear16-add",
    "128x80-s8-k3e2w8d1-k3e2w16d1-none-transposed8-none",
};

void BM_Inference(benchmark::State& state) {
  at::set_num_threads(1);
  const auto space = SegmentationSpace();
  const auto network = space->BuildOnHost(kNetworks[state.range(0)], /*seed=*/1).value();
  network->SetInput(/*seed=*/1, /*index=*/0);
  for (auto _ : state) network->Run();
  state.SetLabel(kNetworks[state.range(0)]);
}
BENCHMARK(BM_Inference)->DenseRange(0, 4)->Unit(benchmark::kMillisecond);

void BM_LibTorch(benchmark::State& state) {
  at::set_num_threads(1);
  TorchNetwork network(LayersByName(kNetworks[state.range(0)]).value(), /*has_boundary_head=*/false, /*seed=*/1);
  network->eval();
  const c10::InferenceMode inference;
  const Shape& wanted = network->layers().image;
  const at::Tensor frame = at::randint(256, {1, kFrame.height, kFrame.width, 3}, at::kByte);
  for (auto _ : state) {
    at::Tensor image = frame.to(at::kFloat).permute({0, 3, 1, 2});
    if (wanted.height != kFrame.height) {
      image = at::upsample_bilinear2d(image, {wanted.height, wanted.width}, /*align_corners=*/false);
    }
    const at::Tensor logits = network->forward(image / 127.5 - 1).logits;
    benchmark::DoNotOptimize(
        at::sigmoid(at::upsample_bilinear2d(logits, {kFrame.height, kFrame.width}, /*align_corners=*/false)));
  }
  state.SetLabel(kNetworks[state.range(0)]);
}
BENCHMARK(BM_LibTorch)->DenseRange(0, 4)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace duet::segmentation
