#include "hw/synth/resource_model.h"

#include <cmath>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/status_macros.h"
#include "hw/synth/resources.h"

namespace duet::hw {
namespace {

std::vector<double> Features(double num_engines, double num_units) {
  return {1, num_units, num_engines * num_units, num_engines * num_units * std::log2(2 * num_units)};
}

absl::StatusOr<int64_t> Parameter(const SynthesisReport& report, const char* name) {
  const auto parameter = report.parameters().find(name);
  if (parameter == report.parameters().end()) {
    return absl::InvalidArgumentError(absl::StrCat("a report of ", report.top(), " has no parameter ", name));
  }
  return parameter->second;
}

}  // namespace

std::map<std::string, double> ResourceValues(const Resources& resources) {
  return {{"BRAM36", Bram36(resources)},
          {"DSP", static_cast<double>(resources.dsp())},
          {"FF", static_cast<double>(resources.ff())},
          {"LUT", static_cast<double>(resources.lut())}};
}

absl::StatusOr<ResourceModel> ResourceModel::Fit(const std::vector<SynthesisReport>& reports) {
  std::vector<std::vector<double>> features;
  std::map<std::string, std::vector<double>> values;
  int64_t max_log2_size = 0;
  for (const SynthesisReport& report : reports) {
    ASSIGN_OR_RETURN(const int64_t num_engines, Parameter(report, "NumEngines"));
    ASSIGN_OR_RETURN(const int64_t num_units, Parameter(report, "NumUnits"));
    ASSIGN_OR_RETURN(const int64_t log2_size, Parameter(report, "MaxLog2Size"));
    if (!features.empty() && log2_size != max_log2_size) {
      return absl::InvalidArgumentError(
          absl::StrCat("reports with MaxLog2Size ", max_log2_size, " and ", log2_size, " have no model in common"));
    }
    max_log2_size = log2_size;
    features.push_back(Features(num_engines, num_units));
    for (const auto& [resource, value] : ResourceValues(report.total())) values[resource].push_back(value);
  }
  ResourceModel model;
  for (const auto& [resource, of_reports] : values) {
    ASSIGN_OR_RETURN(model.fits_[resource], FitLinear(features, of_reports));
  }
  if (model.fits_.empty()) return absl::InvalidArgumentError("no reports to fit a resource model on");
  return model;
}

std::map<std::string, double> ResourceModel::Predict(int64_t num_engines, int64_t num_units) const {
  std::map<std::string, double> predicted;
  for (const auto& [resource, fit] : fits_) predicted[resource] = fit.Predict(Features(num_engines, num_units));
  return predicted;
}

}  // namespace duet::hw
