#include "hw/cycle_model/rtl_cycles.h"

#include <algorithm>
#include <cstdint>

#include "absl/strings/str_cat.h"
#include "common/status_macros.h"

namespace duet::hw {
namespace {

absl::Status CheckJobs(absl::Span<const RtlJob> jobs, int64_t num_units) {
  if (num_units < 2 || (num_units & (num_units - 1)) != 0) {
    return absl::InvalidArgumentError(absl::StrCat(num_units, " butterfly units; must be a power of two, 2 or more"));
  }
  if (jobs.empty()) return absl::InvalidArgumentError("no job");
  if (!jobs[0].load_weights) return absl::InvalidArgumentError("job 0 brings no weights");
  for (size_t i = 0; i < jobs.size(); ++i) {
    if (jobs[i].num_rows < 1 || jobs[i].log2_size < 1 || jobs[i].log2_size > 40 ||
        (int64_t{1} << jobs[i].log2_size) < 2 * num_units) {
      return absl::InvalidArgumentError(absl::StrCat("job ", i, " has ", jobs[i].num_rows, " rows of 2^",
                                                     jobs[i].log2_size, " elements; must be 1 or more of ",
                                                     2 * num_units, " to 2^40"));
    }
  }
  return absl::OkStatus();
}

// A bank set, or in FFT mode both: when what it holds goes out. Before any row: long ago.
struct BankSet {
  int64_t drain_start = -1;  // the first element is read
  int64_t free = 0;          // the cycle after the last element is read
};

}  // namespace

int64_t RowAccessCycles(int log2_size, int64_t num_units) {
  const int64_t num_banks = 2 * num_units;
  const int64_t num_words = (int64_t{1} << log2_size) / num_banks;
  int64_t cycles = num_words * log2_size;
  for (int log2_stride = log2_size - 1; log2_stride > 0; --log2_stride) {
    const int64_t distance = (int64_t{1} << log2_stride) / num_banks;  // of the two words; 0: one word
    cycles += std::max<int64_t>(0, kRoundTrip - (num_words - distance));
  }
  return cycles;
}

absl::StatusOr<RtlCycles> CountRtlCycles(absl::Span<const RtlJob> jobs, int64_t num_units) {
  RETURN_IF_ERROR(CheckJobs(jobs, num_units));
  RtlCycles result;
  BankSet sets[2];
  int next_set = 0;  // that the next row is loaded into
  ButterflyMode mode = ButterflyMode::kLinear;
  int half = 0;                     // of the weight buffer
  int64_t half_unused[2] = {0, 0};  // the cycle after the last access with the weights of a half
  int64_t weights_there = 0;        // the cycle from which the weights of the last job may be used
  int64_t loaded = 0;               // the cycle after the last element of the row before
  int64_t last_access = -1;         // of the row before
  int64_t drained = 0;              // the cycle after the last element of the row before is read
  for (size_t i = 0; i < jobs.size(); ++i) {
    const RtlJob& job = jobs[i];
    const int64_t size = int64_t{1} << job.log2_size;
    const int64_t num_words = size / (2 * num_units);
    const int64_t row_cycles = RowAccessCycles(job.log2_size, num_units);
    const bool is_fft = job.mode == ButterflyMode::kFft;

    // The job before is loaded, its weights too, and the other half of the weight buffer is free.
    const int64_t taken = std::max({loaded, weights_there, half_unused[1 - half]});
    if (job.load_weights) {
      half = 1 - half;
      weights_there = taken + 1 + num_words * (is_fft ? 1 : job.log2_size);
    }
    loaded = taken + 1;
    if (job.mode != mode) {
      loaded = std::max({loaded, sets[0].free, sets[1].free}) + 1;
      mode = job.mode;
      next_set = 0;
    }
    for (int64_t row = 0; row < job.num_rows; ++row) {
      BankSet& set = sets[next_set];
      // Each element behind the old one at its place, the last when all are out.
      const int64_t load_start = std::max(loaded, set.drain_start + 1);
      loaded = std::max(load_start + size, set.free + 1);
      const int64_t start = std::max({loaded, weights_there, last_access});
      last_access = start + row_cycles;
      set.drain_start = std::max(last_access + kRoundTrip, drained);
      set.free = drained = set.drain_start + size;
      if (is_fft) {
        sets[1] = sets[0];
      } else {
        next_set = 1 - next_set;
      }
    }
    half_unused[half] = last_access + 1;
    result.busy += job.num_rows * num_words * job.log2_size;
  }
  // The last element read goes through a register to the output.
  result.total = drained + 2;
  return result;
}

}  // namespace duet::hw
