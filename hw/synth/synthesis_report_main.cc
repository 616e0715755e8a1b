// The tool behind the rule synthesis_report (defs.bzl): makes a report of what Yosys counted, or prints one.

#include <iostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/files.h"
#include "common/status_macros.h"
#include "hw/synth/report_file.h"
#include "hw/synth/synthesis_report.pb.h"
#include "hw/synth/yosys_statistics.h"

ABSL_FLAG(std::string, statistics, "", "what Yosys wrote: stat -json");
ABSL_FLAG(std::string, top, "", "top module");
ABSL_FLAG(std::vector<std::string>, parameters, {}, "of the top module: name=integer, by commas");
ABSL_FLAG(std::string, command, "", "synthesis command, for the report");
ABSL_FLAG(std::string, output, "", "report to write, text format");
ABSL_FLAG(std::string, show, "", "report to print as a table");

namespace duet::hw {
namespace {

absl::Status Convert() {
  ASSIGN_OR_RETURN(const std::string json, ReadFile(absl::GetFlag(FLAGS_statistics)));
  ASSIGN_OR_RETURN(SynthesisReport report, ParseYosysStatistics(json, absl::GetFlag(FLAGS_top)));
  report.set_command(absl::GetFlag(FLAGS_command));
  for (const std::string& parameter : absl::GetFlag(FLAGS_parameters)) {
    const std::pair<std::string, std::string> name_value = absl::StrSplit(parameter, absl::MaxSplits('=', 1));
    int64_t value = 0;
    if (!absl::SimpleAtoi(name_value.second, &value)) {
      return absl::InvalidArgumentError(absl::StrCat("parameter \"", parameter, "\" is not name=integer"));
    }
    (*report.mutable_parameters())[name_value.first] = value;
  }
  return WriteSynthesisReport(report, absl::GetFlag(FLAGS_output));
}

absl::Status Show(const std::string& path) {
  ASSIGN_OR_RETURN(const SynthesisReport report, ReadSynthesisReport(path));
  std::cout << FormatReport(report);
  return absl::OkStatus();
}

absl::Status Run() {
  if (const std::string path = absl::GetFlag(FLAGS_show); !path.empty()) return Show(path);
  return Convert();
}

}  // namespace
}  // namespace duet::hw

int main(int argc, char** argv) {
  absl::SetProgramUsageMessage("makes and prints reports of resources; the rule synthesis_report runs it");
  absl::ParseCommandLine(argc, argv);
  const absl::Status status = duet::hw::Run();
  if (status.ok()) return 0;
  std::cerr << "synthesis_report: " << status.message() << "\n";
  return 1;
}
