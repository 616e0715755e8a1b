#include "hw/synth/report_file.h"

#include "absl/strings/str_cat.h"
#include "common/files.h"
#include "common/status_macros.h"
#include "google/protobuf/text_format.h"

namespace duet::hw {

absl::StatusOr<SynthesisReport> ReadSynthesisReport(absl::string_view path) {
  ASSIGN_OR_RETURN(const std::string text, ReadFile(path));
  SynthesisReport report;
  if (!google::protobuf::TextFormat::ParseFromString(text, &report) || report.top().empty()) {
    return absl::InvalidArgumentError(absl::StrCat(path, " is not a synthesis report"));
  }
  return report;
}

absl::StatusOr<std::vector<SynthesisReport>> ReadSynthesisReports(absl::Span<const std::string> paths) {
  std::vector<SynthesisReport> reports;
  for (const std::string& path : paths) {
    ASSIGN_OR_RETURN(reports.emplace_back(), ReadSynthesisReport(path));
  }
  return reports;
}

absl::Status WriteSynthesisReport(const SynthesisReport& report, absl::string_view path) {
  std::string text;
  google::protobuf::TextFormat::PrintToString(report, &text);
  return WriteFileAtomically(path, absl::StrCat("# proto-file: hw/synth/synthesis_report.proto\n",
                                                "# proto-message: duet.hw.SynthesisReport\n\n", text));
}

}  // namespace duet::hw
