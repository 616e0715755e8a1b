// The area and latency models of accelerators against the RTL of a convolution engine: cycles of every layer, resources
// of several designs.

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "codesign/accelerator/area.h"
#include "codesign/accelerator/calibration.h"
#include "codesign/accelerator/own_rtl.h"
#include "common/status_macros.h"
#include "experiments/codesign_nas/rtl_comparison.h"
#include "experiments/codesign_nas/rtl_engines.h"
#include "experiments/framework/run_experiment.h"
#include "hw/conv_engine/layer_plan.h"

namespace duet::experiments {
namespace {

using codesign::Accelerator;
using codesign::Calibration;
using codesign::Resources;
using codesign::SynthesizedDesign;

// Every layer of at most `max_size` pixels a side, on the RTL and by the models.
absl::StatusOr<RunResult> RunLayers(const RunContext& context, const std::string& engine_name) {
  ASSIGN_OR_RETURN(const int64_t max_size, context.Int("max_size"));
  ASSIGN_OR_RETURN(const int64_t fit_step, context.Int("fit_step"));
  ASSIGN_OR_RETURN(const int64_t latency_cycles, context.Int("memory_latency_cycles"));
  ASSIGN_OR_RETURN(const RtlEngine engine, MakeRtlEngine(engine_name, latency_cycles));
  ASSIGN_OR_RETURN(const std::vector<NamedLatency> calibrations, LatencyCalibrations(fit_step));
  std::vector<codesign::Layer> layers = codesign::OwnRtlLayers();
  layers.erase(std::remove_if(layers.begin(), layers.end(), [&](const auto& l) { return l.input_size > max_size; }),
               layers.end());
  ASSIGN_OR_RETURN(const std::vector<LayerComparison> comparisons,
                   CompareLayers(engine, layers, calibrations, {latency_cycles, context.seed()}, context.progress()));

  RunResult result;
  int64_t num_differing = 0, num_cycles = 0, num_macs = 0, cycle_model_error = 0;
  for (const LayerComparison& layer : comparisons) {
    num_differing += layer.num_differing_pixels;
    num_cycles += layer.num_cycles;
    num_macs += hw::NumMacs(layer.layer);
    cycle_model_error = std::max(cycle_model_error, std::abs(layer.num_model_cycles - layer.num_cycles));
    AddMeasurement(result, "rtl_cycles", {{"layer", layer.name}}, layer.num_cycles);
  }
  AddMeasurement(result, "differing_pixels", {}, num_differing);
  AddMeasurement(result, "cycle_model_error_cycles", {}, cycle_model_error);
  AddMeasurement(result, "simulated_mcycles", {}, num_cycles / 1e6);
  AddMeasurement(result, "busy_multipliers_pct", {},
                 100.0 * num_macs / (num_cycles * engine.parameters.num_multipliers()));
  for (size_t c = 0; c < calibrations.size(); ++c) {
    const Labels labels = {{"calibration", calibrations[c].name}};
    double sum_pct = 0, max_pct = 0;
    std::vector<double> measured, predicted;
    for (const LayerComparison& layer : comparisons) {
      const double error_pct = layer.errors_pct[c];
      sum_pct += std::abs(error_pct);
      max_pct = std::max(max_pct, std::abs(error_pct));
      measured.push_back(layer.num_cycles);
      predicted.push_back(layer.num_cycles * (1 + error_pct / 100));
      AddMeasurement(result, "layer_error_pct", {{"layer", layer.name}, {"calibration", calibrations[c].name}},
                     error_pct);
    }
    AddMeasurement(result, "mean_error_pct", labels, sum_pct / comparisons.size());
    AddMeasurement(result, "max_error_pct", labels, max_pct);
    AddSeries(result, "cycles", labels, measured, predicted);
  }
  return result;
}

double ErrorPct(double predicted, double measured) { return 100 * (predicted / measured - 1); }

// Each design, by both calibrations and by one that was fitted without it.
absl::StatusOr<RunResult> CompareArea(const RunContext& context) {
  ASSIGN_OR_RETURN(const std::vector<std::string> paths, context.DataPaths("synthesis"));
  ASSIGN_OR_RETURN(const std::vector<SynthesizedDesign> designs, codesign::ReadOwnRtlDesigns(paths));
  RunResult result;
  for (size_t i = 0; i < designs.size(); ++i) {
    const Accelerator& accelerator = designs[i].accelerator;
    const Labels design = {{"accelerator", absl::StrCat(accelerator.filter_par, "x", accelerator.pixel_par, ", ",
                                                        accelerator.input_buffer_depth / 1024, "K ",
                                                        accelerator.output_buffer_depth / 1024, "K ",
                                                        accelerator.weight_buffer_depth / 1024, "K")}};
    const Resources& synthesized = designs[i].resources;
    AddMeasurement(result, "lut", design, synthesized.num_luts);
    AddMeasurement(result, "ff", design, synthesized.num_ffs);
    AddMeasurement(result, "bram36", design, synthesized.num_bram36);
    AddMeasurement(result, "dsp", design, synthesized.num_dsps);
    const double area_mm2 = AreaMm2(synthesized, codesign::OwnRtl());
    AddMeasurement(result, "area_mm2", design, area_mm2);

    std::vector<SynthesizedDesign> others = designs;
    others.erase(others.begin() + i);
    Calibration left_out = codesign::OwnRtl();
    ASSIGN_OR_RETURN(*left_out.mutable_area(), codesign::FitOwnRtlArea(others));
    for (const auto& [name, calibration] :
         std::vector<std::pair<std::string, const Calibration*>>{{"published", &codesign::PublishedTables()},
                                                                 {"own RTL", &codesign::OwnRtl()},
                                                                 {"own RTL, fitted without it", &left_out}}) {
      Labels labels = design;
      labels.push_back({"calibration", name});
      const Resources predicted = ResourcesOf(accelerator, *calibration);
      AddMeasurement(result, "lut_error_pct", labels, ErrorPct(predicted.num_luts, synthesized.num_luts));
      AddMeasurement(result, "ff_error_pct", labels, ErrorPct(predicted.num_ffs, synthesized.num_ffs));
      AddMeasurement(result, "bram36_error_pct", labels, ErrorPct(predicted.num_bram36, synthesized.num_bram36));
      AddMeasurement(result, "dsp_error_pct", labels, ErrorPct(predicted.num_dsps, synthesized.num_dsps));
      const double error_pct = ErrorPct(AreaMm2(predicted, *calibration), area_mm2);
      AddMeasurement(result, "area_error_pct", labels, error_pct);
      AddMeasurement(result, "absolute_area_error_pct", labels, std::abs(error_pct));
    }
  }
  return result;
}

absl::StatusOr<RunResult> Run(const RunContext& context) {
  ASSIGN_OR_RETURN(const std::string engine, context.Text("engine"));
  return engine.empty() ? CompareArea(context) : RunLayers(context, engine);
}

}  // namespace
}  // namespace duet::experiments

int main(int argc, char** argv) { return duet::experiments::RunExperiment(argc, argv, duet::experiments::Run); }
