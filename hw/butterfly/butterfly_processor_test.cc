// butterfly_processor.sv against butterfly_model.h, bit for bit: both modes, all sizes, stalls, gaps, resets.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <vector>

#include "common/random.h"
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

// `seed` is that of the job's weights.
void SetExpected(Case& c, uint64_t seed) {
  c.expected.clear();
  const ButterflyMatrix matrix = RandomButterflyMatrix(c.job.log2_size, seed);
  for (const std::vector<ComplexHalf>& row : c.job.rows) {
    if (c.job.mode == ButterflyMode::kFft) {
      c.expected.push_back(Fft(row));
      continue;
    }
    std::vector<Half> x;
    for (const ComplexHalf& value : row) x.push_back(value.re);
    std::vector<ComplexHalf>& y = c.expected.emplace_back();
    for (const Half value : MultiplyButterfly(matrix, x)) y.push_back({value, {}});
  }
}

Case MakeCase(const RandomJobOptions& options, uint64_t seed) {
  Case c;
  c.job = RandomJob(options, seed);
  SetExpected(c, seed);
  return c;
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

// 8 is one word of each bank; 1024 the longest row.
TEST_P(ProcessorTest, EverySizeMatchesTheModel) {
  for (int log2_size = 3; log2_size <= 10; ++log2_size) {
    ExpectMatchesModel<Vbutterfly_processor_rtl>({MakeCase({GetParam(), log2_size, 3, 4}, log2_size)}, {1, 4});
  }
}

TEST_P(ProcessorTest, StallsAndGapsChangeNothing) {
  for (const double stall_probability : {0.1, 0.5, 0.9}) {
    for (const int log2_size : {3, 4, 6, 8}) {
      ExpectMatchesModel<Vbutterfly_processor_rtl>({MakeCase({GetParam(), log2_size, 4, 4}, log2_size)},
                                                   {1, 4, stall_probability, 7});
    }
  }
}

TEST_P(ProcessorTest, EnginesWorkOnRowsOfTheirOwn) {
  for (int log2_size = 2; log2_size <= 6; ++log2_size) {
    for (const double stall_probability : {0.0, 0.3}) {
      ExpectMatchesModel<Vsmall_processor_rtl>({MakeCase({GetParam(), log2_size, 12, 2}, log2_size)},
                                               {3, 2, stall_probability, 3});
    }
  }
}

TEST_P(ProcessorTest, OneRow) {
  for (const int log2_size : {3, 5, 10}) {
    ExpectMatchesModel<Vbutterfly_processor_rtl>({MakeCase({GetParam(), log2_size, 1, 4}, 1)}, {1, 4});
  }
}

// Sizes and modes follow each other in every way; the weights of the next job come while this one is at work.
TEST(ProcessorJobsTest, JobsFollowEachOther) {
  for (const double stall_probability : {0.0, 0.4}) {
    RandomStream random(11, "jobs");
    std::vector<Case> cases;
    for (int i = 0; i < 40; ++i) {
      const auto mode = static_cast<ButterflyMode>(random.UniformInt(3) == 0);
      const int log2_size = 3 + static_cast<int>(random.UniformInt(5));
      cases.push_back(MakeCase({mode, log2_size, 1 + static_cast<int64_t>(random.UniformInt(3)), 4}, i));
    }
    ExpectMatchesModel<Vbutterfly_processor_rtl>(cases, {1, 4, stall_probability, 5});
  }
}

TEST(ProcessorJobsTest, AJobMayKeepTheWeightsOfTheOneBefore) {
  for (const double stall_probability : {0.0, 0.4}) {
    std::vector<Case> cases;
    for (int i = 0; i < 4; ++i) {
      for (int repeat = 0; repeat < 4; ++repeat) {
        cases.push_back(MakeCase({ButterflyMode::kLinear, 3 + i, 1 + repeat % 2, 4}, i));
        if (repeat > 0) cases.back().job.weights.clear();
      }
    }
    ExpectMatchesModel<Vbutterfly_processor_rtl>(cases, {1, 4, stall_probability, 6});
  }
}

TEST_P(ProcessorTest, ResetInTheMiddle) {
  const Case before = MakeCase({GetParam(), 5, 4, 4}, 1);
  const Case after = MakeCase({GetParam(), 4, 3, 4}, 2);
  const ProcessorBenchOptions options = {1, 4, 0.1, 9};
  ProcessorBench<Vbutterfly_processor_rtl> bench(options);
  for (int64_t num_cycles = 1; num_cycles < 400; num_cycles += 13) {
    bench.RunAndReset({before.job}, num_cycles);
    EXPECT_TRUE(bench.testbench()->idle_o);
    EXPECT_FALSE(bench.testbench()->out_valid_o);
    ExpectMatchesModel(std::vector<Case>{after}, options, bench);
  }
}

// Infinities and NaN go through like numbers.
TEST_P(ProcessorTest, SpecialValues) {
  RandomStream random(13, "bits");
  Case c = MakeCase({GetParam(), 6, 8, 4}, 1);
  for (std::vector<ComplexHalf>& row : c.job.rows) {
    for (ComplexHalf& value : row) {
      // A third are any bits; in linear mode the imaginary part is ignored.
      if (random.UniformInt(3) == 0) value.re.bits = static_cast<uint16_t>(random());
      value.im.bits = static_cast<uint16_t>(random());
    }
  }
  SetExpected(c, 1);
  ExpectMatchesModel<Vbutterfly_processor_rtl>({c}, {1, 4});
}

// Share of cycles, between the first row's work and the last row's, in which the butterfly units begin butterflies.
double SteadyUtilization(int log2_size) {
  const RandomJobOptions options = {ButterflyMode::kLinear, log2_size, 12, 4};
  ProcessorBench<Vbutterfly_processor_rtl> bench({1, 4});
  const absl::StatusOr<ProcessorRun> run = bench.Run({RandomJob(options, 1)}, kMaxCycles);
  EXPECT_EQ(run.status(), absl::OkStatus());
  if (!run.ok()) return 0;
  const auto first = std::find(run->busy.begin(), run->busy.end(), true);
  const auto last = std::find(run->busy.rbegin(), run->busy.rend(), true).base();
  const int64_t num_busy = std::count(first, last, true);
  EXPECT_EQ(num_busy, options.num_rows * log2_size * (int64_t{1} << log2_size) / 8);
  return static_cast<double>(num_busy) / static_cast<double>(last - first);
}

TEST(ProcessorUtilizationTest, UnitsAreBusyInLinearMode) {
  EXPECT_GE(SteadyUtilization(8), 0.95);  // loading and draining take as long as the work
  EXPECT_EQ(SteadyUtilization(9), 1.0);
  EXPECT_EQ(SteadyUtilization(10), 1.0);
}

TEST(ProcessorDeathTest, RejectsASizeThatTheBanksDoNotHold) {
  RandomJobOptions options;
  options.log2_size = 11;
  const ProcessorJob job = RandomJob(options, 1);
  EXPECT_DEATH(
      {
        ProcessorBench<Vbutterfly_processor_rtl> bench({1, 4});
        (void)bench.Run({job}, 100);
      },
      "");
}

}  // namespace
}  // namespace duet::hw
