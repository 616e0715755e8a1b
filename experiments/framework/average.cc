#include "experiments/framework/average.h"

#include <map>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/string_view.h"
#include "experiments/framework/spec.h"

namespace duet::experiments {
namespace {

const std::string* FindLabel(const Measurement& measurement, absl::string_view key) {
  for (const Label& label : measurement.labels()) {
    if (label.key() == key) return &label.value();
  }
  return nullptr;
}

bool Matches(const Average& average, const Measurement& measurement) {
  const std::string* value = FindLabel(measurement, average.over());
  if (value == nullptr) return false;
  for (const Label& label : average.where()) {
    const std::string* found = FindLabel(measurement, label.key());
    if (found == nullptr || *found != label.value()) return false;
  }
  if (average.values().empty()) return true;
  for (const std::string& wanted : average.values()) {
    if (*value == wanted) return true;
  }
  return false;
}

struct Group {
  RunResult* run = nullptr;      // that first reported one of its measurements
  Measurement mean;              // labels as the result will have them; value: sum so far
  std::set<std::string> values;  // of the label
};

void AddAverage(const Average& average, std::vector<RunResult>& runs) {
  // By seed, metric and labels.
  std::map<std::pair<uint64_t, std::string>, Group> groups;
  std::map<std::pair<uint64_t, std::string>, std::set<std::string>> all_values;  // by seed and metric
  for (RunResult& run : runs) {
    for (const Measurement& measurement : run.measurements()) {
      if (!Matches(average, measurement)) continue;
      Measurement mean = measurement;
      for (Label& label : *mean.mutable_labels()) {
        if (label.key() == average.over()) label.set_value(average.name());
      }
      Group& group = groups[{run.seed(), mean.metric() + LabelsText(mean.labels())}];
      if (group.run == nullptr) {
        group.run = &run;
        group.mean = mean;
        group.mean.set_value(0);
      }
      if (group.mean.proxy_reason().empty()) {
        group.mean.set_proxy_reason(measurement.proxy_reason().empty() ? run.proxy_reason()
                                                                       : measurement.proxy_reason());
      }
      group.mean.set_value(group.mean.value() + measurement.value());
      const std::string& value = *FindLabel(measurement, average.over());
      group.values.insert(value);
      all_values[{run.seed(), measurement.metric()}].insert(value);
    }
  }
  for (auto& [key, group] : groups) {
    const size_t num_wanted = average.values().empty() ? all_values[{key.first, group.mean.metric()}].size()
                                                       : static_cast<size_t>(average.values_size());
    if (group.values.size() != num_wanted) continue;
    group.mean.set_value(group.mean.value() / static_cast<double>(num_wanted));
    *group.run->add_measurements() = group.mean;
  }
}

}  // namespace

void AddAverages(const ExperimentSpec& spec, std::vector<RunResult>& runs) {
  for (const Average& average : spec.averages()) AddAverage(average, runs);
}

}  // namespace duet::experiments
