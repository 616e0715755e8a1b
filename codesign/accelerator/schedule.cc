#include "codesign/accelerator/schedule.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <optional>

namespace duet::codesign {

Schedule RunInOrder(absl::Span<const Task> tasks) {
  Schedule schedule;
  std::array<int64_t, kMaxNumEngines> engine_end = {};
  for (const Task& task : tasks) {
    int64_t& free_from = engine_end[static_cast<size_t>(task.engine)];
    Placement placement = {free_from, 0};
    for (const int64_t input : task.inputs) {
      placement.start_cycle = std::max(placement.start_cycle, schedule.placements[input].end_cycle);
    }
    placement.end_cycle = placement.start_cycle + task.num_cycles;
    free_from = placement.end_cycle;
    schedule.num_cycles = std::max(schedule.num_cycles, placement.end_cycle);
    schedule.placements.push_back(placement);
  }
  return schedule;
}

std::vector<ListedStep> ListSteps(absl::Span<const nasbench101::Step> steps) {
  const int64_t num_steps = static_cast<int64_t>(steps.size());
  std::vector<std::optional<Layer>> layers;
  std::vector<std::vector<int64_t>> sources(num_steps);  // steps that take time and that a step waits for
  for (int64_t i = 0; i < num_steps; ++i) {
    layers.push_back(LayerOf(steps[i].operation));
    for (const int64_t value : steps[i].inputs) {
      if (value == 0) continue;  // the image
      if (layers[value - 1].has_value()) {
        sources[i].push_back(value - 1);
      } else {
        sources[i].insert(sources[i].end(), sources[value - 1].begin(), sources[value - 1].end());
      }
    }
  }
  std::vector<int64_t> level(num_steps, 0);
  for (int64_t i = num_steps - 1; i >= 0; --i) {
    if (!layers[i].has_value()) continue;
    level[i] = std::max<int64_t>(level[i], 1);
    for (const int64_t source : sources[i]) level[source] = std::max(level[source], level[i] + 1);
  }
  std::vector<int64_t> order;
  for (int64_t i = 0; i < num_steps; ++i) {
    if (layers[i].has_value()) order.push_back(i);
  }
  std::stable_sort(order.begin(), order.end(), [&](int64_t a, int64_t b) { return level[a] > level[b]; });
  std::vector<int64_t> position(num_steps, 0);
  std::vector<ListedStep> listed;
  for (const int64_t step : order) {
    position[step] = static_cast<int64_t>(listed.size());
    ListedStep next = {step, *layers[step], {}};
    for (const int64_t source : sources[step]) next.inputs.push_back(position[source]);
    listed.push_back(next);
  }
  return listed;
}

Schedule ScheduleNetwork(absl::Span<const nasbench101::Step> steps, const Accelerator& accelerator,
                         const LatencyCalibration& calibration) {
  std::vector<Task> tasks;
  for (const ListedStep& listed : ListSteps(steps)) {
    tasks.push_back(
        {EngineOf(listed.layer, accelerator), CyclesOf(listed.layer, accelerator, calibration).total, listed.inputs});
  }
  return RunInOrder(tasks);
}

}  // namespace duet::codesign
