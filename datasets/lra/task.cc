#include "datasets/lra/task.h"

#include <algorithm>
#include <filesystem>
#include <numeric>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/random.h"
#include "common/status_macros.h"
#include "datasets/listops/dataset.h"
#include "datasets/lra/example_table.h"
#include "datasets/lra/published.h"

namespace duet::lra {
namespace {

struct Info {
  absl::string_view name;
  int64_t vocabulary;
  int64_t num_classes;
  int64_t seq_len;
  int64_t max_tokens;
  int64_t num_train;
  int64_t num_validation;
  int64_t num_test;
};

constexpr int64_t kNumPixels = pathfinder::kImageSize * pathfinder::kImageSize;
constexpr Info kInfos[] = {
    {"listops", listops::kNumSymbols + 1, listops::kNumClasses, 2048, 2000, 96'000, 2'000, 2'000},
    {"text", 257, 2, 1024, 1000, 25'000, 25'000, 25'000},
    {"retrieval", 257, 2, 4096, 4000, 147'086, 18'090, 17'437},
    {"image", 256, 10, kNumPixels, kNumPixels, 45'000, 5'000, 10'000},
    {"pathfinder", 256, 2, kNumPixels, kNumPixels, pathfinder::kNumTrain, pathfinder::kNumValidation,
     pathfinder::kNumTest},
};

absl::StatusOr<const Info*> FindInfo(absl::string_view name) {
  for (const Info& info : kInfos) {
    if (info.name == name) return &info;
  }
  return absl::InvalidArgumentError(
      absl::StrCat("the Long Range Arena has no task \"", name, "\": ", absl::StrJoin(TaskNames(), ", ")));
}

int64_t MaxTokens(const TaskOptions& options) { return options.max_tokens.value_or(options.seq_len); }

absl::Status CheckOptions(const Info& info, const TaskOptions& options) {
  for (const int64_t size : {options.num_train, options.num_validation, options.num_test}) {
    if (size < 0) return absl::InvalidArgumentError(absl::StrCat(info.name, ": a set of ", size, " examples"));
  }
  const int64_t max_tokens = MaxTokens(options);
  if (options.seq_len < 1 || max_tokens < 1 || max_tokens > options.seq_len) {
    return absl::InvalidArgumentError(
        absl::StrCat(info.name, ": ", max_tokens, " tokens in sequences of ", options.seq_len));
  }
  int64_t needed = 1;
  if (info.name == "listops") needed = options.listops.max_length - 1;
  if (info.name == "image" || info.name == "pathfinder") needed = kNumPixels;
  if (max_tokens < needed) {
    return absl::InvalidArgumentError(
        absl::StrCat(info.name, ": examples of up to ", needed, " tokens do not fit ", max_tokens));
  }
  return absl::OkStatus();
}

// Appends `values` plus `offset` and padding.
template <typename Values>
void AppendSequence(const Values& values, int64_t offset, TokenExamples& examples) {
  const size_t begin = examples.tokens.size();
  examples.tokens.resize(begin + examples.seq_len);
  for (size_t i = 0; i < values.size(); ++i) {
    examples.tokens[begin + i] = static_cast<uint16_t>(offset + static_cast<uint8_t>(values[i]));
  }
}

absl::Status GenerateListOps(const TaskOptions& options, Task& task) {
  listops::DatasetOptions dataset_options;
  dataset_options.expressions = options.listops;
  dataset_options.num_train = options.num_train;
  dataset_options.num_validation = options.num_validation;
  dataset_options.num_test = options.num_test;
  ASSIGN_OR_RETURN(const listops::Dataset dataset, listops::GenerateDataset(dataset_options, options.seed));
  const auto fill = [](const std::vector<listops::Example>& from, TokenExamples& to) {
    to.tokens.reserve(from.size() * to.seq_len);
    for (const listops::Example& example : from) {
      AppendSequence(example.expression, 0, to);
      to.labels.push_back(static_cast<uint8_t>(example.label));
    }
  };
  fill(dataset.train, task.train);
  fill(dataset.validation, task.validation);
  fill(dataset.test, task.test);
  return absl::OkStatus();
}

void GeneratePathfinder(const TaskOptions& options, Task& task) {
  // Each set has indices of its own, so that validation and test do not depend on how many train.
  const auto fill = [&](int64_t num_examples, uint64_t first, TokenExamples& to) {
    to.tokens.reserve(num_examples * to.seq_len);
    for (int64_t i = 0; i < num_examples; ++i) {
      const pathfinder::Sample sample = pathfinder::GenerateSample(options.pathfinder_level, options.seed, first + i);
      AppendSequence(sample.image.pixels, 0, to);
      to.labels.push_back(static_cast<uint8_t>(sample.label));
    }
  };
  fill(options.num_validation, 0, task.validation);
  fill(options.num_test, uint64_t{1} << 32, task.test);
  fill(options.num_train, uint64_t{2} << 32, task.train);
}

// Takes `num_examples` of `from` at random.
absl::Status TakeExamples(const ByteExamples& from, int64_t num_examples, const Info& info, const TaskOptions& options,
                          TokenExamples& to) {
  const int64_t sequences_per_label = info.name == "retrieval" ? 2 : 1;
  RETURN_IF_ERROR(CheckExamples(from, sequences_per_label));
  const int64_t num_all = static_cast<int64_t>(from.labels().size());
  if (num_examples > num_all) {
    return absl::OutOfRangeError(
        absl::StrCat(info.name, ": ", num_examples, " examples are asked for, but ", from.name(), " has ", num_all));
  }
  std::vector<int64_t> ends(from.lengths().begin(), from.lengths().end());
  std::partial_sum(ends.begin(), ends.end(), ends.begin());
  const int64_t max_tokens = MaxTokens(options);
  const int64_t offset = info.vocabulary - 256;
  RandomStream random(options.seed, absl::StrCat("lra/", info.name, "/", from.name()));
  to.tokens.reserve(num_examples * sequences_per_label * to.seq_len);
  for (const int64_t example : random.SampleWithoutReplacement(num_all, num_examples)) {
    for (int64_t i = example * sequences_per_label; i < (example + 1) * sequences_per_label; ++i) {
      const int64_t length = std::min<int64_t>(from.lengths(i), max_tokens);
      AppendSequence(absl::string_view(from.bytes()).substr(ends[i] - from.lengths(i), length), offset, to);
    }
    const uint8_t label = static_cast<uint8_t>(from.labels()[example]);
    if (label >= info.num_classes) {
      return absl::DataLossError(
          absl::StrCat(info.name, ": example ", example, " of ", from.name(), " has the class ", label));
    }
    to.labels.push_back(label);
  }
  return absl::OkStatus();
}

absl::Status ReadTask(const Info& info, const TaskOptions& options, Task& task) {
  if (options.data_path.empty()) {
    return absl::InvalidArgumentError(absl::StrCat(info.name, " is read: it needs the path of its data"));
  }
  std::error_code ignored;
  ExampleTable table;
  if (std::filesystem::is_directory(options.data_path, ignored)) {
    ASSIGN_OR_RETURN(table, ReadPublished(info.name, options.data_path, MaxTokens(options)));
  } else {
    ASSIGN_OR_RETURN(table, ReadExampleTable(options.data_path, info.name));
  }
  task.proxy_reason = table.proxy_reason();
  ASSIGN_OR_RETURN(const ByteExamples* train, FindSplit(table, "train"));
  ASSIGN_OR_RETURN(const ByteExamples* validation, FindSplit(table, info.name == "text" ? "test" : "validation"));
  ASSIGN_OR_RETURN(const ByteExamples* test, FindSplit(table, "test"));
  RETURN_IF_ERROR(TakeExamples(*train, options.num_train, info, options, task.train));
  RETURN_IF_ERROR(TakeExamples(*validation, options.num_validation, info, options, task.validation));
  return TakeExamples(*test, options.num_test, info, options, task.test);
}

// What differs from the published task beside the data itself.
std::vector<std::string> Departures(const Info& info, const TaskOptions& options) {
  std::vector<std::string> departures;
  const listops::Options& trees = options.listops;
  const listops::Options published;
  if (info.name == "listops" &&
      (trees.min_length != published.min_length || trees.max_length != published.max_length ||
       trees.max_depth != published.max_depth || trees.max_arguments != published.max_arguments)) {
    departures.push_back(absl::StrCat("expressions of ", trees.min_length + 1, " to ", trees.max_length - 1,
                                      " symbols in place of 501 to 1999"));
  }
  if (info.name == "pathfinder" && options.pathfinder_level != pathfinder::Level::kHard) {
    departures.push_back(
        absl::StrCat("targets of ", pathfinder::ContourLength(options.pathfinder_level), " paddles in place of 14"));
  }
  if ((info.name == "text" || info.name == "retrieval") && MaxTokens(options) < info.max_tokens) {
    departures.push_back(absl::StrCat("texts cut after ", MaxTokens(options), " bytes in place of ", info.max_tokens));
  }
  const auto compare = [&](int64_t number, int64_t published_number, absl::string_view what) {
    if (number >= published_number) return;
    departures.push_back(absl::StrCat(number, " ", what, " examples in place of ", published_number));
  };
  compare(options.num_train, info.num_train, "training");
  compare(options.num_validation, info.num_validation, "validation");
  compare(options.num_test, info.num_test, "test");
  return departures;
}

}  // namespace

absl::Span<const absl::string_view> TaskNames() {
  static constexpr absl::string_view kNames[] = {"listops", "text", "retrieval", "image", "pathfinder"};
  return kNames;
}

absl::StatusOr<TaskOptions> PublishedOptions(absl::string_view name) {
  ASSIGN_OR_RETURN(const Info* info, FindInfo(name));
  TaskOptions options;
  options.seq_len = info->seq_len;
  options.max_tokens = info->max_tokens;
  options.num_train = info->num_train;
  options.num_validation = info->num_validation;
  options.num_test = info->num_test;
  return options;
}

absl::StatusOr<Task> OpenTask(absl::string_view name, const TaskOptions& options) {
  ASSIGN_OR_RETURN(const Info* info, FindInfo(name));
  RETURN_IF_ERROR(CheckOptions(*info, options));
  Task task;
  task.name = std::string(name);
  task.vocabulary = info->vocabulary;
  task.num_classes = info->num_classes;
  task.is_pair = name == "retrieval";
  task.train.seq_len = task.validation.seq_len = task.test.seq_len = options.seq_len;
  if (name == "listops") {
    RETURN_IF_ERROR(GenerateListOps(options, task));
  } else if (name == "pathfinder") {
    GeneratePathfinder(options, task);
  } else {
    RETURN_IF_ERROR(ReadTask(*info, options, task));
  }
  std::vector<std::string> reasons = Departures(*info, options);
  if (!task.proxy_reason.empty()) reasons.insert(reasons.begin(), task.proxy_reason);
  task.proxy_reason = absl::StrJoin(reasons, "; ");
  return task;
}

}  // namespace duet::lra
