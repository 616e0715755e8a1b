#include "datasets/segmentation_networks/layers.h"

#include <algorithm>
#include <array>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace duet::segmentation {
namespace {

int64_t CeilHalf(int64_t n) { return (n + 1) / 2; }

// Appends layers; returns the numbers of their values.
class Builder {
 public:
  explicit Builder(const Resolution& resolution) : list_{{3, resolution.height, resolution.width}, {}} {}

  int64_t Convolution(int64_t value, int64_t channels, int64_t kernel, int64_t stride, bool has_relu) {
    const Shape& in = list_.ShapeOf(value);
    return Weighted(LayerKind::kConvolution, value, Strided(in, channels, stride), kernel, stride, has_relu);
  }
  int64_t Depthwise(int64_t value, int64_t kernel, int64_t stride) {
    const Shape& in = list_.ShapeOf(value);
    return Weighted(LayerKind::kDepthwise, value, Strided(in, in.channels, stride), kernel, stride, true);
  }
  int64_t Transposed(int64_t value, int64_t channels) {
    return Weighted(LayerKind::kTransposed, value, Doubled(list_.ShapeOf(value), channels), 2, 2, true);
  }
  // Cut to the height and width of the value `like`.
  int64_t DepthwiseTransposed(int64_t value, int64_t like) {
    const Shape in = list_.ShapeOf(value);
    Shape out = list_.ShapeOf(like);
    out.channels = in.channels;
    return Weighted(LayerKind::kDepthwiseTransposed, value, out, 4, 2, false);
  }
  int64_t Upsample(LayerKind kind, int64_t value) {
    const Shape in = list_.ShapeOf(value);
    return Append({kind, {value}, in, Doubled(in, in.channels)});
  }
  int64_t Add(int64_t a, int64_t b, bool has_relu = false) {
    Layer layer{LayerKind::kAdd, {a, b}, list_.ShapeOf(a), list_.ShapeOf(a)};
    layer.has_relu = has_relu;
    return Append(layer);
  }
  int64_t Concat(int64_t a, int64_t b) {
    Shape out = list_.ShapeOf(a);
    out.channels += list_.ShapeOf(b).channels;
    return Append({LayerKind::kConcat, {a, b}, list_.ShapeOf(a), out});
  }

  // MobileNetV2's block.
  int64_t InvertedResidual(int64_t value, int64_t kernel, int64_t expansion, int64_t channels, int64_t stride) {
    const int64_t in_channels = list_.ShapeOf(value).channels;
    int64_t x = value;
    if (expansion > 1) x = Convolution(x, expansion * in_channels, 1, 1, /*has_relu=*/true);
    x = Depthwise(x, kernel, stride);
    x = Convolution(x, channels, 1, 1, /*has_relu=*/false);
    return stride == 1 && channels == in_channels ? Add(x, value) : x;
  }

  LayerList Finish(int64_t value) {
    Convolution(value, 1, 1, 1, /*has_relu=*/false);
    list_.layers.back().has_batch_norm = false;
    return std::move(list_);
  }

  const Shape& ShapeOf(int64_t value) const { return list_.ShapeOf(value); }

 private:
  static Shape Strided(const Shape& in, int64_t channels, int64_t stride) {
    return stride == 1 ? Shape{channels, in.height, in.width}
                       : Shape{channels, CeilHalf(in.height), CeilHalf(in.width)};
  }
  static Shape Doubled(const Shape& in, int64_t channels) { return {channels, 2 * in.height, 2 * in.width}; }

  int64_t Weighted(LayerKind kind, int64_t value, Shape output, int64_t kernel, int64_t stride, bool has_relu) {
    return Append({kind, {value}, list_.ShapeOf(value), output, kernel, stride, /*has_batch_norm=*/true, has_relu});
  }
  int64_t Append(Layer layer) {
    list_.layers.push_back(std::move(layer));
    return list_.layers.size();
  }

  LayerList list_;
};

// One level of the decoder, from the value `deep` and the skip of twice its resolution.
int64_t DecoderLevel(Builder& builder, Decoder decoder, Skip skip_kind, int64_t channels, int64_t deep, int64_t skip) {
  int64_t x;
  if (decoder == Decoder::kTransposed) {
    x = builder.Transposed(deep, channels);
  } else {
    x = builder.Convolution(deep, channels, 1, 1, /*has_relu=*/true);
    x = builder.Upsample(decoder == Decoder::kNearest ? LayerKind::kNearest : LayerKind::kBilinear, x);
  }
  if (skip_kind == Skip::kAdd) x = builder.Add(builder.Convolution(skip, channels, 1, 1, /*has_relu=*/false), x);
  if (skip_kind == Skip::kConcat) x = builder.Concat(x, skip);
  if (decoder == Decoder::kNearest) return builder.Convolution(x, channels, 3, 1, /*has_relu=*/true);
  return builder.Convolution(builder.Depthwise(x, 3, 1), channels, 1, 1, /*has_relu=*/true);
}

// PortraitNet's decoder block: two depthwise separable convolutions beside a 1x1 convolution.
int64_t ResidualBlock(Builder& builder, int64_t value, int64_t channels) {
  int64_t x = builder.Convolution(builder.Depthwise(value, 3, 1), channels, 1, 1, /*has_relu=*/true);
  x = builder.Convolution(builder.Depthwise(x, 3, 1), channels, 1, 1, /*has_relu=*/false);
  const bool is_same = builder.ShapeOf(value).channels == channels;
  return builder.Add(x, is_same ? value : builder.Convolution(value, channels, 1, 1, /*has_relu=*/false),
                     /*has_relu=*/true);
}

}  // namespace

bool HasWeights(LayerKind kind) {
  return kind == LayerKind::kConvolution || kind == LayerKind::kDepthwise || kind == LayerKind::kTransposed ||
         kind == LayerKind::kDepthwiseTransposed;
}

LayerList LayersOf(const Network& network) {
  Builder builder(InputResolution(network));
  std::vector<int64_t> skips;
  int64_t x = builder.Convolution(0, StemWidth(network), 3, 2, /*has_relu=*/true);
  for (int stage = 0; stage < NumLevels(network); ++stage) {
    skips.push_back(x);
    const Stage s = StageOf(network, stage);
    for (int64_t block = 0; block < s.depth; ++block) {
      x = builder.InvertedResidual(x, s.kernel, s.expansion, s.width, block == 0 ? 2 : 1);
    }
  }
  for (int64_t level = NumLevels(network) - 1; level >= 0; --level) {
    x = DecoderLevel(builder, DecoderOf(network), SkipOf(network), DecoderWidth(network), x, skips[level]);
  }
  return builder.Finish(x);
}

LayerList PortraitNetLayers(const Resolution& resolution, int64_t width_pct) {
  const auto scaled = [&](int64_t channels) { return std::max<int64_t>(8, (channels * width_pct / 100 + 4) / 8 * 8); };
  struct Group {
    int64_t expansion, channels, num_blocks, stride;
  };
  // Sandler et al. 2018, table 2.
  constexpr std::array<Group, 7> kGroups = {
      {{1, 16, 1, 1}, {6, 24, 2, 2}, {6, 32, 3, 2}, {6, 64, 4, 2}, {6, 96, 3, 1}, {6, 160, 3, 2}, {6, 320, 1, 1}}};
  Builder builder(resolution);
  int64_t x = builder.Convolution(0, scaled(32), 3, 2, /*has_relu=*/true);
  std::vector<int64_t> skips = {0};  // the last value of each resolution: 1, 1/2, 1/4, 1/8, 1/16
  for (const Group& group : kGroups) {
    if (group.stride == 2) skips.push_back(x);
    for (int64_t block = 0; block < group.num_blocks; ++block) {
      x = builder.InvertedResidual(x, 3, group.expansion, scaled(group.channels), block == 0 ? group.stride : 1);
    }
  }
  for (int64_t level = skips.size() - 1; level >= 0; --level) {
    const int64_t channels = level == 0 ? scaled(8) : builder.ShapeOf(skips[level]).channels;
    x = builder.DepthwiseTransposed(ResidualBlock(builder, x, channels), skips[level]);
    if (level > 0) x = builder.Add(x, skips[level]);
  }
  return builder.Finish(x);
}

absl::StatusOr<LayerList> LayersByName(absl::string_view name) {
  absl::string_view rest = name;
  if (!absl::ConsumePrefix(&rest, "portraitnet")) {
    const auto network = ParseNetwork(name);
    if (!network.ok()) return network.status();
    return LayersOf(*network);
  }
  const std::vector<std::string> words = absl::StrSplit(rest, absl::ByAnyChar("-x"));
  int64_t width_pct, width, height;
  if (words.size() != 3 || !absl::SimpleAtoi(words[0], &width_pct) || !absl::SimpleAtoi(words[1], &width) ||
      !absl::SimpleAtoi(words[2], &height) || width_pct < 1 || width_pct > 400 || width < 32 || height < 32 ||
      width > 4096 || height > 4096) {
    return absl::InvalidArgumentError(
        absl::StrCat("\"", name, "\" is no baseline such as portraitnet50-256x144 (1 to 400 %, 32 to 4096 pixels)"));
  }
  return PortraitNetLayers({width, height}, width_pct);
}

int64_t NumParameters(const Layer& layer) {
  const int64_t area = layer.kernel * layer.kernel;
  const int64_t per_channel = layer.has_batch_norm ? 2 : 1;
  switch (layer.kind) {
    case LayerKind::kConvolution:
    case LayerKind::kTransposed:
      return (area * layer.input.channels + per_channel) * layer.output.channels;
    case LayerKind::kDepthwise:
    case LayerKind::kDepthwiseTransposed:
      return (area + per_channel) * layer.output.channels;
    default:
      return 0;
  }
}

int64_t NumMacs(const Layer& layer) {
  const int64_t area = layer.kernel * layer.kernel;
  const auto pixels = [](const Shape& shape) { return shape.height * shape.width; };
  switch (layer.kind) {
    case LayerKind::kConvolution:
      return area * layer.input.channels * layer.output.channels * pixels(layer.output);
    case LayerKind::kDepthwise:
      return area * layer.output.channels * pixels(layer.output);
    case LayerKind::kTransposed:
      return area * layer.input.channels * layer.output.channels * pixels(layer.input);
    case LayerKind::kDepthwiseTransposed:
      return area * layer.output.channels * pixels(layer.input);
    default:
      return 0;
  }
}

int64_t NumParameters(const LayerList& list) {
  int64_t count = 0;
  for (const Layer& layer : list.layers) count += NumParameters(layer);
  return count;
}

int64_t NumMacs(const LayerList& list) {
  int64_t count = 0;
  for (const Layer& layer : list.layers) count += NumMacs(layer);
  return count;
}

}  // namespace duet::segmentation
