#include "datasets/pickle/numpy.h"

#include "absl/status/status.h"
#include "datasets/pickle/sample_pickles.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace duet::pickle {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

Document Parse(std::string bytes) {
  absl::StatusOr<Document> document = Document::Parse(std::move(bytes), NumpyGlobals());
  EXPECT_TRUE(document.ok()) << document.status();
  return *std::move(document);
}

// _reconstruct(...) with the state (1, (2, 2), `type`, `is_fortran`, `data`).
std::string ArrayPickle(absl::string_view type, absl::string_view order, bool is_fortran, absl::string_view data) {
  PickleWriter w;
  w.Proto(3).Global("numpy.core.multiarray", "_reconstruct").Global("numpy", "ndarray");
  w.Int(0).Op('\x85').Bytes("b").Op('\x87').Op('R');
  w.Op('(').Int(1).Int(2).Int(2).Op('\x86').Global("numpy", "dtype").Text(type).Int(0).Int(1).Op('\x87').Op('R');
  w.Op('(').Int(3).Text(order).Op('t').Op('b').Op(is_fortran ? '\x88' : '\x89').Bytes(data).Op('t').Op('b');
  return w.Stop();
}

TEST(NumpyTest, ReadsScalars) {
  const Document document = Parse(NumpyScalarDict());
  const Dict* dict = *document.Get<Dict>(document.root());
  ASSERT_EQ(dict->items.size(), 2);
  EXPECT_THAT(*ReadShape(document, dict->items[0].first), ElementsAre(0, 1, 2, 3, 4, 0));
  EXPECT_EQ(*ReadNumpyScalar(document, dict->items[0].second), 0.0015);
  EXPECT_EQ(*ReadNumpyScalar(document, dict->items[1].second), 0.25);
  EXPECT_FALSE(ReadNumpyScalar(document, document.root()).ok());
}

TEST(NumpyTest, ReadsArrays) {
  const Document document = Parse(ArrayPickle("f8", "<", false, Float64Bytes({1, 2, 3, 4})));
  const absl::StatusOr<NumpyArray> array = ReadNumpyArray(document, document.root());
  ASSERT_TRUE(array.ok()) << array.status();
  EXPECT_THAT(array->shape, ElementsAre(2, 2));
  EXPECT_THAT(*array->AsDoubles(), ElementsAre(1, 2, 3, 4));
}

TEST(NumpyTest, RefusesWhatItWouldMisread) {
  const auto status = [](std::string bytes) {
    const Document document = Parse(std::move(bytes));
    const absl::StatusOr<NumpyArray> array = ReadNumpyArray(document, document.root());
    return array.ok() ? array->AsDoubles().status() : array.status();
  };
  const std::string data = Float64Bytes({1, 2, 3, 4});
  EXPECT_EQ(status(ArrayPickle("f8", ">", false, data)).code(), absl::StatusCode::kUnimplemented);
  EXPECT_EQ(status(ArrayPickle("c16", "<", false, data)).code(), absl::StatusCode::kUnimplemented);
  EXPECT_EQ(status(ArrayPickle("f8", "<", true, data)).code(), absl::StatusCode::kUnimplemented);
  EXPECT_THAT(std::string(status(ArrayPickle("f8", "<", false, data.substr(1))).message()),
              HasSubstr("4 elements has 31 bytes, not 32"));
  EXPECT_THAT(
      std::string(status(ArrayPickle("i8", "<", false, Int64Bytes({0, 0, 0, (int64_t{1} << 53) + 1}))).message()),
      HasSubstr("9007199254740993 is no exact double"));
}

TEST(NumpyTest, CountsElementsWithoutOverflow) {
  EXPECT_EQ(*NumElements({}), 1);
  EXPECT_EQ(*NumElements({3, 4}), 12);
  EXPECT_EQ(*NumElements({0, int64_t{1} << 62, int64_t{1} << 62}), 0);
  EXPECT_FALSE(NumElements({-1}).ok());
  EXPECT_FALSE(NumElements({int64_t{1} << 32, int64_t{1} << 32}).ok());
}

}  // namespace
}  // namespace duet::pickle
