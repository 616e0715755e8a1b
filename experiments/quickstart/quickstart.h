// From a few measurements of a device to a choice among all networks of NAS-Bench-201:
//
//     measure a sample ─► learn (DUET) ─► predict all 15,284 ─► pick under a limit ─► measure the picks
//
// and, beside it, how well the same number of samples of this project's own measurements predicts the rest of them.
// Accuracies are not embedded in the project, so that the number of operations stands in for accuracy.

#ifndef EXPERIMENTS_QUICKSTART_QUICKSTART_H_
#define EXPERIMENTS_QUICKSTART_QUICKSTART_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "datasets/device_runner/device.h"
#include "datasets/device_runner/space.h"
#include "datasets/device_runner/timing.h"
#include "datasets/latbench/latbench.h"

namespace duet::quickstart {

constexpr int64_t kMinCells = 20;

struct QuickstartOptions {
  int64_t num_cells = 150;                 // to measure; at least kMinCells
  uint64_t seed = 1;                       // of the sample, the folds and the training
  std::optional<double> latency_limit_ms;  // default: the median prediction
  int64_t num_picks = 10;                  // shown
  int64_t num_remeasured = 3;              // of the picks
  std::string output_directory;
  // The program that draws, and its arguments up to those that name files; empty: no figure.
  std::vector<std::string> figure_command;
  std::string figure_specification;  // path of the Vega-Lite specification
  device_runner::Protocol protocol;
  std::function<bool()> should_stop;  // see device_runner::MeasureOptions
};

// Measures cells of `space` (NAS-Bench-201's) on `device`, or takes what an earlier call with these options measured;
// prints what it finds to `out`, and writes into the output directory
//
//   measured_<num_cells>_seed<seed>.csv   the sample, in the format of //datasets/latbench:measure
//   predictions.csv                       arch,latency_ms,mega_flops,mega_params of all cells
//   picks.csv, picks_measured.csv         what it would take, and how long the first of them took
//   points.csv, predicted_against_measured.svg
//
// Errors: InvalidArgument for options that cannot be, FailedPrecondition for a sample of another device, and those of
// device_runner::Measure; Cancelled keeps what was measured.
absl::Status RunQuickstart(const QuickstartOptions& options, const device_runner::Space& space,
                           device_runner::Device& device, const latbench::LatBench& embedded, std::ostream& out);

}  // namespace duet::quickstart

#endif  // EXPERIMENTS_QUICKSTART_QUICKSTART_H_
