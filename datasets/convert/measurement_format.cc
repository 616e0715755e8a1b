#include <optional>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/files.h"
#include "common/status_macros.h"
#include "datasets/convert/cell_column.h"
#include "datasets/convert/formats.h"
#include "datasets/device_runner/measurement_table.h"
#include "datasets/latbench/measurement_file.h"

namespace duet::datasets {
namespace {

absl::Status ConvertMeasurementFile(const std::string& path, Table& table) {
  ASSIGN_OR_RETURN(const std::string contents, ReadFile(path));
  ASSIGN_OR_RETURN(const device_runner::MeasurementTable measured,
                   device_runner::ParseMeasurementTable(contents, path));
  ASSIGN_OR_RETURN(const std::vector<latbench::CellLatency> latencies, latbench::CellLatencies(measured, path));
  const std::optional<absl::string_view> device = device_runner::FindProvenance(measured, "device");
  if (!device.has_value()) {
    return absl::InvalidArgumentError(absl::StrCat(path, ": no line \"# device: ...\" above the rows"));
  }
  CellValues values(CellValues::PathlessCells::kDropped);
  for (const latbench::CellLatency& latency : latencies) {
    if (const absl::Status status = values.Set(latency.cell, latency.latency_ms); !status.ok()) {
      return absl::Status(status.code(), absl::StrCat(path, ": ", status.message()));
    }
  }
  Pin source;
  source.file = path.substr(path.rfind('/') + 1);
  source.sha256 = Sha256Hex(contents);
  source.licence = "this project's";
  source.url = path;
  Column& column = AddColumn(table, absl::StrCat("embedded/", absl::StripSuffix(source.file, ".csv")), LATENCY,
                             MILLISECONDS, MEASURED, source);
  column.set_device(std::string(*device));
  column.set_image_set("cifar100");
  if (const auto precision = device_runner::FindProvenance(measured, "precision"); precision.has_value()) {
    // Spelt as LatBench does.
    column.set_precision(*precision == "float32" ? "fp32" : std::string(*precision));
  }
  if (const auto batch_size = device_runner::FindProvenance(measured, "batch_size"); batch_size.has_value()) {
    int32_t size;
    if (!absl::SimpleAtoi(*batch_size, &size) || size < 1) {
      return absl::InvalidArgumentError(absl::StrCat(path, ": the batch_size is \"", *batch_size, "\""));
    }
    column.set_batch_size(size);
  }
  std::string note;
  for (const auto& [name, value] : measured.provenance) {
    absl::StrAppend(&note, note.empty() ? "" : "; ", name, ": ", value);
  }
  column.set_note(note);
  values.MoveTo(column);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Table> ConvertMeasurements(absl::Span<const std::string> paths) {
  Table table = NewNasBench201Table();
  for (const std::string& path : paths) RETURN_IF_ERROR(ConvertMeasurementFile(path, table));
  return table;
}

}  // namespace duet::datasets
