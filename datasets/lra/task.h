// The five tasks of the Long Range Arena as sequences of tokens with a class each.
//
//     name         a token is                        tokens           classes  train / validation / test
//     listops      a symbol of an expression         2,000 of 2,048   10       96,000 / 2,000 / 2,000
//     text         a byte of a film review, plus 1   1,000 of 1,024   2        25,000 / 25,000 / 25,000
//     retrieval    a byte of a paper, plus 1: pairs  4,000 of 4,096   2        147,086 / 18,090 / 17,437
//     image        a grey value, 0 to 255            1,024            10       45,000 / 5,000 / 10,000
//     pathfinder   a grey value, 0 to 255            1,024            2        160,000 / 20,000 / 20,000
//
// 0 pads; in pictures it is black as well. Text validates on its test set, as LRA does. ListOps and Pathfinder are
// generated; the others are read.
//
// Source: Tay et al. 2021, Long Range Arena, section 2.2, and its released pipelines; lengths of FABNet's (Fan et al.
// 2022, released code).

#ifndef DATASETS_LRA_TASK_H_
#define DATASETS_LRA_TASK_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "datasets/listops/listops.h"
#include "datasets/pathfinder/pathfinder.h"

namespace duet::lra {

struct TokenExamples {
  int64_t seq_len = 0;
  std::vector<uint16_t> tokens;  // [n, seq_len], or [2 n, seq_len] of pairs: 0 and 1 are the first one
  std::vector<uint8_t> labels;   // [n]

  int64_t size() const { return static_cast<int64_t>(labels.size()); }
};

struct Task {
  std::string name;
  int64_t vocabulary = 0;  // tokens are below it; the CLS token of a model is not counted
  int64_t num_classes = 0;
  bool is_pair = false;
  TokenExamples train;
  TokenExamples validation;
  TokenExamples test;
  std::string proxy_reason;  // what differs from the published task in data, length or number; empty if nothing does
};

struct TaskOptions {
  int64_t seq_len = 0;
  // Longer texts are cut after as many tokens, and the rest of seq_len is padding. Default: seq_len.
  std::optional<int64_t> max_tokens;
  int64_t num_train = 0;
  int64_t num_validation = 0;
  int64_t num_test = 0;
  // Of the generators, and of which examples are taken where fewer are asked for than there are.
  uint64_t seed = 0;
  // Of text, image and retrieval: a table of //datasets/lra (text_table, image_table), or the directory of the data as
  // published (datasets/lra/published.h).
  std::string data_path;
  // Of listops. listops::ShortOptions() makes trees of at most 128 tokens.
  listops::Options listops;
  // Of pathfinder: targets of 6, 9 or 14 paddles.
  pathfinder::Level pathfinder_level = pathfinder::Level::kHard;
};

// "listops", "text", "retrieval", "image", "pathfinder".
absl::Span<const absl::string_view> TaskNames();

// The task as published, as in the table above. InvalidArgument for another name.
absl::StatusOr<TaskOptions> PublishedOptions(absl::string_view name);

// Generates or reads a task. Examples of a split are in random order, and the same ones for the same options.
// InvalidArgument for a name that is none, for sizes that are negative or do not fit each other, or without the
// data_path that is needed; OutOfRange where there are fewer examples than asked for; else the status of reading.
absl::StatusOr<Task> OpenTask(absl::string_view name, const TaskOptions& options);

}  // namespace duet::lra

#endif  // DATASETS_LRA_TASK_H_
