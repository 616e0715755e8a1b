// The program that measures networks; see --help. A space makes one of its own in a few lines:
//
//     int main(int argc, char** argv) {
//       const auto space = duet::latbench::NasBench201Space();
//       return duet::device_runner::MeasureMain(argc, argv, {space.get()});
//     }
//
// Exit status: 0 done, 1 failed, 2 flags that cannot be, 130 stopped by Ctrl-C.

#ifndef DATASETS_DEVICE_RUNNER_MEASURE_MAIN_H_
#define DATASETS_DEVICE_RUNNER_MEASURE_MAIN_H_

#include "absl/types/span.h"
#include "datasets/device_runner/space.h"

namespace duet::device_runner {

// `spaces` is not empty; the first is the default of --space.
int MeasureMain(int argc, char** argv, absl::Span<const Space* const> spaces);

}  // namespace duet::device_runner

#endif  // DATASETS_DEVICE_RUNNER_MEASURE_MAIN_H_
