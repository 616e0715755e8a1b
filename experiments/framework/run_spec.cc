#include "experiments/framework/run_spec.h"

#include "absl/strings/str_cat.h"
#include "common/files.h"
#include "common/status_macros.h"
#include "experiments/framework/spec.h"
#include "google/protobuf/text_format.h"

namespace duet::experiments {
namespace {

Parameter ValuesOf(const Parameter& parameter) {
  Parameter values = parameter;
  values.clear_source();
  values.clear_note();
  values.clear_fixed_in_code();
  return values;
}

Metric UnitOf(const Metric& metric) {
  Metric unit;
  unit.set_name(metric.name());
  unit.set_unit(metric.unit());
  return unit;
}

DataSource KindOf(const DataSource& data) {
  DataSource kind = data;
  kind.clear_source();
  kind.clear_licence();
  return kind;
}

}  // namespace

absl::StatusOr<ExperimentSpec> RunSpecOf(const ExperimentSpec& spec, absl::string_view configuration) {
  ExperimentSpec run_spec;
  run_spec.set_name(spec.name());
  ASSIGN_OR_RETURN(*run_spec.add_configurations(), FindConfiguration(spec, configuration));
  for (const Parameter& parameter : spec.parameters()) *run_spec.add_parameters() = ValuesOf(parameter);
  for (const Metric& metric : spec.metrics()) *run_spec.add_metrics() = UnitOf(metric);
  for (const DataSource& data : spec.data()) *run_spec.add_data() = KindOf(data);
  return run_spec;
}

std::string FormatRunSpec(const ExperimentSpec& run_spec) {
  std::string text;
  google::protobuf::TextFormat::PrintToString(run_spec, &text);
  return text;
}

absl::StatusOr<ExperimentSpec> LoadRunSpec(absl::string_view path) {
  ASSIGN_OR_RETURN(const std::string text, ReadFile(path));
  return ParseSpecSyntax(text, path);
}

}  // namespace duet::experiments
