// People photographed and cut out by hand, in a folder with two others:
//
//     PATH/Images/00001.png ...    the pictures (PNG or JPEG)
//     PATH/Labels/00001.png ...    their masks, of the same size, with the same names but for the extension
//
// as EG1800 comes (Shen et al. 2016; 1,447 pictures to train on and 289 to test on are left of it; layout and lists as
// in PortraitNet's release [recalled]). Names of folders may be in small letters. A mask whose values go no further
// than 127 holds classes: person is what is not 0. Any other is a share of 255, and person from a half on.

#ifndef DATASETS_PORTRAITS_FOLDER_H_
#define DATASETS_PORTRAITS_FOLDER_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "datasets/portraits/portraits.h"

namespace duet::portraits {

struct LabelledImage {
  std::string name;  // without the extension
  std::string image_path;
  std::string mask_path;
};

// All pairs, by name. NotFound if a folder is missing, empty, or a picture has no mask.
absl::StatusOr<std::vector<LabelledImage>> ListFolder(absl::string_view path);

// Those of `images` that a list names, one file name a line, in its order. NotFound with the line where one is missing.
absl::StatusOr<std::vector<LabelledImage>> SelectListed(const std::vector<LabelledImage>& images,
                                                        absl::string_view list_path);

// Also InvalidArgument if the sizes differ.
absl::StatusOr<Frame> ReadFrame(const LabelledImage& image);

// `frame` in another size; the mask is where the resized alpha is at least a half.
Frame ResizeFrame(const Frame& frame, int64_t width, int64_t height);

}  // namespace duet::portraits

#endif  // DATASETS_PORTRAITS_FOLDER_H_
