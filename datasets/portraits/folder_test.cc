#include "datasets/portraits/folder.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "common/files.h"
#include "datasets/images/image.h"

namespace duet::portraits {
namespace {

class FolderTest : public testing::Test {
 protected:
  FolderTest() : path_(testing::TempDir() + "/" + testing::UnitTest::GetInstance()->current_test_info()->name()) {}

  void Write(const std::string& name, const images::Image& image) {
    ASSERT_TRUE(images::WriteImage(path_ + "/" + name, image).ok());
  }
  const images::Image picture_{2, 2, 3, {10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120}};
  std::string path_;
};

TEST_F(FolderTest, ReadsClassesAndShares) {
  Write("Images/00002.png", picture_);
  Write("Labels/00002.png", {2, 2, 1, {0, 1, 2, 0}});
  Write("Images/00001.png", picture_);
  Write("Labels/00001.png", {2, 2, 3, {0, 0, 0, 255, 255, 255, 127, 127, 127, 128, 128, 128}});
  const auto images = ListFolder(path_);
  ASSERT_TRUE(images.ok()) << images.status();
  ASSERT_EQ(images->size(), 2);
  EXPECT_EQ((*images)[0].name, "00001");
  const auto shares = ReadFrame((*images)[0]), classes = ReadFrame((*images)[1]);
  ASSERT_TRUE(shares.ok() && classes.ok()) << shares.status() << classes.status();
  EXPECT_EQ(shares->image.pixels, picture_.pixels);
  EXPECT_EQ(shares->alpha, (std::vector<uint8_t>{0, 255, 127, 128}));
  EXPECT_EQ(shares->mask, (std::vector<uint8_t>{0, 1, 0, 1}));
  EXPECT_EQ(classes->alpha, (std::vector<uint8_t>{0, 255, 255, 0}));
}

TEST_F(FolderTest, ListsSelectInTheirOrder) {
  for (const char* name : {"a", "b", "c"}) {
    Write(std::string("images/") + name + ".jpg", picture_);
    Write(std::string("labels/") + name + ".png", {2, 2, 1, {0, 1, 1, 0}});
  }
  const auto images = ListFolder(path_);
  ASSERT_TRUE(images.ok()) << images.status();
  ASSERT_TRUE(WriteFileAtomically(path_ + "/list.txt", "c.jpg\n\na.png\n").ok());
  const auto selected = SelectListed(*images, path_ + "/list.txt");
  ASSERT_TRUE(selected.ok()) << selected.status();
  ASSERT_EQ(selected->size(), 2);
  EXPECT_EQ((*selected)[0].name, "c");
  EXPECT_EQ((*selected)[1].name, "a");
  ASSERT_TRUE(WriteFileAtomically(path_ + "/list.txt", "c.jpg\nd.jpg\n").ok());
  const absl::Status status = SelectListed(*images, path_ + "/list.txt").status();
  EXPECT_TRUE(absl::IsNotFound(status));
  EXPECT_TRUE(absl::StrContains(status.message(), "list.txt:2: no image \"d.jpg\"")) << status;
}

TEST_F(FolderTest, SaysWhatIsMissing) {
  EXPECT_TRUE(absl::StrContains(ListFolder(path_).status().message(), "Images: no PNG or JPEG"));
  Write("Images/a.png", picture_);
  EXPECT_TRUE(absl::StrContains(ListFolder(path_).status().message(), "Labels: no PNG or JPEG"));
  Write("Labels/b.png", {2, 2, 1, {0, 1, 1, 0}});
  const absl::Status status = ListFolder(path_).status();
  EXPECT_TRUE(absl::IsNotFound(status));
  EXPECT_TRUE(absl::StrContains(status.message(), "a.png: no mask of that name")) << status;
  Write("Labels/a.png", {1, 2, 1, {0, 1}});
  const absl::Status size = ReadFrame({"a", path_ + "/Images/a.png", path_ + "/Labels/a.png"}).status();
  EXPECT_TRUE(absl::IsInvalidArgument(size));
  EXPECT_TRUE(absl::StrContains(size.message(), "a.png: 1 x 2, but its picture is 2 x 2")) << size;
}

TEST_F(FolderTest, ResizingKeepsTheMaskWhereAlphaIsAHalf) {
  Frame frame;
  frame.image = {4, 2, 3, std::vector<uint8_t>(24, 50)};
  frame.alpha = {255, 255, 0, 0, 255, 255, 0, 0};
  const Frame small = ResizeFrame(frame, 2, 1), large = ResizeFrame(frame, 8, 4);
  EXPECT_EQ(small.mask, (std::vector<uint8_t>{1, 0}));
  EXPECT_EQ(small.image.pixels, std::vector<uint8_t>(6, 50));
  for (int64_t i = 0; i < 32; ++i) EXPECT_EQ(large.mask[i], i % 8 < 4) << i;
}

}  // namespace
}  // namespace duet::portraits
