#include "hw/conv_engine/conv_model.h"

#include <algorithm>
#include <limits>

#include "common/random.h"

namespace duet::hw {
namespace {

// One in 16 is extreme.
int8_t RandomInt8(RandomStream& random) {
  const uint64_t value = random.UniformInt(4096);
  if (value < 128) return std::numeric_limits<int8_t>::min();
  if (value < 256) return std::numeric_limits<int8_t>::max();
  return static_cast<int8_t>(value);
}

// The byte of a channel in the word of its quad.
uint32_t InQuad(int8_t value, int64_t channel) {
  return static_cast<uint32_t>(static_cast<uint8_t>(value)) << (8 * (channel % 4));
}

}  // namespace

LayerData RandomLayerData(const ConvLayer& layer, uint64_t seed) {
  RandomStream random(seed, "convolution engine");
  LayerData data;
  data.image.resize(layer.num_in_channels * layer.height * layer.width);
  for (int8_t& pixel : data.image) pixel = RandomInt8(random);
  if (layer.operation == ConvOperation::kMaxPool3x3) return data;
  data.weights.resize(layer.num_out_channels * layer.num_in_channels * NumTaps(layer));
  for (int8_t& weight : data.weights) weight = RandomInt8(random);
  data.biases.resize(layer.num_out_channels);
  for (int32_t& bias : data.biases) bias = static_cast<int32_t>(random()) >> random.UniformInt(24);
  return data;
}

int8_t Requantize(int32_t acc, int64_t shift, bool has_relu) {
  const int64_t half = shift == 0 ? 0 : int64_t{1} << (shift - 1);
  const int64_t rounded = (int64_t{acc} + half) >> shift;
  return static_cast<int8_t>(std::clamp<int64_t>(rounded, has_relu ? 0 : -128, 127));
}

std::vector<int8_t> RunLayerModel(const ConvLayer& layer, const LayerData& data) {
  const bool is_pool = layer.operation == ConvOperation::kMaxPool3x3;
  const int64_t height = layer.height;
  const int64_t width = layer.width;
  const int64_t padding = NumTaps(layer) == 1 ? 0 : 1;
  const int64_t kernel = 2 * padding + 1;
  std::vector<int8_t> result(layer.num_out_channels * height * width);
  std::vector<uint32_t> acc(width);  // of one row
  for (int64_t o = 0; o < layer.num_out_channels; ++o) {
    for (int64_t y = 0; y < height; ++y) {
      int8_t* const out = &result[(o * height + y) * width];
      if (is_pool) std::fill(out, out + width, std::numeric_limits<int8_t>::min());
      if (!is_pool) std::fill(acc.begin(), acc.end(), static_cast<uint32_t>(data.biases[o]));
      for (int64_t i = is_pool ? o : 0; i < (is_pool ? o + 1 : layer.num_in_channels); ++i) {
        for (int64_t ky = 0; ky < kernel; ++ky) {
          const int64_t in_y = y + ky - padding;
          if (in_y < 0 || in_y >= height) continue;
          const int8_t* const in = &data.image[(i * height + in_y) * width];
          for (int64_t kx = 0; kx < kernel; ++kx) {
            const int64_t offset = kx - padding;
            const int64_t begin = std::max<int64_t>(0, -offset);
            const int64_t end = std::min(width, width - offset);
            if (is_pool) {
              for (int64_t x = begin; x < end; ++x) out[x] = std::max(out[x], in[x + offset]);
              continue;
            }
            const int32_t weight = data.weights[((o * layer.num_in_channels + i) * kernel + ky) * kernel + kx];
            for (int64_t x = begin; x < end; ++x) acc[x] += static_cast<uint32_t>(weight * in[x + offset]);
          }
        }
      }
      if (is_pool) continue;
      for (int64_t x = 0; x < width; ++x) {
        out[x] = Requantize(static_cast<int32_t>(acc[x]), layer.shift, layer.has_relu);
      }
    }
  }
  return result;
}

std::vector<uint32_t> PackMemory(const ConvLayer& layer, const LayerData& data, const LayerPlan& plan,
                                 const ConvEngineParameters& parameters) {
  const int64_t words_per_beat = parameters.pixels_per_beat();
  std::vector<uint32_t> memory(plan.num_beats * words_per_beat, 0);
  const int64_t num_pixels = layer.height * layer.width;
  for (int64_t i = 0; i < layer.num_in_channels; ++i) {
    const int64_t plane = (plan.in_address + i / 4 * plan.plane_beats) * words_per_beat;
    for (int64_t p = 0; p < num_pixels; ++p) memory[plane + p] |= InQuad(data.image[i * num_pixels + p], i);
  }
  if (layer.operation == ConvOperation::kMaxPool3x3) return memory;
  const int64_t num_taps = NumTaps(layer);
  for (int64_t o = 0; o < layer.num_out_channels; ++o) {
    const int64_t filter = o % parameters.filter_par;
    const int64_t group =
        (plan.weight_address + o / parameters.filter_par * plan.group_beats) * words_per_beat + filter;
    memory[group] = static_cast<uint32_t>(data.biases[o]);
    for (int64_t i = 0; i < layer.num_in_channels; ++i) {
      for (int64_t tap = 0; tap < num_taps; ++tap) {
        const int64_t word = 1 + tap * plan.in_quads + i / 4;
        memory[group + word * parameters.filter_par] |=
            InQuad(data.weights[(o * layer.num_in_channels + i) * num_taps + tap], i);
      }
    }
  }
  return memory;
}

std::vector<int8_t> UnpackResult(const ConvLayer& layer, absl::Span<const uint32_t> memory, const LayerPlan& plan,
                                 const ConvEngineParameters& parameters) {
  const int64_t num_pixels = layer.height * layer.width;
  std::vector<int8_t> result(layer.num_out_channels * num_pixels);
  for (int64_t o = 0; o < layer.num_out_channels; ++o) {
    const int64_t plane = (plan.out_address + o / 4 * plan.plane_beats) * parameters.pixels_per_beat();
    for (int64_t p = 0; p < num_pixels; ++p) {
      result[o * num_pixels + p] = static_cast<int8_t>(memory[plane + p] >> (8 * (o % 4)));
    }
  }
  return result;
}

}  // namespace duet::hw
