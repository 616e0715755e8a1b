#include "datasets/zip/zip_archive.h"

#include "datasets/zip/zip_writer.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace duet {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(ZipArchiveTest, ReadsStoredAndDeflatedMembers) {
  const std::string text(1000, 'x');
  for (const ZipCompression compression : {ZipCompression::kStored, ZipCompression::kDeflated}) {
    absl::StatusOr<ZipArchive> zip = ZipArchive::Open(MakeZip({{"a/b", text}, {"empty", ""}}, compression));
    ASSERT_TRUE(zip.ok()) << zip.status();
    EXPECT_THAT(zip->names(), ElementsAre("a/b", "empty"));
    EXPECT_EQ(*zip->Read("a/b"), text);
    EXPECT_EQ(*zip->Read("empty"), "");
    EXPECT_EQ(zip->Read("c").status().code(), absl::StatusCode::kNotFound);
  }
}

TEST(ZipArchiveTest, RejectsWhatIsNoArchive) {
  const absl::Status status = ZipArchive::Open("no archive").status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(status.message()), HasSubstr("not a zip archive"));
}

TEST(ZipArchiveTest, NoticesChangedContents) {
  std::string bytes = MakeZip({{"a", "contents"}}, ZipCompression::kStored);
  bytes[bytes.find("contents")] = 'C';
  absl::StatusOr<ZipArchive> zip = ZipArchive::Open(bytes);
  ASSERT_TRUE(zip.ok()) << zip.status();
  EXPECT_EQ(zip->Read("a").status().code(), absl::StatusCode::kDataLoss);
}

TEST(ZipArchiveTest, StopsAtItsLimitsBeforeUnpacking) {
  const std::string bomb = MakeZip({{"a", std::string(1 << 20, '\0')}}, ZipCompression::kDeflated);
  ASSERT_LT(bomb.size(), 4096);
  ZipLimits limits;
  limits.max_bytes = 1 << 20;
  EXPECT_TRUE(ZipArchive::Open(bomb, limits).ok());
  limits.max_bytes -= 1;
  EXPECT_EQ(ZipArchive::Open(bomb, limits).status().code(), absl::StatusCode::kResourceExhausted);
  limits = ZipLimits();
  limits.max_members = 1;
  EXPECT_EQ(ZipArchive::Open(MakeZip({{"a", ""}, {"b", ""}}, ZipCompression::kStored), limits).status().code(),
            absl::StatusCode::kResourceExhausted);
}

}  // namespace
}  // namespace duet
