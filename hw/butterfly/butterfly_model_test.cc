#include "hw/butterfly/butterfly_model.h"

#include <gtest/gtest.h>

#include <cmath>
#include <complex>
#include <cstdint>
#include <set>
#include <vector>

#include "hw/butterfly/random_jobs.h"
#include "hw/numeric/bounded.h"

namespace duet::hw {
namespace {

struct Row {
  std::vector<Bounded> re;
  std::vector<Bounded> im;
};

// The product of the factors as a dense matrix, [N, N], in double precision, from the definition of each factor.
std::vector<std::vector<double>> DenseProduct(const ButterflyMatrix& matrix) {
  const int64_t size = matrix.size();
  std::vector<std::vector<double>> product(size, std::vector<double>(size));
  for (int64_t i = 0; i < size; ++i) product[i][i] = 1;
  for (int stage = 0; stage < matrix.log2_size; ++stage) {
    const int64_t stride = size >> (stage + 1);
    std::vector<std::vector<double>> next(size, std::vector<double>(size));
    for (int64_t row = 0; row < size; ++row) {
      const int64_t first = row / (2 * stride) * (2 * stride) + row % stride;
      const UnitWeights& w = matrix.at(stage, first / (2 * stride) * stride + first % stride);
      const double of_first = ToDouble(row == first ? w.w1 : w.w2);
      const double of_second = ToDouble(row == first ? w.w3 : w.w4);
      for (int64_t column = 0; column < size; ++column) {
        next[row][column] = of_first * product[first][column] + of_second * product[first + stride][column];
      }
    }
    product = next;
  }
  return product;
}

class SizeTest : public testing::TestWithParam<int> {};
INSTANTIATE_TEST_SUITE_P(Log2Sizes, SizeTest, testing::Values(1, 2, 3, 4, 5, 6, 8, 10));

TEST_P(SizeTest, MultiplyIsTheDenseProductWithinItsErrorBound) {
  const int log2_size = GetParam();
  const ButterflyMatrix matrix = RandomButterflyMatrix(log2_size, 3);
  const int64_t size = matrix.size();
  std::vector<Half> x;
  for (const ComplexHalf& value : RandomRow(ButterflyMode::kLinear, log2_size, 4)) x.push_back(value.re);
  const std::vector<Half> y = MultiplyButterfly(matrix, x);

  std::vector<Bounded> bounds;
  for (const Half value : x) bounds.push_back(ToBounded(value));
  for (int stage = 0; stage < log2_size; ++stage) {
    const int64_t stride = size >> (stage + 1);
    for (int64_t i = 0; i < size; ++i) {
      if ((i / stride) % 2 != 0) continue;
      const UnitWeights& w = matrix.at(stage, i / (2 * stride) * stride + i % stride);
      const Bounded x1 = bounds[i];
      const Bounded x2 = bounds[i + stride];
      bounds[i] = Add(Mul(x1, ToBounded(w.w1)), Mul(x2, ToBounded(w.w3)));
      bounds[i + stride] = Add(Mul(x1, ToBounded(w.w2)), Mul(x2, ToBounded(w.w4)));
    }
  }

  const std::vector<std::vector<double>> dense = DenseProduct(matrix);
  double squared_error = 0;
  double squared_value = 0;
  for (int64_t i = 0; i < size; ++i) {
    double exact = 0;
    for (int64_t j = 0; j < size; ++j) exact += dense[i][j] * ToDouble(x[j]);
    EXPECT_NEAR(bounds[i].value, exact, 1e-9);
    EXPECT_NEAR(ToDouble(y[i]), exact, bounds[i].error + 1e-9) << i;
    squared_error += std::pow(ToDouble(y[i]) - exact, 2);
    squared_value += exact * exact;
  }
  // Errors of three roundings a stage that are independent add up like this; the bound above is far wider.
  EXPECT_LT(std::sqrt(squared_error / squared_value), kHalfUnitRoundoff * std::sqrt(3.0 * log2_size));
}

TEST_P(SizeTest, FftIsTheFourierTransformWithinItsErrorBound) {
  const int log2_size = GetParam();
  const int64_t size = int64_t{1} << log2_size;
  const std::vector<ComplexHalf> x = RandomRow(ButterflyMode::kFft, log2_size, 5);
  const std::vector<ComplexHalf> y = Fft(x);

  Row row;
  for (const ComplexHalf& value : x) {
    row.re.push_back(ToBounded(value.re));
    row.im.push_back(ToBounded(value.im));
  }
  for (int64_t stride = size / 2; stride > 0; stride /= 2) {
    for (int64_t i = 0; i < size; ++i) {
      if ((i / stride) % 2 != 0) continue;
      const double angle =
          -2 * M_PI * static_cast<double>(ReverseBits(i / (2 * stride), log2_size - 1)) / static_cast<double>(size);
      const Bounded wr = Constant<Bounded>(std::cos(angle));
      const Bounded wi = Constant<Bounded>(std::sin(angle));
      const int64_t k = i + stride;
      const Bounded re = Sub(Mul(row.re[k], wr), Mul(row.im[k], wi));
      const Bounded im = Add(Mul(row.re[k], wi), Mul(row.im[k], wr));
      row.re[k] = Sub(row.re[i], re);
      row.im[k] = Sub(row.im[i], im);
      row.re[i] = Add(row.re[i], re);
      row.im[i] = Add(row.im[i], im);
    }
  }

  double squared_error = 0;
  double squared_value = 0;
  for (int64_t frequency = 0; frequency < size; ++frequency) {
    std::complex<double> exact = 0;
    for (int64_t i = 0; i < size; ++i) {
      const double angle = -2 * M_PI * static_cast<double>(frequency * i % size) / static_cast<double>(size);
      exact += std::complex<double>(ToDouble(x[i].re), ToDouble(x[i].im)) * std::polar(1.0, angle);
    }
    const int64_t place = ReverseBits(frequency, log2_size);
    EXPECT_NEAR(row.re[place].value, exact.real(), 1e-9);
    EXPECT_NEAR(ToDouble(y[frequency].re), exact.real(), row.re[place].error + 1e-9) << frequency;
    EXPECT_NEAR(ToDouble(y[frequency].im), exact.imag(), row.im[place].error + 1e-9) << frequency;
    squared_error += std::norm(std::complex<double>(ToDouble(y[frequency].re), ToDouble(y[frequency].im)) - exact);
    squared_value += std::norm(exact);
  }
  EXPECT_LT(std::sqrt(squared_error / squared_value), kHalfUnitRoundoff * std::sqrt(4.0 * log2_size));
}

TEST(ButterflyModelTest, FftOfAnImpulseAndOfAConstant) {
  std::vector<ComplexHalf> impulse(16);
  impulse[0].re = kHalfOne;
  for (const ComplexHalf& value : Fft(impulse)) EXPECT_EQ(ToDouble(value.re), 1);
  const std::vector<ComplexHalf> y = Fft(std::vector<ComplexHalf>(16, {kHalfOne, {}}));
  EXPECT_EQ(ToDouble(y[0].re), 16);
  for (int i = 1; i < 16; ++i) EXPECT_EQ(ToDouble(y[i].re), 0);
}

TEST(ButterflyModelTest, QuarterTurnsAreExact) {
  const std::vector<ComplexHalf> twiddles = FftTwiddles(3);
  ASSERT_EQ(twiddles.size(), 4);
  EXPECT_EQ(twiddles[0], (ComplexHalf{kHalfOne, {}}));
  EXPECT_EQ(twiddles[1], (ComplexHalf{{}, {0xbc00}}));  // -i
}

TEST(ButterflyModelTest, IdentityMatrixChangesNothing) {
  ButterflyMatrix matrix;
  matrix.log2_size = 4;
  matrix.weights.assign(32, {kHalfOne, {}, {}, kHalfOne});
  std::vector<Half> x;
  for (int i = 0; i < 16; ++i) x.push_back(FromDouble(i - 7));
  EXPECT_EQ(MultiplyButterfly(matrix, x), x);
}

// The paper's layout for 8 banks: a word is rotated by the number of ones in its number.
TEST(ButterflyModelTest, LayoutByHand) {
  EXPECT_EQ(BankOf(0, 4), 0);
  EXPECT_EQ(BankOf(7, 4), 7);
  EXPECT_EQ(BankOf(8, 4), 1);  // word 1 begins in bank 1
  EXPECT_EQ(BankOf(15, 4), 0);
  EXPECT_EQ(BankOf(16, 4), 1);       // word 2 has one 1 too
  EXPECT_EQ(BankOf(24, 4), 2);       // word 3
  EXPECT_EQ(BankOf(8 * 127, 4), 7);  // word 127
}

TEST(ButterflyModelTest, AccessesTakeEachPairOnceAndNoBankTwice) {
  for (const int64_t num_units : {2, 4, 8}) {
    for (int log2_size = 4; log2_size <= 12; ++log2_size) {
      std::set<std::pair<int, int64_t>> pairs;
      for (const Access& access : RowAccesses(ButterflyMode::kLinear, log2_size, num_units)) {
        std::set<int64_t> banks;
        for (const int64_t first : access.first) {
          const int64_t second = first + (int64_t{1} << access.log2_stride);
          EXPECT_EQ(first / (2 * num_units), access.word1);
          EXPECT_EQ(second / (2 * num_units), access.word2);
          banks.insert(BankOf(first, num_units));
          banks.insert(BankOf(second, num_units));
          EXPECT_TRUE(pairs.insert({access.log2_stride, first}).second);
        }
        EXPECT_EQ(static_cast<int64_t>(banks.size()), 2 * num_units);
      }
      EXPECT_EQ(static_cast<int64_t>(pairs.size()), log2_size * (int64_t{1} << (log2_size - 1)));
    }
  }
}

// The weight buffer of the paper's processor: 2 x 1280 words of 256 bits are 18 block RAMs, its published 8 P_be + 18.
TEST(ButterflyModelTest, WeightsOfTheLongestRow) {
  EXPECT_EQ(PackLinearWeights(RandomButterflyMatrix(10, 1), 4).size(), 1280 * 4);
  EXPECT_EQ(PackFftTwiddles(10).size(), 128 * 4);
}

}  // namespace
}  // namespace duet::hw
