#include "datasets/pickle/torch_archive.h"

#include "absl/status/status.h"
#include "datasets/pickle/sample_pickles.h"
#include "datasets/zip/zip_writer.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace duet::pickle {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(TorchArchiveTest, ReadsPlainValues) {
  const absl::StatusOr<TorchArchive> archive = TorchArchive::Read(TorchZip(NumberList()));
  ASSERT_TRUE(archive.ok()) << archive.status();
  const Document& document = archive->document();
  const List* list = *document.Get<List>(document.root());
  std::vector<double> values;
  for (const ValueId id : list->items) values.push_back(*document.GetNumber(id));
  EXPECT_THAT(values, ElementsAre(1.5, 2, 3.25));
}

TEST(TorchArchiveTest, ReadsTensorsAndViewsOfThem) {
  const absl::StatusOr<TorchArchive> archive = TorchArchive::Read(TorchZip(TensorTuple()));
  ASSERT_TRUE(archive.ok()) << archive.status();
  const Document& document = archive->document();
  const Tuple* tensors = *document.Get<Tuple>(document.root());
  ASSERT_EQ(tensors->items.size(), 3);
  const absl::StatusOr<Tensor> integers = archive->ReadTensor(tensors->items[0]);
  ASSERT_TRUE(integers.ok()) << integers.status();
  EXPECT_THAT(integers->shape, ElementsAre(2, 3));
  EXPECT_THAT(integers->values, ElementsAre(1, 2, 3, 4, 5, 6));
  const absl::StatusOr<Tensor> transpose = archive->ReadTensor(tensors->items[1]);
  ASSERT_TRUE(transpose.ok()) << transpose.status();
  EXPECT_THAT(transpose->shape, ElementsAre(3, 2));
  EXPECT_THAT(transpose->values, ElementsAre(1, 4, 2, 5, 3, 6));
  EXPECT_THAT(archive->ReadTensor(tensors->items[2])->values, ElementsAre(0.5, -1.5));
  EXPECT_FALSE(archive->ReadTensor(document.root()).ok());
}

TEST(TorchArchiveTest, RefusesTensorsThatReachOutsideTheirStorage) {
  // The storage of six elements is cut to five.
  const std::string bytes =
      MakeZip({{"a/data.pkl", TensorTuple()}, {"a/data/0", Int64Bytes({1, 2, 3, 4, 5})}}, ZipCompression::kStored);
  const absl::StatusOr<TorchArchive> archive = TorchArchive::Read(bytes);
  ASSERT_TRUE(archive.ok()) << archive.status();
  const Tuple* tensors = *archive->document().Get<Tuple>(archive->document().root());
  for (const int i : {0, 1}) {
    const absl::Status status = archive->ReadTensor(tensors->items[i]).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_THAT(std::string(status.message()), HasSubstr("outside its storage \"0\" of 5 elements"));
  }
  EXPECT_THAT(std::string(archive->ReadTensor(tensors->items[2]).status().message()), HasSubstr("no storage \"1\""));
}

TEST(TorchArchiveTest, RefusesOtherArchives) {
  const absl::Status status = TorchArchive::Read(MakeZip({{"a", "b"}}, ZipCompression::kStored)).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(status.message()), HasSubstr("no member data.pkl"));
}

}  // namespace
}  // namespace duet::pickle
