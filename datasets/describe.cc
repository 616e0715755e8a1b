#include "datasets/describe.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "common/files.h"
#include "common/status_macros.h"
#include "datasets/nasbench101/published.h"
#include "datasets/pins.h"
#include "datasets/speech/corpus.h"
#include "datasets/table.h"

namespace duet::datasets {
namespace {

// What the tables say of one source file.
struct Contents {
  int64_t num_rows = 0;
  int64_t num_columns = 0;
  std::set<std::string> units;
};
using ContentsByFile = std::map<std::string, Contents>;

bool Exists(const std::string& path) {
  std::error_code ignored;
  return !path.empty() && std::filesystem::exists(path, ignored);
}

void AddColumn(const Column& column, Contents& contents) {
  contents.num_rows = std::max(contents.num_rows, NumPresent(column));
  ++contents.num_columns;
  const absl::string_view unit = UnitSymbol(column.unit());
  contents.units.insert(unit.empty() ? "1" : std::string(unit));
}

absl::Status ReadNasBench101(const std::string& path, ContentsByFile& contents) {
  ASSIGN_OR_RETURN(const nasbench101::PublishedCells cells, nasbench101::PublishedCells::Open(path));
  for (const nasbench101::Source& source : cells.table().sources()) {
    Contents& file = contents[source.file()];
    file.num_rows = source.num_cells();
    if (absl::EndsWith(source.file(), ".pt")) {
      file.num_columns = 1;
      file.units = {"kWh"};
    } else {
      // Four accuracies, the training time and the number of parameters.
      file.num_columns = 6;
      file.units = {"%", "s", "1"};
    }
  }
  return absl::OkStatus();
}

std::string TableOf(const Pin& pin) { return absl::StrCat("in ", absl::StrJoin(pin.tables, ", ")); }

DataSet DescribePin(const Pin& pin, const ContentsByFile& contents, const DescribeOptions& options) {
  DataSet data_set;
  data_set.origin = pin.archive.empty() ? Origin::kPinnedFile : Origin::kPinnedTree;
  data_set.name = pin.file;
  data_set.holds = pin.holds;
  data_set.licence = pin.licence;
  data_set.sha256 = pin.sha256;
  if (data_set.origin == Origin::kPinnedTree) {
    data_set.num_rows = pin.num_files;
    data_set.units = {"files"};
    const std::string archive = absl::StrCat(options.archive_directory, "/", pin.archive);
    data_set.is_present = !options.archive_directory.empty() && Exists(archive);
    data_set.state = absl::StrCat(TableOf(pin), ", from ",
                                  data_set.is_present ? archive : absl::StrCat(pin.url, " when it is used"));
    return data_set;
  }
  if (const auto found = contents.find(pin.file); found != contents.end()) {
    data_set.num_rows = found->second.num_rows;
    data_set.num_columns = found->second.num_columns;
    data_set.units.assign(found->second.units.begin(), found->second.units.end());
  }
  data_set.is_present = Exists(absl::StrCat(options.external_directory, "/", pin.bazel_repository, "/", pin.file));
  data_set.state = data_set.is_present
                       ? TableOf(pin)
                       : absl::StrCat("MISSING, see: bazel run @", pin.bazel_repository, "//:how_to_get");
  return data_set;
}

// A corpus of speech that is made here.
absl::StatusOr<DataSet> DescribeCorpus(const std::string& path, const std::string& target) {
  ASSIGN_OR_RETURN(const std::string bytes, ReadFile(path));
  ASSIGN_OR_RETURN(const speech::Corpus corpus, speech::ReadCorpus(path));
  DataSet data_set;
  data_set.origin = Origin::kEmbedded;
  data_set.name = absl::StrCat("embedded/", corpus.name);
  data_set.holds = corpus.proxy_reason;
  data_set.num_rows = static_cast<int64_t>(corpus.train.size() + corpus.validation.size() + corpus.test.size());
  data_set.num_columns = 1;
  data_set.units = {"utterances"};
  data_set.licence = "this project's";
  data_set.sha256 = Sha256Hex(bytes);
  data_set.is_present = true;
  data_set.state = absl::StrCat("in ", target);
  return data_set;
}

absl::string_view OriginName(Origin origin) {
  switch (origin) {
    case Origin::kPinnedFile:
      return "pinned file";
    case Origin::kPinnedTree:
      return "pinned tree";
    case Origin::kEmbedded:
      return "embedded";
  }
  return "";
}

std::string Rows(const DataSet& data_set) {
  if (data_set.num_rows == 0) return "-";
  return data_set.num_columns > 1 ? absl::StrCat(data_set.num_rows, " x ", data_set.num_columns)
                                  : absl::StrCat(data_set.num_rows);
}

}  // namespace

absl::StatusOr<std::vector<DataSet>> DescribeData(const DescribeOptions& options) {
  ContentsByFile contents;
  std::vector<DataSet> embedded;
  for (const std::string& path : options.table_paths) {
    if (!Exists(path)) continue;
    ASSIGN_OR_RETURN(const Table table, ReadTable(path, "nasbench201"));
    for (const Column& column : table.columns()) {
      if (!absl::StartsWith(column.key(), "embedded/")) {
        AddColumn(column, contents[column.source_file()]);
        continue;
      }
      Contents own;
      AddColumn(column, own);
      embedded.push_back({Origin::kEmbedded,
                          column.key(),
                          column.note(),
                          own.num_rows,
                          own.num_columns,
                          {own.units.begin(), own.units.end()},
                          column.licence(),
                          column.source_sha256(),
                          true,
                          "in //datasets/latbench:embedded_table"});
    }
  }
  if (Exists(options.nasbench101_table_path)) {
    RETURN_IF_ERROR(ReadNasBench101(options.nasbench101_table_path, contents));
  }
  if (Exists(options.spoken_phones_path)) {
    ASSIGN_OR_RETURN(embedded.emplace_back(), DescribeCorpus(options.spoken_phones_path, options.spoken_phones_target));
  }
  std::vector<DataSet> data_sets;
  ASSIGN_OR_RETURN(const std::vector<Pin> pins, ReadPins(options.pins_path));
  for (const Pin& pin : pins) data_sets.push_back(DescribePin(pin, contents, options));
  data_sets.insert(data_sets.end(), embedded.begin(), embedded.end());
  return data_sets;
}

std::string FormatAsText(absl::Span<const DataSet> data_sets) {
  constexpr size_t kShortHash = 12;
  std::vector<std::vector<std::string>> lines = {{"NAME", "ROWS", "UNITS", "LICENCE", "SHA-256", "STATE"}};
  for (const DataSet& data_set : data_sets) {
    lines.push_back({data_set.name, Rows(data_set), data_set.units.empty() ? "-" : absl::StrJoin(data_set.units, " "),
                     data_set.licence, data_set.sha256.substr(0, kShortHash), data_set.state});
  }
  std::vector<size_t> widths(lines.front().size());
  for (const auto& line : lines) {
    for (size_t i = 0; i < line.size(); ++i) widths[i] = std::max(widths[i], line[i].size());
  }
  std::string text;
  const auto add_line = [&](const std::vector<std::string>& line) {
    for (size_t i = 0; i + 1 < line.size(); ++i) absl::StrAppendFormat(&text, "%-*s  ", widths[i], line[i]);
    absl::StrAppend(&text, line.back(), "\n");
  };
  const struct {
    Origin origin;
    absl::string_view title;
  } kGroups[] = {{Origin::kPinnedFile, "Pinned files"},
                 {Origin::kPinnedTree, "Pinned trees of files"},
                 {Origin::kEmbedded, "Measured or made by this project"}};
  for (const auto& group : kGroups) {
    int64_t num_all = 0;
    int64_t num_present = 0;
    for (const DataSet& data_set : data_sets) {
      num_all += data_set.origin == group.origin;
      num_present += data_set.origin == group.origin && data_set.is_present;
    }
    absl::StrAppend(&text, text.empty() ? "" : "\n", group.title, ": ", num_all);
    if (group.origin != Origin::kEmbedded) absl::StrAppend(&text, ", ", num_present, " of them here");
    absl::StrAppend(&text, "\n");
    if (num_all == 0) continue;
    add_line(lines.front());
    for (size_t i = 0; i < data_sets.size(); ++i) {
      if (data_sets[i].origin == group.origin) add_line(lines[i + 1]);
    }
  }
  return text;
}

std::string FormatAsJson(absl::Span<const DataSet> data_sets) {
  nlohmann::ordered_json array = nlohmann::ordered_json::array();
  for (const DataSet& data_set : data_sets) {
    array.push_back({{"name", data_set.name},
                     {"origin", std::string(OriginName(data_set.origin))},
                     {"holds", data_set.holds},
                     {"rows", data_set.num_rows},
                     {"columns", data_set.num_columns},
                     {"units", data_set.units},
                     {"licence", data_set.licence},
                     {"sha256", data_set.sha256},
                     {"present", data_set.is_present},
                     {"state", data_set.state}});
  }
  return array.dump(2) + "\n";
}

}  // namespace duet::datasets
