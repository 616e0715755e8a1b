#include "nas/composite.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/files.h"
#include "common/status_macros.h"
#include "datasets/images/resize.h"
#include "nas/box_filter.h"

namespace duet::segmentation {
namespace {

// Of the height of the frame: half widths of the box filters, and of those of a blurred background.
constexpr double kEdgeRadii[] = {0.12, 0.02};
constexpr double kBackgroundRadius = 0.05;
constexpr int kBackgroundPasses = 3;
constexpr float kAlmostNothing = 1e-4f;

constexpr std::pair<absl::string_view, PlainBackground> kColours[] = {{"white", {255, 255, 255}},
                                                                      {"black", {0, 0, 0}},
                                                                      {"grey", {128, 128, 128}},
                                                                      {"green", {0, 177, 64}},
                                                                      {"blue", {0, 71, 187}}};

// Per pixel: a colour, and a weight.
using Weighted = std::vector<Quad>;

// Colours averaged over their surroundings, by their weights.
void BlurColours(int64_t width, int64_t height, int64_t radius, int num_passes, Weighted& colours) {
  Weighted blurred = colours;
  for (Quad& pixel : blurred) {
    for (int c = 0; c < 3; ++c) pixel[c] *= pixel[3];
  }
  for (int pass = 0; pass < num_passes; ++pass) BoxFilter(width, height, radius, blurred);
  for (size_t i = 0; i < colours.size(); ++i) {
    for (int c = 0; c < 3; ++c) colours[i][c] = blurred[i][c] / blurred[i][3];
  }
}

// The image with the share that is person, or that is not, as weights.
Weighted Weigh(const images::Image& rgb, const std::vector<float>& alpha, bool by_person) {
  Weighted weighted(alpha.size());
  for (size_t i = 0; i < alpha.size(); ++i) {
    const uint8_t* pixel = &rgb.pixels[3 * i];
    const float share = by_person ? alpha[i] : 1 - alpha[i];
    weighted[i] = {1.0f * pixel[0], 1.0f * pixel[1], 1.0f * pixel[2], std::max(share, kAlmostNothing)};
  }
  return weighted;
}

int64_t Radius(double share, int64_t height) { return std::max<int64_t>(1, std::lround(share * height)); }

// The colours of the person alone.
Weighted Foreground(const images::Image& rgb, const std::vector<float>& alpha) {
  Weighted person = Weigh(rgb, alpha, /*by_person=*/true), rest = Weigh(rgb, alpha, /*by_person=*/false);
  for (const double share : kEdgeRadii) {
    const int64_t radius = Radius(share, rgb.height);
    BlurColours(rgb.width, rgb.height, radius, /*num_passes=*/1, person);
    BlurColours(rgb.width, rgb.height, radius, /*num_passes=*/1, rest);
    for (size_t i = 0; i < alpha.size(); ++i) {
      const float a = alpha[i];
      for (int c = 0; c < 3; ++c) {
        float& colour = person[i][c];
        colour = std::clamp(colour + a * (rgb.pixels[3 * i + c] - a * colour - (1 - a) * rest[i][c]), 0.0f, 255.0f);
      }
    }
  }
  return person;
}

// As large as needed to fill width x height, cut evenly.
images::Image Fill(const images::Image& image, int64_t width, int64_t height) {
  const double scale = std::max(static_cast<double>(width) / image.width, static_cast<double>(height) / image.height);
  const int64_t large_width = std::max<int64_t>(width, std::llround(image.width * scale));
  const int64_t large_height = std::max<int64_t>(height, std::llround(image.height * scale));
  const images::Image large = images::Resize(image, large_width, large_height);
  images::Image cut{width, height, 3, {}};
  const int64_t left = (large_width - width) / 2, top = (large_height - height) / 2;
  for (int64_t y = 0; y < height; ++y) {
    const uint8_t* row = &large.pixels[((top + y) * large_width + left) * 3];
    cut.pixels.insert(cut.pixels.end(), row, row + 3 * width);
  }
  return cut;
}

uint8_t ToByte(float value) { return static_cast<uint8_t>(std::clamp(value + 0.5f, 0.0f, 255.0f)); }

// What stands behind, [height][width][3].
images::Image Behind(const images::Image& rgb, const std::vector<float>& alpha, const Background& background) {
  if (const auto* image = std::get_if<images::Image>(&background)) return Fill(*image, rgb.width, rgb.height);
  images::Image behind{rgb.width, rgb.height, 3, std::vector<uint8_t>(rgb.pixels.size())};
  if (const auto* colour = std::get_if<PlainBackground>(&background)) {
    for (size_t i = 0; i < alpha.size(); ++i) {
      behind.pixels[3 * i] = colour->red;
      behind.pixels[3 * i + 1] = colour->green;
      behind.pixels[3 * i + 2] = colour->blue;
    }
    return behind;
  }
  Weighted blurred = Weigh(rgb, alpha, /*by_person=*/false);
  BlurColours(rgb.width, rgb.height, Radius(kBackgroundRadius, rgb.height), kBackgroundPasses, blurred);
  for (size_t i = 0; i < alpha.size(); ++i) {
    for (int c = 0; c < 3; ++c) behind.pixels[3 * i + c] = ToByte(blurred[i][c]);
  }
  return behind;
}

}  // namespace

absl::StatusOr<Background> ReadBackground(absl::string_view text) {
  if (text == "blur") return BlurredBackground{};
  for (const auto& [name, colour] : kColours) {
    if (text == name) return colour;
  }
  uint32_t rgb = 0;
  if (absl::StartsWith(text, "#")) {
    if (text.size() == 7 && absl::SimpleHexAtoi(text.substr(1), &rgb)) {
      return PlainBackground{static_cast<uint8_t>(rgb >> 16), static_cast<uint8_t>(rgb >> 8 & 0xff),
                             static_cast<uint8_t>(rgb & 0xff)};
    }
    return absl::InvalidArgumentError(absl::StrCat("\"", text, "\" is no colour; write #rrggbb"));
  }
  if (!images::IsImageName(text)) {
    return absl::InvalidArgumentError(absl::StrCat(
        "\"", text, "\" is neither blur nor a colour (#rrggbb, white, black, grey, green, blue) nor a .png or .jpg"));
  }
  ASSIGN_OR_RETURN(const images::Image image, images::ReadImage(ResolveUserPath(text)));
  return images::ToRgb(image);
}

absl::StatusOr<images::Image> Compose(const images::Image& rgb, const std::vector<float>& alpha,
                                      const Background& background) {
  RETURN_IF_ERROR(images::CheckImage(rgb));
  if (rgb.channels != 3 || static_cast<int64_t>(alpha.size()) != rgb.width * rgb.height) {
    return absl::InvalidArgumentError(absl::StrCat("a frame of ", rgb.width, " x ", rgb.height, " x ", rgb.channels,
                                                   " with ", alpha.size(), " shares"));
  }
  const Weighted person = Foreground(rgb, alpha);
  images::Image composite = Behind(rgb, alpha, background);
  for (size_t i = 0; i < alpha.size(); ++i) {
    for (int c = 0; c < 3; ++c) {
      uint8_t& to = composite.pixels[3 * i + c];
      to = ToByte(alpha[i] * person[i][c] + (1 - alpha[i]) * to);
    }
  }
  return composite;
}

images::Image AlphaImage(const std::vector<float>& alpha, int64_t width, int64_t height) {
  images::Image image{width, height, 1, {}};
  for (const float share : alpha) image.pixels.push_back(ToByte(255 * share));
  return image;
}

}  // namespace duet::segmentation
