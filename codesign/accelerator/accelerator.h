// The accelerators of Codesign-NAS: a convolution engine as CHaiDNN's, in eight parameters.
//
//              ┌─ weight buffer ─┐
//     DDR ◄──► │  input buffer ──┼─► conv engine (filter_par x pixel_par), or one for 3x3 and one for 1x1
//   mem_inter- │  output buffer ◄┼─◄ pool engine, where pool_enable
//   face_width └─────────────────┘
//
// An engine of filter_par F and pixel_par P computes, in one cycle of its inner loop, F filters on P/2 pixels and 4
// input channels in 8 bits: it has 2 F P compute DSPs.
//
// Source: Abdelfattah et al. 2020 (Codesign-NAS), section on the accelerator; values of the first five parameters as
// CHaiDNN v2 declares them (XI_KER_PROC, XI_PIX_PROC, XI_ISTAGEBUFF_DEPTH, XI_OSTAGEBUFF_DEPTH, XI_WEIGHTBUFF_DEPTH),
// of the last three recalled. Which of two engines ratio_conv_engines speaks of could not be recovered; since the
// values are symmetric about 0.5, either reading yields the same designs. Here it is the 3x3 engine's share.

#ifndef CODESIGN_ACCELERATOR_ACCELERATOR_H_
#define CODESIGN_ACCELERATOR_ACCELERATOR_H_

#include <cstdint>
#include <string>
#include <tuple>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace duet::codesign {

struct Accelerator {
  int64_t filter_par = 16;                 // F: filters at a time
  int64_t pixel_par = 32;                  // P: twice the output pixels at a time, of all engines together
  int64_t input_buffer_depth = 4096;       // rows of 32 channels
  int64_t output_buffer_depth = 2048;      // rows of 32 channels
  int64_t weight_buffer_depth = 2048;      // words of 4 input channels, for each of the F filters
  int64_t mem_interface_width_bits = 512;  // 128-bit ports together
  bool pool_enable = true;                 // an engine for pooling; otherwise convolution engines pool
  double ratio_conv_engines = 1;  // 1: one engine; below: the 3x3 engine's share of pixel_par, the rest is 1x1's

  friend bool operator==(const Accelerator& a, const Accelerator& b) { return a.Tie() == b.Tie(); }
  friend bool operator!=(const Accelerator& a, const Accelerator& b) { return !(a == b); }

 private:
  std::tuple<int64_t, int64_t, int64_t, int64_t, int64_t, int64_t, bool, double> Tie() const {
    return {filter_par,          pixel_par,           input_buffer_depth,
            output_buffer_depth, weight_buffer_depth, mem_interface_width_bits,
            pool_enable,         ratio_conv_engines};
  }
};

// InvalidArgument unless all are positive, filter_par is at most 64, pixel_par is even, the interface is of 128-bit
// ports, the ratio in (0, 1], and there are at least two pixels for two engines.
absl::Status CheckAccelerator(const Accelerator& accelerator);

bool HasTwoConvEngines(const Accelerator& accelerator);

// pixel_par of the engine that runs 3x3 convolutions, and of the one that runs 1x1: the same number for one engine. Of
// two, the first has the ratio's share, rounded to the nearest, and each has at least 1.
int64_t PixelPar3x3(const Accelerator& accelerator);
int64_t PixelPar1x1(const Accelerator& accelerator);

// 2 F P: DSPs that multiply.
int64_t NumComputeDsps(const Accelerator& accelerator);

// "filter_par=16 pixel_par=32 input_buffer=4096 output_buffer=2048 weight_buffer=2048 mem_width=512 pool=yes ratio=1"
std::string ToString(const Accelerator& accelerator);

// Every combination of the values of each parameter. The index counts the last parameter fastest, in this order.
struct AcceleratorSpace {
  std::vector<int64_t> filter_par = {8, 16};
  std::vector<int64_t> pixel_par = {4, 8, 16, 32, 64};
  std::vector<int64_t> input_buffer_depth = {1024, 2048, 4096, 8192};
  std::vector<int64_t> output_buffer_depth = {1024, 2048, 4096};
  std::vector<int64_t> weight_buffer_depth = {1024, 2048, 4096};
  std::vector<int64_t> mem_interface_width_bits = {256, 512};
  std::vector<bool> pool_enable = {false, true};
  std::vector<double> ratio_conv_engines = {1, 0.75, 0.67, 0.5, 0.33, 0.25};

  // How many values each parameter has, in the order above.
  std::vector<int64_t> NumChoices() const;
  int64_t size() const;
  // `index` in [0, size()).
  Accelerator At(int64_t index) const;
  // Positions in the lists of values, one a parameter, and back.
  std::vector<int64_t> ChoicesOf(int64_t index) const;
  int64_t IndexOfChoices(const std::vector<int64_t>& choices) const;
  // NotFound, naming the parameter, for a value that is not in its list.
  absl::StatusOr<int64_t> IndexOf(const Accelerator& accelerator) const;
};

// Of the default space.
constexpr int64_t kNumAccelerators = 8'640;

// Reads a space as in accelerator_space.proto: parameters that `text` does not name keep their values. InvalidArgument,
// with line and column, for what cannot be read; with the accelerator, for what CheckAccelerator rejects.
absl::StatusOr<AcceleratorSpace> ParseAcceleratorSpace(absl::string_view text);

}  // namespace duet::codesign

#endif  // CODESIGN_ACCELERATOR_ACCELERATOR_H_
