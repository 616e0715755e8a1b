#include "hw/cycle_model/rtl_cycles.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "common/random.h"
#include "hw/butterfly/Vbutterfly_processor_rtl.h"
#include "hw/butterfly/Vsmall_processor_rtl.h"
#include "hw/butterfly/processor_bench.h"
#include "hw/butterfly/random_jobs.h"

namespace duet::hw {
namespace {

// Runs `jobs` in RTL and compares all cycles, and those with work, with the model.
template <typename Model>
void ExpectExact(const std::vector<RtlJob>& jobs, int64_t num_engines, int64_t num_units) {
  std::vector<ProcessorJob> processor_jobs;
  for (const RtlJob& job : jobs) {
    processor_jobs.push_back(RandomJob({job.mode, job.log2_size, job.num_rows * num_engines, num_units}, 1));
    if (!job.load_weights) processor_jobs.back().weights.clear();
  }
  ProcessorBench<Model> bench({num_engines, num_units});
  const absl::StatusOr<ProcessorRun> run = bench.Run(processor_jobs, 10000000);
  ASSERT_EQ(run.status(), absl::OkStatus());
  const absl::StatusOr<RtlCycles> model = CountRtlCycles(jobs, num_units);
  ASSERT_EQ(model.status(), absl::OkStatus());
  EXPECT_EQ(model->total, run->num_cycles)
      << jobs.size() << " jobs, the first of " << jobs[0].num_rows << " rows of 2^" << jobs[0].log2_size;
  EXPECT_EQ(model->busy, std::count(run->busy.begin(), run->busy.end(), true));
}

TEST(RtlCyclesTest, ExactForOneJobOfEverySize) {
  for (const ButterflyMode mode : {ButterflyMode::kLinear, ButterflyMode::kFft}) {
    for (int log2_size = 3; log2_size <= 10; ++log2_size) {
      for (const int64_t num_rows : {1, 2, 3, 7}) {
        ExpectExact<Vbutterfly_processor_rtl>({{mode, log2_size, num_rows, true}}, 1, 4);
      }
    }
  }
}

TEST(RtlCyclesTest, ExactForManyRows) {
  for (const ButterflyMode mode : {ButterflyMode::kLinear, ButterflyMode::kFft}) {
    for (const int log2_size : {3, 5, 7, 8}) ExpectExact<Vbutterfly_processor_rtl>({{mode, log2_size, 60, true}}, 1, 4);
  }
}

TEST(RtlCyclesTest, ExactWithTwoUnitsAndThreeEngines) {
  for (const ButterflyMode mode : {ButterflyMode::kLinear, ButterflyMode::kFft}) {
    for (int log2_size = 2; log2_size <= 6; ++log2_size) {
      for (const int64_t num_rows : {1, 2, 9}) {
        ExpectExact<Vsmall_processor_rtl>({{mode, log2_size, num_rows, true}}, 3, 2);
      }
    }
  }
}

TEST(RtlCyclesTest, ExactForSequencesOfJobs) {
  RandomStream random(1, "sequences");
  for (int sequence = 0; sequence < 40; ++sequence) {
    std::vector<RtlJob> jobs;
    for (int i = 0; i < 8; ++i) {
      if (i > 0 && random.UniformInt(4) == 0) {
        jobs.push_back(jobs.back());
        jobs.back().load_weights = false;
      } else {
        const auto mode = static_cast<ButterflyMode>(random.UniformInt(3) == 0);
        jobs.push_back({mode, 3 + static_cast<int>(random.UniformInt(6)), 0, true});
      }
      jobs.back().num_rows = 1 + static_cast<int64_t>(random.UniformInt(4));
    }
    ExpectExact<Vbutterfly_processor_rtl>(jobs, 1, 4);
  }
}

// The formulas at the head of the header, for the steady state.
TEST(RtlCyclesTest, SteadyStateFormulas) {
  EXPECT_EQ(RowAccessCycles(10, 4), 1280);  // N / 8 lg N, as in the paper's model
  EXPECT_EQ(RowAccessCycles(7, 4), 112);
  EXPECT_EQ(RowAccessCycles(6, 4), 48 + 4 + 2 + 1);  // words 4, 2, 1 apart: results 4, 6, 7 accesses later, of 8
  EXPECT_EQ(RowAccessCycles(3, 4), 3 + 7 + 7);       // one word: each stage waits
  for (int log2_size = 3; log2_size <= 12; ++log2_size) {
    const int64_t size = int64_t{1} << log2_size;
    const int64_t row = RowAccessCycles(log2_size, 4);
    const auto total = [&](ButterflyMode mode, int64_t num_rows) {
      return CountRtlCycles({{mode, log2_size, num_rows, true}}, 4)->total;
    };
    EXPECT_EQ(total(ButterflyMode::kFft, 9) - total(ButterflyMode::kFft, 8), row + size + kRoundTrip + 1);
    EXPECT_EQ(total(ButterflyMode::kLinear, 1002) - total(ButterflyMode::kLinear, 1000),
              std::max({2 * row, 2 * size, row + size + kRoundTrip + 1}));
  }
}

TEST(RtlCyclesTest, RejectsWhatTheProcessorDoes) {
  const auto message = [](const std::vector<RtlJob>& jobs, int64_t num_units) {
    const absl::Status status = CountRtlCycles(jobs, num_units).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    return std::string(status.message());
  };
  EXPECT_EQ(message({}, 4), "no job");
  EXPECT_EQ(message({{ButterflyMode::kFft, 3, 1, true}}, 3), "3 butterfly units; must be a power of two, 2 or more");
  EXPECT_EQ(message({{ButterflyMode::kFft, 3, 1, false}}, 4), "job 0 brings no weights");
  EXPECT_EQ(message({{ButterflyMode::kFft, 2, 1, true}}, 4),
            "job 0 has 1 rows of 2^2 elements; must be 1 or more of 8 to 2^40");
  EXPECT_EQ(message({{ButterflyMode::kFft, 3, 0, true}}, 4),
            "job 0 has 0 rows of 2^3 elements; must be 1 or more of 8 to 2^40");
}

}  // namespace
}  // namespace duet::hw
