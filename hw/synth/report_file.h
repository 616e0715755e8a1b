// Reports as files, in the text format of synthesis_report.proto.

#ifndef HW_SYNTH_REPORT_FILE_H_
#define HW_SYNTH_REPORT_FILE_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "hw/synth/synthesis_report.pb.h"

namespace duet::hw {

// NotFound if there is no such file, InvalidArgument if it is no report; both with the path.
absl::StatusOr<SynthesisReport> ReadSynthesisReport(absl::string_view path);

// Of several files, in their order.
absl::StatusOr<std::vector<SynthesisReport>> ReadSynthesisReports(absl::Span<const std::string> paths);

absl::Status WriteSynthesisReport(const SynthesisReport& report, absl::string_view path);

}  // namespace duet::hw

#endif  // HW_SYNTH_REPORT_FILE_H_
