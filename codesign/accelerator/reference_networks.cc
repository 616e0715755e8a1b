#include "codesign/accelerator/reference_networks.h"

#include <cstdint>

#include "absl/strings/str_cat.h"
#include "common/rounding.h"

namespace duet::codesign {
namespace {

struct Tensor {
  int64_t num_channels;
  int64_t size;
};

class NetworkWriter {
 public:
  explicit NetworkWriter(std::string name) { network_.name = std::move(name); }

  // "Same" padding unless an output size is given.
  Tensor Conv(const Tensor& x, int64_t kernel_size, int64_t num_channels, int64_t stride = 1, int64_t num_groups = 1,
              int64_t output_size = 0) {
    const Tensor y = {num_channels, output_size > 0 ? output_size : CeilDiv(x.size, stride)};
    return Append(LayerKind::kConv, kernel_size, stride, num_groups, x, y);
  }

  Tensor MaxPool(const Tensor& x, int64_t kernel_size, int64_t stride, int64_t output_size) {
    return Append(LayerKind::kMaxPool, kernel_size, stride, 1, x, {x.num_channels, output_size});
  }

  Tensor GlobalAvgPool(const Tensor& x) { return Append(LayerKind::kAvgPool, x.size, 1, 1, x, {x.num_channels, 1}); }

  Tensor Add(const Tensor& x) { return Append(LayerKind::kAdd, 1, 1, 1, x, x); }

  ReferenceNetwork network() const { return network_; }

 private:
  Tensor Append(LayerKind kind, int64_t kernel_size, int64_t stride, int64_t num_groups, const Tensor& x,
                const Tensor& y) {
    network_.layers.push_back({kind, kernel_size, stride, x.num_channels, x.size, y.num_channels, y.size, num_groups,
                               absl::StrCat("layer ", network_.layers.size() + 1)});
    return y;
  }

  ReferenceNetwork network_;
};

ReferenceNetwork AlexNet() {
  NetworkWriter net("AlexNet");
  Tensor x = net.Conv({3, 227}, 11, 96, 4, 1, 55);
  x = net.MaxPool(x, 3, 2, 27);
  x = net.Conv(x, 5, 256, 1, 2);
  x = net.MaxPool(x, 3, 2, 13);
  x = net.Conv(x, 3, 384);
  x = net.Conv(x, 3, 384, 1, 2);
  x = net.Conv(x, 3, 256, 1, 2);
  net.MaxPool(x, 3, 2, 6);
  return net.network();
}

ReferenceNetwork Vgg16() {
  struct Stage {
    int64_t num_layers, num_channels;
  };
  NetworkWriter net("VGG-16");
  Tensor x = {3, 224};
  for (const Stage& stage : {Stage{2, 64}, Stage{2, 128}, Stage{3, 256}, Stage{3, 512}, Stage{3, 512}}) {
    for (int64_t i = 0; i < stage.num_layers; ++i) x = net.Conv(x, 3, stage.num_channels);
    x = net.MaxPool(x, 2, 2, x.size / 2);
  }
  return net.network();
}

ReferenceNetwork ResNet50() {
  struct Stage {
    int64_t num_blocks, num_channels, stride;
  };
  NetworkWriter net("ResNet-50");
  Tensor x = net.Conv({3, 224}, 7, 64, 2);
  x = net.MaxPool(x, 3, 2, 56);
  for (const Stage& stage : {Stage{3, 64, 1}, Stage{4, 128, 2}, Stage{6, 256, 2}, Stage{3, 512, 2}}) {
    for (int64_t block = 0; block < stage.num_blocks; ++block) {
      const int64_t stride = block == 0 ? stage.stride : 1;
      if (block == 0) net.Conv(x, 1, 4 * stage.num_channels, stride);
      x = net.Conv(x, 1, stage.num_channels, stride);
      x = net.Conv(x, 3, stage.num_channels);
      x = net.Conv(x, 1, 4 * stage.num_channels);
      x = net.Add(x);
    }
  }
  net.GlobalAvgPool(x);
  return net.network();
}

ReferenceNetwork GoogLeNet() {
  // Columns of table 1: #1x1, #3x3 reduce, #3x3, #5x5 reduce, #5x5, pool proj; the first column is the image's size.
  struct Inception {
    int64_t size, conv1x1, reduce3x3, conv3x3, reduce5x5, conv5x5, pool_projection;
  };
  constexpr Inception kInceptions[] = {
      {28, 64, 96, 128, 16, 32, 32},     {28, 128, 128, 192, 32, 96, 64},  {14, 192, 96, 208, 16, 48, 64},
      {14, 160, 112, 224, 24, 64, 64},   {14, 128, 128, 256, 24, 64, 64},  {14, 112, 144, 288, 32, 64, 64},
      {14, 256, 160, 320, 32, 128, 128}, {7, 256, 160, 320, 32, 128, 128}, {7, 384, 192, 384, 48, 128, 128},
  };
  NetworkWriter net("GoogLeNet");
  Tensor x = net.Conv({3, 224}, 7, 64, 2);
  x = net.MaxPool(x, 3, 2, 56);
  x = net.Conv(x, 1, 64);
  x = net.Conv(x, 3, 192);
  x = net.MaxPool(x, 3, 2, 28);
  for (const Inception& module : kInceptions) {
    if (x.size != module.size) x = net.MaxPool(x, 3, 2, module.size);
    net.Conv(x, 1, module.conv1x1);
    net.Conv(net.Conv(x, 1, module.reduce3x3), 3, module.conv3x3);
    net.Conv(net.Conv(x, 1, module.reduce5x5), 5, module.conv5x5);
    net.Conv(net.MaxPool(x, 3, 1, x.size), 1, module.pool_projection);
    x.num_channels = module.conv1x1 + module.conv3x3 + module.conv5x5 + module.pool_projection;
  }
  net.GlobalAvgPool(x);
  return net.network();
}

}  // namespace

std::vector<ReferenceNetwork> ReferenceNetworks() { return {AlexNet(), GoogLeNet(), ResNet50(), Vgg16()}; }

}  // namespace duet::codesign
