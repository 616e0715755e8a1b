// Places the operations of a network on the engines of an accelerator: list scheduling, highest level first.
//
// The level of an operation is the number of operations on the longest way from it to the network's output. Operations
// are listed by falling level, ties in the order of the network; each in turn starts as soon as what it reads is there
// and its engine has finished those listed before it:
//
//     start = max(engine's end, ends of what it reads),   end = start + cycles
//
// The list does not depend on cycles, so the schedule's length never grows when an operation gets faster (list
// scheduling by time has anomalies there: Graham 1969), and it is a sequence of maxima and sums, which runs for many
// accelerators at once.
//
// Source: Hu 1961 for the levels; that independent operations run on parallel engines by a greedy scheduler is recalled
// of Codesign-NAS.

#ifndef CODESIGN_ACCELERATOR_SCHEDULE_H_
#define CODESIGN_ACCELERATOR_SCHEDULE_H_

#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "codesign/accelerator/latency.h"
#include "datasets/nasbench101/network.h"

namespace duet::codesign {

// A task on one engine; `inputs` are tasks before it in the list.
struct Task {
  Engine engine = Engine::kConv3x3;
  int64_t num_cycles = 0;
  std::vector<int64_t> inputs;
};

struct Placement {
  int64_t start_cycle = 0;
  int64_t end_cycle = 0;
};

struct Schedule {
  std::vector<Placement> placements;  // as the tasks are listed
  int64_t num_cycles = 0;             // until the last one ends
};

// Runs tasks in the order of their list.
Schedule RunInOrder(absl::Span<const Task> tasks);

// A step of a network that takes time, and the tasks before it that it waits for. What costs no time is left out, and
// who reads it waits for what it reads.
struct ListedStep {
  int64_t step = 0;  // in the network's steps
  Layer layer;
  std::vector<int64_t> inputs;  // positions in the list
};

// The network's steps by falling level.
std::vector<ListedStep> ListSteps(absl::Span<const nasbench101::Step> steps);

// The whole network on an accelerator, as ListSteps orders it.
Schedule ScheduleNetwork(absl::Span<const nasbench101::Step> steps, const Accelerator& accelerator,
                         const LatencyCalibration& calibration);

}  // namespace duet::codesign

#endif  // CODESIGN_ACCELERATOR_SCHEDULE_H_
