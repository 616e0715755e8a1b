// butterfly_engine.sv, its crossbars and the weight buffer: an engine that is driven access by access.

#include <gtest/gtest.h>

#include <cstdint>
#include <cstring>
#include <deque>
#include <vector>

#include "common/random.h"
#include "hw/butterfly/Vbutterfly_engine_rtl.h"
#include "hw/butterfly/Vread_crossbar_rtl.h"
#include "hw/butterfly/Vweight_buffer_rtl.h"
#include "hw/butterfly/Vwrite_crossbar_rtl.h"
#include "hw/butterfly/butterfly_model.h"
#include "hw/butterfly/random_jobs.h"
#include "hw/testing/testbench.h"

namespace duet::hw {
namespace {

constexpr int64_t kNumUnits = 4;
constexpr int kLog2Size = 6;  // the longest row of the engine under test

// Slot of the first operand of pair j.
int64_t FirstSlot(int64_t j, int pairing) { return j >> pairing << (pairing + 1) | (j & ((1 << pairing) - 1)); }

TEST(ButterflyCrossbarTest, EveryRotationAndPairingBothWays) {
  Vread_crossbar_rtl read;
  Vwrite_crossbar_rtl write;
  const auto* const read_out = reinterpret_cast<const uint16_t*>(&read.data_o);
  for (int bank = 0; bank < 8; ++bank) reinterpret_cast<uint16_t*>(&read.data_i)[bank] = 100 + bank;
  for (int rotation = 0; rotation < 8; ++rotation) {
    for (int pairing = 0; pairing < 3; ++pairing) {
      read.rotation_i = write.rotation_i = rotation;
      read.pairing_i = write.pairing_i = pairing;
      read.eval();
      for (int64_t j = 0; j < kNumUnits; ++j) {
        EXPECT_EQ(read_out[2 * j], 100 + (FirstSlot(j, pairing) + rotation) % 8);
        EXPECT_EQ(read_out[2 * j + 1], 100 + (FirstSlot(j, pairing) + (1 << pairing) + rotation) % 8);
      }
      std::memcpy(&write.data_i, read_out, 16);
      write.eval();
      for (int bank = 0; bank < 8; ++bank) {
        EXPECT_EQ(reinterpret_cast<const uint16_t*>(&write.data_o)[bank], 100 + bank);
      }
    }
  }
}

// `words` into a half of the buffer.
void WriteWeights(Testbench<Vweight_buffer_rtl>& bench, int half, const std::vector<UnitWeights>& words) {
  for (size_t word = 0; word < words.size() / kNumUnits; ++word) {
    bench->write_i = 1;
    bench->write_half_i = half;
    bench->write_word_i = word;
    std::memcpy(&bench->write_data_i, &words[word * kNumUnits], kNumUnits * sizeof(UnitWeights));
    bench.Tick();
  }
  bench->write_i = 0;
}

// Linear weights in one half, twiddles in the other; accesses of both at random.
TEST(WeightBufferTest, GivesEachUnitItsWeightsOrTwiddle) {
  Testbench<Vweight_buffer_rtl> bench;
  bench->read_i = 0;
  const std::vector<UnitWeights> linear = PackLinearWeights(RandomButterflyMatrix(kLog2Size, 1), kNumUnits);
  const std::vector<ComplexHalf> twiddles = FftTwiddles(kLog2Size);
  WriteWeights(bench, 0, linear);
  WriteWeights(bench, 1, PackFftTwiddles(kLog2Size));
  const std::vector<Access> accesses[] = {RowAccesses(ButterflyMode::kLinear, kLog2Size, kNumUnits),
                                          RowAccesses(ButterflyMode::kFft, kLog2Size, kNumUnits)};
  RandomStream random(1, "accesses");
  std::deque<std::pair<ButterflyMode, Access>> in_flight;
  for (int i = 0; i < 2000; ++i) {
    const int half = static_cast<int>(random.UniformInt(2));
    const Access& access = accesses[half][random.UniformInt(accesses[half].size())];
    bench->read_i = 1;
    bench->read_half_i = half;
    bench->read_mode_i = half;
    bench->read_word_i = access.weight_word;
    bench->read_slot_i = access.weight_slot;
    bench->read_log2_stride_i = access.log2_stride;
    bench.Tick();
    in_flight.emplace_back(static_cast<ButterflyMode>(half), access);
    if (static_cast<int>(in_flight.size()) < kReadLatency) continue;
    UnitWeights weights[kNumUnits];
    std::memcpy(static_cast<void*>(weights), &bench->weights_o, sizeof(weights));
    const auto& [mode, read] = in_flight.front();
    for (int64_t j = 0; j < kNumUnits; ++j) {
      if (mode == ButterflyMode::kLinear) {
        EXPECT_EQ(std::memcmp(&weights[j], &linear[read.weight_word * kNumUnits + j], sizeof(UnitWeights)), 0);
      } else {
        const ComplexHalf& twiddle = twiddles[read.first[j] >> (read.log2_stride + 1)];
        EXPECT_EQ((ComplexHalf{weights[j].w1, weights[j].w2}), twiddle);
      }
    }
    in_flight.pop_front();
  }
}

// An engine and the control signals of one row at a time, as simple as can be: stages wait for each other.
class Engine {
 public:
  Engine() {
    bench_->load_sets_i = bench_->drain_sets_i = bench_->access_valid_i = 0;
    bench_.Reset();
  }

  // `sets`: bit 0 A, bit 1 B.
  void Load(int sets, const std::vector<ComplexHalf>& row) {
    for (size_t i = 0; i < row.size(); ++i) {
      bench_->load_sets_i = sets;
      bench_->load_word_i = i / (2 * kNumUnits);
      bench_->load_bank_i = BankOf(i, kNumUnits);
      bench_->load_data_i = static_cast<uint32_t>(row[i].im.bits) << 16 | row[i].re.bits;
      Tick();
    }
    bench_->load_sets_i = 0;
  }

  // Words of the weight buffer in `words`: see PackLinearWeights, PackFftTwiddles.
  void Work(ButterflyMode mode, int set, int log2_size, const std::vector<UnitWeights>& words) {
    int log2_stride = log2_size - 1;
    for (const Access& access : RowAccesses(mode, log2_size, kNumUnits)) {
      if (access.log2_stride != log2_stride) Wait();
      log2_stride = access.log2_stride;
      bench_->access_valid_i = 1;
      bench_->access_mode_i = static_cast<int>(mode);
      bench_->access_set_i = set;
      bench_->access_word1_i = access.word1;
      bench_->access_word2_i = access.word2;
      bench_->access_rotation_i = access.rotation;
      bench_->access_pairing_i = access.pairing;
      std::vector<UnitWeights> weights;
      for (int64_t j = 0; j < kNumUnits; ++j) {
        const int64_t slot = mode == ButterflyMode::kLinear ? j : access.weight_slot + (j >> access.log2_stride);
        weights.push_back(words[access.weight_word * kNumUnits + slot]);
      }
      weights_[kReadLatency] = weights;
      Tick();
    }
    Wait();
  }

  std::vector<ComplexHalf> Drain(int sets, int64_t size) {
    std::vector<ComplexHalf> row;
    for (int64_t i = 0; i < size; ++i) {
      bench_->drain_sets_i = sets;
      bench_->drain_word_i = i / (2 * kNumUnits);
      bench_->drain_bank_i = BankOf(i, kNumUnits);
      Tick();
      const uint32_t data = bench_->drain_data_o;
      row.push_back({{static_cast<uint16_t>(data)}, {static_cast<uint16_t>(data >> 16)}});
    }
    bench_->drain_sets_i = 0;
    return row;
  }

 private:
  // Until all results are in the banks.
  void Wait() {
    bench_->access_valid_i = 0;
    for (int i = 0; i < kRoundTrip - 1; ++i) Tick();
  }

  void Tick() {
    if (!weights_[0].empty()) std::memcpy(&bench_->weights_i, weights_[0].data(), kNumUnits * sizeof(UnitWeights));
    bench_.Tick();
    for (int i = 0; i < kReadLatency; ++i) weights_[i] = weights_[i + 1];
    weights_[kReadLatency].clear();
  }

  Testbench<Vbutterfly_engine_rtl> bench_;
  std::vector<UnitWeights> weights_[kReadLatency + 1];  // on their way to the units
};

std::vector<Half> RealParts(const std::vector<ComplexHalf>& row) {
  std::vector<Half> parts;
  for (const ComplexHalf& value : row) parts.push_back(value.re);
  return parts;
}

TEST(ButterflyEngineTest, RowsInBothSetsDoNotDisturbEachOther) {
  for (int log2_size = 3; log2_size <= kLog2Size; ++log2_size) {
    const int64_t size = int64_t{1} << log2_size;
    const ButterflyMatrix matrix = RandomButterflyMatrix(log2_size, 2);
    const std::vector<UnitWeights> words = PackLinearWeights(matrix, kNumUnits);
    const std::vector<ComplexHalf> a = RandomRow(ButterflyMode::kLinear, log2_size, 3);
    const std::vector<ComplexHalf> b = RandomRow(ButterflyMode::kLinear, log2_size, 4);
    Engine engine;
    engine.Load(1, a);
    engine.Load(2, b);
    engine.Work(ButterflyMode::kLinear, 0, log2_size, words);
    EXPECT_EQ(RealParts(engine.Drain(2, size)), RealParts(b));  // untouched
    engine.Work(ButterflyMode::kLinear, 1, log2_size, words);
    EXPECT_EQ(RealParts(engine.Drain(1, size)), MultiplyButterfly(matrix, RealParts(a)));
    EXPECT_EQ(RealParts(engine.Drain(2, size)), MultiplyButterfly(matrix, RealParts(b)));
  }
}

TEST(ButterflyEngineTest, AnFftHasItsPartsInBothSets) {
  for (int log2_size = 3; log2_size <= kLog2Size; ++log2_size) {
    const std::vector<ComplexHalf> x = RandomRow(ButterflyMode::kFft, log2_size, 5);
    Engine engine;
    engine.Load(3, x);
    engine.Work(ButterflyMode::kFft, 0, log2_size, PackFftTwiddles(log2_size));
    const std::vector<ComplexHalf> y = engine.Drain(3, int64_t{1} << log2_size);
    const std::vector<ComplexHalf> expected = Fft(x);
    for (size_t i = 0; i < y.size(); ++i) EXPECT_EQ(y[i], expected[ReverseBits(i, log2_size)]) << i;
  }
}

}  // namespace
}  // namespace duet::hw
