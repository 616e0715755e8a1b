// Turns published files into a table. Run by the macro converted_table of datasets/defs.bzl.

#include <iostream>
#include <string>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "absl/strings/str_cat.h"
#include "common/files.h"
#include "common/status_macros.h"
#include "datasets/convert/formats.h"
#include "datasets/convert/nasbench101_format.h"
#include "datasets/pins.h"
#include "datasets/table.h"

ABSL_FLAG(std::string, format, "",
          "what the files are: latbench, help, hw_nas_bench, measurements (this project's), nasbench101, nasbench201");
ABSL_FLAG(std::string, pins, "", "the JSON file of pins, by which the published files are checked");
ABSL_FLAG(std::string, output, "", "where the table goes");

namespace duet::datasets {
namespace {

absl::StatusOr<std::vector<PinnedFile>> ReadPinnedFiles(const std::vector<std::string>& paths) {
  ASSIGN_OR_RETURN(const std::vector<Pin> pins, ReadPins(absl::GetFlag(FLAGS_pins)));
  std::vector<PinnedFile> files;
  for (const std::string& path : paths) {
    ASSIGN_OR_RETURN(PinnedFile file, ReadPinnedFile(path, pins));
    files.push_back(std::move(file));
  }
  return files;
}

absl::StatusOr<Table> ConvertPinned(const std::string& format, const std::vector<PinnedFile>& files) {
  if (format == "latbench") return ConvertLatBench(files);
  if (format == "help") return ConvertHelp(files);
  if (format == "hw_nas_bench") return ConvertHwNasBench(files);
  if (format == "nasbench201") return ConvertNasBench201(files);
  return absl::InvalidArgumentError(absl::StrCat("--format=", format, " is not known; see --help"));
}

absl::Status Run(const std::vector<std::string>& paths) {
  const std::string format = absl::GetFlag(FLAGS_format);
  const std::string output = absl::GetFlag(FLAGS_output);
  if (format == "measurements") {
    ASSIGN_OR_RETURN(const Table table, ConvertMeasurements(paths));
    return WriteTable(table, output);
  }
  ASSIGN_OR_RETURN(const std::vector<PinnedFile> files, ReadPinnedFiles(paths));
  if (format == "nasbench101") {
    ASSIGN_OR_RETURN(const nasbench101::PublishedTable table, ConvertNasBench101(files));
    return WriteFileAtomically(output, table.SerializeAsString());
  }
  ASSIGN_OR_RETURN(const Table table, ConvertPinned(format, files));
  return WriteTable(table, output);
}

}  // namespace
}  // namespace duet::datasets

int main(int argc, char** argv) {
  absl::SetProgramUsageMessage(
      "Turns published files into one table.\n\n  convert --format=F --pins=P --output=O FILES");
  const std::vector<char*> arguments = absl::ParseCommandLine(argc, argv);
  const absl::Status status = duet::datasets::Run({arguments.begin() + 1, arguments.end()});
  if (!status.ok()) {
    std::cerr << "convert: " << status << "\n";
    return 1;
  }
}
