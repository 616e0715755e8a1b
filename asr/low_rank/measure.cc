#include "asr/low_rank/latency_space.h"
#include "datasets/device_runner/measure_main.h"

int main(int argc, char** argv) {
  const auto space = duet::asr::LowRankLatencySpace();
  return duet::device_runner::MeasureMain(argc, argv, {space.get()});
}
