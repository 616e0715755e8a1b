// What one run is given: its seed, its configuration's parameters, its data, and helpers to report what it found.

#ifndef EXPERIMENTS_FRAMEWORK_RUN_CONTEXT_H_
#define EXPERIMENTS_FRAMEWORK_RUN_CONTEXT_H_

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/progress.h"
#include "experiments/framework/experiment_spec.pb.h"
#include "experiments/framework/run_result.pb.h"

namespace duet::experiments {

class RunContext {
 public:
  struct Options {
    std::string configuration;
    std::string recipe;
    Scale scale = SCALE_SMOKE;
    uint64_t seed = 0;
    int num_threads = 1;
    std::map<std::string, Value> parameters;
    std::map<std::string, std::vector<std::string>> data;  // name -> paths
  };

  explicit RunContext(Options options) : options_(std::move(options)) {}

  uint64_t seed() const { return options_.seed; }
  Scale scale() const { return options_.scale; }
  const std::string& configuration() const { return options_.configuration; }
  const std::string& recipe() const { return options_.recipe; }
  // How many threads the run may use. What it finds must not depend on it.
  int num_threads() const { return options_.num_threads; }
  Progress& progress() const { return progress_; }

  // The parameter of that name and type; NotFound or InvalidArgument otherwise.
  absl::StatusOr<int64_t> Int(absl::string_view name) const;
  absl::StatusOr<double> Real(absl::string_view name) const;
  absl::StatusOr<std::string> Text(absl::string_view name) const;
  absl::StatusOr<bool> Flag(absl::string_view name) const;

  // Path of the data of that name, which is one file or directory; NotFound if there is none, FailedPrecondition if
  // there are several (then use DataPaths).
  absl::StatusOr<std::string> DataPath(absl::string_view name) const;
  // Paths of the data of that name, at least one, sorted; NotFound otherwise.
  absl::StatusOr<std::vector<std::string>> DataPaths(absl::string_view name) const;

  // Names of the parameters that were asked for so far.
  const std::set<std::string>& parameters_read() const { return parameters_read_; }

 private:
  absl::StatusOr<Value> Find(absl::string_view name, Value::KindCase kind, absl::string_view type) const;

  const Options options_;
  mutable std::set<std::string> parameters_read_;
  mutable Progress progress_;
};

using Labels = std::vector<std::pair<std::string, std::string>>;  // key, value

// Adds a value of a metric of the specification.
void AddMeasurement(RunResult& result, absl::string_view metric, const Labels& labels, double value);

// Adds points (x[i], y[i]) for a figure. The spans have one length.
void AddSeries(RunResult& result, absl::string_view name, const Labels& labels, absl::Span<const double> x,
               absl::Span<const double> y);

}  // namespace duet::experiments

#endif  // EXPERIMENTS_FRAMEWORK_RUN_CONTEXT_H_
