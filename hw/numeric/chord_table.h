// A decreasing function between evenly spaced knots by its chords, in integers, so that RTL and C++ agree bit for bit.
//
//   f(x) 2^18 ~ knot[i] - (knot[i] - knot[i + 1]) r / 2^offset_bits,   knot[i] = round(2^18 f(x_i)),   x = x_i + r h
//
// Error of a chord: h'^2 / 8 max |f''|, h' the distance of two knots; of rounding a knot: 2^-19.
// The RTL gets the same numbers: write_chord_table prints a table as the SystemVerilog module that a function unit
// uses.

#ifndef HW_NUMERIC_CHORD_TABLE_H_
#define HW_NUMERIC_CHORD_TABLE_H_

#include <cstdint>
#include <string>
#include <vector>

namespace duet::hw {

struct ChordTable {
  static constexpr int kFractionBits = 18;  // of a knot

  std::string name;            // of the module
  std::string formula;         // of x, for people
  int index_bits;              // there are 2^index_bits chords
  int offset_bits;             // and 2^offset_bits arguments on each
  std::vector<int32_t> knots;  // 2^index_bits + 1

  // f at the argument `index << offset_bits | offset`, with value_bits() bits after the point.
  int64_t Value(int64_t argument) const;
  int value_bits() const { return kFractionBits + offset_bits; }
};

// 2^-z of z = argument / 2^16 in [0, 1).
const ChordTable& Exp2Table();
// 1 / (1 + z) of z = argument / 2^10 in [0, 1).
const ChordTable& ReciprocalTable();
// 1 / sqrt(1 + z) of z = argument / 2^10 in [0, 1); 1 / sqrt(2 z) of z in [1, 2).
const ChordTable& ReciprocalSqrtTable();
// 1 - Phi(z), Phi the distribution function of the standard normal, of z = argument / 2^13 in [0, 8).
const ChordTable& NormalTailTable();

}  // namespace duet::hw

#endif  // HW_NUMERIC_CHORD_TABLE_H_
