#include "experiments/codesign_nas/rtl_comparison.h"

#include "codesign/accelerator/fit.h"
#include "codesign/accelerator/own_rtl.h"
#include "codesign/accelerator/performance.h"
#include "common/status_macros.h"
#include "hw/conv_engine/conv_model.h"
#include "hw/conv_engine/cycle_model.h"

namespace duet::experiments {

using codesign::LatencyCalibration;
using codesign::TimeMeasurement;

absl::StatusOr<std::vector<NamedLatency>> LatencyCalibrations(int64_t fit_step) {
  const LatencyCalibration& published = codesign::PublishedTables().latency();
  const LatencyCalibration& own = codesign::OwnRtl().latency();
  ASSIGN_OR_RETURN(const std::vector<TimeMeasurement> times,
                   codesign::OwnRtlTimes(codesign::OwnRtlAccelerators(fit_step), own.clock_mhz()));
  ASSIGN_OR_RETURN(const LatencyCalibration refitted, FitLatency(times, published, codesign::ConstantsOfFrameRates()));
  return std::vector<NamedLatency>{{"published", published}, {"published form, refitted", refitted}, {"own RTL", own}};
}

absl::StatusOr<std::vector<LayerComparison>> CompareLayers(const RtlEngine& engine,
                                                           absl::Span<const codesign::Layer> layers,
                                                           absl::Span<const NamedLatency> calibrations,
                                                           const ComparisonOptions& options, Progress& progress) {
  std::vector<LayerComparison> comparisons;
  progress.Start("simulating", layers.size());
  for (const codesign::Layer& layer : layers) {
    LayerComparison comparison;
    comparison.name = layer.name;
    comparison.layer = *codesign::ConvLayerOf(layer);
    const hw::LayerData data = hw::RandomLayerData(comparison.layer, options.seed);
    ASSIGN_OR_RETURN(const hw::LayerRun run, engine.run(comparison.layer, data));
    const std::vector<int8_t> expected = hw::RunLayerModel(comparison.layer, data);
    for (size_t i = 0; i < expected.size(); ++i) comparison.num_differing_pixels += run.result[i] != expected[i];
    comparison.num_cycles = run.num_cycles;
    ASSIGN_OR_RETURN(const hw::ConvCycles cycles,
                     hw::CyclesOf(comparison.layer, engine.parameters, options.memory_latency_cycles));
    comparison.num_model_cycles = cycles.total;
    for (const NamedLatency& calibration : calibrations) {
      TimeMeasurement time;
      time.layers = {layer};
      time.accelerator = codesign::AcceleratorOf(engine.parameters);
      time.clock_mhz = calibration.latency.clock_mhz();
      time.time_ms = codesign::CyclesToMs(run.num_cycles, time.clock_mhz);
      comparison.errors_pct.push_back(TimeErrorPct(time, calibration.latency));
    }
    comparisons.push_back(comparison);
    progress.Advance();
  }
  progress.Finish();
  return comparisons;
}

}  // namespace duet::experiments
