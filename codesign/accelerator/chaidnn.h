// What Xilinx publishes of CHaiDNN v2, the accelerator that Codesign-NAS's space is made of: utilisation and frame
// rates.
//
// Source: README and performance tables of github.com/Xilinx/CHaiDNN. Its designs have filter_par 16 and a pixel_par of
// 4 to 32, an input buffer of 8K rows, output and weight buffers of 2K; the memory interface is four 128-bit ports.

#ifndef CODESIGN_ACCELERATOR_CHAIDNN_H_
#define CODESIGN_ACCELERATOR_CHAIDNN_H_

#include <cstdint>
#include <string>
#include <vector>

#include "codesign/accelerator/accelerator.h"
#include "codesign/accelerator/area.h"

namespace duet::codesign {

// CHaiDNN's design with 128, 256, 512 or 1024 compute DSPs.
Accelerator ChaiDnnAccelerator(int64_t num_compute_dsps, bool pool_enable);

// 300 MHz, or 250 with 1024 compute DSPs.
double ChaiDnnClockMhz(int64_t num_compute_dsps);

struct Utilisation {
  std::string design;  // "ZU9 128"
  int64_t num_compute_dsps;
  bool pool_enable;
  bool has_uram;  // the input buffer is in URAM, so that num_bram36 lacks it
  Resources resources;
};

// Seven designs with everything, four of the ZU9EG and three, without pooling, of the ZU7.
const std::vector<Utilisation>& PublishedUtilisation();

// The smallest, "Diet Z+": convolutions only, without deconvolution, batch normalisation and the second memory port.
const Utilisation& DietUtilisation();

// BRAM36 of the deconvolution engine and its data movers, which the four ZU9 designs have beside what area.h counts.
// NAS-Bench-101 does not need them, and Diet, which lacks them, agrees with area.h without.
constexpr double kDeconvolutionBram36 = 62;

struct FrameRate {
  std::string network;  // as in ReferenceNetworks()
  int64_t num_bits;     // 8 or 6
  int64_t num_compute_dsps;
  double frames_per_s;  // of two images in lockstep, without fully connected layers
};

const std::vector<FrameRate>& PublishedFrameRates();

}  // namespace duet::codesign

#endif  // CODESIGN_ACCELERATOR_CHAIDNN_H_
