// Clock cycles that the butterfly processor of hw/butterfly takes, exactly, where its streams never wait.
//
// With N elements a row, P units an engine, M = 2 P banks, RT = kRoundTrip (from an access to the first that may read
// its results), all engines in step:
//
//   access cycles of a row   T = N/M lg N + sum over stages but the last of max(0, RT - (N - s)/M)   (stride s >= M)
//                                                                           max(0, RT - N/M)         (stride s <  M)
//   FFT, row after row       T + N + RT + 1      work, then drain and load together
//   linear, row after row    max(T, N, (T + N + RT + 1) / 2)   two rows at once, one in each bank set
//   weights of a job         N/M lg N words (linear), N/M words (FFT), during the load of its first row
//
// The functions below follow each row through the sets, so that they hold for any sequence of jobs, the fill and drain
// of the pipeline, and the change between modes. hw/butterfly/butterfly_control.sv is what they describe.
//
// Not modelled: streams that wait (memory bandwidth).

#ifndef HW_CYCLE_MODEL_RTL_CYCLES_H_
#define HW_CYCLE_MODEL_RTL_CYCLES_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "hw/butterfly/butterfly_model.h"

namespace duet::hw {

// What a job of butterfly_processor is, as far as its time goes.
struct RtlJob {
  ButterflyMode mode = ButterflyMode::kLinear;
  int log2_size = 0;
  int64_t num_rows = 0;  // of each engine
  bool load_weights = true;
};

struct RtlCycles {
  int64_t total = 0;  // from the cycle that offers the first job to that of the last item out, both counted
  int64_t busy = 0;   // in which the butterfly units begin butterflies
};

// T above. `num_units` is P.
int64_t RowAccessCycles(int log2_size, int64_t num_units);

// Cycles of `jobs` one after the other on a processor that was idle in linear mode. InvalidArgument if there is no job,
// if a job has no row or rows shorter than 2 num_units, if the first brings no weights, or if num_units is no power of
// two of at least 2.
absl::StatusOr<RtlCycles> CountRtlCycles(absl::Span<const RtlJob> jobs, int64_t num_units);

}  // namespace duet::hw

#endif  // HW_CYCLE_MODEL_RTL_CYCLES_H_
