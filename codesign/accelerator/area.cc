#include "codesign/accelerator/area.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/rounding.h"

namespace duet::codesign {
namespace {

constexpr double kLutsPerClb = 8;
constexpr double kBiasScaleNormBram36 = 31;
constexpr int64_t kReferencePorts = 4;  // of the published designs, 128 bits each

double CountOf(const ResourceCost& cost, const Accelerator& accelerator) {
  double count = cost.base();
  const auto add_engine = [&](int64_t pixel_par) {
    const double num_dsps = 2.0 * accelerator.filter_par * pixel_par;
    count +=
        cost.per_dsp_to_512() * std::min(num_dsps, 512.0) + cost.per_dsp_above_512() * std::max(num_dsps - 512.0, 0.0);
  };
  add_engine(PixelPar3x3(accelerator));
  if (HasTwoConvEngines(accelerator)) {
    add_engine(PixelPar1x1(accelerator));
    count += cost.second_engine();
  }
  if (accelerator.pool_enable) count += cost.pool();
  count += cost.per_pixel() * accelerator.pixel_par / 2;
  return count + cost.per_port() * (accelerator.mem_interface_width_bits / 128 - kReferencePorts);
}

// Of conv_engine.sv: banks of 32 bits, as many as lanes or as pixels in a beat of memory; the ring of weights
// in words of a beat, or of all filters if that is more.
double NumBufferBram36OfOwnRtl(const Accelerator& accelerator) {
  const int64_t num_engines = HasTwoConvEngines(accelerator) ? 2 : 1;
  const int64_t memory_width = accelerator.mem_interface_width_bits;
  const int64_t num_banks = std::max(accelerator.pixel_par / 2, memory_width / 32);
  const int64_t weight_bits = 2 * accelerator.weight_buffer_depth * 32 * accelerator.filter_par;
  const int64_t word_width = std::max(memory_width, 32 * accelerator.filter_par);
  const int64_t num_slices = word_width / memory_width;
  return num_banks * (NumBram36(CeilDiv(2 * 8 * accelerator.input_buffer_depth, num_banks), 32) +
                      NumBram36(CeilDiv(2 * 8 * accelerator.output_buffer_depth, num_banks), 32)) +
         num_engines * num_slices * NumBram36(weight_bits / word_width, memory_width);
}

}  // namespace

double NumBram36(int64_t depth, int64_t width_bits) {
  // Shapes of an 18 Kb block; every shape of a 36 Kb block is two of these.
  constexpr std::array<std::pair<int64_t, int64_t>, 6> kShapes = {
      {{512, 36}, {1024, 18}, {2048, 9}, {4096, 4}, {8192, 2}, {16384, 1}}};
  int64_t fewest = depth * width_bits;
  for (const auto& [block_depth, block_width] : kShapes) {
    fewest = std::min(fewest, CeilDiv(depth, block_depth) * CeilDiv(width_bits, block_width));
  }
  return fewest / 2.0;
}

double NumBufferBram36(const Accelerator& accelerator, BufferShapes shapes) {
  if (shapes == OWN_RTL) return NumBufferBram36OfOwnRtl(accelerator);
  const int64_t num_engines = HasTwoConvEngines(accelerator) ? 2 : 1;
  return 2 * 8 * NumBram36(accelerator.input_buffer_depth, 64) +
         2 * 2 * 8 * NumBram36(accelerator.output_buffer_depth, 72) +
         num_engines * 2 * accelerator.filter_par * 4 * NumBram36(accelerator.weight_buffer_depth, 8) +
         accelerator.pixel_par * NumBram36(1024, 64) + kBiasScaleNormBram36;
}

Resources ResourcesOf(const Accelerator& accelerator, const Calibration& calibration) {
  const AreaCalibration& area = calibration.area();
  Resources resources;
  resources.num_luts = CountOf(area.lut(), accelerator);
  resources.num_ffs = CountOf(area.ff(), accelerator);
  resources.num_dsps = CountOf(area.dsp(), accelerator);
  resources.num_bram36 = NumBufferBram36(accelerator, area.buffer_shapes()) + area.bram_base() +
                         (accelerator.pool_enable ? area.bram_pool() : 0) +
                         area.bram_per_port() * (accelerator.mem_interface_width_bits / 128 - kReferencePorts);
  return resources;
}

double AreaMm2(const Resources& resources, const Calibration& calibration) {
  const AreaCalibration& area = calibration.area();
  return resources.num_luts / kLutsPerClb * area.clb_mm2() + resources.num_bram36 * area.bram36_mm2() +
         resources.num_dsps * area.dsp_mm2();
}

double AreaMm2(const Accelerator& accelerator, const Calibration& calibration) {
  return AreaMm2(ResourcesOf(accelerator, calibration), calibration);
}

absl::Status CheckFits(const Resources& resources, const Resources& device) {
  const auto check = [](const std::string& what, double needed, double available) {
    if (needed <= available) return absl::OkStatus();
    return absl::ResourceExhaustedError(absl::StrCat(what, ": ", needed, " needed, ", available, " available"));
  };
  for (const absl::Status& status :
       {check("LUT", resources.num_luts, device.num_luts), check("flip-flops", resources.num_ffs, device.num_ffs),
        check("BRAM36", resources.num_bram36, device.num_bram36), check("DSP", resources.num_dsps, device.num_dsps)}) {
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

}  // namespace duet::codesign
