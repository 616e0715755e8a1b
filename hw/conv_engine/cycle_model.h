// How many cycles the convolution engine takes for a layer, exactly.
//
// A group of filters takes tiles * (1 + taps * quads + FilterPar / 4) cycles (pooling: 9 + 2 a tile and quad), and
// begins once the group before it is through, its weights are there, and, if it is a band's first, its pixels are there
// and a half of the output buffer is free. Fetching is one beat a cycle in a fixed order, as far as there is room; a
// finished band is written one beat a cycle. So the times at which groups begin follow from one another by maxima and
// sums; conv_sequencer.sv and conv_loader.sv have the order.
//
// Holds for a memory that never stalls. Limits: latencies of at most 60 cycles, more than which the engine's queue of
// requests does not cover.

#ifndef HW_CONV_ENGINE_CYCLE_MODEL_H_
#define HW_CONV_ENGINE_CYCLE_MODEL_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "hw/conv_engine/layer_plan.h"

namespace duet::hw {

struct ConvCycles {
  int64_t total = 0;        // from the cycle in which the layer is started to the one in which the engine is ready
  int64_t busy = 0;         // in which a step is issued
  int64_t multiplying = 0;  // in which the multipliers are used
  int64_t num_reads = 0;    // beats
  int64_t num_writes = 0;   // beats
};

// InvalidArgument for a latency that is not in [1, 60]; errors as PlanLayer.
absl::StatusOr<ConvCycles> CyclesOf(const ConvLayer& layer, const ConvEngineParameters& parameters,
                                    int64_t memory_latency_cycles);

}  // namespace duet::hw

#endif  // HW_CONV_ENGINE_CYCLE_MODEL_H_
