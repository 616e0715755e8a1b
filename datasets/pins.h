// The table of pins.bzl at run time, as the JSON file that //datasets:pins.json is: what was published where, with
// which SHA-256 and under what licence.

#ifndef DATASETS_PINS_H_
#define DATASETS_PINS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace duet::datasets {

struct Pin {
  std::string file;
  std::string holds;
  std::string licence;  // "not stated" where the publisher says nothing
  std::string repository;
  std::string commit;
  std::string url;
  std::string sha256;            // of a tree: of the sha256sum lines of its files
  int64_t num_bytes = 0;         // 0 for a tree
  int64_t num_files = 1;         // of a tree: all of them
  std::string archive;           // of a tree: the name of a mirror's archive of it
  std::string bazel_repository;  // "data_1080ti_1_pt"
  std::vector<std::string> tables;  // that it is converted into, as Bazel labels
};

// The files, then the trees, each in the order of pins.bzl. InvalidArgument names path and what is wrong.
absl::StatusOr<std::vector<Pin>> ReadPins(absl::string_view path);

// The pin of the name that is the last part of `path`, or NotFound.
absl::StatusOr<Pin> FindPin(absl::string_view path, const std::vector<Pin>& pins);

// The contents of a pinned file: NotFound if no pin has the name of the last part of `path`, DataLoss if the SHA-256 is
// another than that pin's.
struct PinnedFile {
  Pin pin;
  std::string contents;
};
absl::StatusOr<PinnedFile> ReadPinnedFile(absl::string_view path, const std::vector<Pin>& pins);

}  // namespace duet::datasets

#endif  // DATASETS_PINS_H_
