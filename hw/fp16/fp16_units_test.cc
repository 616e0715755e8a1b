// fp16_add.sv and fp16_mul.sv against fp16.h, bit for bit.

#include <gtest/gtest.h>

#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/random.h"
#include "hw/fp16/Vfp16_add_3_rtl.h"
#include "hw/fp16/Vfp16_add_rtl.h"
#include "hw/fp16/Vfp16_mul_4_rtl.h"
#include "hw/fp16/Vfp16_mul_rtl.h"
#include "hw/fp16/fp16.h"
#include "hw/testing/testbench.h"

namespace duet::hw {
namespace {

enum class Operation { kAdd, kSub, kMul };

Half Reference(Operation operation, Half a, Half b) {
  switch (operation) {
    case Operation::kAdd:
      return Add(a, b);
    case Operation::kSub:
      return Sub(a, b);
    case Operation::kMul:
      return Mul(a, b);
  }
  return kHalfNaN;
}

template <typename Model>
void SetOperation(Testbench<Model>& bench, Operation operation) {
  bench->sub_i = operation == Operation::kSub;
}
void SetOperation(Testbench<Vfp16_mul_rtl>&, Operation) {}
void SetOperation(Testbench<Vfp16_mul_4_rtl>&, Operation) {}

// A unit and what its pipeline must hold. Feeds an operation a cycle and compares each result that comes out.
template <typename Model, int kLatency>
class Checked {
 public:
  Checked() { bench_->en_i = 1; }

  void Feed(Operation operation, Half a, Half b) {
    SetOperation(bench_, operation);
    bench_->a_i = a.bits;
    bench_->b_i = b.bits;
    in_flight_.push_back({operation, a, b});
    bench_.Tick();
    if (static_cast<int>(in_flight_.size()) < kLatency) return;
    const Item item = in_flight_.front();
    in_flight_.pop_front();
    const uint16_t expected = Reference(item.operation, item.a, item.b).bits;
    if (bench_->result_o != expected && ++num_wrong_ <= 10) {
      ADD_FAILURE() << absl::StrFormat("operation %d of %04x and %04x: %04x, expected %04x",
                                       static_cast<int>(item.operation), item.a.bits, item.b.bits, bench_->result_o,
                                       expected);
    }
  }
  // A cycle in which the pipeline stands still.
  void Stall() {
    bench_->en_i = 0;
    const uint16_t before = bench_->result_o;
    bench_->a_i ^= 0x1234;
    bench_.Tick();
    EXPECT_EQ(bench_->result_o, before);
    bench_->en_i = 1;
  }
  void Reset() {
    bench_.Reset();
    in_flight_.assign(kLatency - 1, {Operation::kAdd, Half{}, Half{}});  // zeros, and 0 op 0 = 0
  }

 private:
  struct Item {
    Operation operation;
    Half a;
    Half b;
  };

  Testbench<Model> bench_;
  std::deque<Item> in_flight_;
  int64_t num_wrong_ = 0;
};

// Every sign and exponent with fractions at the corners.
std::vector<Half> Corners() {
  std::vector<Half> corners;
  for (int high = 0; high < 64; ++high) {
    for (const int fraction : {0x000, 0x001, 0x002, 0x155, 0x1ff, 0x200, 0x201, 0x3fe, 0x3ff}) {
      corners.push_back({static_cast<uint16_t>(high << 10 | fraction)});
    }
  }
  return corners;
}

template <typename Unit>
void CheckCorners(Unit& unit, const std::vector<Operation>& operations) {
  const std::vector<Half> corners = Corners();
  for (const Operation operation : operations) {
    for (const Half a : corners) {
      for (const Half b : corners) unit.Feed(operation, a, b);
    }
  }
}

// All 2^16 values of one operand with values of the other that have each exponent.
template <typename Unit>
void CheckEveryValue(Unit& unit, const std::vector<Operation>& operations, uint64_t seed) {
  RandomStream random(seed, "fractions");
  for (int bits = 0; bits < 0x10000; ++bits) {
    for (int exponent = 0; exponent < 32; ++exponent) {
      const uint64_t draw = random();
      const Half b = {static_cast<uint16_t>((draw & 0x83ff) | static_cast<uint64_t>(exponent) << 10)};
      unit.Feed(operations[draw >> 32 & (operations.size() - 1)], {static_cast<uint16_t>(bits)}, b);
    }
  }
}

template <typename Unit>
void CheckRandom(Unit& unit, const std::vector<Operation>& operations, int64_t num_pairs, uint64_t seed) {
  RandomStream random(seed, "pairs");
  for (int64_t i = 0; i < num_pairs; ++i) {
    const uint64_t draw = random();
    unit.Feed(operations[draw >> 32 & (operations.size() - 1)], {static_cast<uint16_t>(draw)},
              {static_cast<uint16_t>(draw >> 16)});
  }
}

const std::vector<Operation>& Sums() {
  static const auto* const kSums = new std::vector<Operation>{Operation::kAdd, Operation::kSub};
  return *kSums;
}
const std::vector<Operation>& Products() {
  static const auto* const kProducts = new std::vector<Operation>{Operation::kMul};
  return *kProducts;
}

TEST(Fp16AddTest, Corners) {
  Checked<Vfp16_add_rtl, kFp16AddLatency> unit;
  CheckCorners(unit, Sums());
}

TEST(Fp16AddTest, EveryValueWithEveryExponent) {
  Checked<Vfp16_add_rtl, kFp16AddLatency> unit;
  CheckEveryValue(unit, Sums(), 3);
}

TEST(Fp16AddTest, RandomPairs) {
  Checked<Vfp16_add_rtl, kFp16AddLatency> unit;
  CheckRandom(unit, Sums(), 2000000, 4);
}

TEST(Fp16MulTest, Corners) {
  Checked<Vfp16_mul_rtl, kFp16MulLatency> unit;
  CheckCorners(unit, Products());
}

TEST(Fp16MulTest, EveryValueWithEveryExponent) {
  Checked<Vfp16_mul_rtl, kFp16MulLatency> unit;
  CheckEveryValue(unit, Products(), 5);
}

TEST(Fp16MulTest, RandomPairs) {
  Checked<Vfp16_mul_rtl, kFp16MulLatency> unit;
  CheckRandom(unit, Products(), 2000000, 6);
}

template <typename Unit>
void CheckStallsAndReset(Unit& unit, const std::vector<Operation>& operations) {
  RandomStream random(7, "stalls");
  for (int i = 0; i < 2000; ++i) {
    if (random.UniformInt(3) == 0) unit.Stall();
    if (random.UniformInt(100) == 0) unit.Reset();
    CheckRandom(unit, operations, 1, i);
  }
}

TEST(Fp16AddTest, StallsAndResets) {
  Checked<Vfp16_add_rtl, kFp16AddLatency> unit;
  CheckStallsAndReset(unit, Sums());
  Checked<Vfp16_add_3_rtl, 3> longer;
  CheckStallsAndReset(longer, Sums());
}

TEST(Fp16MulTest, StallsAndResets) {
  Checked<Vfp16_mul_rtl, kFp16MulLatency> unit;
  CheckStallsAndReset(unit, Products());
  Checked<Vfp16_mul_4_rtl, 4> longer;
  CheckStallsAndReset(longer, Products());
}

}  // namespace
}  // namespace duet::hw
