// From what Yosys counts (`stat -json`) to a report: resources of each module and in total.

#ifndef HW_SYNTH_YOSYS_STATISTICS_H_
#define HW_SYNTH_YOSYS_STATISTICS_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "hw/synth/synthesis_report.pb.h"

namespace duet::hw {

// `json` as Yosys 0.23 writes it, `top` the name of the top module. Fills in tool, total, modules and cells.
// InvalidArgument with what is wrong if that is not JSON, if `top` is not in it, or if a cell is neither a module nor
// known to resources.h: a construct that was not mapped must not be lost.
absl::StatusOr<SynthesisReport> ParseYosysStatistics(absl::string_view json, absl::string_view top);

// Lines of text, a module each, and the total.
std::string FormatReport(const SynthesisReport& report);

}  // namespace duet::hw

#endif  // HW_SYNTH_YOSYS_STATISTICS_H_
