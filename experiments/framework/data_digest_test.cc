#include "experiments/framework/data_digest.h"

#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/files.h"
#include "gtest/gtest.h"

namespace duet::experiments {
namespace {

std::string Write(const std::string& name, const std::string& contents) {
  const std::string path = absl::StrCat(testing::TempDir(), "/", name);
  EXPECT_TRUE(WriteFileAtomically(path, contents).ok());
  return path;
}

TEST(DataDigestTest, OfOneFileIsItsOwn) {
  const DataFile file = *DigestOf({Write("one/abc", "abc")});
  // FIPS 180-4's example.
  EXPECT_EQ(file.sha256(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(file.num_bytes(), 3);
  EXPECT_EQ(file.num_files(), 1);
}

TEST(DataDigestTest, OfADirectoryIsThatOfItsSha256sumLines) {
  Write("tree/b", "");
  Write("tree/a/c", "abc");
  const DataFile file = *DigestOf({absl::StrCat(testing::TempDir(), "/tree")});
  EXPECT_EQ(file.num_files(), 2);
  EXPECT_EQ(file.sha256(), Sha256Hex("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  a/c\n"
                                     "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  b\n"));
}

TEST(DataDigestTest, DoesNotDependOnTheOrderOfThePaths) {
  const std::string a = Write("x/a", "1");
  const std::string b = Write("y/b", "2");
  EXPECT_EQ(DigestOf({a, b})->sha256(), DigestOf({b, a})->sha256());
  EXPECT_EQ(DigestOf({a, b})->num_files(), 2);
}

TEST(DataDigestTest, AMissingFileIsNotFound) {
  EXPECT_EQ(DigestOf({"/no/such/file"}).status().code(), absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace duet::experiments
