#include "codesign/accelerator/fit.h"

#include <algorithm>
#include <cmath>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "codesign/accelerator/performance.h"
#include "codesign/accelerator/reference_networks.h"
#include "common/status_macros.h"
#include "hw/synth/linear_fit.h"

namespace duet::codesign {
namespace {

using google::protobuf::FieldDescriptor;

double SumOfSquares(absl::Span<const TimeMeasurement> measurements, const LatencyCalibration& calibration) {
  double sum = 0;
  for (const TimeMeasurement& measurement : measurements) {
    const double error = std::log(PredictMs(measurement, calibration) / measurement.time_ms);
    sum += error * error;
  }
  return sum;
}

double GetConstant(const LatencyCalibration& calibration, const FieldDescriptor* field) {
  return calibration.GetReflection()->GetDouble(calibration, field);
}

// Sets a constant to `value`, or as far as it can go: nothing is faster than the interface or an ideal pipeline.
void SetWithin(const FieldDescriptor* field, double value, LatencyCalibration& calibration) {
  if (field->name() == "memory_efficiency") value = std::min(value, 1.0);
  if (field->name() == "initiation_interval") value = std::max(value, 1.0);
  calibration.GetReflection()->SetDouble(&calibration, field, value);
}

// Linear in the pool engine and in compute DSPs, with one slope or with one up to 512 and one above.
absl::StatusOr<ResourceCost> FitResource(absl::Span<const Utilisation> designs, const Utilisation& diet,
                                         double Resources::*count, bool has_one_slope, const ResourceCost& start) {
  std::vector<std::vector<double>> features;
  std::vector<double> counts;
  for (const Utilisation& design : designs) {
    const double num_dsps = design.num_compute_dsps;
    std::vector<double>& row = features.emplace_back(std::vector<double>{1, design.pool_enable ? 1.0 : 0.0});
    if (has_one_slope) {
      row.push_back(num_dsps);
    } else {
      row.insert(row.end(), {std::min(num_dsps, 512.0), std::max(num_dsps - 512, 0.0)});
    }
    counts.push_back(design.resources.*count);
  }
  ASSIGN_OR_RETURN(const hw::LinearFit fit, hw::FitLinear(features, counts));
  ResourceCost cost = start;
  cost.set_base(fit.coefficients[0]);
  cost.set_pool(fit.coefficients[1]);
  cost.set_per_dsp_to_512(fit.coefficients[2]);
  cost.set_per_dsp_above_512(fit.coefficients.back());
  cost.set_second_engine(diet.resources.*count - cost.per_dsp_to_512() * diet.num_compute_dsps);
  return cost;
}

}  // namespace

double PredictMs(const TimeMeasurement& measurement, const LatencyCalibration& calibration) {
  LatencyCalibration at_clock = calibration;
  at_clock.set_clock_mhz(measurement.clock_mhz);
  int64_t num_cycles = 0;
  for (const Layer& layer : measurement.layers) {
    num_cycles += CyclesOf(layer, measurement.accelerator, at_clock, measurement.execution).total;
  }
  return CyclesToMs(num_cycles, measurement.clock_mhz);
}

double TimeErrorPct(const TimeMeasurement& measurement, const LatencyCalibration& calibration) {
  return 100 * (PredictMs(measurement, calibration) / measurement.time_ms - 1);
}

std::vector<TimeMeasurement> ChaiDnnTimes() {
  const std::vector<ReferenceNetwork> networks = ReferenceNetworks();
  std::vector<TimeMeasurement> measurements;
  for (const FrameRate& rate : PublishedFrameRates()) {
    const auto network = std::find_if(networks.begin(), networks.end(),
                                      [&](const ReferenceNetwork& n) { return n.name == rate.network; });
    TimeMeasurement measurement;
    measurement.name = rate.network;
    measurement.layers = network->layers;
    measurement.accelerator = ChaiDnnAccelerator(rate.num_compute_dsps, /*pool_enable=*/true);
    measurement.clock_mhz = ChaiDnnClockMhz(rate.num_compute_dsps);
    measurement.execution.num_images = 2;
    measurement.execution.pixels_per_pair = rate.num_bits == 6 ? 2 : 1;
    measurement.time_ms = 1000 * measurement.execution.num_images / rate.frames_per_s;
    measurements.push_back(measurement);
  }
  return measurements;
}

absl::StatusOr<LatencyCalibration> FitLatency(absl::Span<const TimeMeasurement> measurements,
                                              const LatencyCalibration& start,
                                              absl::Span<const std::string> constants) {
  if (measurements.empty()) return absl::InvalidArgumentError("no time is measured");
  std::vector<const FieldDescriptor*> fields;
  for (const std::string& name : constants) {
    const FieldDescriptor* field = LatencyCalibration::descriptor()->FindFieldByName(name);
    if (field == nullptr) return absl::InvalidArgumentError(absl::StrCat("no latency constant is named ", name));
    if (!(GetConstant(start, field) > 0)) {
      return absl::InvalidArgumentError(absl::StrCat("the start's ", name, " is not positive"));
    }
    fields.push_back(field);
  }
  constexpr double kFirstStep = 0.5, kLastStep = 1e-6;
  LatencyCalibration best = start;
  double least = SumOfSquares(measurements, best);
  const auto keep_if_better = [&](const LatencyCalibration& candidate) {
    const double sum = SumOfSquares(measurements, candidate);
    if (sum >= least) return false;
    least = sum;
    best = candidate;
    return true;
  };
  for (double step = kFirstStep; step > kLastStep;) {
    const LatencyCalibration before = best;
    for (const FieldDescriptor* field : fields) {
      for (const double factor : {std::exp(step), std::exp(-step)}) {
        LatencyCalibration candidate = best;
        SetWithin(field, GetConstant(best, field) * factor, candidate);
        if (keep_if_better(candidate)) break;
      }
    }
    // The pattern move: once more the same way.
    LatencyCalibration pattern = best;
    bool has_moved = false;
    for (const FieldDescriptor* field : fields) {
      const double from = GetConstant(before, field), to = GetConstant(best, field);
      has_moved |= to != from;
      SetWithin(field, to * to / from, pattern);
    }
    if (has_moved) {
      keep_if_better(pattern);
    } else {
      step /= 2;
    }
  }
  return best;
}

std::vector<std::string> ConstantsOfFrameRates() {
  return {"initiation_interval", "tile_overhead_cycles", "memory_efficiency"};
}

absl::StatusOr<AreaCalibration> FitArea(absl::Span<const Utilisation> designs, const Utilisation& diet,
                                        const AreaCalibration& start) {
  constexpr size_t kNumUnknowns = 4;
  if (designs.size() < kNumUnknowns) {
    return absl::InvalidArgumentError(absl::StrCat(designs.size(), " designs for ", kNumUnknowns, " unknowns"));
  }
  AreaCalibration area = start;
  ASSIGN_OR_RETURN(*area.mutable_dsp(),
                   FitResource(designs, diet, &Resources::num_dsps, /*has_one_slope=*/true, start.dsp()));
  ASSIGN_OR_RETURN(*area.mutable_lut(),
                   FitResource(designs, diet, &Resources::num_luts, /*has_one_slope=*/false, start.lut()));
  ASSIGN_OR_RETURN(*area.mutable_ff(),
                   FitResource(designs, diet, &Resources::num_ffs, /*has_one_slope=*/false, start.ff()));
  return area;
}

}  // namespace duet::codesign
