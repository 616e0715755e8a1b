// Layers on the RTL of a convolution engine against its C++ model, its cycle model and the latency model of the search.

#ifndef EXPERIMENTS_CODESIGN_NAS_RTL_COMPARISON_H_
#define EXPERIMENTS_CODESIGN_NAS_RTL_COMPARISON_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "codesign/accelerator/calibration.h"
#include "codesign/accelerator/layer.h"
#include "common/progress.h"
#include "experiments/codesign_nas/rtl_engines.h"
#include "hw/conv_engine/layer_plan.h"

namespace duet::experiments {

struct NamedLatency {
  std::string name;
  codesign::LatencyCalibration latency;
};

// "published" as it is; "published form, refitted": the same formula with its constants fitted to every `fit_step`-th
// accelerator with our engine (own_rtl.h); "own RTL".
absl::StatusOr<std::vector<NamedLatency>> LatencyCalibrations(int64_t fit_step);

struct LayerComparison {
  std::string name;
  hw::ConvLayer layer;
  int64_t num_differing_pixels = 0;  // from the C++ model
  int64_t num_cycles = 0;            // of the RTL
  int64_t num_model_cycles = 0;      // of the engine's cycle model
  std::vector<double> errors_pct;    // of the latency model, for each calibration: predicted over RTL, less 1
};

struct ComparisonOptions {
  int64_t memory_latency_cycles = 30;
  uint64_t seed = 0;  // of pixels and weights
};

// Errors as RtlEngine::run and hw::CyclesOf. `layers` are some of codesign::OwnRtlLayers().
absl::StatusOr<std::vector<LayerComparison>> CompareLayers(const RtlEngine& engine,
                                                           absl::Span<const codesign::Layer> layers,
                                                           absl::Span<const NamedLatency> calibrations,
                                                           const ComparisonOptions& options, Progress& progress);

}  // namespace duet::experiments

#endif  // EXPERIMENTS_CODESIGN_NAS_RTL_COMPARISON_H_
