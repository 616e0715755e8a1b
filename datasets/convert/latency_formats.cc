#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "common/status_macros.h"
#include "datasets/convert/cell_column.h"
#include "datasets/convert/csv.h"
#include "datasets/convert/formats.h"
#include "datasets/pickle/numpy.h"
#include "datasets/pickle/pickle.h"
#include "datasets/pickle/torch_archive.h"

namespace duet::datasets {
namespace {

using nasbench201::Cell;
using nasbench201::kNumCells;
using nasbench201::kNumEdges;
using nasbench201::kNumOps;
using nasbench201::Op;

constexpr double kMillisecondsPerSecond = 1e3;

constexpr absl::string_view kAnalyticNote = "An analytic model, not a measurement.";
constexpr absl::string_view kSameAsHwNasBenchNote = "The same numbers as HW-NAS-Bench's for CIFAR-10.";
constexpr absl::string_view kWholeMillisecondsNote = "Whole milliseconds, so that many cells tie.";

// The two desktop devices of LatBench.
constexpr absl::string_view kDesktopCpu = "desktop-cpu-core-i7-7820x";
constexpr absl::string_view kDesktopGpu = "desktop-gpu-gtx-1080ti";
constexpr absl::string_view kDesktopNote =
    "Almost one measurement with the other desktop device (Spearman 0.9974, ratio 1.002 +- 0.031): one of the labels "
    "is very probably wrong upstream. Never report the two as independent devices.";

absl::Status ReadLatBenchFile(const PinnedFile& file, CellValues& values) {
  ASSIGN_OR_RETURN(const pickle::Document document, pickle::Document::Parse(file.contents, pickle::NumpyGlobals()));
  ASSIGN_OR_RETURN(const pickle::Dict* dict, document.Get<pickle::Dict>(document.root()));
  for (const auto& [key, value] : dict->items) {
    ASSIGN_OR_RETURN(const std::vector<int64_t> codes, pickle::ReadShape(document, key));
    if (codes.size() != kNumEdges)
      return absl::InvalidArgumentError(absl::StrCat("a cell of ", codes.size(), " codes"));
    Cell cell;
    for (size_t e = 0; e < codes.size(); ++e) {
      if (codes[e] < 0 || codes[e] >= kNumOps) {
        return absl::InvalidArgumentError(absl::StrCat("operation code ", codes[e]));
      }
      cell.ops[e] = static_cast<Op>(codes[e]);
    }
    absl::StatusOr<double> latency_s = document.GetNumber(value);
    if (!latency_s.ok()) latency_s = pickle::ReadNumpyScalar(document, value);
    if (!latency_s.ok()) return latency_s.status();
    if (*latency_s <= 0) return absl::InvalidArgumentError(absl::StrCat("a latency of ", *latency_s, " s"));
    RETURN_IF_ERROR(values.Set(cell, *latency_s * kMillisecondsPerSecond));
  }
  return absl::OkStatus();
}

absl::Status ReadHelpFile(const PinnedFile& file, absl::Span<const Cell> order, CellValues& values) {
  ASSIGN_OR_RETURN(const pickle::TorchArchive archive, pickle::TorchArchive::Read(file.contents));
  const pickle::Document& document = archive.document();
  ASSIGN_OR_RETURN(const pickle::List* list, document.Get<pickle::List>(document.root()));
  if (list->items.size() != order.size()) {
    return absl::InvalidArgumentError(absl::StrCat(list->items.size(), " latencies for ", order.size(), " cells"));
  }
  for (size_t i = 0; i < order.size(); ++i) {
    ASSIGN_OR_RETURN(const double latency_ms, document.GetNumber(list->items[i]));
    if (latency_ms <= 0) return absl::InvalidArgumentError(absl::StrCat("a latency of ", latency_ms, " ms"));
    RETURN_IF_ERROR(values.Set(order[i], latency_ms));
  }
  return absl::OkStatus();
}

bool IsAnalytic(absl::string_view device) { return device == "eyeriss" || device == "fpga"; }

std::string HelpNote(absl::string_view device) {
  std::string note;
  const auto add = [&](absl::string_view text) { absl::StrAppend(&note, note.empty() ? "" : " ", text); };
  if (IsAnalytic(device)) add(kAnalyticNote);
  if (IsAnalytic(device) || device == "raspi4" || device == "pixel3") add(kSameAsHwNasBenchNote);
  if (device == "essential-ph-1" || device == "pixel2" || device == "samsung-s7") add(kWholeMillisecondsNote);
  return note;
}

absl::Status ConvertHwNasBenchFile(const PinnedFile& file, Table& table) {
  // hw_cifar10.csv, hw_cifar100.csv, hw_ImageNet16-120.csv.
  absl::string_view image_set = file.pin.file;
  if (!absl::ConsumePrefix(&image_set, "hw_") || !absl::ConsumeSuffix(&image_set, ".csv")) {
    return absl::InvalidArgumentError("not named hw_<image set>.csv");
  }
  ASSIGN_OR_RETURN(const Csv csv, ParseCsv(file.contents));
  ASSIGN_OR_RETURN(const size_t net, csv.FindColumn("net"));
  std::vector<Cell> cells;
  for (size_t row = 0; row < csv.rows.size(); ++row) {
    ASSIGN_OR_RETURN(const Cell cell, ParseNaslibTuple(csv.rows[row][net]));
    cells.push_back(cell);
  }
  for (size_t i = 0; i < csv.header.size(); ++i) {
    absl::string_view device = csv.header[i];
    const bool is_latency = absl::ConsumeSuffix(&device, "_latency");
    if (!is_latency && !absl::ConsumeSuffix(&device, "_energy")) continue;
    CellValues values(CellValues::PathlessCells::kDropped);
    bool has_missing = false;
    for (size_t row = 0; row < csv.rows.size(); ++row) {
      ASSIGN_OR_RETURN(const double value, csv.Number(row, i));
      // The Edge TPU's compiler refused the network.
      const bool is_missing = device == "edgetpu" && is_latency && value == -1;
      if (!is_missing && value <= 0) {
        return absl::InvalidArgumentError(absl::StrCat("line ", row + 2, ": ", csv.header[i], " is ", value));
      }
      has_missing |= is_missing;
      RETURN_IF_ERROR(is_missing ? values.SetMissing(cells[row]) : values.Set(cells[row], value));
    }
    Column& column =
        AddColumn(table, absl::StrCat("hwnasbench/", device, "/", image_set, "/", is_latency ? "latency" : "energy"),
                  is_latency ? LATENCY : ENERGY, is_latency ? MILLISECONDS : MILLIJOULES,
                  IsAnalytic(device) ? ANALYTIC_MODEL : MEASURED, file.pin);
    column.set_device(std::string(device));
    column.set_image_set(std::string(image_set));
    if (IsAnalytic(device)) column.set_note(std::string(kAnalyticNote));
    if (has_missing) column.set_note("Many cells are missing: -1 in the file.");
    values.MoveTo(column);
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Table> ConvertLatBench(absl::Span<const PinnedFile> files) {
  Table table = NewNasBench201Table();
  for (const PinnedFile& file : files) {
    const absl::string_view name = absl::StripSuffix(file.pin.file, ".pickle");
    const size_t dash = name.rfind('-');
    if (name == file.pin.file || dash == absl::string_view::npos) {
      return InFile(absl::InvalidArgumentError("not named <device>-<precision>.pickle"), file);
    }
    const absl::string_view device = name.substr(0, dash);
    const absl::string_view precision = name.substr(dash + 1);
    CellValues values(CellValues::PathlessCells::kDropped);
    if (const absl::Status status = ReadLatBenchFile(file, values); !status.ok()) return InFile(status, file);
    Column& column = AddColumn(table, absl::StrCat("latbench/", device, "/", precision, "/b1"), LATENCY, MILLISECONDS,
                               MEASURED, file.pin);
    column.set_device(std::string(device));
    column.set_precision(std::string(precision));
    column.set_batch_size(1);
    column.set_image_set("cifar100");
    if (device == kDesktopCpu || device == kDesktopGpu) column.set_note(std::string(kDesktopNote));
    values.MoveTo(column);
  }
  return table;
}

absl::StatusOr<Table> ConvertHelp(absl::Span<const PinnedFile> files) {
  const auto order_file =
      std::find_if(files.begin(), files.end(), [](const PinnedFile& f) { return f.pin.file == "str_arch2idx.pt"; });
  if (order_file == files.end())
    return absl::InvalidArgumentError("str_arch2idx.pt, the order of the lists, is needed");
  ASSIGN_OR_RETURN(const std::vector<Cell> order, ReadOfficialOrder(*order_file));
  Table table = NewNasBench201Table();
  for (const PinnedFile& file : files) {
    if (&file == &*order_file) continue;
    absl::string_view name = file.pin.file;
    if (!absl::ConsumeSuffix(&name, ".pt")) return InFile(absl::InvalidArgumentError("not named <device>.pt"), file);
    // "_1", "_32" and "_256" are batch sizes, but "essential_ph_1" is the phone PH-1.
    int batch_size = 0;
    if (name != "essential_ph_1") {
      for (const int size : {1, 32, 256}) {
        if (absl::ConsumeSuffix(&name, absl::StrCat("_", size))) {
          batch_size = size;
          break;
        }
      }
    }
    const std::string device = absl::StrReplaceAll(name, {{"_", "-"}});
    CellValues values(CellValues::PathlessCells::kDropped);
    if (const absl::Status status = ReadHelpFile(file, order, values); !status.ok()) return InFile(status, file);
    std::string key = absl::StrCat("help/", device);
    if (batch_size != 0) absl::StrAppend(&key, "/b", batch_size);
    Column& column =
        AddColumn(table, key, LATENCY, MILLISECONDS, IsAnalytic(device) ? ANALYTIC_MODEL : MEASURED, file.pin);
    column.set_device(device);
    column.set_batch_size(batch_size);
    column.set_note(HelpNote(device));
    values.MoveTo(column);
  }
  return table;
}

absl::StatusOr<Table> ConvertHwNasBench(absl::Span<const PinnedFile> files) {
  Table table = NewNasBench201Table();
  for (const PinnedFile& file : files) {
    if (const absl::Status status = ConvertHwNasBenchFile(file, table); !status.ok()) return InFile(status, file);
  }
  return table;
}

}  // namespace duet::datasets
