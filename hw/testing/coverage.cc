#include "hw/testing/coverage.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/status_macros.h"

namespace duet::hw {
namespace {

using Attributes = std::map<std::string, std::string>;

Attributes ParseAttributes(absl::string_view text) {
  Attributes attributes;
  for (const absl::string_view part : absl::StrSplit(text, '\x01', absl::SkipEmpty())) {
    const std::vector<std::string> name_and_value = absl::StrSplit(part, absl::MaxSplits('\x02', 1));
    if (name_and_value.size() == 2) attributes[name_and_value[0]] = name_and_value[1];
  }
  return attributes;
}

std::string WithoutInstance(absl::string_view text) {
  std::string kept;
  for (const absl::string_view part : absl::StrSplit(text, '\x01', absl::SkipEmpty())) {
    if (!absl::StartsWith(part, "h\x02")) absl::StrAppend(&kept, "\x01", part);
  }
  return kept;
}

// "51-53,60" -> 51 52 53 60. Empty if it is not of this form.
std::vector<int64_t> ParseLines(absl::string_view text) {
  std::vector<int64_t> lines;
  for (const absl::string_view range : absl::StrSplit(text, ',', absl::SkipEmpty())) {
    const std::vector<absl::string_view> ends = absl::StrSplit(range, '-');
    int64_t first = 0;
    int64_t last = 0;
    if (!absl::SimpleAtoi(ends.front(), &first) || !absl::SimpleAtoi(ends.back(), &last)) return {};
    for (int64_t line = first; line <= last; ++line) lines.push_back(line);
  }
  return lines;
}

}  // namespace

int64_t FileCoverage::num_lines_covered() const {
  return std::count_if(line_counts.begin(), line_counts.end(), [](const auto& entry) { return entry.second > 0; });
}

int64_t FileCoverage::num_bits_covered() const {
  int64_t num_untoggled = 0;
  for (const auto& [line, names] : untoggled_bits) num_untoggled += static_cast<int64_t>(names.size());
  return num_bits - num_untoggled;
}

absl::Status Coverage::Add(absl::string_view text) {
  int64_t number = 0;
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    ++number;
    if (line.empty() || line[0] == '#') continue;
    const size_t end = line.rfind("' ");
    int64_t count = 0;
    if (!absl::StartsWith(line, "C '") || end == absl::string_view::npos || end < 3 ||
        !absl::SimpleAtoi(line.substr(end + 2), &count)) {
      return absl::InvalidArgumentError(absl::StrCat("line ", number, " is no point of coverage: ", line));
    }
    counts_[WithoutInstance(line.substr(3, end - 3))] += count;
  }
  return absl::OkStatus();
}

std::string Coverage::ToText() const {
  std::string text;
  for (const auto& [attributes, count] : counts_) absl::StrAppend(&text, "C '", attributes, "' ", count, "\n");
  return text;
}

absl::StatusOr<std::vector<FileCoverage>> Coverage::Summarize() const {
  std::map<std::string, FileCoverage> files;
  std::map<std::string, std::map<std::string, int64_t>> toggles;  // file -> "line name" -> count
  for (const auto& [text, count] : counts_) {
    const Attributes attributes = ParseAttributes(text);
    for (const char* const name : {"f", "l", "o", "page"}) {
      if (attributes.count(name) == 0) {
        return absl::InvalidArgumentError(absl::StrCat("a point lacks the attribute ", name, ": ", text));
      }
    }
    FileCoverage& file = files[attributes.at("f")];
    file.file = attributes.at("f");
    if (absl::StartsWith(attributes.at("page"), "v_toggle")) {
      toggles[file.file][absl::StrCat(attributes.at("l"), " ", attributes.at("o"))] += count;
    } else if (attributes.count("S") != 0) {
      for (const int64_t line : ParseLines(attributes.at("S"))) file.line_counts[line] += count;
    }
  }
  std::vector<FileCoverage> result;
  for (auto& [name, file] : files) {
    for (const auto& [line_and_bit, count] : toggles[name]) {
      ++file.num_bits;
      const std::vector<std::string> parts = absl::StrSplit(line_and_bit, absl::MaxSplits(' ', 1));
      int64_t line = 0;
      if (!absl::SimpleAtoi(parts[0], &line)) {
        return absl::InvalidArgumentError(absl::StrCat(name, ": ", parts[0], " is no line"));
      }
      if (count == 0) file.untoggled_bits[line].push_back(parts[1]);
    }
    result.push_back(std::move(file));
  }
  return result;
}

}  // namespace duet::hw
