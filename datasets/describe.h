// What data there is: every pinned file and tree and every measurement of this project, with rows, units, licence and
// hash, and whether it is there or how to get it.

#ifndef DATASETS_DESCRIBE_H_
#define DATASETS_DESCRIBE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"

namespace duet::datasets {

enum class Origin { kPinnedFile, kPinnedTree, kEmbedded };

struct DataSet {
  Origin origin;
  std::string name;
  std::string holds;
  // Of the table that it is converted into, where that is there: the largest number of values in a column, the
  // columns, and their units ("%", "ms", ...) in order, "1" for numbers without unit. Of a tree: its files.
  int64_t num_rows = 0;
  int64_t num_columns = 0;
  std::vector<std::string> units;
  std::string licence;
  std::string sha256;
  bool is_present = false;
  std::string state;  // where it is used, or how to get it
};

struct DescribeOptions {
  std::string pins_path;
  // Of tables that may be missing: table.proto's, and that of NAS-Bench-101.
  std::vector<std::string> table_paths;
  std::string nasbench101_table_path;
  // Of a corpus of speech that this project makes, which may be missing, and its target.
  std::string spoken_phones_path;
  std::string spoken_phones_target = "//datasets/spoken_phones:corpus";
  // The directory with the external repositories of the pinned files.
  std::string external_directory;
  // The directory with archives of trees, which are not fetched to be described.
  std::string archive_directory;
};

// Errors are those of reading a table that is there, or the pins.
absl::StatusOr<std::vector<DataSet>> DescribeData(const DescribeOptions& options);

// An aligned table a person reads, or a JSON array with one object a data set.
std::string FormatAsText(absl::Span<const DataSet> data_sets);
std::string FormatAsJson(absl::Span<const DataSet> data_sets);

}  // namespace duet::datasets

#endif  // DATASETS_DESCRIBE_H_
