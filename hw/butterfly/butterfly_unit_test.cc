// butterfly_unit.sv against ButterflyUnit, bit for bit, with the mode changing at random from cycle to cycle.

#include <gtest/gtest.h>

#include <cstdint>
#include <deque>

#include "common/random.h"
#include "hw/butterfly/Vbutterfly_unit_rtl.h"
#include "hw/butterfly/butterfly_model.h"
#include "hw/testing/testbench.h"

namespace duet::hw {
namespace {

uint32_t Bits(const ComplexHalf& value) { return static_cast<uint32_t>(value.im.bits) << 16 | value.re.bits; }

// Any bits, or (mostly) numbers of about 1.
Half Draw(RandomStream& random) {
  return random.UniformInt(4) == 0 ? Half{static_cast<uint16_t>(random())} : FromDouble(random.Normal());
}

void CheckRandom(Testbench<Vbutterfly_unit_rtl>& bench, int64_t num_cycles, uint64_t seed) {
  RandomStream random(seed, "unit");
  std::deque<UnitResult> in_flight;
  for (int64_t cycle = 0; cycle < num_cycles; ++cycle) {
    const auto mode = static_cast<ButterflyMode>(random.UniformInt(2));
    const ComplexHalf x1 = {Draw(random), Draw(random)};
    const ComplexHalf x2 = {Draw(random), Draw(random)};
    const UnitWeights w = {Draw(random), Draw(random), Draw(random), Draw(random)};
    bench->mode_i = static_cast<int>(mode);
    bench->x1_i = Bits(x1);
    bench->x2_i = Bits(x2);
    bench->weights_i = static_cast<uint64_t>(w.w4.bits) << 48 | static_cast<uint64_t>(w.w3.bits) << 32 |
                       static_cast<uint64_t>(w.w2.bits) << 16 | w.w1.bits;
    in_flight.push_back(ButterflyUnit(mode, x1, x2, w));
    bench.Tick();
    if (static_cast<int>(in_flight.size()) < kUnitLatency) continue;
    ASSERT_EQ(bench->y1_o, Bits(in_flight.front().y1)) << "cycle " << cycle;
    ASSERT_EQ(bench->y2_o, Bits(in_flight.front().y2)) << "cycle " << cycle;
    in_flight.pop_front();
  }
}

TEST(ButterflyUnitTest, EqualsTheModelInBothModes) {
  Testbench<Vbutterfly_unit_rtl> bench;
  CheckRandom(bench, 200000, 1);
}

TEST(ButterflyUnitTest, ResetInTheMiddle) {
  Testbench<Vbutterfly_unit_rtl> bench;
  for (uint64_t seed = 0; seed < 20; ++seed) {
    CheckRandom(bench, 10 + static_cast<int64_t>(seed), seed);
    bench->rst_ni = 0;
    bench.Settle();  // asynchronous
    EXPECT_EQ(bench->y1_o, 0);
    EXPECT_EQ(bench->y2_o, 0);
    bench.Reset();
  }
}

// y1 = 1 * 3 + 2 * 5, y2 = 1 * 4 + 2 * 6; 1 + i (3 + 4 i) = -3 + 3 i and 1 - i (3 + 4 i) = 5 - 3 i.
TEST(ButterflyUnitTest, ByHand) {
  const auto half = [](double value) { return FromDouble(value); };
  const UnitResult linear = ButterflyUnit(ButterflyMode::kLinear, {half(1), half(9)}, {half(2), half(9)},
                                          {half(3), half(4), half(5), half(6)});
  EXPECT_EQ(linear.y1, (ComplexHalf{half(13), {}}));
  EXPECT_EQ(linear.y2, (ComplexHalf{half(16), {}}));
  const UnitResult fft =
      ButterflyUnit(ButterflyMode::kFft, {half(1), half(0)}, {half(3), half(4)}, {half(0), half(1), half(9), half(9)});
  EXPECT_EQ(fft.y1, (ComplexHalf{half(-3), half(3)}));
  EXPECT_EQ(fft.y2, (ComplexHalf{half(5), half(-3)}));
}

}  // namespace
}  // namespace duet::hw
