#include "asr/networks/measure_nasbench_asr.h"
#include "datasets/device_runner/measure_main.h"

int main(int argc, char** argv) {
  const auto space = duet::asr::NasBenchAsrSpace();
  return duet::device_runner::MeasureMain(argc, argv, {space.get()});
}
