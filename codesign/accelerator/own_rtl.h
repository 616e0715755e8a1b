// The models and this project's own convolution engine, //hw/conv_engine: what it runs of a network, how long it takes,
// what it costs, and the calibration that follows.
//
// Cycles are those of the engine's cycle model, which equal its RTL's (//experiments/codesign_nas:rtl_validation runs
// both); resources are those of synthesis by Yosys, as //hw/conv_engine:synthesis_reports
// records them. How the engine works gives the constants
// that are not fitted (OwnRtlForm); the fit finds the others: `bazel run //codesign/accelerator:calibrate_own_rtl`.

#ifndef CODESIGN_ACCELERATOR_OWN_RTL_H_
#define CODESIGN_ACCELERATOR_OWN_RTL_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "codesign/accelerator/accelerator.h"
#include "codesign/accelerator/area.h"
#include "codesign/accelerator/calibration.h"
#include "codesign/accelerator/fit.h"
#include "codesign/accelerator/layer.h"
#include "hw/conv_engine/layer_plan.h"

namespace duet::codesign {

// The engine of an accelerator with one convolution engine, which pools too.
hw::ConvEngineParameters EngineParametersOf(const Accelerator& accelerator);
Accelerator AcceleratorOf(const hw::ConvEngineParameters& parameters);

// The layer as the engine runs it, if it does: convolutions 3x3 and 1x1 and pooling 3x3, all of stride 1.
std::optional<hw::ConvLayer> ConvLayerOf(const Layer& layer);

// All layers of NAS-Bench-101's networks that the engine runs, each once.
std::vector<Layer> OwnRtlLayers();

// Cycles of memory between a request and its response, wherever cycles of the engine are reported.
constexpr int64_t kOwnRtlMemoryLatencyCycles = 30;

// Every layer of OwnRtlLayers on each accelerator that holds it, by the engine's cycle model, at the calibration's
// clock.
absl::StatusOr<std::vector<TimeMeasurement>> OwnRtlTimes(absl::Span<const Accelerator> accelerators, double clock_mhz);

// Accelerators with one engine and no pool engine, every `step`-th of the space's: what the calibration is fitted on.
std::vector<Accelerator> OwnRtlAccelerators(int64_t step);

// PublishedTables' form with the engine's way of working.
LatencyCalibration OwnRtlForm();

// A design and what Yosys says of it.
struct SynthesizedDesign {
  Accelerator accelerator;
  Resources resources;
  Resources pooling;  // LUT and FF of what an engine that only pools would have too
};

// From reports on module conv_engine, smallest design first: //hw/conv_engine:synthesis_reports has several. NotFound
// or InvalidArgument with the path for what is none.
absl::StatusOr<std::vector<SynthesizedDesign>> ReadOwnRtlDesigns(absl::Span<const std::string> paths);

// Least squares of relative errors: DSP, LUT and FF linear in compute DSPs, pixels and ports. Neither a second engine
// nor a pool engine is synthesized: the former costs as much again as the first beside its multipliers and pixels, the
// latter what an engine of 8 lanes has beside multipliers, requantization and weights. InvalidArgument for fewer than
// five designs, or none with 8 lanes.
absl::StatusOr<AreaCalibration> FitOwnRtlArea(absl::Span<const SynthesizedDesign> designs);

// FitLatency from OwnRtlForm, of the constants that our engine's way of working leaves open.
absl::StatusOr<LatencyCalibration> FitOwnRtlLatency(absl::Span<const TimeMeasurement> times);

}  // namespace duet::codesign

#endif  // CODESIGN_ACCELERATOR_OWN_RTL_H_
