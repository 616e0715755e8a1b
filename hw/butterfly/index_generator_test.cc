// index_generator.sv against RowAccesses: what each access reads, and in which cycle.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <vector>

#include "hw/butterfly/Vindex_generator_rtl.h"
#include "hw/butterfly/butterfly_model.h"
#include "hw/testing/testbench.h"

namespace duet::hw {
namespace {

constexpr int64_t kNumUnits = 4;

struct Generated {
  Access access;  // without `first`
  int64_t cycle;  // since the start of the row
};

// Starts a row when the generator is ready, and follows it to its last access; leaves the generator in the cycle of it.
std::vector<Generated> Generate(Testbench<Vindex_generator_rtl>& bench, ButterflyMode mode, int log2_size) {
  EXPECT_TRUE(bench->ready_o);
  bench->start_i = 1;
  bench->mode_i = static_cast<int>(mode);
  bench->log2_size_i = log2_size;
  bench.Tick();
  bench->start_i = 0;
  bench->log2_size_i = 0;
  std::vector<Generated> row;
  for (int64_t cycle = 0; cycle < 100000; ++cycle) {
    bench.Settle();
    if (bench->valid_o) {
      EXPECT_EQ(bench->mode_o, static_cast<int>(mode));
      row.push_back({{bench->log2_stride_o,
                      bench->word1_o,
                      bench->word2_o,
                      bench->rotation_o,
                      bench->pairing_o,
                      bench->weight_word_o,
                      bench->weight_slot_o,
                      {}},
                     cycle});
    }
    if (bench->last_o) return row;
    EXPECT_FALSE(bench->ready_o);
    bench.Tick();
  }
  ADD_FAILURE() << "no last access";
  return row;
}

TEST(IndexGeneratorTest, GivesTheAccessesOfEverySize) {
  Testbench<Vindex_generator_rtl> bench;
  for (const ButterflyMode mode : {ButterflyMode::kLinear, ButterflyMode::kFft}) {
    for (int log2_size = 3; log2_size <= 10; ++log2_size) {
      const std::vector<Generated> row = Generate(bench, mode, log2_size);  // rows follow each other without a gap
      const std::vector<Access> expected = RowAccesses(mode, log2_size, kNumUnits);
      ASSERT_EQ(row.size(), expected.size());
      for (size_t i = 0; i < row.size(); ++i) {
        EXPECT_EQ(row[i].access.log2_stride, expected[i].log2_stride);
        EXPECT_EQ(row[i].access.word1, expected[i].word1);
        EXPECT_EQ(row[i].access.word2, expected[i].word2);
        EXPECT_EQ(row[i].access.rotation, expected[i].rotation);
        EXPECT_EQ(row[i].access.pairing, expected[i].pairing);
        EXPECT_EQ(row[i].access.weight_word, expected[i].weight_word);
        if (mode == ButterflyMode::kFft) {
          EXPECT_EQ(row[i].access.weight_slot, expected[i].weight_slot);
        }
      }
    }
  }
}

// An access comes kRoundTrip cycles after the last that wrote one of its operands, or later; and not later than a stage
// must wait for that.
TEST(IndexGeneratorTest, WaitsForOperandsAndNoLonger) {
  Testbench<Vindex_generator_rtl> bench;
  for (int log2_size = 3; log2_size <= 10; ++log2_size) {
    const std::vector<Generated> row = Generate(bench, ButterflyMode::kLinear, log2_size);
    const std::vector<Access> accesses = RowAccesses(ButterflyMode::kLinear, log2_size, kNumUnits);
    const int64_t num_words = (int64_t{1} << log2_size) / 8;
    std::map<int64_t, int64_t> written;  // element -> cycle of the access that wrote it last
    for (int stage = 0; stage < log2_size; ++stage) {
      int64_t slack = 1000000;  // of the access of this stage that waits the least
      for (int64_t i = stage * num_words; i < (stage + 1) * num_words; ++i) {
        for (const int64_t first : accesses[i].first) {
          for (const int64_t element : {first, first + (int64_t{1} << accesses[i].log2_stride)}) {
            if (stage > 0) slack = std::min(slack, row[i].cycle - written[element] - kRoundTrip);
          }
        }
      }
      for (int64_t i = stage * num_words; i < (stage + 1) * num_words; ++i) {
        for (const int64_t first : accesses[i].first) {
          written[first] = written[first + (int64_t{1} << accesses[i].log2_stride)] = row[i].cycle;
        }
      }
      EXPECT_GE(slack, 0) << "size 2^" << log2_size << " stage " << stage;
      const int64_t first_access = stage * num_words;
      if (stage > 0 && row[first_access].cycle > row[first_access - 1].cycle + 1) {
        EXPECT_EQ(slack, 0);
      }
    }
  }
}

TEST(IndexGeneratorTest, LongRowsNeverWait) {
  Testbench<Vindex_generator_rtl> bench;
  for (int log2_size = 7; log2_size <= 10; ++log2_size) {
    const std::vector<Generated> row = Generate(bench, ButterflyMode::kLinear, log2_size);
    EXPECT_EQ(row.back().cycle, (int64_t{1} << log2_size) / 8 * log2_size - 1);
  }
}

}  // namespace
}  // namespace duet::hw
