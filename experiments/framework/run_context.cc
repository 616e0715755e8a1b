#include "experiments/framework/run_context.h"

#include <cassert>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/status_macros.h"
#include "experiments/framework/spec.h"

namespace duet::experiments {
namespace {

void SetLabels(const Labels& labels, google::protobuf::RepeatedPtrField<Label>* proto) {
  for (const auto& [key, value] : labels) {
    Label* label = proto->Add();
    label->set_key(key);
    label->set_value(value);
  }
}

}  // namespace

absl::StatusOr<Value> RunContext::Find(absl::string_view name, Value::KindCase kind, absl::string_view type) const {
  const auto found = options_.parameters.find(std::string(name));
  if (found == options_.parameters.end()) {
    return absl::NotFoundError(absl::StrCat("configuration \"", configuration(), "\" has no parameter \"", name, "\""));
  }
  if (found->second.kind_case() != kind) {
    return absl::InvalidArgumentError(absl::StrCat("parameter \"", name, "\" of configuration \"", configuration(),
                                                   "\" is ", ToString(found->second), ", not ", type));
  }
  parameters_read_.insert(found->first);
  return found->second;
}

absl::StatusOr<int64_t> RunContext::Int(absl::string_view name) const {
  ASSIGN_OR_RETURN(const Value value, Find(name, Value::kInteger, "an integer"));
  return value.integer();
}

absl::StatusOr<double> RunContext::Real(absl::string_view name) const {
  ASSIGN_OR_RETURN(const Value value, Find(name, Value::kReal, "a real"));
  return value.real();
}

absl::StatusOr<std::string> RunContext::Text(absl::string_view name) const {
  ASSIGN_OR_RETURN(const Value value, Find(name, Value::kText, "a text"));
  return value.text();
}

absl::StatusOr<bool> RunContext::Flag(absl::string_view name) const {
  ASSIGN_OR_RETURN(const Value value, Find(name, Value::kFlag, "a flag"));
  return value.flag();
}

absl::StatusOr<std::string> RunContext::DataPath(absl::string_view name) const {
  ASSIGN_OR_RETURN(const std::vector<std::string> paths, DataPaths(name));
  if (paths.size() != 1) {
    return absl::FailedPreconditionError(absl::StrCat("data \"", name, "\" has ", paths.size(), " files, not one"));
  }
  return paths[0];
}

absl::StatusOr<std::vector<std::string>> RunContext::DataPaths(absl::string_view name) const {
  const auto found = options_.data.find(std::string(name));
  if (found != options_.data.end()) return found->second;
  const std::string names =
      absl::StrJoin(options_.data, ", ", [](std::string* out, const auto& data) { out->append(data.first); });
  return absl::NotFoundError(absl::StrCat("the run was given no data \"", name, "\" (it has: ", names, ")"));
}

void AddMeasurement(RunResult& result, absl::string_view metric, const Labels& labels, double value) {
  Measurement* measurement = result.add_measurements();
  measurement->set_metric(std::string(metric));
  SetLabels(labels, measurement->mutable_labels());
  measurement->set_value(value);
}

void AddSeries(RunResult& result, absl::string_view name, const Labels& labels, absl::Span<const double> x,
               absl::Span<const double> y) {
  assert(x.size() == y.size());
  Series* series = result.add_series();
  series->set_name(std::string(name));
  SetLabels(labels, series->mutable_labels());
  series->mutable_x()->Add(x.begin(), x.end());
  series->mutable_y()->Add(y.begin(), y.end());
}

}  // namespace duet::experiments
