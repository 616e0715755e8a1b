#include "datasets/lra/published.h"

#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/files.h"
#include "common/random.h"
#include "datasets/lra/example_table.h"
#include "datasets/lra/grey.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace duet::lra {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr int64_t kAll = 1 << 20;

class PublishedTest : public ::testing::Test {
 protected:
  PublishedTest()
      : root_(absl::StrCat(testing::TempDir(), "/", testing::UnitTest::GetInstance()->current_test_info()->name())) {}

  void Write(absl::string_view name, absl::string_view contents) {
    const absl::Status status = WriteFileAtomically(absl::StrCat(root_, "/", name), contents);
    ASSERT_TRUE(status.ok()) << status;
  }

  void WriteText(absl::string_view aclimdb) {
    Write(absl::StrCat(aclimdb, "train/neg/1_2.txt"), "bad");
    Write(absl::StrCat(aclimdb, "train/neg/0_1.txt"), "worse");
    Write(absl::StrCat(aclimdb, "train/neg/urls.csv"), "no review");
    Write(absl::StrCat(aclimdb, "train/pos/0_9.txt"), "good");
    Write(absl::StrCat(aclimdb, "test/neg/0_1.txt"), "");
    Write(absl::StrCat(aclimdb, "test/pos/0_1.txt"), "h\xc3\xa9");
  }

  void WriteCifar() {
    for (int batch = 1; batch <= 5; ++batch) {
      std::string rows;
      for (int row = 0; row < 2; ++row) {
        rows += static_cast<char>(batch);
        for (const char value : {'\x10', '\x80', '\xf0'}) rows += std::string(1024, value);
      }
      Write(absl::StrCat("data_batch_", batch, ".bin"), rows);
    }
    Write("test_batch.bin", '\x09' + std::string(3 * 1024, '\xff'));
  }

  void WritePairs(absl::string_view train) {
    Write("new_aan_pairs.train.tsv", train);
    Write("new_aan_pairs.eval.tsv", "1.0\tA1\tB2\tone\ttwo\n");
    Write("new_aan_pairs.test.tsv", "0\tA1\tB2\tx\t\r\n0.0\tA\tB\t\ty");
  }

  std::string root_;
};

TEST_F(PublishedTest, ReadsTextByFolder) {
  WriteText("aclImdb/");
  for (const std::string& directory : {root_, root_ + "/aclImdb"}) {
    const absl::StatusOr<ExampleTable> table = ReadPublished("text", directory, 4);
    ASSERT_TRUE(table.ok()) << table.status();
    ASSERT_EQ(table->splits_size(), 2);
    EXPECT_EQ(table->splits(0).name(), "train");
    EXPECT_EQ(table->splits(0).bytes(), "worsbadgood");
    EXPECT_THAT(table->splits(0).lengths(), ElementsAre(4, 3, 4));
    EXPECT_THAT(table->splits(0).labels(), ElementsAre(0, 0, 1));
    EXPECT_EQ(table->splits(1).bytes(), "h\xc3\xa9");
    EXPECT_THAT(table->splits(1).lengths(), ElementsAre(0, 3));
    EXPECT_EQ(table->proxy_reason(), "");
  }
}

TEST_F(PublishedTest, ReadsCifarBatchesAsGrey) {
  WriteCifar();
  const absl::StatusOr<ExampleTable> table = ReadPublished("image", root_, kAll);
  ASSERT_TRUE(table.ok()) << table.status();
  ASSERT_EQ(table->splits_size(), 3);
  EXPECT_THAT(table->splits(0).labels(), ElementsAre(1, 1, 2, 2, 3, 3, 4, 4, 5));
  EXPECT_EQ(table->splits(0).bytes(), std::string(9 * 1024, static_cast<char>(Grey(0x10, 0x80, 0xf0))));
  EXPECT_EQ(table->splits(1).name(), "validation");
  EXPECT_THAT(table->splits(1).labels(), ElementsAre(5));
  EXPECT_THAT(table->splits(2).labels(), ElementsAre(9));
  EXPECT_EQ(table->splits(2).bytes(), std::string(1024, '\xff'));
  for (const ByteExamples& split : table->splits()) EXPECT_TRUE(CheckExamples(split, 1).ok());
}

TEST_F(PublishedTest, ReadsPairs) {
  WritePairs("0.0\tid\tid\tfirst text\tsecond\n1.0\tid\tid\ta\tb\n");
  const absl::StatusOr<ExampleTable> table = ReadPublished("retrieval", root_, 5);
  ASSERT_TRUE(table.ok()) << table.status();
  EXPECT_EQ(table->splits(0).bytes(), "firstseconab");
  EXPECT_THAT(table->splits(0).lengths(), ElementsAre(5, 5, 1, 1));
  EXPECT_THAT(table->splits(0).labels(), ElementsAre(0, 1));
  EXPECT_EQ(table->splits(1).name(), "validation");
  EXPECT_THAT(table->splits(1).labels(), ElementsAre(1));
  EXPECT_EQ(table->splits(2).bytes(), "xy");
  for (const ByteExamples& split : table->splits()) EXPECT_TRUE(CheckExamples(split, 2).ok());
}

TEST_F(PublishedTest, GreyIsThatOfTelevision) {
  EXPECT_EQ(Grey(0, 0, 0), 0);
  EXPECT_EQ(Grey(255, 255, 255), 255);  // floor(255.5 * 0.9999)
  EXPECT_EQ(Grey(255, 0, 0), 76);       // floor(255.5 * 0.2989 = 76.37)
  EXPECT_EQ(Grey(0, 255, 0), 149);      // 149.98
  EXPECT_EQ(Grey(0, 0, 255), 29);       // 29.13
}

TEST_F(PublishedTest, NamesWhatIsMissing) {
  for (const absl::string_view task : {"text", "image", "retrieval"}) {
    const absl::Status status = ReadPublished(task, root_, kAll).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
    EXPECT_THAT(std::string(status.message()), HasSubstr(root_));
  }
  EXPECT_EQ(ReadPublished("chess", root_, kAll).status().code(), absl::StatusCode::kInvalidArgument);
  WriteText("");
  Write("x/train/neg/1.txt", "");
  const absl::Status status = ReadPublished("text", root_ + "/x", kAll).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(std::string(status.message()), HasSubstr("/x/train/pos"));
}

TEST_F(PublishedTest, NamesTheRowOrLineThatIsMalformed) {
  WriteCifar();
  Write("data_batch_3.bin", std::string(3072, '\0'));
  absl::Status status = ReadPublished("image", root_, kAll).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss);
  EXPECT_THAT(std::string(status.message()), HasSubstr("data_batch_3.bin: 3072 bytes are no rows of 3073"));
  Write("data_batch_3.bin", std::string(3073, '\0') + std::string(3073, '\x0a'));
  status = ReadPublished("image", root_, kAll).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss);
  EXPECT_THAT(std::string(status.message()), HasSubstr("row 1: the class 10"));

  WritePairs("0.0\ta\tb\tc\td\n0.5\ta\tb\tc\td\n");
  status = ReadPublished("retrieval", root_, kAll).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss);
  EXPECT_THAT(std::string(status.message()), HasSubstr("train.tsv:2: the label \"0.5\" is neither 0 nor 1"));
  WritePairs("0.0\ta\tb\tc\n");
  EXPECT_THAT(std::string(ReadPublished("retrieval", root_, kAll).status().message()),
              HasSubstr("train.tsv:1: 4 fields, not 5"));
}

// Whatever the lines hold, the answer is a table that fits itself, or a status that names the file.
TEST_F(PublishedTest, SurvivesMutatedPairs) {
  const std::string lines = "0.0\tid\tid\tfirst text\tsecond\n1.0\tid\tid\ta\tb\n0\t\t\t\t\n";
  WritePairs(lines);
  for (uint64_t i = 0; i < 200; ++i) {
    RandomStream random(/*seed=*/2, "published_test", i);
    std::string mutated = lines;
    for (uint64_t change = 0; change <= random.UniformInt(3); ++change) {
      const size_t at = random.UniformInt(mutated.size());
      if (random.UniformInt(2) == 0) {
        mutated[at] = "\t\n\r01.\0n-e"[random.UniformInt(10)];
      } else {
        mutated.erase(at, random.UniformInt(5));
        if (mutated.empty()) mutated = "\n";
      }
    }
    Write("new_aan_pairs.train.tsv", mutated);
    const absl::StatusOr<ExampleTable> table = ReadPublished("retrieval", root_, 7);
    if (table.ok()) {
      for (const ByteExamples& split : table->splits()) EXPECT_TRUE(CheckExamples(split, 2).ok());
    } else {
      EXPECT_EQ(table.status().code(), absl::StatusCode::kDataLoss);
      EXPECT_THAT(std::string(table.status().message()), HasSubstr("new_aan_pairs.train.tsv:"));
    }
  }
}

}  // namespace
}  // namespace duet::lra
