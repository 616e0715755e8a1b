// Turns a pinned tree into a table of examples; called by the actions text_table and image_table:
//
//   convert --task=text --pins=datasets/pins.json --output=text_table.binpb imdb.tar

#include <iostream>
#include <string>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/status_macros.h"
#include "datasets/lra/example_table.h"
#include "datasets/lra/tree_tables.h"
#include "datasets/pins.h"

ABSL_FLAG(std::string, task, "", "text or image");
ABSL_FLAG(std::string, pins, "", "what is pinned: //datasets:pins.json");
ABSL_FLAG(std::string, output, "", "the table to write");

namespace duet::lra {
namespace {

absl::Status Convert(absl::string_view tar_path) {
  ASSIGN_OR_RETURN(const std::vector<datasets::Pin> pins, datasets::ReadPins(absl::GetFlag(FLAGS_pins)));
  ASSIGN_OR_RETURN(const datasets::Pin pin, datasets::FindPin(tar_path, pins));
  const std::string task = absl::GetFlag(FLAGS_task);
  ExampleTable table;
  if (task == "text") {
    ASSIGN_OR_RETURN(table, TextTable(tar_path));
  } else if (task == "image") {
    ASSIGN_OR_RETURN(table, ImageTable(tar_path));
  } else {
    return absl::InvalidArgumentError(absl::StrCat("--task=", task, " is neither text nor image"));
  }
  SetSource(pin, table);
  return WriteExampleTable(table, absl::GetFlag(FLAGS_output));
}

}  // namespace
}  // namespace duet::lra

int main(int argc, char** argv) {
  const std::vector<char*> arguments = absl::ParseCommandLine(argc, argv);
  const absl::Status status = arguments.size() == 2 ? duet::lra::Convert(arguments[1])
                                                    : absl::InvalidArgumentError("one tar is converted at a time");
  if (!status.ok()) std::cerr << "convert: " << status << "\n";
  return status.ok() ? 0 : 1;
}
