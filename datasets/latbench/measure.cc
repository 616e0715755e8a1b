#include "datasets/device_runner/measure_main.h"
#include "datasets/latbench/measure_nasbench201.h"

int main(int argc, char** argv) {
  const auto space = duet::latbench::NasBench201Space();
  return duet::device_runner::MeasureMain(argc, argv, {space.get()});
}
