#include "hw/butterfly/butterfly_model.h"

#include <cmath>
#include <cstdint>
#include <vector>

#include "common/rounding.h"

namespace duet::hw {
namespace {

int64_t NumOnes(int64_t value) {
  int64_t num_ones = 0;
  for (; value != 0; value >>= 1) num_ones += value & 1;
  return num_ones;
}

// `value` with a 0 put in at `bit`; higher bits move up.
int64_t InsertZero(int64_t value, int bit) {
  const int64_t low = value & ((int64_t{1} << bit) - 1);
  return (value >> bit) << (bit + 1) | low;
}

}  // namespace

UnitResult ButterflyUnit(ButterflyMode mode, const ComplexHalf& x1, const ComplexHalf& x2, const UnitWeights& weights) {
  if (mode == ButterflyMode::kLinear) {
    return {{Add(Mul(x1.re, weights.w1), Mul(x2.re, weights.w3)), {}},
            {Add(Mul(x1.re, weights.w2), Mul(x2.re, weights.w4)), {}}};
  }
  const Half re = Sub(Mul(x2.re, weights.w1), Mul(x2.im, weights.w2));
  const Half im = Add(Mul(x2.re, weights.w2), Mul(x2.im, weights.w1));
  return {{Add(x1.re, re), Add(x1.im, im)}, {Sub(x1.re, re), Sub(x1.im, im)}};
}

std::vector<Half> MultiplyButterfly(const ButterflyMatrix& matrix, absl::Span<const Half> x) {
  std::vector<Half> y(x.begin(), x.end());
  for (int stage = 0; stage < matrix.log2_size; ++stage) {
    const int log2_stride = matrix.log2_size - 1 - stage;
    for (int64_t pair = 0; pair < matrix.size() / 2; ++pair) {
      const int64_t first = InsertZero(pair, log2_stride);
      const int64_t second = first + (int64_t{1} << log2_stride);
      const UnitResult result =
          ButterflyUnit(ButterflyMode::kLinear, {y[first], {}}, {y[second], {}}, matrix.at(stage, pair));
      y[first] = result.y1.re;
      y[second] = result.y2.re;
    }
  }
  return y;
}

std::vector<ComplexHalf> Fft(absl::Span<const ComplexHalf> x) {
  const int log2_size = Log2OfNextPowerOfTwo(static_cast<int64_t>(x.size()));
  const int64_t size = int64_t{1} << log2_size;
  const std::vector<ComplexHalf> twiddles = FftTwiddles(log2_size);
  std::vector<ComplexHalf> y(x.begin(), x.end());
  for (int log2_stride = log2_size - 1; log2_stride >= 0; --log2_stride) {
    for (int64_t pair = 0; pair < size / 2; ++pair) {
      const int64_t first = InsertZero(pair, log2_stride);
      const int64_t second = first + (int64_t{1} << log2_stride);
      const ComplexHalf& w = twiddles[pair >> log2_stride];
      const UnitResult result = ButterflyUnit(ButterflyMode::kFft, y[first], y[second], {w.re, w.im, {}, {}});
      y[first] = result.y1;
      y[second] = result.y2;
    }
  }
  std::vector<ComplexHalf> by_frequency(size);
  for (int64_t i = 0; i < size; ++i) by_frequency[ReverseBits(i, log2_size)] = y[i];
  return by_frequency;
}

std::vector<ComplexHalf> FftTwiddles(int log2_size) {
  const int64_t size = int64_t{1} << log2_size;
  std::vector<ComplexHalf> twiddles;
  for (int64_t block = 0; block < size / 2; ++block) {
    // The quarter turns exactly: cos and sin of a rounded pi / 2 are not.
    const int64_t turn = ReverseBits(block, log2_size - 1);
    const double angle = -2 * M_PI * static_cast<double>(turn) / static_cast<double>(size);
    const double re = turn * 4 == size ? 0 : std::cos(angle);
    twiddles.push_back({FromDouble(re), FromDouble(turn == 0 ? 0 : std::sin(angle))});
  }
  return twiddles;
}

int64_t ReverseBits(int64_t value, int num_bits) {
  int64_t reversed = 0;
  for (int bit = 0; bit < num_bits; ++bit) reversed |= (value >> bit & 1) << (num_bits - 1 - bit);
  return reversed;
}

int64_t BankOf(int64_t element, int64_t num_units) {
  const int64_t num_banks = 2 * num_units;
  return (element % num_banks + NumOnes(element / num_banks)) % num_banks;
}

std::vector<Access> RowAccesses(ButterflyMode mode, int log2_size, int64_t num_units) {
  const int64_t num_banks = 2 * num_units;
  const int64_t num_words = (int64_t{1} << log2_size) / num_banks;
  std::vector<Access> accesses;
  for (int log2_stride = log2_size - 1; log2_stride >= 0; --log2_stride) {
    const int64_t stride = int64_t{1} << log2_stride;
    for (int64_t i = 0; i < num_words; ++i) {
      Access access;
      access.log2_stride = log2_stride;
      if (stride >= num_banks) {
        const int64_t distance = stride / num_banks;
        const int64_t parity = i % 2;
        access.word1 = InsertZero(i / 2, Log2OfNextPowerOfTwo(distance));
        access.word2 = access.word1 + distance;
        access.pairing = 0;
        for (int64_t j = 0; j < num_units; ++j) access.first.push_back(access.word1 * num_banks + 2 * j + parity);
      } else {
        access.word1 = access.word2 = i;
        access.pairing = log2_stride;
        for (int64_t j = 0; j < num_units; ++j) access.first.push_back(i * num_banks + InsertZero(j, log2_stride));
      }
      access.rotation = BankOf(access.first[0], num_units);
      const int64_t twiddle = access.first[0] / (2 * stride);
      access.weight_word = mode == ButterflyMode::kFft ? twiddle / num_units : static_cast<int64_t>(accesses.size());
      access.weight_slot = twiddle % num_units;
      accesses.push_back(access);
    }
  }
  return accesses;
}

std::vector<UnitWeights> PackLinearWeights(const ButterflyMatrix& matrix, int64_t num_units) {
  std::vector<UnitWeights> words;
  for (const Access& access : RowAccesses(ButterflyMode::kLinear, matrix.log2_size, num_units)) {
    const int stage = matrix.log2_size - 1 - access.log2_stride;
    const int64_t stride = int64_t{1} << access.log2_stride;
    for (const int64_t first : access.first) {
      words.push_back(matrix.at(stage, first / (2 * stride) * stride + first % stride));
    }
  }
  return words;
}

std::vector<UnitWeights> PackFftTwiddles(int log2_size) {
  std::vector<UnitWeights> words;
  for (const ComplexHalf& w : FftTwiddles(log2_size)) words.push_back({w.re, w.im, {}, {}});
  return words;
}

}  // namespace duet::hw
