// Area of an accelerator on the FPGA: counted resources times the silicon that each takes.
//
//   area = LUT / 8 * 0.0044 + BRAM36 * 0.026 + DSP * 0.044   [mm^2]     (a CLB has 8 LUTs)
//
//   DSP, LUT, FF   linear in the compute DSPs of each engine, with a part for the pool engine: ResourceCost of
//                  calibration.proto, least squares on CHaiDNN's published utilisation
//   BRAM36         from the buffers' shapes, R(d, w) the blocks for d words of w bits:
//       input    2 * 8 * R(I, 64)            double buffered, 8 banks
//       output   2 * 2 * 8 * R(O, 72)
//       weights  2 * F * 4 * R(W, 8)         each engine has its own
//       feed     2 * (P / 2) * R(1024, 64)   all engines together
//       bias, scale, normalisation 31; rest bram_base; pool engine bram_pool
//     or, with the shapes of //hw/conv_engine, B = max(P / 2, width / 32) banks and words of width bits:
//       input    B * R(16 I / B, 32)             double buffered
//       output   B * R(16 O / B, 32)
//       weights  R(64 W F / width, width), or half as deep and twice as wide where 32 F > width; each engine has its
//       own
//
// Two engines share the input and output buffers. The second costs what CHaiDNN's smallest design (Diet, convolution
// only) has beside its compute DSPs: an assumption, since no design with two engines is published.
//
// Source: silicon areas recalled of Codesign-NAS, table I (they add up to the recalled 286 mm^2 of the device); buffer
// shapes declared in CHaiDNN's xi_convolution.hpp; the rest is ours, calibrated on CHaiDNN's utilisation: the paper's
// own coefficients could not be recovered. Beyond 1,024 compute DSPs it extrapolates.

#ifndef CODESIGN_ACCELERATOR_AREA_H_
#define CODESIGN_ACCELERATOR_AREA_H_

#include <cstdint>

#include "absl/status/status.h"
#include "codesign/accelerator/accelerator.h"
#include "codesign/accelerator/calibration.h"

namespace duet::codesign {

struct Resources {
  double num_luts = 0;
  double num_ffs = 0;
  double num_bram36 = 0;  // an 18 Kb half counts 0.5
  double num_dsps = 0;
};

// Zynq UltraScale+ ZU9EG: 34,260 CLBs of 8 LUTs and 16 flip-flops.
constexpr Resources kZu9Eg = {274'080, 548'160, 912, 2'520};

// The fewest BRAM36 for a memory of `depth` words of `width_bits`, of blocks 36 Kb (512 x 72 to 32K x 1) and 18 Kb.
double NumBram36(int64_t depth, int64_t width_bits);

// The buffers of the drawing above, without bram_base and bram_pool.
double NumBufferBram36(const Accelerator& accelerator, BufferShapes shapes = CHAIDNN);

// For an accelerator that CheckAccelerator accepts.
Resources ResourcesOf(const Accelerator& accelerator, const Calibration& calibration);
double AreaMm2(const Resources& resources, const Calibration& calibration);
double AreaMm2(const Accelerator& accelerator, const Calibration& calibration);

// ResourceExhausted, naming the first resource of which `device` has too few.
absl::Status CheckFits(const Resources& resources, const Resources& device = kZu9Eg);

}  // namespace duet::codesign

#endif  // CODESIGN_ACCELERATOR_AREA_H_
