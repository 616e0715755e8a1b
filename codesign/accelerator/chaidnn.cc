#include "codesign/accelerator/chaidnn.h"

namespace duet::codesign {

Accelerator ChaiDnnAccelerator(int64_t num_compute_dsps, bool pool_enable) {
  Accelerator accelerator;
  accelerator.filter_par = 16;
  accelerator.pixel_par = num_compute_dsps / (2 * accelerator.filter_par);
  accelerator.input_buffer_depth = 8192;
  accelerator.output_buffer_depth = 2048;
  accelerator.weight_buffer_depth = 2048;
  accelerator.mem_interface_width_bits = 512;
  accelerator.pool_enable = pool_enable;
  return accelerator;
}

double ChaiDnnClockMhz(int64_t num_compute_dsps) { return num_compute_dsps >= 1024 ? 250 : 300; }

const std::vector<Utilisation>& PublishedUtilisation() {
  // LUT, FF, BRAM36, DSP
  static const auto& rows = *new std::vector<Utilisation>{
      {"ZU9 128", 128, true, false, {105'811, 111'789, 618, 442}},
      {"ZU9 256", 256, true, false, {114'317, 121'363, 626, 574}},
      {"ZU9 512", 512, true, false, {127'949, 136'481, 642, 838}},
      {"ZU9 1024", 1024, true, false, {161'983, 151'616, 676, 1'352}},
      {"ZU7 128", 128, false, true, {67'660, 84'308, 96.5, 297}},
      {"ZU7 256", 256, false, true, {76'477, 94'042, 104.5, 429}},
      {"ZU7 512", 512, false, true, {90'113, 109'340, 120.5, 693}},
  };
  return rows;
}

const Utilisation& DietUtilisation() {
  static const auto& row = *new Utilisation{"Diet Z+", 128, false, false, {36'784, 49'504, 144.5, 204}};
  return row;
}

const std::vector<FrameRate>& PublishedFrameRates() {
  static const auto& rows = *new std::vector<FrameRate>{
      {"AlexNet", 8, 128, 64.01},    {"AlexNet", 8, 256, 124.6},     {"AlexNet", 8, 512, 236.59},
      {"AlexNet", 8, 1024, 390.27},  {"GoogLeNet", 8, 128, 32.75},   {"GoogLeNet", 8, 256, 61.41},
      {"GoogLeNet", 8, 512, 108.64}, {"GoogLeNet", 8, 1024, 151.76}, {"ResNet-50", 8, 128, 9.4},
      {"ResNet-50", 8, 256, 17.38},  {"ResNet-50", 8, 512, 30.03},   {"ResNet-50", 8, 1024, 43.09},
      {"ResNet-50", 6, 128, 17.49},  {"ResNet-50", 6, 256, 30.44},   {"ResNet-50", 6, 512, 47.7},
      {"ResNet-50", 6, 1024, 62.78}, {"VGG-16", 8, 128, 2.88},       {"VGG-16", 8, 256, 5.67},
      {"VGG-16", 8, 512, 10.97},     {"VGG-16", 8, 1024, 19.3},      {"VGG-16", 6, 128, 5.69},
      {"VGG-16", 6, 256, 11.06},     {"VGG-16", 6, 512, 20.84},      {"VGG-16", 6, 1024, 35.73},
  };
  return rows;
}

}  // namespace duet::codesign
