#include "experiments/framework/run_experiment.h"

#include <sys/resource.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/files.h"
#include "common/status_macros.h"
#include "experiments/framework/data_digest.h"
#include "experiments/framework/run_spec.h"
#include "experiments/framework/spec.h"
#include "google/protobuf/text_format.h"
#include "google/protobuf/util/json_util.h"

ABSL_FLAG(std::string, spec, "", "The experiment's specification, <name>.textproto, or the part of it that runs read.");
ABSL_FLAG(std::string, configuration, "", "Name of a configuration of the specification. Default: the first.");
ABSL_FLAG(uint64_t, seed, 0, "Key of every random stream of the run.");
ABSL_FLAG(std::string, scale, "smoke", "smoke, default or full.");
ABSL_FLAG(std::vector<std::string>, data, {}, "name=path,...: the data. A name may come several times.");
ABSL_FLAG(int, threads, 1, "Threads the run may use. The result does not depend on it.");
ABSL_FLAG(std::string, output, "", "Where the RunResult goes (binary proto). Default: standard output, as text.");
ABSL_FLAG(std::string, cost_output, "", "Where time, memory and machine go (JSON). Default: nowhere.");

namespace duet::experiments {
namespace {

const DataSource* FindDataSource(const ExperimentSpec& spec, const std::string& name) {
  for (const DataSource& source : spec.data()) {
    if (source.name() == name) return &source;
  }
  return nullptr;
}

absl::Status CheckMeasurements(const ExperimentSpec& spec, RunResult& result) {
  std::set<std::string> seen;
  for (Measurement& measurement : *result.mutable_measurements()) {
    const std::string key = absl::StrCat(measurement.metric(), LabelsText(measurement.labels()));
    const Metric* metric = FindMetric(spec, measurement.metric());
    if (metric == nullptr) {
      return absl::InvalidArgumentError(
          absl::StrCat("metric \"", measurement.metric(), "\" is not in the specification"));
    }
    if (!seen.insert(key).second) return absl::InvalidArgumentError(absl::StrCat(key, " is reported twice"));
    if (!std::isfinite(measurement.value())) {
      return absl::InvalidArgumentError(absl::StrCat(key, " is ", measurement.value()));
    }
    measurement.set_unit(metric->unit());
  }
  return absl::OkStatus();
}

absl::Status CheckSeries(const RunResult& result) {
  std::set<std::string> seen;
  for (const Series& series : result.series()) {
    const std::string key = absl::StrCat("series ", series.name(), LabelsText(series.labels()));
    if (series.x_size() != series.y_size()) {
      return absl::InvalidArgumentError(absl::StrCat(key, " has ", series.x_size(), " x and ", series.y_size(), " y"));
    }
    if (!seen.insert(key).second) return absl::InvalidArgumentError(absl::StrCat(key, " is reported twice"));
  }
  return absl::OkStatus();
}

// Adds the configuration's labels to all that it reported.
template <typename T>
void AddLabels(const Configuration& configuration, google::protobuf::RepeatedPtrField<T>* reports) {
  for (T& report : *reports) {
    for (const Label& label : configuration.labels()) *report.add_labels() = label;
  }
}

absl::StatusOr<std::map<std::string, std::vector<std::string>>> ParseData(const std::vector<std::string>& flags) {
  std::map<std::string, std::vector<std::string>> data;
  for (const std::string& flag : flags) {
    const std::pair<std::string, std::string> name_and_path = absl::StrSplit(flag, absl::MaxSplits('=', 1));
    if (name_and_path.second.empty()) {
      return absl::InvalidArgumentError(absl::StrCat("--data=", flag, " is not of the form name=path"));
    }
    data[name_and_path.first].push_back(name_and_path.second);
  }
  for (auto& [name, paths] : data) std::sort(paths.begin(), paths.end());
  return data;
}

std::string ProcessorModel() {
  const absl::StatusOr<std::string> text = ReadFile("/proc/cpuinfo");
  if (!text.ok()) return "unknown";
  for (absl::string_view line : absl::StrSplit(*text, '\n')) {
    if (!absl::ConsumePrefix(&line, "model name")) continue;
    return std::string(absl::StripAsciiWhitespace(absl::StripPrefix(absl::StripAsciiWhitespace(line), ":")));
  }
  return "unknown";
}

RunCost CostSince(absl::Time start, const RunContext::Options& options) {
  RunCost cost;
  cost.set_configuration(options.configuration);
  cost.set_seed(options.seed);
  cost.set_num_threads(options.num_threads);
  cost.set_machine(ProcessorModel());
  cost.set_wall_s(absl::ToDoubleSeconds(absl::Now() - start));
  rusage usage = {};
  getrusage(RUSAGE_SELF, &usage);
  cost.set_cpu_s(
      absl::ToDoubleSeconds(absl::DurationFromTimeval(usage.ru_utime) + absl::DurationFromTimeval(usage.ru_stime)));
  cost.set_peak_memory_mb(usage.ru_maxrss * 1024 * 1e-6);
  return cost;
}

absl::Status RunWithFlags(const RunFunction& run) {
  const absl::Time start = absl::Now();
  ASSIGN_OR_RETURN(const ExperimentSpec spec, LoadRunSpec(absl::GetFlag(FLAGS_spec)));
  if (spec.configurations().empty()) {
    return absl::InvalidArgumentError(absl::StrCat(absl::GetFlag(FLAGS_spec), " has no configurations"));
  }
  RunContext::Options options;
  options.configuration = absl::GetFlag(FLAGS_configuration);
  if (options.configuration.empty()) options.configuration = spec.configurations(0).name();
  options.seed = absl::GetFlag(FLAGS_seed);
  options.num_threads = absl::GetFlag(FLAGS_threads);
  ASSIGN_OR_RETURN(options.scale, ParseScale(absl::GetFlag(FLAGS_scale)));
  ASSIGN_OR_RETURN(options.data, ParseData(absl::GetFlag(FLAGS_data)));
  ASSIGN_OR_RETURN(const RunResult result, RunOnce(spec, options, run));

  const std::string output = absl::GetFlag(FLAGS_output);
  if (output.empty()) {
    std::string text;
    google::protobuf::TextFormat::PrintToString(result, &text);
    std::fputs(text.c_str(), stdout);
  } else {
    RETURN_IF_ERROR(WriteFileAtomically(ResolveUserPath(output), result.SerializeAsString()));
  }
  const std::string cost_output = absl::GetFlag(FLAGS_cost_output);
  if (cost_output.empty()) return absl::OkStatus();
  std::string json;
  google::protobuf::util::JsonPrintOptions print_options;
  print_options.always_print_primitive_fields = true;
  if (!google::protobuf::util::MessageToJsonString(CostSince(start, options), &json, print_options).ok()) {
    return absl::InternalError("cannot print the cost as JSON");
  }
  return WriteFileAtomically(ResolveUserPath(cost_output), absl::StrCat(json, "\n"));
}

}  // namespace

absl::StatusOr<RunResult> RunOnce(const ExperimentSpec& spec, const RunContext::Options& options,
                                  const RunFunction& run) {
  ASSIGN_OR_RETURN(const Configuration configuration, FindConfiguration(spec, options.configuration));
  RunContext::Options resolved = options;
  resolved.recipe = configuration.recipe();
  resolved.parameters = ResolveParameters(spec, configuration, options.scale);

  std::vector<DataFile> data_files;
  for (const auto& [name, paths] : options.data) {
    const DataSource* source = FindDataSource(spec, name);
    if (source == nullptr) {
      return absl::InvalidArgumentError(absl::StrCat("data \"", name, "\" is not in the specification"));
    }
    ASSIGN_OR_RETURN(DataFile file, DigestOf(paths));
    file.set_name(name);
    file.set_tier(source->tier());
    data_files.push_back(std::move(file));
  }

  const RunContext context(std::move(resolved));
  ASSIGN_OR_RETURN(RunResult result, run(context));
  AddLabels(configuration, result.mutable_measurements());
  AddLabels(configuration, result.mutable_series());
  RETURN_IF_ERROR(CheckMeasurements(spec, result));
  RETURN_IF_ERROR(CheckSeries(result));
  result.set_experiment(spec.name());
  result.set_configuration(configuration.name());
  result.set_recipe(configuration.recipe());
  result.set_seed(options.seed);
  result.set_scale(options.scale);
  for (DataFile& file : data_files) {
    const std::string& reason = FindDataSource(spec, file.name())->proxy_reason();
    if (result.proxy_reason().empty()) result.set_proxy_reason(reason);
    *result.add_data() = std::move(file);
  }
  for (const std::string& name : context.parameters_read()) result.add_parameters_read(name);
  return result;
}

int RunExperiment(int argc, char** argv, const RunFunction& run) {
  absl::SetProgramUsageMessage(
      "One run of an experiment. Usually Bazel calls this for every seed and configuration; by hand,\n"
      "  bazel run //experiments/<paper>:<name>_main -- --configuration=<name> --seed=0 --scale=smoke\n"
      "prints what one run finds.");
  absl::ParseCommandLine(argc, argv);
  const absl::Status status = RunWithFlags(run);
  if (status.ok()) return 0;
  std::fprintf(stderr, "%s\n", std::string(status.message()).c_str());
  return 1;
}

}  // namespace duet::experiments
