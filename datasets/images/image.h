// Pictures of 8 bits, and PNG and JPEG through libpng and libjpeg-turbo.
//
// Grey stays grey, everything else becomes RGB, or RGBA if it is transparent somewhere; 16 bits become 8; numbers are
// those of the sRGB colour space. Bytes may be hostile: sizes are capped before memory is taken, and what the libraries
// complain of is a Status. Not supported: CMYK, animation (the first picture is read), the orientation in EXIF.

#ifndef DATASETS_IMAGES_IMAGE_H_
#define DATASETS_IMAGES_IMAGE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace duet::images {

constexpr int64_t kMaxSide = 16'384;
constexpr int64_t kMaxPixels = int64_t{1} << 26;

struct Image {
  int64_t width = 0;
  int64_t height = 0;
  int64_t channels = 0;         // 1 grey, 3 RGB, 4 RGBA
  std::vector<uint8_t> pixels;  // [height][width][channels]
};

// OK, or InvalidArgument if a size, the channels or the number of pixels cannot be.
absl::Status CheckImage(const Image& image);

// Decodes PNG or JPEG, told apart by the first bytes. InvalidArgument if it is neither, too large or of a kind that is
// not supported; DataLoss if it is broken or cut off.
absl::StatusOr<Image> DecodeImage(absl::string_view bytes);

// InvalidArgument if the image cannot be (CheckImage); JPEG has no RGBA. `quality` 1 to 100.
absl::StatusOr<std::string> EncodePng(const Image& image);
absl::StatusOr<std::string> EncodeJpeg(const Image& image, int quality);

// Decodes a file: also NotFound, and every error names the path.
absl::StatusOr<Image> ReadImage(absl::string_view path);

// Encodes to the path's extension (.png, .jpg or .jpeg; JPEG at quality 92) and writes atomically. InvalidArgument for
// another extension.
absl::Status WriteImage(absl::string_view path, const Image& image);

// Whether the name ends in .png, .jpg or .jpeg, in any case.
bool IsImageName(absl::string_view path);

// The image as RGB: grey three times; RGBA in front of black.
Image ToRgb(const Image& image);

}  // namespace duet::images

#endif  // DATASETS_IMAGES_IMAGE_H_
