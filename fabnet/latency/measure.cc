#include "datasets/device_runner/measure_main.h"
#include "fabnet/latency/encoder_space.h"

int main(int argc, char** argv) {
  const auto space = duet::fabnet::EncoderSpace();
  return duet::device_runner::MeasureMain(argc, argv, {space.get()});
}
