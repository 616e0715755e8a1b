#include "datasets/lra/published.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/files.h"
#include "common/status_macros.h"
#include "datasets/lra/example_table.h"
#include "datasets/lra/grey.h"

namespace duet::lra {
namespace {

namespace fs = std::filesystem;

// `directory`/`name`, or `directory` if it is itself what `name` should be: where `inside` exists.
absl::StatusOr<std::string> FindDirectory(absl::string_view directory, absl::string_view name,
                                          absl::string_view inside) {
  std::error_code ignored;
  for (const std::string& candidate : {absl::StrCat(directory, "/", name), std::string(directory)}) {
    if (fs::exists(absl::StrCat(candidate, "/", inside), ignored)) return candidate;
  }
  return absl::NotFoundError(
      absl::StrCat("there is neither ", directory, "/", name, "/", inside, " nor ", directory, "/", inside));
}

// The files of a directory that end in `extension`, sorted.
absl::StatusOr<std::vector<std::string>> ListFiles(const std::string& directory, absl::string_view extension) {
  std::error_code error;
  std::vector<std::string> paths;
  for (fs::directory_iterator it(directory, error), end; !error && it != end; it.increment(error)) {
    if (it->path().extension() == std::string(extension)) paths.push_back(it->path().string());
  }
  if (error) return absl::NotFoundError(absl::StrCat(directory, ": ", error.message()));
  std::sort(paths.begin(), paths.end());
  return paths;
}

absl::StatusOr<ExampleTable> ReadText(absl::string_view directory, int64_t max_bytes) {
  ASSIGN_OR_RETURN(const std::string root, FindDirectory(directory, "aclImdb", "train/neg"));
  ExampleTable table;
  for (const char* split : {"train", "test"}) {
    ByteExamples& examples = *table.add_splits();
    examples.set_name(split);
    uint8_t label = 0;
    for (const char* folder : {"neg", "pos"}) {
      ASSIGN_OR_RETURN(const std::vector<std::string> paths,
                       ListFiles(absl::StrCat(root, "/", split, "/", folder), ".txt"));
      for (const std::string& path : paths) {
        ASSIGN_OR_RETURN(const std::string text, ReadFile(path));
        AddExample(absl::string_view(text).substr(0, max_bytes), label, examples);
      }
      ++label;
    }
  }
  return table;
}

// Appends the rows of a batch to `examples`.
absl::Status ReadCifarBatch(const std::string& path, int64_t max_bytes, ByteExamples& examples) {
  constexpr size_t kPixels = 1024;
  constexpr size_t kRow = 1 + 3 * kPixels;
  ASSIGN_OR_RETURN(const std::string bytes, ReadFile(path));
  if (bytes.empty() || bytes.size() % kRow != 0) {
    return absl::DataLossError(absl::StrCat(path, ": ", bytes.size(), " bytes are no rows of ", kRow));
  }
  std::string grey(kPixels, '\0');
  for (size_t begin = 0; begin < bytes.size(); begin += kRow) {
    const uint8_t label = static_cast<uint8_t>(bytes[begin]);
    if (label > 9) {
      return absl::DataLossError(absl::StrCat(path, ", row ", begin / kRow, ": the class ", label, " is not below 10"));
    }
    const char* pixels = bytes.data() + begin + 1;
    for (size_t i = 0; i < kPixels; ++i) {
      grey[i] = static_cast<char>(Grey(pixels[i], pixels[kPixels + i], pixels[2 * kPixels + i]));
    }
    AddExample(absl::string_view(grey).substr(0, max_bytes), label, examples);
  }
  return absl::OkStatus();
}

// Moves the last `count` sequences of `from`, all of `length` bytes, to `to`.
void MoveLast(int64_t count, int64_t length, ByteExamples& from, ByteExamples& to) {
  const size_t num_kept = from.labels().size() - count;
  *to.mutable_bytes() = from.bytes().substr(num_kept * length);
  *to.mutable_labels() = from.labels().substr(num_kept);
  from.mutable_bytes()->resize(num_kept * length);
  from.mutable_labels()->resize(num_kept);
  from.mutable_lengths()->Truncate(num_kept);
  for (int64_t i = 0; i < count; ++i) to.add_lengths(length);
}

absl::StatusOr<ExampleTable> ReadImages(absl::string_view directory, int64_t max_bytes) {
  ASSIGN_OR_RETURN(const std::string root, FindDirectory(directory, "cifar-10-batches-bin", "data_batch_1.bin"));
  ExampleTable table;
  ByteExamples& train = *table.add_splits();
  train.set_name("train");
  for (int i = 1; i <= 5; ++i) {
    RETURN_IF_ERROR(ReadCifarBatch(absl::StrCat(root, "/data_batch_", i, ".bin"), max_bytes, train));
  }
  ByteExamples& validation = *table.add_splits();
  validation.set_name("validation");
  MoveLast(static_cast<int64_t>(train.labels().size()) / 10, std::min<int64_t>(max_bytes, 1024),
           *table.mutable_splits(0), validation);
  ByteExamples& test = *table.add_splits();
  test.set_name("test");
  RETURN_IF_ERROR(ReadCifarBatch(absl::StrCat(root, "/test_batch.bin"), max_bytes, test));
  return table;
}

// Reads line by line: the training pairs are gigabytes.
absl::Status ReadPairs(const std::string& path, int64_t max_bytes, ByteExamples& examples) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return absl::NotFoundError(absl::StrCat("there is no ", path));
  std::string line;
  int64_t number = 0;
  while (std::getline(file, line)) {
    ++number;
    if (!line.empty() && line.back() == '\r') line.pop_back();
    const std::vector<absl::string_view> fields = absl::StrSplit(line, '\t');
    const auto malformed = [&](absl::string_view what) {
      return absl::DataLossError(absl::StrCat(path, ":", number, ": ", what));
    };
    if (fields.size() != 5) return malformed(absl::StrCat(fields.size(), " fields, not 5"));
    double label = 0;
    if (!absl::SimpleAtod(fields[0], &label) || (label != 0 && label != 1)) {
      return malformed(absl::StrCat("the label \"", fields[0].substr(0, 20), "\" is neither 0 nor 1"));
    }
    const absl::string_view first = fields[3].substr(0, max_bytes);
    examples.mutable_bytes()->append(first.data(), first.size());
    examples.add_lengths(static_cast<uint32_t>(first.size()));
    AddExample(fields[4].substr(0, max_bytes), static_cast<uint8_t>(label), examples);
  }
  if (file.bad()) return absl::DataLossError(absl::StrCat(path, ": cannot be read to its end"));
  return absl::OkStatus();
}

absl::StatusOr<ExampleTable> ReadRetrieval(absl::string_view directory, int64_t max_bytes) {
  const std::pair<const char*, const char*> kSplits[] = {{"train", "train"}, {"validation", "eval"}, {"test", "test"}};
  ExampleTable table;
  for (const auto& [split, file] : kSplits) {
    ByteExamples& examples = *table.add_splits();
    examples.set_name(split);
    RETURN_IF_ERROR(ReadPairs(absl::StrCat(directory, "/new_aan_pairs.", file, ".tsv"), max_bytes, examples));
  }
  return table;
}

}  // namespace

absl::StatusOr<ExampleTable> ReadPublished(absl::string_view task, absl::string_view directory, int64_t max_bytes) {
  if (max_bytes < 0) return absl::InvalidArgumentError(absl::StrCat("sequences of ", max_bytes, " bytes"));
  absl::StatusOr<ExampleTable> table =
      absl::InvalidArgumentError(absl::StrCat("no published form of ", task, " is read"));
  if (task == "text") table = ReadText(directory, max_bytes);
  if (task == "image") table = ReadImages(directory, max_bytes);
  if (task == "retrieval") table = ReadRetrieval(directory, max_bytes);
  if (table.ok()) table->set_task(std::string(task));
  return table;
}

}  // namespace duet::lra
