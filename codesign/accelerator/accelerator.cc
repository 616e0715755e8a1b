#include "codesign/accelerator/accelerator.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

#include "absl/strings/str_cat.h"
#include "codesign/accelerator/accelerator_space.pb.h"
#include "codesign/accelerator/text_format.h"
#include "common/status_macros.h"

namespace duet::codesign {
namespace {

constexpr int64_t kMaxFilterPar = 64;
constexpr int64_t kPortWidthBits = 128;

// The position of a value in a parameter's list, appended to `choices`.
template <typename T>
absl::Status Locate(absl::string_view name, const std::vector<T>& values, T value, std::vector<int64_t>& choices) {
  const auto found = std::find(values.begin(), values.end(), value);
  if (found == values.end()) return absl::NotFoundError(absl::StrCat(name, " ", value, " is not in the space"));
  choices.push_back(found - values.begin());
  return absl::OkStatus();
}

template <typename Field, typename T>
void Replace(const Field& field, std::vector<T>& values) {
  if (!field.empty()) values.assign(field.begin(), field.end());
}

}  // namespace

absl::Status CheckAccelerator(const Accelerator& accelerator) {
  const Accelerator& a = accelerator;
  std::string error;
  if (a.filter_par < 1 || a.filter_par > kMaxFilterPar) {
    error = absl::StrCat("filter_par is not in 1 to ", kMaxFilterPar);
  } else if (a.pixel_par < 2 || a.pixel_par % 2 != 0) {
    error = "pixel_par is not even and positive";
  } else if (a.input_buffer_depth < 1 || a.output_buffer_depth < 1) {
    error = "a buffer has no rows";
  } else if (a.weight_buffer_depth < 512) {
    error = "weight_buffer_depth is under 512, which one filter may need";
  } else if (a.mem_interface_width_bits < 1 || a.mem_interface_width_bits % kPortWidthBits != 0) {
    error = absl::StrCat("mem_interface_width_bits is not a multiple of ", kPortWidthBits);
  } else if (!(a.ratio_conv_engines > 0 && a.ratio_conv_engines <= 1)) {
    error = "ratio_conv_engines is not in (0, 1]";
  }
  if (error.empty()) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(error, ": ", ToString(accelerator)));
}

bool HasTwoConvEngines(const Accelerator& accelerator) { return accelerator.ratio_conv_engines < 1; }

int64_t PixelPar3x3(const Accelerator& accelerator) {
  if (!HasTwoConvEngines(accelerator)) return accelerator.pixel_par;
  const int64_t share = std::llround(accelerator.ratio_conv_engines * accelerator.pixel_par);
  return std::clamp<int64_t>(share, 1, accelerator.pixel_par - 1);
}

int64_t PixelPar1x1(const Accelerator& accelerator) {
  if (!HasTwoConvEngines(accelerator)) return accelerator.pixel_par;
  return accelerator.pixel_par - PixelPar3x3(accelerator);
}

int64_t NumComputeDsps(const Accelerator& accelerator) { return 2 * accelerator.filter_par * accelerator.pixel_par; }

std::string ToString(const Accelerator& accelerator) {
  return absl::StrCat(
      "filter_par=", accelerator.filter_par, " pixel_par=", accelerator.pixel_par,
      " input_buffer=", accelerator.input_buffer_depth, " output_buffer=", accelerator.output_buffer_depth,
      " weight_buffer=", accelerator.weight_buffer_depth, " mem_width=", accelerator.mem_interface_width_bits,
      " pool=", accelerator.pool_enable ? "yes" : "no", " ratio=", accelerator.ratio_conv_engines);
}

std::vector<int64_t> AcceleratorSpace::NumChoices() const {
  std::vector<int64_t> counts;
  for (const size_t count :
       {filter_par.size(), pixel_par.size(), input_buffer_depth.size(), output_buffer_depth.size(),
        weight_buffer_depth.size(), mem_interface_width_bits.size(), pool_enable.size(), ratio_conv_engines.size()}) {
    counts.push_back(static_cast<int64_t>(count));
  }
  return counts;
}

int64_t AcceleratorSpace::size() const {
  const std::vector<int64_t> counts = NumChoices();
  return std::accumulate(counts.begin(), counts.end(), int64_t{1}, std::multiplies<int64_t>());
}

std::vector<int64_t> AcceleratorSpace::ChoicesOf(int64_t index) const {
  std::vector<int64_t> choices = NumChoices();
  for (auto choice = choices.rbegin(); choice != choices.rend(); ++choice) {
    const int64_t count = *choice;
    *choice = index % count;
    index /= count;
  }
  return choices;
}

int64_t AcceleratorSpace::IndexOfChoices(const std::vector<int64_t>& choices) const {
  const std::vector<int64_t> counts = NumChoices();
  int64_t index = 0;
  for (size_t i = 0; i < counts.size(); ++i) index = index * counts[i] + choices[i];
  return index;
}

Accelerator AcceleratorSpace::At(int64_t index) const {
  const std::vector<int64_t> choices = ChoicesOf(index);
  Accelerator accelerator;
  accelerator.filter_par = filter_par[choices[0]];
  accelerator.pixel_par = pixel_par[choices[1]];
  accelerator.input_buffer_depth = input_buffer_depth[choices[2]];
  accelerator.output_buffer_depth = output_buffer_depth[choices[3]];
  accelerator.weight_buffer_depth = weight_buffer_depth[choices[4]];
  accelerator.mem_interface_width_bits = mem_interface_width_bits[choices[5]];
  accelerator.pool_enable = pool_enable[choices[6]];
  accelerator.ratio_conv_engines = ratio_conv_engines[choices[7]];
  return accelerator;
}

absl::StatusOr<int64_t> AcceleratorSpace::IndexOf(const Accelerator& accelerator) const {
  const Accelerator& a = accelerator;
  std::vector<int64_t> choices;
  RETURN_IF_ERROR(Locate("filter_par", filter_par, a.filter_par, choices));
  RETURN_IF_ERROR(Locate("pixel_par", pixel_par, a.pixel_par, choices));
  RETURN_IF_ERROR(Locate("input_buffer_depth", input_buffer_depth, a.input_buffer_depth, choices));
  RETURN_IF_ERROR(Locate("output_buffer_depth", output_buffer_depth, a.output_buffer_depth, choices));
  RETURN_IF_ERROR(Locate("weight_buffer_depth", weight_buffer_depth, a.weight_buffer_depth, choices));
  RETURN_IF_ERROR(Locate("mem_interface_width_bits", mem_interface_width_bits, a.mem_interface_width_bits, choices));
  RETURN_IF_ERROR(Locate("pool_enable", pool_enable, a.pool_enable, choices));
  RETURN_IF_ERROR(Locate("ratio_conv_engines", ratio_conv_engines, a.ratio_conv_engines, choices));
  return IndexOfChoices(choices);
}

absl::StatusOr<AcceleratorSpace> ParseAcceleratorSpace(absl::string_view text) {
  AcceleratorSpaceValues values;
  RETURN_IF_ERROR(MergeText(text, "accelerator space", &values));
  AcceleratorSpace space;
  Replace(values.filter_par(), space.filter_par);
  Replace(values.pixel_par(), space.pixel_par);
  Replace(values.input_buffer_depth(), space.input_buffer_depth);
  Replace(values.output_buffer_depth(), space.output_buffer_depth);
  Replace(values.weight_buffer_depth(), space.weight_buffer_depth);
  Replace(values.mem_interface_width_bits(), space.mem_interface_width_bits);
  Replace(values.pool_enable(), space.pool_enable);
  Replace(values.ratio_conv_engines(), space.ratio_conv_engines);
  for (int64_t index = 0; index < space.size(); ++index) RETURN_IF_ERROR(CheckAccelerator(space.At(index)));
  return space;
}

}  // namespace duet::codesign
