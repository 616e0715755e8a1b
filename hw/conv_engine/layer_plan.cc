#include "hw/conv_engine/layer_plan.h"

#include <algorithm>
#include <initializer_list>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/rounding.h"
#include "common/status_macros.h"

namespace duet::hw {
namespace {

constexpr int64_t kMaxSize = 511;       // conv_engine_pkg::SizeWidth
constexpr int64_t kMaxChannels = 8188;  // conv_engine_pkg::QuadsWidth
constexpr int64_t kMaxShift = 31;

absl::Status CheckOneOf(absl::string_view name, int64_t value, std::initializer_list<int64_t> values) {
  if (std::find(values.begin(), values.end(), value) != values.end()) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat("convolution engine: ", name, " is ", value));
}

absl::Status CheckDepth(absl::string_view name, int64_t value) {
  if (value >= 64 && value <= 65536 && (value & (value - 1)) == 0) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("convolution engine: ", name, " is ", value, ", not a power of two from 64 on"));
}

absl::Status CheckRange(absl::string_view name, int64_t value, int64_t least, int64_t most) {
  if (value >= least && value <= most) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat("layer: ", name, " is ", value, ", not in [", least, ", ", most, "]"));
}

absl::Status CheckLayer(const ConvLayer& layer) {
  RETURN_IF_ERROR(CheckRange("num_in_channels", layer.num_in_channels, 1, kMaxChannels));
  RETURN_IF_ERROR(CheckRange("num_out_channels", layer.num_out_channels, 1, kMaxChannels));
  RETURN_IF_ERROR(CheckRange("height", layer.height, 1, kMaxSize));
  RETURN_IF_ERROR(CheckRange("width", layer.width, 1, kMaxSize));
  RETURN_IF_ERROR(CheckRange("shift", layer.shift, 0, kMaxShift));
  if (layer.operation == ConvOperation::kMaxPool3x3 && layer.num_in_channels != layer.num_out_channels) {
    return absl::InvalidArgumentError(
        absl::StrCat("layer: pooling from ", layer.num_in_channels, " to ", layer.num_out_channels, " channels"));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckParameters(const ConvEngineParameters& parameters) {
  RETURN_IF_ERROR(CheckOneOf("filter_par", parameters.filter_par, {8, 16}));
  RETURN_IF_ERROR(CheckOneOf("pixel_par", parameters.pixel_par, {4, 8, 16, 32, 64}));
  RETURN_IF_ERROR(CheckOneOf("mem_width_bits", parameters.mem_width_bits, {256, 512}));
  RETURN_IF_ERROR(CheckDepth("input_depth", parameters.input_depth));
  RETURN_IF_ERROR(CheckDepth("output_depth", parameters.output_depth));
  return CheckDepth("weight_depth", parameters.weight_depth);
}

std::string ToString(const ConvEngineParameters& parameters) {
  return absl::StrCat("filter_par=", parameters.filter_par, " pixel_par=", parameters.pixel_par,
                      " input=", parameters.input_depth, " output=", parameters.output_depth,
                      " weights=", parameters.weight_depth, " memory=", parameters.mem_width_bits);
}

int64_t NumTaps(const ConvLayer& layer) { return layer.operation == ConvOperation::kConv1x1 ? 1 : 9; }

int64_t NumMacs(const ConvLayer& layer) {
  if (layer.operation == ConvOperation::kMaxPool3x3) return 0;
  return NumTaps(layer) * layer.num_in_channels * layer.num_out_channels * layer.height * layer.width;
}

absl::StatusOr<LayerPlan> PlanLayer(const ConvLayer& layer, const ConvEngineParameters& parameters) {
  RETURN_IF_ERROR(CheckParameters(parameters));
  RETURN_IF_ERROR(CheckLayer(layer));
  const bool is_pool = layer.operation == ConvOperation::kMaxPool3x3;
  const int64_t lanes = parameters.num_lanes();
  const int64_t banks = parameters.num_banks();
  const int64_t pixels_per_beat = parameters.pixels_per_beat();
  const int64_t beats_per_word = banks / pixels_per_beat;  // of all banks
  const int64_t width = layer.width;

  LayerPlan plan;
  plan.in_quads = CeilDiv(layer.num_in_channels, 4);
  plan.out_quads = CeilDiv(layer.num_out_channels, 4);
  plan.num_groups = is_pool ? plan.in_quads : CeilDiv(layer.num_out_channels, parameters.filter_par);
  plan.plane_beats = CeilDiv(layer.height * width, pixels_per_beat);
  plan.halo_beats = NumTaps(layer) == 1 ? 0 : CeilDiv(width, pixels_per_beat);
  plan.lane_step_x = lanes % width;
  plan.lane_step_y = lanes / width;

  if (!is_pool) {
    const int64_t group_words = 1 + NumTaps(layer) * plan.in_quads;
    plan.group_beats = CeilDiv(group_words * 32 * parameters.filter_par, parameters.mem_width_bits);
    if (plan.group_beats > parameters.num_ring_beats()) {
      return absl::ResourceExhaustedError(absl::StrCat("a group's weights take ", plan.group_beats, " beats, of ",
                                                       parameters.num_ring_beats(), ": ", ToString(parameters)));
    }
  }

  const int64_t in_words = 8 * parameters.input_depth / banks;  // of a bank's half
  const int64_t out_words = 8 * parameters.output_depth / banks;
  int64_t& rows = plan.band_rows;
  for (rows = layer.height; rows > 0; --rows) {
    const bool is_whole = rows == layer.height;
    if (!is_whole && rows * width % banks != 0) continue;
    plan.band_beats = CeilDiv(rows * width, pixels_per_beat);
    plan.in_row_words = CeilDiv(plan.band_beats + (is_whole ? 0 : 2 * plan.halo_beats), beats_per_word);
    plan.out_row_words = CeilDiv(plan.band_beats, beats_per_word);
    if (plan.in_quads * plan.in_row_words <= in_words && plan.out_quads * plan.out_row_words <= out_words) break;
  }
  if (rows == 0) {
    return absl::ResourceExhaustedError(absl::StrCat("not one band of ", width, " columns, ", layer.num_in_channels,
                                                     " channels in and ", layer.num_out_channels,
                                                     " out fits: ", ToString(parameters)));
  }
  plan.num_bands = CeilDiv(layer.height, rows);
  const int64_t last_pixels = (layer.height - (plan.num_bands - 1) * rows) * width;
  plan.last_band_beats = CeilDiv(last_pixels, pixels_per_beat);
  plan.band_tiles = CeilDiv(rows * width, lanes);
  plan.last_band_tiles = CeilDiv(last_pixels, lanes);

  plan.in_address = 0;
  plan.weight_address = plan.in_quads * plan.plane_beats;
  plan.out_address = plan.weight_address + (is_pool ? 0 : plan.num_groups * plan.group_beats);
  plan.num_beats = plan.out_address + plan.out_quads * plan.plane_beats;
  return plan;
}

}  // namespace duet::hw
