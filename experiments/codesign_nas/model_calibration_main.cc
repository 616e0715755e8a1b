// How well the area and latency models tell what is published of CHaiDNN.

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "codesign/accelerator/accelerator.h"
#include "codesign/accelerator/area.h"
#include "codesign/accelerator/calibration.h"
#include "codesign/accelerator/chaidnn.h"
#include "codesign/accelerator/fit.h"
#include "common/status_macros.h"
#include "experiments/framework/run_experiment.h"

namespace duet::experiments {
namespace {

using codesign::LatencyCalibration;
using codesign::Resources;
using codesign::TimeMeasurement;

double ErrorPct(double predicted, double published) { return 100 * (predicted / published - 1); }

void AddAreas(const codesign::Calibration& calibration, RunResult& result) {
  double sum = 0;
  int64_t num_areas = 0;
  for (const codesign::Utilisation& design : codesign::PublishedUtilisation()) {
    const Labels labels = {{"design", design.design}};
    Resources model =
        ResourcesOf(codesign::ChaiDnnAccelerator(design.num_compute_dsps, design.pool_enable), calibration);
    const Resources& published = design.resources;
    AddMeasurement(result, "lut_error_pct", labels, ErrorPct(model.num_luts, published.num_luts));
    AddMeasurement(result, "ff_error_pct", labels, ErrorPct(model.num_ffs, published.num_ffs));
    AddMeasurement(result, "dsp_error_pct", labels, ErrorPct(model.num_dsps, published.num_dsps));
    if (design.has_uram) continue;
    model.num_bram36 += codesign::kDeconvolutionBram36;
    const double area_error_pct = ErrorPct(AreaMm2(model, calibration), AreaMm2(published, calibration));
    AddMeasurement(result, "bram_error_pct", labels, ErrorPct(model.num_bram36, published.num_bram36));
    AddMeasurement(result, "area_mm2", labels, AreaMm2(published, calibration));
    AddMeasurement(result, "area_error_pct", labels, area_error_pct);
    sum += std::abs(area_error_pct);
    ++num_areas;
  }
  AddMeasurement(result, "mean_area_error_pct", {}, sum / num_areas);
}

void AddSpace(const codesign::Calibration& calibration, RunResult& result) {
  const codesign::AcceleratorSpace space;
  int64_t num_fitting = 0;
  double smallest_mm2 = INFINITY, largest_mm2 = 0;
  for (int64_t index = 0; index < space.size(); ++index) {
    const Resources resources = ResourcesOf(space.At(index), calibration);
    num_fitting += codesign::CheckFits(resources).ok();
    smallest_mm2 = std::min(smallest_mm2, AreaMm2(resources, calibration));
    largest_mm2 = std::max(largest_mm2, AreaMm2(resources, calibration));
  }
  AddMeasurement(result, "num_accelerators", {}, space.size());
  AddMeasurement(result, "num_fitting", {}, num_fitting);
  AddMeasurement(result, "smallest_mm2", {}, smallest_mm2);
  AddMeasurement(result, "largest_mm2", {}, largest_mm2);
}

// Mean of absolute errors, of all and by network, in percent.
struct MeanErrors {
  std::map<std::string, std::vector<double>> by_network;

  void Add(const std::string& network, double error_pct) {
    by_network[network].push_back(std::abs(error_pct));
    by_network["all"].push_back(std::abs(error_pct));
  }
  void Report(absl::string_view metric, RunResult& result) const {
    for (const auto& [network, errors] : by_network) {
      double sum = 0;
      for (const double error : errors) sum += error;
      AddMeasurement(result, metric, {{"network", network}}, sum / errors.size());
    }
  }
};

absl::Status AddTimes(const codesign::Calibration& calibration, const std::vector<std::string>& constants,
                      RunResult& result) {
  const std::vector<TimeMeasurement> all = codesign::ChaiDnnTimes();
  ASSIGN_OR_RETURN(const LatencyCalibration fitted, FitLatency(all, calibration.latency(), constants));
  for (const std::string& constant : constants) {
    const auto* field = LatencyCalibration::descriptor()->FindFieldByName(constant);
    AddMeasurement(result, "fitted_constant", {{"constant", constant}},
                   fitted.GetReflection()->GetDouble(fitted, field));
  }
  std::map<std::string, LatencyCalibration> without;
  for (const TimeMeasurement& measurement : all) {
    if (without.count(measurement.name) != 0) continue;
    std::vector<TimeMeasurement> others;
    std::copy_if(all.begin(), all.end(), std::back_inserter(others),
                 [&](const TimeMeasurement& m) { return m.name != measurement.name; });
    ASSIGN_OR_RETURN(without[measurement.name], FitLatency(others, calibration.latency(), constants));
  }
  MeanErrors fit_errors, held_out_errors;
  std::map<std::string, std::pair<std::vector<double>, std::vector<double>>> points;
  for (const TimeMeasurement& m : all) {
    const int64_t num_bits = m.execution.pixels_per_pair == 2 ? 6 : 8;
    const Labels labels = {{"network", m.name},
                           {"bits", absl::StrCat(num_bits)},
                           {"compute_dsps", absl::StrCat(NumComputeDsps(m.accelerator))}};
    const double published_fps = 1000 * m.execution.num_images / m.time_ms;
    const double predicted_fps = 1000 * m.execution.num_images / PredictMs(m, fitted);
    const double error_pct = TimeErrorPct(m, fitted);
    const double held_out_error_pct = TimeErrorPct(m, without[m.name]);
    AddMeasurement(result, "published_fps", labels, published_fps);
    AddMeasurement(result, "time_error_pct", labels, error_pct);
    AddMeasurement(result, "held_out_time_error_pct", labels, held_out_error_pct);
    fit_errors.Add(m.name, error_pct);
    held_out_errors.Add(m.name, held_out_error_pct);
    auto& [x, y] = points[absl::StrCat(m.name, ", ", num_bits, " bits")];
    x.push_back(published_fps);
    y.push_back(predicted_fps);
  }
  fit_errors.Report("mean_time_error_pct", result);
  held_out_errors.Report("mean_held_out_time_error_pct", result);
  for (const auto& [network, xy] : points)
    AddSeries(result, "frame_rates", {{"network", network}}, xy.first, xy.second);
  return absl::OkStatus();
}

absl::StatusOr<RunResult> Run(const RunContext& context) {
  ASSIGN_OR_RETURN(const std::string constants, context.Text("fitted_constants"));
  RunResult result;
  AddAreas(codesign::PublishedTables(), result);
  AddSpace(codesign::PublishedTables(), result);
  RETURN_IF_ERROR(AddTimes(codesign::PublishedTables(), absl::StrSplit(constants, ','), result));
  return result;
}

}  // namespace
}  // namespace duet::experiments

int main(int argc, char** argv) { return duet::experiments::RunExperiment(argc, argv, duet::experiments::Run); }
