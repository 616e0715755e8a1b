#include "datasets/pins.h"

#include <set>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/files.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace duet::datasets {
namespace {

using ::testing::HasSubstr;

TEST(PinsTest, EveryPinSaysWhatAndWhereFrom) {
  const absl::StatusOr<std::vector<Pin>> pins = ReadPins("datasets/pins.json");
  ASSERT_TRUE(pins.ok()) << pins.status();
  int num_trees = 0;
  std::set<std::string> hashes;
  std::set<std::string> repositories;
  for (const Pin& pin : *pins) {
    SCOPED_TRACE(pin.file);
    EXPECT_EQ(pin.sha256.size(), 64);
    EXPECT_EQ(pin.commit.size(), 40);
    for (const char c : pin.sha256 + pin.commit) EXPECT_TRUE(absl::ascii_isxdigit(c) && !absl::ascii_isupper(c));
    EXPECT_TRUE(absl::StartsWith(pin.url, "https://"));
    EXPECT_THAT(pin.url, HasSubstr(absl::StrCat(pin.repository, "/")));
    EXPECT_THAT(pin.url, HasSubstr(pin.commit));
    EXPECT_FALSE(pin.holds.empty());
    EXPECT_FALSE(pin.licence.empty());
    EXPECT_TRUE(hashes.insert(pin.sha256).second);
    EXPECT_TRUE(repositories.insert(pin.bazel_repository).second);
    if (pin.archive.empty()) {
      EXPECT_GT(pin.num_bytes, 0);
      EXPECT_TRUE(absl::EndsWith(pin.url, pin.file));
    } else {
      ++num_trees;
      EXPECT_GT(pin.num_files, 1);
    }
  }
  EXPECT_EQ(num_trees, 5);
  EXPECT_EQ(pins->size() - num_trees, 53);
}

// The completeness of tables.bzl.
TEST(PinsTest, EveryPinIsConverted) {
  const absl::StatusOr<std::vector<Pin>> pins = ReadPins("datasets/pins.json");
  ASSERT_TRUE(pins.ok()) << pins.status();
  for (const Pin& pin : *pins) EXPECT_FALSE(pin.tables.empty()) << pin.file;
}

TEST(PinsTest, RefusesOtherContentsAndOtherNames) {
  Pin pin;
  pin.file = "a.txt";
  pin.sha256 = Sha256Hex("pinned");
  const std::string path = absl::StrCat(testing::TempDir(), "/a.txt");
  ASSERT_TRUE(WriteFileAtomically(path, "pinned").ok());
  EXPECT_EQ(ReadPinnedFile(path, {pin})->contents, "pinned");
  EXPECT_EQ(ReadPinnedFile(path, {}).status().code(), absl::StatusCode::kNotFound);
  ASSERT_TRUE(WriteFileAtomically(path, "other").ok());
  const absl::Status status = ReadPinnedFile(path, {pin}).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss);
  EXPECT_THAT(std::string(status.message()), HasSubstr(Sha256Hex("other")));
  EXPECT_THAT(std::string(status.message()), HasSubstr(path));
}

TEST(PinsTest, RefusesWhatIsNoListOfPins) {
  const std::string path = absl::StrCat(testing::TempDir(), "/pins.json");
  for (const absl::string_view text : {"", "[{}]", "[{\"file\": 1}]"}) {
    ASSERT_TRUE(WriteFileAtomically(path, text).ok());
    EXPECT_EQ(ReadPins(path).status().code(), absl::StatusCode::kInvalidArgument) << text;
  }
}

}  // namespace
}  // namespace duet::datasets
