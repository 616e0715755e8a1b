// butterfly_processor.sv against butterfly_model.h, bit for bit: both modes, all sizes, stalls, gaps, resets.

#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

#include "hw/butterfly/Vbutterfly_processor_rtl.h"
#include "hw/butterfly/Vsmall_processor_rtl.h"
#include "hw/butterfly/butterfly_model.h"
#include "hw/butterfly/processor_bench.h"
#include "hw/butterfly/random_jobs.h"

namespace duet::hw {
namespace {

constexpr int64_t kMaxCycles = 1000000;

// A job and what the model makes of it.
struct Case {
  ProcessorJob job;
  std::vector<std::vector<ComplexHalf>> expected;
};

Case MakeCase(const RandomJobOptions& options, uint64_t seed) {
  Case result;
  result.job = RandomJob(options, seed);
  const ButterflyMatrix matrix = RandomButterflyMatrix(options.log2_size, seed);
  for (const std::vector<ComplexHalf>& row : result.job.rows) {
    if (options.mode == ButterflyMode::kFft) {
      result.expected.push_back(Fft(row));
      continue;
    }
    std::vector<Half> x;
    for (const ComplexHalf& value : row) x.push_back(value.re);
    std::vector<ComplexHalf>& y = result.expected.emplace_back();
    for (const Half value : MultiplyButterfly(matrix, x)) y.push_back({value, {}});
  }
  return result;
}

// Runs the cases one after the other on one processor.
template <typename Model>
void ExpectMatchesModel(const std::vector<Case>& cases, const ProcessorBenchOptions& options,
                        ProcessorBench<Model>& bench) {
  std::vector<ProcessorJob> jobs;
  for (const Case& c : cases) jobs.push_back(c.job);
  const absl::StatusOr<ProcessorRun> run = bench.Run(jobs, kMaxCycles);
  ASSERT_EQ(run.status(), absl::OkStatus());
  EXPECT_EQ(run->num_misplaced, 0);
  for (size_t c = 0; c < cases.size(); ++c) {
    for (size_t row = 0; row < cases[c].expected.size(); ++row) {
      int64_t num_wrong = 0;
      for (size_t i = 0; i < cases[c].expected[row].size(); ++i) {
        num_wrong += !(run->rows[c][row][i] == cases[c].expected[row][i]);
      }
      EXPECT_EQ(num_wrong, 0) << "job " << c << " row " << row << " of size 2^" << cases[c].job.log2_size
                              << (cases[c].job.mode == ButterflyMode::kFft ? " FFT" : " linear") << " stalls "
                              << options.stall_probability;
    }
  }
  EXPECT_TRUE(bench.testbench()->idle_o);
}

template <typename Model>
void ExpectMatchesModel(const std::vector<Case>& cases, const ProcessorBenchOptions& options) {
  ProcessorBench<Model> bench(options);
  ExpectMatchesModel(cases, options, bench);
}

class ProcessorTest : public testing::TestWithParam<ButterflyMode> {};
INSTANTIATE_TEST_SUITE_P(BothModes, ProcessorTest, testing::Values(ButterflyMode::kLinear, ButterflyMode::kFft),
                         [](const auto& info) { return info.param == ButterflyMode::kFft ? "Fft" : "Linear"; });

TEST_P(ProcessorTest, EverySizeMatchesTheModel) {
  for (int log2_size = 3; log2_size <= 10; ++log2_size) {
    ExpectMatchesModel<Vbutterfly_processor_rtl>({MakeCase({GetParam(), log2_size, 3, 4}, log2_size)}, {1, 4});
  }
}

}  // namespace
}  // namespace duet::hw
