#include "hw/numeric/chord_table.h"

#include <cmath>

namespace duet::hw {
namespace {

// Knots at x = 0, ..., `domain`.
ChordTable MakeTable(const char* name, const char* formula, int index_bits, int offset_bits, double domain,
                     double (*f)(double)) {
  ChordTable table{name, formula, index_bits, offset_bits, {}};
  const int64_t num_chords = int64_t{1} << index_bits;
  for (int64_t i = 0; i <= num_chords; ++i) {
    table.knots.push_back(
        static_cast<int32_t>(std::lround(std::ldexp(f(domain * i / num_chords), table.kFractionBits))));
  }
  return table;
}

}  // namespace

int64_t ChordTable::Value(int64_t argument) const {
  const int64_t index = argument >> offset_bits;
  const int64_t offset = argument & ((int64_t{1} << offset_bits) - 1);
  const int64_t drop = knots[index] - knots[index + 1];
  return (int64_t{knots[index]} << offset_bits) - drop * offset;
}

const ChordTable& Exp2Table() {
  static const auto& table =
      *new ChordTable(MakeTable("exp2_table", "2^-x, x in [0, 1)", 6, 10, 1, [](double x) { return std::exp2(-x); }));
  return table;
}

const ChordTable& ReciprocalTable() {
  static const auto& table = *new ChordTable(
      MakeTable("reciprocal_table", "1 / (1 + x), x in [0, 1)", 7, 3, 1, [](double x) { return 1 / (1 + x); }));
  return table;
}

const ChordTable& ReciprocalSqrtTable() {
  static const auto& table =
      *new ChordTable(MakeTable("reciprocal_sqrt_table", "1 / sqrt(x < 1 ? 1 + x : 2 x), x in [0, 2)", 7, 4, 2,
                                [](double x) { return 1 / std::sqrt(x < 1 ? 1 + x : 2 * x); }));
  return table;
}

const ChordTable& NormalTailTable() {
  static const auto& table = *new ChordTable(MakeTable("normal_tail_table", "1 - Phi(x), x in [0, 8)", 8, 8, 8,
                                                       [](double x) { return std::erfc(x / std::sqrt(2.0)) / 2; }));
  return table;
}

}  // namespace duet::hw
