#include "experiments/framework/spec.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/files.h"
#include "common/status_macros.h"
#include "experiments/framework/spec_checker.h"
#include "google/protobuf/io/tokenizer.h"
#include "google/protobuf/text_format.h"

namespace duet::experiments {
namespace {

// Keeps the first error of a parser.
class FirstError : public google::protobuf::io::ErrorCollector {
 public:
  explicit FirstError(absl::string_view file_name) : file_name_(file_name) {}

  void AddError(int line, google::protobuf::io::ColumnNumber column, const std::string& message) override {
    // Both count from 0; a missing field has no line.
    if (text_.empty()) text_ = absl::StrCat(file_name_, ":", line + 1, ":", column + 1, ": ", message);
  }

  const std::string& text() const { return text_; }

 private:
  std::string file_name_;
  std::string text_;
};

absl::StatusOr<ExperimentSpec> Parse(absl::string_view text, absl::string_view file_name,
                                     google::protobuf::TextFormat::ParseInfoTree* locations) {
  ExperimentSpec spec;
  google::protobuf::TextFormat::Parser parser;
  FirstError first_error(file_name);
  parser.RecordErrorsTo(&first_error);
  parser.WriteLocationsTo(locations);
  if (parser.ParseFromString(std::string(text), &spec)) return spec;
  return absl::InvalidArgumentError(first_error.text().empty() ? absl::StrCat(file_name, ": not a specification")
                                                               : first_error.text());
}

// The value at `scale`, or a value that is not set.
template <typename T>
Value ValueAt(const T& parameter, Scale scale) {
  switch (scale) {
    case SCALE_SMOKE:
      return parameter.at_smoke();
    case SCALE_DEFAULT:
      return parameter.at_default();
    case SCALE_FULL:
      return parameter.at_full();
    default:
      return Value();
  }
}

bool IsSet(const Value& value) { return value.kind_case() != Value::KIND_NOT_SET; }

}  // namespace

absl::StatusOr<ExperimentSpec> ParseSpec(absl::string_view text, absl::string_view file_name) {
  google::protobuf::TextFormat::ParseInfoTree locations;
  ASSIGN_OR_RETURN(const ExperimentSpec spec, Parse(text, file_name, &locations));
  RETURN_IF_ERROR(CheckSpec(spec, locations, file_name));
  return spec;
}

absl::StatusOr<ExperimentSpec> ParseSpecSyntax(absl::string_view text, absl::string_view file_name) {
  google::protobuf::TextFormat::ParseInfoTree locations;
  return Parse(text, file_name, &locations);
}

absl::StatusOr<ExperimentSpec> LoadSpec(absl::string_view path) {
  ASSIGN_OR_RETURN(const std::string text, ReadFile(path));
  return ParseSpec(text, path);
}

absl::StatusOr<Configuration> FindConfiguration(const ExperimentSpec& spec, absl::string_view name) {
  std::vector<std::string> names;
  for (const Configuration& configuration : spec.configurations()) {
    if (configuration.name() == name) return configuration;
    names.push_back(configuration.name());
  }
  return absl::NotFoundError(absl::StrCat("experiment ", spec.name(), " has no configuration \"", name, "\" (it has ",
                                          absl::StrJoin(names, ", "), ")"));
}

const Metric* FindMetric(const ExperimentSpec& spec, absl::string_view name) {
  for (const Metric& metric : spec.metrics()) {
    if (metric.name() == name) return &metric;
  }
  return nullptr;
}

std::map<std::string, Value> ResolveParameters(const ExperimentSpec& spec, const Configuration& configuration,
                                               Scale scale) {
  std::map<std::string, Value> values;
  for (const Parameter& parameter : spec.parameters()) values[parameter.name()] = parameter.value();
  for (const Setting& setting : configuration.settings()) values[setting.name()] = setting.value();
  for (const Parameter& parameter : spec.parameters()) {
    const Value value = ValueAt(parameter, scale);
    if (IsSet(value)) values[parameter.name()] = value;
  }
  for (const Setting& setting : configuration.settings()) {
    const Value value = ValueAt(setting, scale);
    if (IsSet(value)) values[setting.name()] = value;
  }
  return values;
}

std::string ScaleName(Scale scale) {
  switch (scale) {
    case SCALE_SMOKE:
      return "smoke";
    case SCALE_DEFAULT:
      return "default";
    case SCALE_FULL:
      return "full";
    default:
      return "unspecified";
  }
}

absl::StatusOr<Scale> ParseScale(absl::string_view name) {
  for (const Scale scale : {SCALE_SMOKE, SCALE_DEFAULT, SCALE_FULL}) {
    if (ScaleName(scale) == name) return scale;
  }
  return absl::InvalidArgumentError(absl::StrCat("unknown scale \"", name, "\" (known: smoke, default, full)"));
}

std::string ToString(const Value& value) {
  switch (value.kind_case()) {
    case Value::kInteger:
      return absl::StrCat(value.integer());
    case Value::kReal:
      return absl::StrCat(value.real());
    case Value::kText:
      return value.text();
    case Value::kFlag:
      return value.flag() ? "true" : "false";
    case Value::KIND_NOT_SET:
      return "";
  }
  return "";
}

std::string LabelsText(const google::protobuf::RepeatedPtrField<Label>& labels) {
  if (labels.empty()) return "";
  std::vector<std::string> parts;
  for (const Label& label : labels) parts.push_back(absl::StrCat(label.key(), "=", label.value()));
  std::sort(parts.begin(), parts.end());
  return absl::StrCat("{", absl::StrJoin(parts, ", "), "}");
}

}  // namespace duet::experiments
