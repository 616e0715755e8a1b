// Resources of the butterfly processor built here: synthesis reports, a linear model fitted on them, and what it says
// for the published designs.

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/status_macros.h"
#include "experiments/fabnet/parameter_lists.h"
#include "experiments/framework/run_experiment.h"
#include "hw/cycle_model/butterfly_cycles.h"
#include "hw/synth/report_file.h"
#include "hw/synth/resource_model.h"
#include "hw/synth/synthesis_report.pb.h"

namespace duet::experiments {
namespace {

void AddResources(RunResult& result, absl::string_view metric, const Labels& labels,
                  const std::map<std::string, double>& resources) {
  for (const auto& [resource, value] : resources) {
    Labels all = labels;
    all.push_back({"resource", resource});
    AddMeasurement(result, metric, all, value);
  }
}

absl::StatusOr<RunResult> Run(const RunContext& context) {
  ASSIGN_OR_RETURN(const std::vector<std::string> paths, context.DataPaths("reports"));
  ASSIGN_OR_RETURN(const std::vector<int64_t> designs, IntegerList(context, "designs"));
  ASSIGN_OR_RETURN(const int64_t num_units, context.Int("p_bu"));

  ASSIGN_OR_RETURN(const std::vector<hw::SynthesisReport> reports, hw::ReadSynthesisReports(paths));
  ASSIGN_OR_RETURN(const hw::ResourceModel model, hw::ResourceModel::Fit(reports));

  RunResult result;
  std::map<std::string, double> max_residual_pct;
  for (size_t i = 0; i < reports.size(); ++i) {
    const auto& parameters = reports[i].parameters();
    const std::map<std::string, double> resources = hw::ResourceValues(reports[i].total());
    AddResources(
        result, "synthesized",
        {{"engines", absl::StrCat(parameters.at("NumEngines"))}, {"units", absl::StrCat(parameters.at("NumUnits"))}},
        resources);
    for (const auto& [resource, value] : resources) {
      double& largest = max_residual_pct[resource];
      largest = std::max(largest, 100 * std::abs(model.fits().at(resource).residuals[i]) / value);
    }
  }
  AddResources(result, "max_residual_pct", {}, max_residual_pct);

  const std::vector<std::string> features = {"constant", "P_bu", "P_be P_bu", "P_be P_bu log2(2 P_bu)"};
  for (const auto& [resource, fit] : model.fits()) {
    for (size_t i = 0; i < features.size(); ++i) {
      AddMeasurement(result, "coefficient", {{"for", features[i]}, {"resource", resource}}, fit.coefficients[i]);
    }
  }
  for (const int64_t num_engines : designs) {
    const Labels design = {{"design", absl::StrCat("BE-", num_engines)}};
    AddResources(result, "predicted", design, model.Predict(num_engines, num_units));
    const hw::ButterflyAccelerator accelerator = {.num_engines = num_engines, .units_per_engine = num_units};
    AddMeasurement(result, "multipliers", design, hw::NumMultipliers(accelerator));
    AddMeasurement(result, "formula_bram36", design, hw::NumBram36(accelerator));
  }
  return result;
}

}  // namespace
}  // namespace duet::experiments

int main(int argc, char** argv) { return duet::experiments::RunExperiment(argc, argv, duet::experiments::Run); }
