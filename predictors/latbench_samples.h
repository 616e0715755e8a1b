// The cells that a setting of LatBench has a latency for, as samples to learn from.

#ifndef PREDICTORS_LATBENCH_SAMPLES_H_
#define PREDICTORS_LATBENCH_SAMPLES_H_

#include "datasets/latbench/latbench.h"
#include "predictors/latency_predictor.h"

namespace duet::predictors {

// In the order of the cells' ids. `setting` is a position in latbench.settings() whose quantity is latency.
LatencySamples SamplesOf(const latbench::LatBench& latbench, int64_t setting);

}  // namespace duet::predictors

#endif  // PREDICTORS_LATBENCH_SAMPLES_H_
