#include "datasets/lra/tree_tables.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/status_macros.h"
#include "datasets/archives/archive.h"
#include "datasets/images/image.h"
#include "datasets/lra/example_table.h"
#include "datasets/lra/grey.h"

namespace duet::lra {
namespace {

constexpr int64_t kImageSide = 32;
constexpr std::array<absl::string_view, 10> kClasses = {"airplane", "automobile", "bird",  "cat",  "deer",
                                                        "dog",      "frog",       "horse", "ship", "truck"};

absl::Status DoesNotBelong(absl::string_view tar_path, absl::string_view name) {
  return absl::InvalidArgumentError(absl::StrCat(tar_path, ", ", name, ": no such file is expected"));
}

ByteExamples& AddSplit(absl::string_view name, ExampleTable& table) {
  ByteExamples& examples = *table.add_splits();
  examples.set_name(std::string(name));
  return examples;
}

absl::StatusOr<std::string> DecodeGrey(absl::string_view bytes) {
  ASSIGN_OR_RETURN(const images::Image image, images::DecodeImage(bytes));
  if (image.width != kImageSide || image.height != kImageSide || (image.channels != 1 && image.channels != 3)) {
    return absl::InvalidArgumentError(
        absl::StrCat("a picture of ", image.width, " x ", image.height, " x ", image.channels, ", not 32 x 32 x 3"));
  }
  std::string grey(kImageSide * kImageSide, '\0');
  for (size_t i = 0; i < grey.size(); ++i) {
    const uint8_t* pixel = &image.pixels[i * image.channels];
    grey[i] = static_cast<char>(image.channels == 1 ? pixel[0] : Grey(pixel[0], pixel[1], pixel[2]));
  }
  return grey;
}

}  // namespace

absl::StatusOr<ExampleTable> TextTable(absl::string_view tar_path) {
  ByteExamples train, validation, test;
  RETURN_IF_ERROR(ForEachFile(tar_path, [&](absl::string_view name, absl::string_view bytes) -> absl::Status {
    if (absl::EndsWith(name, "/.DS_Store")) return absl::OkStatus();
    const std::vector<absl::string_view> parts = absl::StrSplit(name, '/');
    if (parts.size() != 5 || parts[0] != "data" || parts[1] != "aclImdb" || !absl::EndsWith(name, ".txt") ||
        (parts[3] != "neg" && parts[3] != "pos")) {
      return DoesNotBelong(tar_path, name);
    }
    const uint8_t label = parts[3] == "pos" ? 1 : 0;
    if (parts[2] == "train") {
      AddExample(bytes, label, train);
    } else if (parts[2] == "val") {
      AddExample(bytes, label, validation);
    } else if (parts[2] == "test") {
      AddExample(bytes, label, test);
    } else {
      return DoesNotBelong(tar_path, name);
    }
    return absl::OkStatus();
  }));
  train.mutable_bytes()->append(validation.bytes());
  train.mutable_labels()->append(validation.labels());
  train.mutable_lengths()->MergeFrom(validation.lengths());
  ExampleTable table;
  table.set_task("text");
  train.set_name("train");
  test.set_name("test");
  table.add_splits()->Swap(&train);
  table.add_splits()->Swap(&test);
  return table;
}

absl::StatusOr<ExampleTable> ImageTable(absl::string_view tar_path) {
  std::array<std::vector<std::string>, kClasses.size()> train, test;
  RETURN_IF_ERROR(ForEachFile(tar_path, [&](absl::string_view name, absl::string_view bytes) -> absl::Status {
    const std::vector<absl::string_view> parts = absl::StrSplit(name, '/');
    if (parts.size() != 3 || (parts[0] != "train" && parts[0] != "test") || !absl::EndsWith(name, ".jpg")) {
      return DoesNotBelong(tar_path, name);
    }
    const auto found = std::find(kClasses.begin(), kClasses.end(), parts[1]);
    if (found == kClasses.end()) return DoesNotBelong(tar_path, name);
    absl::StatusOr<std::string> grey = DecodeGrey(bytes);
    if (!grey.ok()) {
      return absl::Status(grey.status().code(), absl::StrCat(tar_path, ", ", name, ": ", grey.status().message()));
    }
    (parts[0] == "train" ? train : test)[found - kClasses.begin()].push_back(*std::move(grey));
    return absl::OkStatus();
  }));
  ExampleTable table;
  table.set_task("image");
  table.set_proxy_reason("CIFAR-10 that went through JPEG, not the original pixels");
  for (const char* split : {"train", "validation", "test"}) AddSplit(split, table);
  for (size_t label = 0; label < kClasses.size(); ++label) {
    const size_t num_train = train[label].size() - train[label].size() / 10;
    for (size_t i = 0; i < train[label].size(); ++i) {
      AddExample(train[label][i], static_cast<uint8_t>(label), *table.mutable_splits(i < num_train ? 0 : 1));
    }
    for (const std::string& image : test[label]) {
      AddExample(image, static_cast<uint8_t>(label), *table.mutable_splits(2));
    }
  }
  return table;
}

void SetSource(const datasets::Pin& pin, ExampleTable& table) {
  table.set_source(absl::StrCat(pin.repository, "@", pin.commit));
  table.set_source_sha256(pin.sha256);
  table.set_licence(pin.licence);
}

}  // namespace duet::lra
