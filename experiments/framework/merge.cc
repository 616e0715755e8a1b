#include "experiments/framework/merge.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/status_macros.h"
#include "experiments/framework/average.h"
#include "experiments/framework/claim_checker.h"
#include "experiments/framework/spec.h"
#include "experiments/framework/statistics.h"
#include "experiments/framework/table_layout.h"

namespace duet::experiments {
namespace {

std::string RunName(const RunResult& run) {
  return absl::StrCat("run of configuration \"", run.configuration(), "\", seed ", run.seed());
}

absl::Status CheckConfigurations(const ExperimentSpec& spec, const MergeOptions& options) {
  std::vector<std::string> names;
  for (const Configuration& configuration : spec.configurations()) names.push_back(configuration.name());
  for (const std::string& name : options.configurations) RETURN_IF_ERROR(FindConfiguration(spec, name).status());
  if (options.scale == SCALE_SMOKE || options.configurations.size() == names.size()) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat("the specification of ", spec.name(), " has configurations ",
                                                 absl::StrJoin(names, ", "), ", but BUILD.bazel runs ",
                                                 absl::StrJoin(options.configurations, ", ")));
}

absl::Status CheckRuns(const ExperimentSpec& spec, const MergeOptions& options, const std::vector<RunResult>& runs) {
  std::set<std::pair<std::string, uint64_t>> wanted;
  for (const std::string& configuration : options.configurations) {
    for (int64_t seed = 0; seed < options.num_seeds; ++seed) wanted.emplace(configuration, seed);
  }
  for (const RunResult& run : runs) {
    if (run.experiment() != spec.name()) {
      return absl::InvalidArgumentError(
          absl::StrCat(RunName(run), " is of experiment \"", run.experiment(), "\", not \"", spec.name(), "\""));
    }
    if (run.scale() != options.scale) {
      return absl::InvalidArgumentError(
          absl::StrCat(RunName(run), " is at the ", ScaleName(run.scale()), " scale, not ", ScaleName(options.scale)));
    }
    if (wanted.erase({run.configuration(), run.seed()}) == 0) {
      return absl::InvalidArgumentError(absl::StrCat(RunName(run), " is there twice or was not asked for"));
    }
  }
  if (wanted.empty()) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat("the run of configuration \"", wanted.begin()->first, "\", seed ",
                                                 wanted.begin()->second, " is missing"));
}

// A parameter that is listed with a value but decides nothing would be a false statement about the experiment.
absl::Status CheckParametersRead(const ExperimentSpec& spec, const MergeOptions& options,
                                 const std::vector<RunResult>& runs) {
  // Some configurations only run at the larger scales, and with them what they read.
  if (options.configurations.size() < static_cast<size_t>(spec.configurations_size())) return absl::OkStatus();
  std::set<std::string> read;
  for (const RunResult& run : runs) read.insert(run.parameters_read().begin(), run.parameters_read().end());
  for (const Parameter& parameter : spec.parameters()) {
    if (!parameter.fixed_in_code().empty() || read.count(parameter.name()) != 0) continue;
    return absl::InvalidArgumentError(
        absl::StrCat("parameter \"", parameter.name(), "\" is listed in the specification of ", spec.name(),
                     " but no run reads it; if code fixes its value, say where in fixed_in_code"));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<MetricSummary>> SummarizeMetrics(const std::vector<RunResult>& runs) {
  std::vector<MetricSummary> summaries;
  std::map<std::string, size_t> positions;
  std::map<std::pair<std::string, uint64_t>, std::string> reporters;
  for (const RunResult& run : runs) {
    for (const Measurement& measurement : run.measurements()) {
      const std::string key = absl::StrCat(measurement.metric(), LabelsText(measurement.labels()));
      const auto [reporter, is_new_value] = reporters.emplace(std::make_pair(key, run.seed()), run.configuration());
      if (!is_new_value) {
        return absl::InvalidArgumentError(absl::StrCat("configurations \"", reporter->second, "\" and \"",
                                                       run.configuration(), "\" both report ", key,
                                                       ": give them labels that differ"));
      }
      const auto [position, is_new_key] = positions.emplace(key, summaries.size());
      if (is_new_key) {
        MetricSummary& summary = summaries.emplace_back();
        summary.set_metric(measurement.metric());
        *summary.mutable_labels() = measurement.labels();
      }
      MetricSummary& summary = summaries[position->second];
      SeedValue* value = summary.add_values();
      value->set_seed(run.seed());
      value->set_value(measurement.value());
      if (summary.proxy_reason().empty()) {
        summary.set_proxy_reason(measurement.proxy_reason().empty() ? run.proxy_reason() : measurement.proxy_reason());
      }
    }
  }
  for (MetricSummary& summary : summaries) {
    std::vector<double> values;
    for (const SeedValue& value : summary.values()) values.push_back(value.value());
    const Summary statistics = Summarize(values);
    summary.set_mean(statistics.mean);
    if (!statistics.sd.has_value()) continue;
    summary.set_sd(*statistics.sd);
    summary.set_ci95_low(statistics.mean - *statistics.half_width_95);
    summary.set_ci95_high(statistics.mean + *statistics.half_width_95);
  }
  return summaries;
}

// Every data file once; the runs must agree on it.
absl::Status MergeData(const std::vector<RunResult>& runs, ExperimentResult& result) {
  std::map<std::string, DataFile> files;
  for (const RunResult& run : runs) {
    for (const DataFile& file : run.data()) {
      const auto [found, is_new] = files.emplace(file.name(), file);
      if (!is_new && found->second.sha256() != file.sha256()) {
        return absl::InvalidArgumentError(absl::StrCat(RunName(run), " had data \"", file.name(), "\" with SHA-256 ",
                                                       file.sha256(), ", another run ", found->second.sha256()));
      }
    }
  }
  for (const auto& [name, file] : files) *result.add_data() = file;
  return absl::OkStatus();
}

ExperimentResult EmptyResult(const ExperimentSpec& spec, const MergeOptions& options) {
  ExperimentResult result;
  *result.mutable_spec() = spec;
  result.set_scale(options.scale);
  result.set_target(options.target);
  return result;
}

}  // namespace

void SortRuns(const ExperimentSpec& spec, std::vector<RunResult>& runs) {
  std::map<std::string, int> order;
  for (int i = 0; i < spec.configurations_size(); ++i) order[spec.configurations(i).name()] = i;
  std::stable_sort(runs.begin(), runs.end(), [&](const RunResult& a, const RunResult& b) {
    return std::make_pair(order[a.configuration()], a.seed()) < std::make_pair(order[b.configuration()], b.seed());
  });
}

absl::StatusOr<ExperimentResult> MergeRuns(const ExperimentSpec& spec, const MergeOptions& options,
                                           std::vector<RunResult> runs) {
  RETURN_IF_ERROR(CheckConfigurations(spec, options));
  RETURN_IF_ERROR(CheckRuns(spec, options, runs));
  RETURN_IF_ERROR(CheckParametersRead(spec, options, runs));
  SortRuns(spec, runs);
  AddAverages(spec, runs);
  ExperimentResult result = EmptyResult(spec, options);
  for (int64_t seed = 0; seed < options.num_seeds; ++seed) result.add_seeds(seed);
  for (const RunResult& run : runs) {
    if (run.seed() == 0) result.add_configurations(run.configuration());
  }
  ASSIGN_OR_RETURN(const std::vector<MetricSummary> metrics, SummarizeMetrics(runs));
  RETURN_IF_ERROR(MergeData(runs, result));
  ASSIGN_OR_RETURN(const std::vector<Table> tables, LayOutTables(spec, metrics));
  for (const Table& table : tables) *result.add_tables() = table;
  std::set<std::string> proxy_reasons;
  for (const MetricSummary& metric : metrics) {
    *result.add_metrics() = metric;
    if (!metric.proxy_reason().empty() && proxy_reasons.insert(metric.proxy_reason()).second) {
      result.add_proxy_reasons(metric.proxy_reason());
    }
  }
  for (const Claim& claim : spec.claims()) {
    ASSIGN_OR_RETURN(*result.add_claims(), CheckClaim(spec, claim, options.scale, metrics));
  }
  return result;
}

ExperimentResult NotRunResult(const ExperimentSpec& spec, const MergeOptions& options, const std::string& reason) {
  ExperimentResult result = EmptyResult(spec, options);
  result.set_not_run_reason(reason);
  for (const Claim& claim : spec.claims()) {
    // Without results this is NOT RUN, and never an error.
    ClaimResult* claim_result = result.add_claims();
    *claim_result = *CheckClaim(spec, claim, options.scale, {});
    claim_result->set_explanation(reason);
  }
  return result;
}

}  // namespace duet::experiments
