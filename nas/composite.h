// Puts a person in front of another background, by the share alpha of each pixel that is person.
//
// At soft edges a pixel I is a mixture alpha F + (1 - alpha) B, and both colours are estimated from its surroundings,
// first wide, then narrow ones, beginning with F = B = I (Forte & Pitié 2021, "Approximate fast foreground colour
// estimation"):
//
//     F^ = blur(alpha F) / blur(alpha),   B^ = blur((1 - alpha) B) / blur(1 - alpha),
//     F <- F^ + alpha (I - alpha F^ - (1 - alpha) B^),   B <- B^,
//
// so that the old background does not shine through hair. A blurred background is B^ of I alone, and the person's
// colours do not run into it.

#ifndef NAS_COMPOSITE_H_
#define NAS_COMPOSITE_H_

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "datasets/images/image.h"

namespace duet::segmentation {

struct BlurredBackground {};

struct PlainBackground {
  uint8_t red, green, blue;
};

// What is put behind: the blurred background, a colour, or an RGB image, which is scaled and cut to fill the frame.
using Background = std::variant<BlurredBackground, PlainBackground, images::Image>;

// "blur", a colour (#rrggbb, or white, black, grey, green, blue), or the path of an image. InvalidArgument for another
// word; the errors of reading an image.
absl::StatusOr<Background> ReadBackground(absl::string_view text);

// rgb: 3 channels; alpha: [height][width], 0 to 1. InvalidArgument if the sizes differ.
absl::StatusOr<images::Image> Compose(const images::Image& rgb, const std::vector<float>& alpha,
                                      const Background& background);

// The alpha as a grey image.
images::Image AlphaImage(const std::vector<float>& alpha, int64_t width, int64_t height);

}  // namespace duet::segmentation

#endif  // NAS_COMPOSITE_H_
