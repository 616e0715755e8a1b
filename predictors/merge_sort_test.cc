#include "predictors/merge_sort.h"

#include <algorithm>
#include <numeric>

#include "common/random.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace duet::predictors {
namespace {

using ::testing::ElementsAre;

TEST(MergeSortTest, IsTheStableSort) {
  for (const int64_t size : {0, 1, 2, 3, 7, 8, 9, 1000}) {
    RandomStream random(1, "merge sort", size);
    std::vector<int64_t> values(size);
    for (int64_t& value : values) value = random.UniformInt(size / 2 + 1);
    std::vector<int64_t> expected(size);
    std::iota(expected.begin(), expected.end(), int64_t{0});
    const auto is_less = [&](int64_t a, int64_t b) { return values[a] < values[b]; };
    std::stable_sort(expected.begin(), expected.end(), is_less);
    EXPECT_EQ(MergeSort(size, is_less), expected) << size;
  }
}

// Of three, each is less than the next, round and round. By hand: 1 against 0 stays; 2 against 0 goes before it.
TEST(MergeSortTest, EndsWhereTheComparisonGoesInACircle) {
  const auto is_less = [](int64_t a, int64_t b) { return (a + 1) % 3 == b; };
  EXPECT_THAT(MergeSort(3, is_less), ElementsAre(2, 0, 1));
}

TEST(MergeSortTest, AnyComparisonGivesAPermutationAndTheSameOne) {
  constexpr int64_t kSize = 500;
  const auto is_less = [](int64_t a, int64_t b) { return RandomStream(a, "circle", b).UniformInt(2) == 0; };
  const std::vector<int64_t> order = MergeSort(kSize, is_less);
  std::vector<int64_t> sorted = order;
  std::sort(sorted.begin(), sorted.end());
  for (int64_t i = 0; i < kSize; ++i) EXPECT_EQ(sorted[i], i);
  EXPECT_EQ(MergeSort(kSize, is_less), order);
}

}  // namespace
}  // namespace duet::predictors
