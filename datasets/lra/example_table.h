// Reads and writes the tables of example_table.proto, and checks what a schema cannot say.

#ifndef DATASETS_LRA_EXAMPLE_TABLE_H_
#define DATASETS_LRA_EXAMPLE_TABLE_H_

#include <cstdint>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "datasets/lra/example_table.pb.h"

namespace duet::lra {

// Raised with every change after which an old table would be misread.
constexpr int32_t kExampleTableSchemaVersion = 1;

void AddExample(absl::string_view bytes, uint8_t label, ByteExamples& examples);

// InvalidArgument unless the lengths of each split add up to its bytes and there is one label to `sequences_per_label`
// sequences.
absl::Status CheckExamples(const ByteExamples& examples, int64_t sequences_per_label);

// The split of that name, or NotFound.
absl::StatusOr<const ByteExamples*> FindSplit(const ExampleTable& table, absl::string_view name);

// Reads the table of a task and checks it; errors name the path. DataLoss if it is no such table, FailedPrecondition
// for another version, InvalidArgument for another task or contents that do not fit each other.
absl::StatusOr<ExampleTable> ReadExampleTable(absl::string_view path, absl::string_view task);

// Checks the table, sets its version and writes it.
absl::Status WriteExampleTable(ExampleTable table, absl::string_view path);

}  // namespace duet::lra

#endif  // DATASETS_LRA_EXAMPLE_TABLE_H_
