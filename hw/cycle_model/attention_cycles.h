// Clock cycles that the attention engine of hw/attention takes for the heads of one layer, one head after the other.
//
// With n keys and as many queries of h elements, P_qk and P_sv multipliers, lg = log2 rounded up:
//
//   score = ceil(h / P_qk) n     softmax = 2 n + 2 lg n + 13     weigh = ceil(h / P_sv) n
//   head  = load + score + softmax + weigh + (n - 1) max(score, softmax, weigh)
//   load  = ceil(h / P_qk) n + ceil(h / P_sv) n      keys, then values, a beat a cycle
//
// The three parts are a pipeline of query rows (hw/attention/attention_engine.sv); the first row goes through all of
// them. The accelerator of hw/top, with its descriptors, takes as long within 0.5 % (asserted; 0.2 % found).
// Not modelled: a memory that gives less than a beat a cycle.

#ifndef HW_CYCLE_MODEL_ATTENTION_CYCLES_H_
#define HW_CYCLE_MODEL_ATTENTION_CYCLES_H_

#include <cstdint>

#include "absl/status/statusor.h"

namespace duet::hw {

struct AttentionEngine {
  int64_t qk_multipliers = 8;  // P_qk
  int64_t sv_multipliers = 8;  // P_sv
};

struct AttentionShape {
  int64_t num_keys = 0;  // n, the number of tokens
  int64_t head_dim = 0;  // h
  int64_t num_heads = 1;
};

struct AttentionCycles {
  double load = 0;       // of one head
  double first_row = 0;  // the fill of the pipeline
  double row = 0;        // of each further one
  double total = 0;      // of all heads
};

// InvalidArgument if a number is not in [1, 2^20].
absl::StatusOr<AttentionCycles> CountAttentionCycles(const AttentionEngine& engine, const AttentionShape& shape);

}  // namespace duet::hw

#endif  // HW_CYCLE_MODEL_ATTENTION_CYCLES_H_
