#include "codesign/accelerator/own_rtl.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "codesign/accelerator/performance.h"
#include "common/status_macros.h"
#include "datasets/nasbench101/network.h"
#include "hw/conv_engine/cycle_model.h"
#include "hw/synth/linear_fit.h"
#include "hw/synth/report_file.h"
#include "hw/synth/resources.h"

namespace duet::codesign {
namespace {

// No static timing analysis of UltraScale+ is at hand: CHaiDNN's, at which it runs with 1,024 compute DSPs.
constexpr double kClockMhz = 250;

// A pool engine: lanes, and BRAM36 of buffers of 1,024 words.
constexpr int64_t kPoolLanes = 8;
constexpr double kPoolBufferBram36 = 32;

// base, per compute DSP, per pixel, per port beyond four.
absl::StatusOr<ResourceCost> FitCost(absl::Span<const SynthesizedDesign> designs, double Resources::*count) {
  constexpr int kNumUnknowns = 4;
  if (designs.size() <= kNumUnknowns) {
    return absl::InvalidArgumentError(absl::StrCat(designs.size(), " designs for ", kNumUnknowns, " unknowns"));
  }
  std::vector<std::vector<double>> features;
  std::vector<double> counts;
  for (const SynthesizedDesign& design : designs) {
    const Accelerator& accelerator = design.accelerator;
    // Relative errors count.
    const double weight = 1 / std::max(design.resources.*count, 1.0);
    const double num_pixels = accelerator.pixel_par / 2,
                 num_more_ports = accelerator.mem_interface_width_bits / 128 - 4;
    features.push_back({weight, weight * NumComputeDsps(accelerator), weight * num_pixels, weight * num_more_ports});
    counts.push_back(weight * (design.resources.*count));
  }
  ASSIGN_OR_RETURN(const hw::LinearFit fit, hw::FitLinear(features, counts));
  std::vector<double> solution = fit.coefficients;
  constexpr double kRoundingError = 1e-6;
  for (double& value : solution) value = std::abs(value) < kRoundingError ? 0 : value;
  ResourceCost cost;
  cost.set_base(solution[0]);
  cost.set_per_dsp_to_512(solution[1]);
  cost.set_per_dsp_above_512(solution[1]);
  cost.set_per_pixel(solution[2]);
  cost.set_per_port(solution[3]);
  cost.set_second_engine(solution[0]);
  return cost;
}

// All but multipliers, what requantizes their sums, weights and buffers.
bool IsForPooling(absl::string_view module) {
  for (const absl::string_view other : {"conv_cell", "conv_requantize", "conv_ring", "conv_skew", "conv_bank"}) {
    if (absl::StartsWith(module, other)) return false;
  }
  return true;
}

}  // namespace

hw::ConvEngineParameters EngineParametersOf(const Accelerator& accelerator) {
  return {accelerator.filter_par,          accelerator.pixel_par,           accelerator.input_buffer_depth,
          accelerator.output_buffer_depth, accelerator.weight_buffer_depth, accelerator.mem_interface_width_bits};
}

Accelerator AcceleratorOf(const hw::ConvEngineParameters& parameters) {
  return {parameters.filter_par,   parameters.pixel_par,      parameters.input_depth, parameters.output_depth,
          parameters.weight_depth, parameters.mem_width_bits, /*pool_enable=*/false,  /*ratio_conv_engines=*/1};
}

std::optional<hw::ConvLayer> ConvLayerOf(const Layer& layer) {
  if (layer.stride != 1 || layer.num_groups != 1 || layer.input_size != layer.output_size) return std::nullopt;
  hw::ConvLayer conv;
  if (layer.kind == LayerKind::kConv && layer.kernel_size == 1) {
    conv.operation = hw::ConvOperation::kConv1x1;
  } else if (layer.kind == LayerKind::kConv && layer.kernel_size == 3) {
    conv.operation = hw::ConvOperation::kConv3x3;
  } else if (layer.kind == LayerKind::kMaxPool && layer.kernel_size == 3) {
    conv.operation = hw::ConvOperation::kMaxPool3x3;
  } else {
    return std::nullopt;
  }
  conv.num_in_channels = layer.num_input_channels;
  conv.num_out_channels = layer.num_output_channels;
  conv.height = layer.input_size;
  conv.width = layer.input_size;
  return conv;
}

std::vector<Layer> OwnRtlLayers() {
  std::vector<Layer> layers;
  for (const nasbench101::Operation& operation : nasbench101::AllOperations()) {
    const std::optional<Layer> layer = LayerOf(operation);
    if (layer.has_value() && ConvLayerOf(*layer).has_value()) layers.push_back(*layer);
  }
  return layers;
}

absl::StatusOr<std::vector<TimeMeasurement>> OwnRtlTimes(absl::Span<const Accelerator> accelerators, double clock_mhz) {
  const std::vector<Layer> layers = OwnRtlLayers();
  std::vector<TimeMeasurement> times;
  for (const Accelerator& accelerator : accelerators) {
    for (const Layer& layer : layers) {
      const auto cycles =
          hw::CyclesOf(*ConvLayerOf(layer), EngineParametersOf(accelerator), kOwnRtlMemoryLatencyCycles);
      if (absl::IsResourceExhausted(cycles.status())) continue;
      RETURN_IF_ERROR(cycles.status());
      times.push_back({layer.name, {layer}, accelerator, clock_mhz, {}, CyclesToMs(cycles->total, clock_mhz)});
    }
  }
  return times;
}

std::vector<Accelerator> OwnRtlAccelerators(int64_t step) {
  AcceleratorSpace space;
  space.pool_enable = {false};
  space.ratio_conv_engines = {1};
  std::vector<Accelerator> accelerators;
  for (int64_t index = 0; index < space.size(); index += step) accelerators.push_back(space.At(index));
  return accelerators;
}

LatencyCalibration OwnRtlForm() {
  LatencyCalibration form;
  form.set_clock_mhz(kClockMhz);
  // A step a cycle; a drain for each quad of filters; a group of any length; quads of channels.
  form.set_initiation_interval(1);
  form.set_write_out_cycles_per_filter(0.25);
  form.set_output_alignment(4);
  // Pooling takes a quad at a time, since the input buffer yields one for each pixel in a cycle.
  form.set_pool_channels_per_turn(4);
  // Bands and weights are fetched ahead and written behind, but for the first and the last ones.
  form.set_overlap(1);
  form.set_exposed_share(1);
  form.set_memory_efficiency(1);
  // A pool engine would be the same engine of 8 lanes without multipliers: 8 pixels of a quad in 11 cycles, of which 9
  // are the window's.
  form.set_pool_channels_per_cycle(kPoolLanes * 4 * 9 / 11.0);
  // Where the fit begins.
  form.set_tile_overhead_cycles(0.1);
  form.set_layer_overhead_us(0.2);
  return form;
}

absl::StatusOr<std::vector<SynthesizedDesign>> ReadOwnRtlDesigns(absl::Span<const std::string> paths) {
  std::vector<SynthesizedDesign> designs;
  for (const std::string& path : paths) {
    ASSIGN_OR_RETURN(const hw::SynthesisReport report, hw::ReadSynthesisReport(path));
    const auto parameter = [&](const char* name) {
      const auto found = report.parameters().find(name);
      return found == report.parameters().end() ? 0 : found->second;
    };
    SynthesizedDesign design;
    design.accelerator = AcceleratorOf({parameter("FilterPar"), parameter("PixelPar"), parameter("InputDepth"),
                                        parameter("OutputDepth"), parameter("WeightDepth"), parameter("MemWidth")});
    const absl::Status status = CheckAccelerator(design.accelerator);
    if (!status.ok()) return absl::InvalidArgumentError(absl::StrCat(path, ": ", status.message()));
    const hw::Resources& total = report.total();
    design.resources = {1.0 * total.lut(), 1.0 * total.ff(), hw::Bram36(total), 1.0 * total.dsp()};
    for (const hw::ModuleResources& module : report.modules()) {
      if (IsForPooling(module.module())) {
        design.pooling.num_luts += module.num_instances() * module.own().lut();
        design.pooling.num_ffs += module.num_instances() * module.own().ff();
      }
    }
    designs.push_back(design);
  }
  const auto by_size = [](const SynthesizedDesign& design) {
    return std::make_pair(NumComputeDsps(design.accelerator), design.accelerator.filter_par);
  };
  std::sort(designs.begin(), designs.end(),
            [&](const SynthesizedDesign& a, const SynthesizedDesign& b) { return by_size(a) < by_size(b); });
  return designs;
}

absl::StatusOr<AreaCalibration> FitOwnRtlArea(absl::Span<const SynthesizedDesign> designs) {
  AreaCalibration area;
  ASSIGN_OR_RETURN(*area.mutable_dsp(), FitCost(designs, &Resources::num_dsps));
  ASSIGN_OR_RETURN(*area.mutable_lut(), FitCost(designs, &Resources::num_luts));
  ASSIGN_OR_RETURN(*area.mutable_ff(), FitCost(designs, &Resources::num_ffs));
  const auto with_pool_lanes = std::find_if(designs.begin(), designs.end(), [](const SynthesizedDesign& design) {
    return design.accelerator.pixel_par == 2 * kPoolLanes;
  });
  if (with_pool_lanes == designs.end()) {
    return absl::InvalidArgumentError(absl::StrCat("no design has pixel_par ", 2 * kPoolLanes));
  }
  area.mutable_lut()->set_pool(with_pool_lanes->pooling.num_luts);
  area.mutable_ff()->set_pool(with_pool_lanes->pooling.num_ffs);
  area.set_bram_pool(kPoolBufferBram36);
  area.set_buffer_shapes(OWN_RTL);
  const AreaCalibration& published = PublishedTables().area();
  area.set_clb_mm2(published.clb_mm2());
  area.set_bram36_mm2(published.bram36_mm2());
  area.set_dsp_mm2(published.dsp_mm2());
  return area;
}

absl::StatusOr<LatencyCalibration> FitOwnRtlLatency(absl::Span<const TimeMeasurement> times) {
  const std::vector<std::string> constants = {"initiation_interval", "tile_overhead_cycles", "memory_efficiency",
                                              "layer_overhead_us"};
  return FitLatency(times, OwnRtlForm(), constants);
}

}  // namespace duet::codesign
