#include "datasets/lra/tree_tables.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/files.h"
#include "datasets/archives/tar_writer.h"
#include "datasets/images/image.h"
#include "datasets/lra/example_table.h"
#include "datasets/lra/grey.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace duet::lra {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::string WriteTar(const std::vector<std::pair<std::string, std::string>>& members) {
  const std::string path = absl::StrCat(testing::TempDir(), "/tree.tar");
  EXPECT_TRUE(WriteFileAtomically(path, MakeTar(members)).ok());
  return path;
}

// One colour, as PNG: told by its first bytes, whatever the name says, and without loss.
std::string Picture(int64_t side, uint8_t red, uint8_t green, uint8_t blue) {
  images::Image image{side, side, 3, {}};
  for (int64_t i = 0; i < side * side; ++i) image.pixels.insert(image.pixels.end(), {red, green, blue});
  return *images::EncodePng(image);
}

TEST(TreeTablesTest, JoinsTheTextsThatValidateBackToTrain) {
  const absl::StatusOr<ExampleTable> table = TextTable(WriteTar({{"data/aclImdb/test/pos/0_10.txt", "test"},
                                                                 {"data/aclImdb/train/neg/0_1.txt", "a"},
                                                                 {"data/aclImdb/train/pos/0_9.txt", "bc"},
                                                                 {"data/aclImdb/val/.DS_Store", "no review"},
                                                                 {"data/aclImdb/val/neg/7_1.txt", "d"}}));
  ASSERT_TRUE(table.ok()) << table.status();
  EXPECT_EQ(table->task(), "text");
  ASSERT_EQ(table->splits_size(), 2);
  EXPECT_EQ(table->splits(0).name(), "train");
  EXPECT_EQ(table->splits(0).bytes(), "abcd");
  EXPECT_THAT(table->splits(0).lengths(), ElementsAre(1, 2, 1));
  EXPECT_THAT(table->splits(0).labels(), ElementsAre(0, 1, 0));
  EXPECT_EQ(table->splits(1).bytes(), "test");
  EXPECT_THAT(table->splits(1).labels(), ElementsAre(1));
}

TEST(TreeTablesTest, TheLastTenthOfEachTrainingClassValidates) {
  std::vector<std::pair<std::string, std::string>> members;
  for (int i = 0; i < 20; ++i) {
    members.emplace_back(absl::StrCat("train/truck/", 100 + i, ".jpg"), Picture(32, i, 2 * i, 3 * i));
    if (i < 10) members.emplace_back(absl::StrCat("train/bird/", 100 + i, ".jpg"), Picture(32, 200, i, 0));
  }
  members.emplace_back("test/airplane/1.jpg", Picture(32, 255, 255, 255));
  const absl::StatusOr<ExampleTable> table = ImageTable(WriteTar(members));
  ASSERT_TRUE(table.ok()) << table.status();
  EXPECT_EQ(table->task(), "image");
  EXPECT_THAT(table->proxy_reason(), HasSubstr("JPEG"));
  ASSERT_EQ(table->splits_size(), 3);
  const ByteExamples& validation = table->splits(1);
  EXPECT_EQ(validation.name(), "validation");
  EXPECT_THAT(validation.labels(), ElementsAre(2, 9, 9));
  EXPECT_EQ(validation.bytes(), std::string(1024, static_cast<char>(Grey(200, 9, 0))) +
                                    std::string(1024, static_cast<char>(Grey(18, 36, 54))) +
                                    std::string(1024, static_cast<char>(Grey(19, 38, 57))));
  EXPECT_EQ(table->splits(0).labels().size(), 9 + 18);
  EXPECT_THAT(table->splits(2).labels(), ElementsAre(0));
  EXPECT_EQ(table->splits(2).bytes(), std::string(1024, '\xff'));
}

TEST(TreeTablesTest, NamesTheMemberThatDoesNotBelong) {
  for (const absl::string_view name : {"data/aclImdb/train/neg/x.csv", "data/aclImdb/extra/neg/0_1.txt",
                                       "data/aclImdb/train/unsup/0_0.txt", "readme.txt"}) {
    const absl::Status status = TextTable(WriteTar({{std::string(name), ""}})).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_THAT(std::string(status.message()), HasSubstr(absl::StrCat("tree.tar, ", std::string(name), ": ")));
  }
  for (const absl::string_view name : {"train/lorry/0.jpg", "val/truck/0.jpg", "train/truck/0.txt"}) {
    const absl::Status status = ImageTable(WriteTar({{std::string(name), Picture(32, 0, 0, 0)}})).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_THAT(std::string(status.message()), HasSubstr(std::string(name)));
  }
}

TEST(TreeTablesTest, RefusesPicturesOfOtherSizesAndBrokenOnes) {
  absl::Status status = ImageTable(WriteTar({{"test/cat/0.jpg", Picture(31, 0, 0, 0)}})).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(status.message()), HasSubstr("test/cat/0.jpg: a picture of 31 x 31 x 3"));
  const std::string picture = Picture(32, 1, 2, 3);
  status = ImageTable(WriteTar({{"test/cat/0.jpg", picture.substr(0, picture.size() / 2)}})).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss) << status;
  EXPECT_EQ(TextTable("/no/such.tar").status().code(), absl::StatusCode::kNotFound);
}

TEST(ExampleTableTest, ReadsWhatItWroteAndRefusesTheRest) {
  ExampleTable table;
  table.set_task("text");
  ByteExamples& split = *table.add_splits();
  split.set_name("train");
  AddExample("abc", 1, split);
  const std::string path = absl::StrCat(testing::TempDir(), "/table.binpb");
  ASSERT_TRUE(WriteExampleTable(table, path).ok());
  const absl::StatusOr<ExampleTable> read = ReadExampleTable(path, "text");
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ((*FindSplit(*read, "train"))->bytes(), "abc");
  EXPECT_EQ(FindSplit(*read, "test").status().code(), absl::StatusCode::kNotFound);

  split.add_lengths(1);
  EXPECT_EQ(WriteExampleTable(table, path).code(), absl::StatusCode::kInvalidArgument);
  split.mutable_bytes()->push_back('d');  // lengths fit, labels do not
  EXPECT_EQ(WriteExampleTable(table, path).code(), absl::StatusCode::kInvalidArgument);
  ASSERT_TRUE(WriteFileAtomically(path, "no table").ok());
  EXPECT_EQ(ReadExampleTable(path, "text").status().code(), absl::StatusCode::kDataLoss);
  ASSERT_TRUE(WriteFileAtomically(path, "").ok());  // an empty message is version 0
  EXPECT_EQ(ReadExampleTable(path, "text").status().code(), absl::StatusCode::kFailedPrecondition);
}

}  // namespace
}  // namespace duet::lra
