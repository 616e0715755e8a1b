// Adds up coverage files of tests, prints a table by module, and writes the modules with what no test reached marked.
//
//   coverage_report --output=DIR --counts=a.dat,b.dat module.sv ...

#include <algorithm>
#include <cstdint>
#include <iostream>
#include <string>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "common/files.h"
#include "common/status_macros.h"
#include "hw/testing/coverage.h"

ABSL_FLAG(std::string, output, "", "Directory for report.txt and index.html.");
ABSL_FLAG(std::vector<std::string>, counts, {}, "Files that tests wrote with --coverage.");

namespace duet::hw {
namespace {

std::string Share(int64_t part, int64_t whole) {
  return whole == 0 ? "-" : absl::StrFormat("%.1f", 100.0 * static_cast<double>(part) / static_cast<double>(whole));
}

std::string Table(const std::vector<FileCoverage>& files) {
  std::string table = absl::StrFormat("%-44s %7s %7s %9s %8s\n", "module", "lines", "%", "bits", "%");
  int64_t lines = 0, lines_covered = 0, bits = 0, bits_covered = 0;
  const auto append = [&table](const std::string& name, int64_t lines, int64_t covered, int64_t bits, int64_t toggled) {
    absl::StrAppendFormat(&table, "%-44s %7d %7s %9d %8s\n", name, lines, Share(covered, lines), bits,
                          Share(toggled, bits));
  };
  for (const FileCoverage& file : files) {
    append(file.file, file.num_lines(), file.num_lines_covered(), file.num_bits, file.num_bits_covered());
    lines += file.num_lines();
    lines_covered += file.num_lines_covered();
    bits += file.num_bits;
    bits_covered += file.num_bits_covered();
  }
  append("all", lines, lines_covered, bits, bits_covered);
  return table;
}

std::string Escaped(absl::string_view text) { return absl::StrReplaceAll(text, {{"&", "&amp;"}, {"<", "&lt;"}}); }

// A module's text; a line that never ran is red, bits that never changed are named behind their declaration.
absl::StatusOr<std::string> MarkedSource(const FileCoverage& file) {
  ASSIGN_OR_RETURN(const std::string source, ReadFile(file.file));
  std::string html = absl::StrCat("<h2 id=\"", file.file, "\">", file.file, "</h2>\n<pre>");
  int64_t number = 0;
  for (const absl::string_view line : absl::StrSplit(source, '\n')) {
    ++number;
    const auto count = file.line_counts.find(number);
    const auto untoggled = file.untoggled_bits.find(number);
    const bool never_ran = count != file.line_counts.end() && count->second == 0;
    absl::StrAppendFormat(&html, "%5d %12s  ", number,
                          count == file.line_counts.end() ? "" : absl::StrCat(count->second));
    absl::StrAppend(&html, never_ran ? "<b class=\"never\">" : "", Escaped(line), never_ran ? "</b>" : "");
    if (untoggled != file.untoggled_bits.end()) {
      absl::StrAppend(&html, "  <i>never changed: ", Escaped(absl::StrJoin(untoggled->second, " ")), "</i>");
    }
    absl::StrAppend(&html, "\n");
  }
  return absl::StrCat(html, "</pre>\n");
}

absl::Status WriteReport(const std::vector<std::string>& sources) {
  Coverage coverage;
  for (const std::string& path : absl::GetFlag(FLAGS_counts)) {
    ASSIGN_OR_RETURN(const std::string text, ReadFile(path));
    RETURN_IF_ERROR(coverage.Add(text));
  }
  ASSIGN_OR_RETURN(const std::vector<FileCoverage> files, coverage.Summarize());
  std::string html =
      "<!DOCTYPE html><html lang=\"en\"><meta charset=\"utf-8\"><title>Coverage of the RTL</title>\n"
      "<style>body{font-family:sans-serif;margin:2em}.never{color:#b00020}i{color:#8a6d00}</style>\n"
      "<h1>Coverage of the RTL</h1>\n<pre>";
  const std::string table = Table(files);
  absl::StrAppend(&html, table, "</pre>\n");
  for (const FileCoverage& file : files) {
    if (std::find(sources.begin(), sources.end(), file.file) == sources.end()) continue;
    ASSIGN_OR_RETURN(const std::string marked, MarkedSource(file));
    absl::StrAppend(&html, marked);
  }
  const std::string directory = absl::GetFlag(FLAGS_output);
  RETURN_IF_ERROR(WriteFileAtomically(absl::StrCat(directory, "/report.txt"), table));
  return WriteFileAtomically(absl::StrCat(directory, "/index.html"), html);
}

}  // namespace
}  // namespace duet::hw

int main(int argc, char** argv) {
  const std::vector<char*> positional = absl::ParseCommandLine(argc, argv);
  const absl::Status status = duet::hw::WriteReport(std::vector<std::string>(positional.begin() + 1, positional.end()));
  if (!status.ok()) std::cerr << status << "\n";
  return status.ok() ? 0 : 1;
}
