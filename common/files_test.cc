#include "common/files.h"

#include <cstdlib>
#include <filesystem>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace duet {
namespace {

std::string TemporaryPath(absl::string_view name) { return absl::StrCat(testing::TempDir(), "/", name); }

TEST(FilesTest, ReadsWhatWasWritten) {
  const std::string path = TemporaryPath("new/directory/file");
  const std::string contents("a\0b\n", 4);
  ASSERT_TRUE(WriteFileAtomically(path, contents).ok());
  EXPECT_EQ(*ReadFile(path), contents);
  ASSERT_TRUE(WriteFileAtomically(path, "").ok());
  EXPECT_EQ(*ReadFile(path), "");
}

TEST(FilesTest, LeavesNoTemporaryFile) {
  const std::string directory = TemporaryPath("alone");
  ASSERT_TRUE(WriteFileAtomically(absl::StrCat(directory, "/file"), "x").ok());
  int num_files = 0;
  for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(directory)) ++num_files;
  EXPECT_EQ(num_files, 1);
}

TEST(FilesTest, ErrorsNameThePath) {
  const absl::Status status = ReadFile("/no/such/file").status();
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_NE(status.message().find("/no/such/file"), absl::string_view::npos) << status;
  EXPECT_FALSE(WriteFileAtomically("/proc/no/such/file", "x").ok());
}

TEST(FilesTest, ResolvesAgainstTheCallersDirectory) {
  setenv("BUILD_WORKING_DIRECTORY", "/home/ada", 1);
  EXPECT_EQ(ResolveUserPath("out/a.csv"), "/home/ada/out/a.csv");
  EXPECT_EQ(ResolveUserPath("../b"), "/home/b");
  EXPECT_EQ(ResolveUserPath("/tmp/c"), "/tmp/c");
  unsetenv("BUILD_WORKING_DIRECTORY");
  EXPECT_EQ(ResolveUserPath("d"), "d");
}

// FIPS 180-4's example.
TEST(FilesTest, Sha256OfAbc) {
  EXPECT_EQ(Sha256Hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

}  // namespace
}  // namespace duet
