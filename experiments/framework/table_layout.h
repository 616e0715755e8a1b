// Lays results out as tables: rows and columns by labels, as the specification says. The terminal, the pages and the
// tests show the same cells.

#ifndef EXPERIMENTS_FRAMEWORK_TABLE_LAYOUT_H_
#define EXPERIMENTS_FRAMEWORK_TABLE_LAYOUT_H_

#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "experiments/framework/experiment_result.pb.h"
#include "experiments/framework/experiment_spec.pb.h"

namespace duet::experiments {

// The tables of the specification, or one table of everything if it has none. Rows and columns come in the order in
// which the results do. InvalidArgument if two results fall into one cell: the layout lacks a label.
absl::StatusOr<std::vector<Table>> LayOutTables(const ExperimentSpec& spec, absl::Span<const MetricSummary> metrics);

}  // namespace duet::experiments

#endif  // EXPERIMENTS_FRAMEWORK_TABLE_LAYOUT_H_
