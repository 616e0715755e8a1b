// A layer on the convolution engine (conv_engine.sv): what it computes, and how it is cut into bands of rows.
//
// A band has as many rows as fit: with B banks, quads of four channels, and buffers of I and O words of 32 channels,
//
//     ceil(C / 4)  * ceil((R + 2 halos) W / B) B <= 8 I      pixels of the rows, and of the row above and below (3x3)
//     ceil(C' / 4) * ceil(R W / B) B             <= 8 O
//
// and R W a multiple of B unless the band is the whole image, so that bands begin in bank 0. CHaiDNN cuts layers the
// same way, with channels counted by 32 there.

#ifndef HW_CONV_ENGINE_LAYER_PLAN_H_
#define HW_CONV_ENGINE_LAYER_PLAN_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace duet::hw {

// Parameters of module conv_engine, by the same names.
struct ConvEngineParameters {
  int64_t filter_par = 8;
  int64_t pixel_par = 16;
  int64_t input_depth = 1024;   // words of 32 channels
  int64_t output_depth = 1024;  // words of 32 channels
  int64_t weight_depth = 1024;  // words of 4 channels
  int64_t mem_width_bits = 256;

  int64_t num_lanes() const { return pixel_par / 2; }
  int64_t pixels_per_beat() const { return mem_width_bits / 32; }
  int64_t num_banks() const { return num_lanes() > pixels_per_beat() ? num_lanes() : pixels_per_beat(); }
  // Multiply-accumulates in one cycle.
  int64_t num_multipliers() const { return 2 * filter_par * pixel_par; }
  // Beats of weights that the ring holds.
  int64_t num_ring_beats() const { return 2 * weight_depth * 32 * filter_par / mem_width_bits; }
};

// InvalidArgument for what does not elaborate.
absl::Status CheckParameters(const ConvEngineParameters& parameters);

// "filter_par=8 pixel_par=16 input=1024 output=1024 weights=1024 memory=256"
std::string ToString(const ConvEngineParameters& parameters);

enum class ConvOperation : uint8_t { kConv1x1 = 0, kConv3x3 = 1, kMaxPool3x3 = 2 };  // as conv_engine_pkg::op_e

// [C, H, W] -> [C', H, W].
struct ConvLayer {
  ConvOperation operation = ConvOperation::kConv3x3;
  int64_t num_in_channels = 4;
  int64_t num_out_channels = 4;  // of pooling: num_in_channels
  int64_t height = 8;
  int64_t width = 8;
  bool has_relu = true;  // of a convolution
  int64_t shift = 8;     // of a convolution: results are divided by 2^shift
};

// 1 or 9.
int64_t NumTaps(const ConvLayer& layer);
// Of a convolution; 0 for pooling.
int64_t NumMacs(const ConvLayer& layer);

// Inputs of module conv_engine, by the same names.
struct LayerPlan {
  int64_t in_quads = 0;
  int64_t out_quads = 0;
  int64_t num_groups = 0;
  int64_t group_beats = 0;
  int64_t num_bands = 0;
  int64_t band_rows = 0;
  int64_t band_tiles = 0;
  int64_t last_band_tiles = 0;
  int64_t plane_beats = 0;
  int64_t band_beats = 0;
  int64_t last_band_beats = 0;
  int64_t halo_beats = 0;
  int64_t in_row_words = 0;
  int64_t out_row_words = 0;
  int64_t lane_step_x = 0;
  int64_t lane_step_y = 0;
  int64_t in_address = 0;
  int64_t weight_address = 0;
  int64_t out_address = 0;
  int64_t num_beats = 0;  // of memory, all three together
};

// InvalidArgument, with the value, for layers and parameters that are none; ResourceExhausted if not even the smallest
// band, or not one group's weights, fit.
absl::StatusOr<LayerPlan> PlanLayer(const ConvLayer& layer, const ConvEngineParameters& parameters);

}  // namespace duet::hw

#endif  // HW_CONV_ENGINE_LAYER_PLAN_H_
