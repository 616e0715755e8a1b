#include "datasets/lra/example_table.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "common/files.h"
#include "common/status_macros.h"

namespace duet::lra {

void AddExample(absl::string_view bytes, uint8_t label, ByteExamples& examples) {
  examples.mutable_bytes()->append(bytes.data(), bytes.size());
  examples.add_lengths(static_cast<uint32_t>(bytes.size()));
  examples.mutable_labels()->push_back(static_cast<char>(label));
}

absl::Status CheckExamples(const ByteExamples& examples, int64_t sequences_per_label) {
  uint64_t num_bytes = 0;
  for (const uint32_t length : examples.lengths()) num_bytes += length;
  if (num_bytes != examples.bytes().size()) {
    return absl::InvalidArgumentError(absl::StrCat(examples.name(), ": ", examples.bytes().size(),
                                                   " bytes, but sequences of ", num_bytes, " together"));
  }
  const int64_t num_labels = static_cast<int64_t>(examples.labels().size());
  if (examples.lengths_size() != sequences_per_label * num_labels) {
    return absl::InvalidArgumentError(
        absl::StrCat(examples.name(), ": ", examples.lengths_size(), " sequences, but ", num_labels, " labels"));
  }
  return absl::OkStatus();
}

absl::StatusOr<const ByteExamples*> FindSplit(const ExampleTable& table, absl::string_view name) {
  for (const ByteExamples& split : table.splits()) {
    if (split.name() == name) return &split;
  }
  return absl::NotFoundError(absl::StrCat("the table of ", table.task(), " has no split ", name));
}

absl::StatusOr<ExampleTable> ReadExampleTable(absl::string_view path, absl::string_view task) {
  ExampleTable table;
  {
    ASSIGN_OR_RETURN(const std::string bytes, ReadFile(path));
    if (!table.ParseFromString(bytes)) return absl::DataLossError(absl::StrCat(path, " is no table of examples"));
  }
  if (table.schema_version() != kExampleTableSchemaVersion) {
    return absl::FailedPreconditionError(absl::StrCat(path, " has the schema version ", table.schema_version(),
                                                      ", not ", kExampleTableSchemaVersion,
                                                      ": convert the data again"));
  }
  if (table.task() != task) {
    return absl::InvalidArgumentError(absl::StrCat(path, " holds the task ", table.task(), ", not ", task));
  }
  for (const ByteExamples& split : table.splits()) {
    const absl::Status status = CheckExamples(split, 1);
    if (!status.ok()) return absl::Status(status.code(), absl::StrCat(path, ": ", status.message()));
  }
  return table;
}

absl::Status WriteExampleTable(ExampleTable table, absl::string_view path) {
  for (const ByteExamples& split : table.splits()) RETURN_IF_ERROR(CheckExamples(split, 1));
  table.set_schema_version(kExampleTableSchemaVersion);
  std::string bytes;
  if (!table.SerializeToString(&bytes)) {
    return absl::ResourceExhaustedError(absl::StrCat(path, ": more than a message of 2 GiB"));
  }
  return WriteFileAtomically(path, bytes);
}

}  // namespace duet::lra
