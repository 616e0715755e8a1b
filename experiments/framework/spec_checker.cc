#include "experiments/framework/spec_checker.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/status_macros.h"

namespace duet::experiments {
namespace {

bool HasOnly(absl::string_view text, absl::string_view extra) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
    return absl::ascii_islower(c) || absl::ascii_isdigit(c) || extra.find(c) != absl::string_view::npos;
  });
}

class Checker {
 public:
  Checker(const ExperimentSpec& spec, const google::protobuf::TextFormat::ParseInfoTree& locations,
          absl::string_view file_name)
      : spec_(spec), locations_(locations), file_name_(file_name) {}

  absl::Status Check() {
    RETURN_IF_ERROR(CheckHead());
    for (int i = 0; i < spec_.parameters_size(); ++i) {
      RETURN_IF_ERROR(At("parameters", i, CheckParameter(spec_.parameters(i))));
    }
    for (int i = 0; i < spec_.configurations_size(); ++i) {
      RETURN_IF_ERROR(At("configurations", i, CheckConfiguration(spec_.configurations(i))));
    }
    for (int i = 0; i < spec_.metrics_size(); ++i) {
      RETURN_IF_ERROR(At("metrics", i, CheckMetric(spec_.metrics(i))));
    }
    for (int i = 0; i < spec_.tables_size(); ++i) RETURN_IF_ERROR(At("tables", i, CheckTable(spec_.tables(i))));
    for (int i = 0; i < spec_.data_size(); ++i) RETURN_IF_ERROR(At("data", i, CheckData(spec_.data(i))));
    for (int i = 0; i < spec_.claims_size(); ++i) RETURN_IF_ERROR(At("claims", i, CheckClaim(spec_.claims(i))));
    return absl::OkStatus();
  }

 private:
  // Puts file and line of element `index` of the repeated `field` before the message of `status`.
  absl::Status At(const std::string& field, int index, const absl::Status& status) const {
    if (status.ok()) return status;
    const google::protobuf::FieldDescriptor* descriptor = spec_.descriptor()->FindFieldByName(field);
    const int line = locations_.GetLocation(descriptor, descriptor->is_repeated() ? index : -1).line;
    return absl::InvalidArgumentError(absl::StrCat(file_name_, ":", line + 1, ": ", status.message()));
  }

  absl::Status Error(absl::string_view message) const { return absl::InvalidArgumentError(message); }

  absl::Status CheckHead() const {
    const auto missing = [&](absl::string_view what) {
      return absl::InvalidArgumentError(absl::StrCat(file_name_, ":1: ", what));
    };
    if (!HasOnly(spec_.name(), "_")) {
      return missing(absl::StrCat("name \"", spec_.name(), "\" must be of the form [a-z0-9_]+"));
    }
    if (spec_.title().empty()) return missing("title is missing");
    if (spec_.paper().name().empty() || spec_.paper().citation().empty()) {
      return missing("paper must have a name and a citation");
    }
    if (spec_.regenerates().empty()) return missing("regenerates is missing: which table or figure?");
    if (spec_.configurations().empty()) return missing("there must be a configuration");
    if (spec_.metrics().empty()) return missing("there must be a metric");
    if (spec_.claims().empty()) return missing("there must be a claim");
    return absl::OkStatus();
  }

  absl::Status CheckSource(const Source& source) const {
    if (source.tag() == Source::TAG_UNSPECIFIED) {
      return Error("source is missing: give its tag, PUBLISHED, RELEASED_CODE, RECALLED or OURS");
    }
    if (source.where().empty()) {
      return Error(source.tag() == Source::OURS ? "source.where is missing: say why this choice"
                                                : "source.where is missing: give page, table or file");
    }
    return absl::OkStatus();
  }

  template <typename T>
  absl::Status CheckValues(const T& parameter, Value::KindCase kind) const {
    for (const Value* value : {&parameter.at_smoke(), &parameter.at_default(), &parameter.at_full()}) {
      if (value->kind_case() != Value::KIND_NOT_SET && value->kind_case() != kind) {
        return Error("its values at the scales must have one type");
      }
    }
    return absl::OkStatus();
  }

  absl::Status CheckParameter(const Parameter& parameter) {
    const std::string what = absl::StrCat("parameter \"", parameter.name(), "\": ");
    const auto named = [&](const absl::Status& status) { return Error(absl::StrCat(what, status.message())); };
    if (!HasOnly(parameter.name(), "_")) return Error(absl::StrCat(what, "its name must be of the form [a-z0-9_]+"));
    if (parameter.value().kind_case() == Value::KIND_NOT_SET) return Error(absl::StrCat(what, "value is missing"));
    if (!parameters_.emplace(parameter.name(), parameter.value().kind_case()).second) {
      return Error(absl::StrCat(what, "listed twice"));
    }
    if (const absl::Status status = CheckValues(parameter, parameter.value().kind_case()); !status.ok()) {
      return named(status);
    }
    if (const absl::Status status = CheckSource(parameter.source()); !status.ok()) return named(status);
    return absl::OkStatus();
  }

  absl::Status CheckLabels(const google::protobuf::RepeatedPtrField<Label>& labels) const {
    std::set<std::string> keys;
    for (const Label& label : labels) {
      if (!HasOnly(label.key(), "_")) {
        return Error(absl::StrCat("label key \"", label.key(), "\" must be of the form [a-z0-9_]+"));
      }
      if (!keys.insert(label.key()).second) return Error(absl::StrCat("label \"", label.key(), "\" is set twice"));
    }
    return absl::OkStatus();
  }

  absl::Status CheckConfiguration(const Configuration& configuration) {
    const std::string what = absl::StrCat("configuration \"", configuration.name(), "\": ");
    if (!HasOnly(configuration.name(), "_.-")) {
      return Error(absl::StrCat(what, "its name must be of the form [a-z0-9_.-]+"));
    }
    if (!configurations_.insert(configuration.name()).second) return Error(absl::StrCat(what, "listed twice"));
    std::set<std::string> names;
    for (const Setting& setting : configuration.settings()) {
      const Value::KindCase kind = setting.value().kind_case();
      if (kind == Value::KIND_NOT_SET) {
        return Error(absl::StrCat(what, "setting \"", setting.name(), "\" has no value"));
      }
      if (!names.insert(setting.name()).second) {
        return Error(absl::StrCat(what, "setting \"", setting.name(), "\" is listed twice"));
      }
      const auto declared = parameters_.find(setting.name());
      if (declared != parameters_.end() && declared->second != kind) {
        return Error(absl::StrCat(what, "setting \"", setting.name(), "\" has another type than the parameter"));
      }
      if (const absl::Status status = CheckValues(setting, kind); !status.ok()) {
        return Error(absl::StrCat(what, "setting \"", setting.name(), "\": ", status.message()));
      }
    }
    if (const absl::Status status = CheckLabels(configuration.labels()); !status.ok()) {
      return Error(absl::StrCat(what, status.message()));
    }
    return absl::OkStatus();
  }

  absl::Status CheckMetric(const Metric& metric) {
    const std::string what = absl::StrCat("metric \"", metric.name(), "\": ");
    if (!HasOnly(metric.name(), "_")) return Error(absl::StrCat(what, "its name must be of the form [a-z0-9_]+"));
    if (!metrics_.insert(metric.name()).second) return Error(absl::StrCat(what, "listed twice"));
    if (metric.unit().empty()) return Error(absl::StrCat(what, "unit is missing (\"1\" for a pure number)"));
    if (metric.direction() == DIRECTION_UNSPECIFIED) {
      return Error(absl::StrCat(what, "direction is missing: HIGHER_IS_BETTER, LOWER_IS_BETTER or NEITHER_IS_BETTER"));
    }
    if (metric.decimals() < 0 || metric.decimals() > 12 || metric.golden_decimals() < 0 ||
        metric.golden_decimals() > 12) {
      return Error(absl::StrCat(what, "decimals must be 0 to 12"));
    }
    return absl::OkStatus();
  }

  absl::Status CheckTable(const TableLayout& table) const {
    const std::string what = absl::StrCat("table \"", table.title(), "\": ");
    if (table.metrics().empty()) return Error(absl::StrCat(what, "metrics are missing"));
    for (const std::string& metric : table.metrics()) {
      if (metrics_.count(metric) == 0) return Error(absl::StrCat(what, "unknown metric \"", metric, "\""));
    }
    return absl::OkStatus();
  }

  absl::Status CheckData(const DataSource& data) {
    const std::string what = absl::StrCat("data \"", data.name(), "\": ");
    if (!HasOnly(data.name(), "_")) return Error(absl::StrCat(what, "its name must be of the form [a-z0-9_]+"));
    if (!data_.insert(data.name()).second) return Error(absl::StrCat(what, "listed twice"));
    if (data.tier() == TIER_UNSPECIFIED) {
      return Error(absl::StrCat(what, "tier is missing: EMBEDDED, PINNED or SUPPLIED"));
    }
    if (data.source().empty()) return Error(absl::StrCat(what, "source is missing"));
    return absl::OkStatus();
  }

  absl::Status CheckSelector(const Selector& selector) const {
    if (metrics_.count(selector.metric()) == 0) {
      return Error(absl::StrCat("unknown metric \"", selector.metric(), "\""));
    }
    return CheckLabels(selector.labels());
  }

  absl::Status CheckValueClaim(const ValueClaim& claim) const {
    RETURN_IF_ERROR(CheckSelector(claim.result()));
    if (!std::isfinite(claim.paper_value())) return Error("paper_value is not finite");
    if (!(claim.tolerance() >= 0)) return Error(absl::StrCat("tolerance ", claim.tolerance(), " is negative"));
    if (claim.tolerance_reason().empty()) return Error("tolerance_reason is missing");
    return absl::OkStatus();
  }

  absl::Status CheckBoundClaim(const BoundClaim& claim) const {
    RETURN_IF_ERROR(CheckSelector(claim.result()));
    if (!claim.has_at_least() && !claim.has_at_most()) return Error("bound needs at_least or at_most");
    if (claim.has_at_least() && claim.has_at_most() && claim.at_least() > claim.at_most()) {
      return Error(absl::StrCat("bound at_least ", claim.at_least(), " is above at_most ", claim.at_most()));
    }
    if (claim.reason().empty()) return Error("bound needs a reason");
    return absl::OkStatus();
  }

  absl::Status CheckOrderClaim(const OrderClaim& claim) const {
    RETURN_IF_ERROR(CheckSelector(claim.greater()));
    RETURN_IF_ERROR(CheckSelector(claim.lesser()));
    return absl::OkStatus();
  }

  absl::Status CheckClaimBody(const Claim& claim) const {
    if (claim.statement().empty()) return Error("statement is missing");
    RETURN_IF_ERROR(CheckSource(claim.source()));
    switch (claim.kind_case()) {
      case Claim::kValue:
        RETURN_IF_ERROR(CheckValueClaim(claim.value()));
        if (!claim.for_each().empty()) return Error("for_each is for bounds and orders");
        break;
      case Claim::kBound:
        RETURN_IF_ERROR(CheckBoundClaim(claim.bound()));
        break;
      case Claim::kOrder:
        RETURN_IF_ERROR(CheckOrderClaim(claim.order()));
        break;
      case Claim::KIND_NOT_SET:
        return Error("kind is missing: value, bound or order");
    }
    if (claim.expect() == VERDICT_UNSPECIFIED) {
      return Error("expect is missing: MATCH, BETTER, OFF, PROXY_DATA or NOT_RUN");
    }
    if (claim.expect() != MATCH && claim.expect() != BETTER && claim.expect_reason().empty()) {
      return Error(absl::StrCat("expect_reason is missing: why is ", Verdict_Name(claim.expect()), " expected?"));
    }
    if (!claim.proxy_reason().empty() && claim.expect() != PROXY_DATA && claim.expect() != NOT_RUN) {
      return Error(absl::StrCat("a claim with proxy_reason cannot be ", Verdict_Name(claim.expect())));
    }
    return absl::OkStatus();
  }

  absl::Status CheckClaim(const Claim& claim) {
    const std::string what = absl::StrCat("claim \"", claim.id(), "\": ");
    if (!HasOnly(claim.id(), "_")) return Error(absl::StrCat(what, "its id must be of the form [a-z0-9_]+"));
    if (!claims_.insert(claim.id()).second) return Error(absl::StrCat(what, "listed twice"));
    const absl::Status status = CheckClaimBody(claim);
    return status.ok() ? status : Error(absl::StrCat(what, status.message()));
  }

  const ExperimentSpec& spec_;
  const google::protobuf::TextFormat::ParseInfoTree& locations_;
  const std::string file_name_;
  std::map<std::string, Value::KindCase> parameters_;
  std::set<std::string> configurations_;
  std::set<std::string> metrics_;
  std::set<std::string> data_;
  std::set<std::string> claims_;
};

}  // namespace

absl::Status CheckSpec(const ExperimentSpec& spec, const google::protobuf::TextFormat::ParseInfoTree& locations,
                       absl::string_view file_name) {
  return Checker(spec, locations, file_name).Check();
}

}  // namespace duet::experiments
