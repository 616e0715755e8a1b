#include "asr/low_rank/counts.h"

#include "gtest/gtest.h"

namespace duet::asr {
namespace {

TEST(CountsTest, LayerOf1024UnitsByHand) {
  const LstmShape lstm = {/*num_inputs=*/1024, /*num_units=*/1024};
  const int64_t dense = NumWeights(lstm.input(), std::nullopt) + NumWeights(lstm.recurrent(), std::nullopt);
  const int64_t factored = NumWeights(lstm.input(), 256) + NumWeights(lstm.recurrent(), 256);
  EXPECT_EQ(dense, 8'388'608);
  EXPECT_EQ(factored, 2'621'440);
  EXPECT_EQ(10 * dense, 32 * factored);  // 3.2 times
}

TEST(CountsTest, FormulasOfTheHeader) {
  const int64_t d = 240, h = 256, k1 = 30, k2 = 70;
  const LstmShape lstm = {d, h};
  EXPECT_EQ(NumWeights(lstm.input(), k1) + NumWeights(lstm.recurrent(), k2), k1 * (4 * h + d) + k2 * (5 * h));
  EXPECT_EQ(NumWeights(lstm.stacked(), k1), k1 * (5 * h + d));
  EXPECT_EQ(NumWeights(lstm.stacked(), std::nullopt), 4 * h * (d + h));
}

TEST(CountsTest, RecurrentMatrixBreaksEvenAtFourFifthsOfItsUnits) {
  for (const int64_t h : {5, 100, 1024}) {
    // 0.8 h itself saves nothing where it is a whole number.
    const int64_t expected = (4 * h + 4) / 5 - 1;
    EXPECT_EQ(BreakEvenRank(LstmShape{7, h}.recurrent()), expected) << h;
  }
}

TEST(CountsTest, BreakEvenRankIsTheLastThatSaves) {
  for (int64_t m = 0; m <= 12; ++m) {
    for (int64_t n = 0; n <= 12; ++n) {
      const MatrixShape shape = {m, n};
      const int64_t rank = BreakEvenRank(shape);
      if (rank > 0) {
        EXPECT_LT(NumWeights(shape, rank), NumWeights(shape, std::nullopt)) << m << " " << n;
      }
      EXPECT_GE(NumWeights(shape, rank + 1), NumWeights(shape, std::nullopt)) << m << " " << n;
    }
  }
}

// 240 -> 1024 breaks even at 194, 256 -> 1024 at 204, 256 -> 49 at 41.
const std::vector<NamedMatrix> kMatrices = {{"input", {1024, 240}}, {"recurrent", {1024, 256}}, {"output", {49, 256}}};

TEST(CountsTest, UniformRanksAreAFractionOfBreakEven) {
  EXPECT_EQ(RanksAtFraction(kMatrices, 0.25), (Ranks{49, 51, 10}));
  EXPECT_EQ(RanksAtFraction(kMatrices, 1), Ranks(3));
  EXPECT_EQ(RanksAtFraction(kMatrices, 0), (Ranks{1, 1, 1}));
}

TEST(CountsTest, FindsTheUniformFractionOfASize) {
  const int64_t dense = NumWeights(kMatrices, Ranks(3));
  EXPECT_EQ(dense, 1024 * 240 + 1024 * 256 + 49 * 256);
  EXPECT_EQ(UniformFraction(kMatrices, dense), 1);
  for (const double ratio : {2., 3.4, 5., 12.}) {
    const auto max_weights = static_cast<int64_t>(static_cast<double>(dense) / ratio);
    const double fraction = UniformFraction(kMatrices, max_weights);
    EXPECT_LE(NumWeights(kMatrices, RanksAtFraction(kMatrices, fraction)), max_weights);
    EXPECT_GT(NumWeights(kMatrices, RanksAtFraction(kMatrices, fraction + 0.001)), max_weights);
  }
  EXPECT_EQ(UniformFraction(kMatrices, 0), 0.001);
}

}  // namespace
}  // namespace duet::asr
