#include "datasets/portraits/folder.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <system_error>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/files.h"
#include "common/status_macros.h"
#include "datasets/images/image.h"
#include "datasets/images/resize.h"

namespace duet::portraits {
namespace {

namespace fs = std::filesystem;

constexpr uint8_t kHalf = 128;

// The images of a folder: name without extension -> path.
absl::StatusOr<std::map<std::string, std::string>> ImagesIn(const fs::path& parent, const std::string& name) {
  std::error_code error;
  fs::path folder = parent / name;
  if (!fs::is_directory(folder, error)) folder = parent / absl::AsciiStrToLower(name);
  std::map<std::string, std::string> images;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    if (images::IsImageName(it->path().string())) images[it->path().stem().string()] = it->path().string();
  }
  if (error || images.empty()) return absl::NotFoundError(absl::StrCat((parent / name).string(), ": no PNG or JPEG"));
  return images;
}

Frame MakeFrame(images::Image image, std::vector<uint8_t> alpha) {
  Frame frame{std::move(image), {}, std::move(alpha)};
  for (const uint8_t value : frame.alpha) frame.mask.push_back(value >= kHalf);
  return frame;
}

}  // namespace

absl::StatusOr<std::vector<LabelledImage>> ListFolder(absl::string_view path) {
  const fs::path parent{std::string(path)};
  ASSIGN_OR_RETURN(const auto pictures, ImagesIn(parent, "Images"));
  ASSIGN_OR_RETURN(const auto masks, ImagesIn(parent, "Labels"));
  std::vector<LabelledImage> images;
  for (const auto& [name, image_path] : pictures) {
    const auto mask = masks.find(name);
    if (mask == masks.end()) {
      return absl::NotFoundError(absl::StrCat(image_path, ": no mask of that name in ", path, "/Labels"));
    }
    images.push_back({name, image_path, mask->second});
  }
  return images;
}

absl::StatusOr<std::vector<LabelledImage>> SelectListed(const std::vector<LabelledImage>& images,
                                                        absl::string_view list_path) {
  std::map<std::string, const LabelledImage*> by_name;
  for (const LabelledImage& image : images) by_name[image.name] = &image;
  ASSIGN_OR_RETURN(const std::string text, ReadFile(list_path));
  std::vector<LabelledImage> selected;
  int64_t line_number = 0;
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    ++line_number;
    const std::string name(absl::StripAsciiWhitespace(line));
    if (name.empty()) continue;
    const auto image = by_name.find(fs::path(name).stem().string());
    if (image == by_name.end()) {
      return absl::NotFoundError(absl::StrCat(list_path, ":", line_number, ": no image \"", name, "\""));
    }
    selected.push_back(*image->second);
  }
  return selected;
}

absl::StatusOr<Frame> ReadFrame(const LabelledImage& labelled) {
  ASSIGN_OR_RETURN(const images::Image image, images::ReadImage(labelled.image_path));
  ASSIGN_OR_RETURN(const images::Image mask, images::ReadImage(labelled.mask_path));
  if (mask.width != image.width || mask.height != image.height) {
    return absl::InvalidArgumentError(absl::StrCat(labelled.mask_path, ": ", mask.width, " x ", mask.height,
                                                   ", but its picture is ", image.width, " x ", image.height));
  }
  std::vector<uint8_t> alpha;  // the brightest colour of each pixel
  const int64_t num_colours = mask.channels == 1 ? 1 : 3;
  for (size_t i = 0; i < mask.pixels.size(); i += mask.channels) {
    alpha.push_back(*std::max_element(&mask.pixels[i], &mask.pixels[i] + num_colours));
  }
  if (*std::max_element(alpha.begin(), alpha.end()) < kHalf) {
    for (uint8_t& value : alpha) value = value > 0 ? 255 : 0;
  }
  return MakeFrame(images::ToRgb(image), std::move(alpha));
}

Frame ResizeFrame(const Frame& frame, int64_t width, int64_t height) {
  const images::Image alpha{frame.image.width, frame.image.height, 1, frame.alpha};
  return MakeFrame(images::Resize(frame.image, width, height), images::Resize(alpha, width, height).pixels);
}

}  // namespace duet::portraits
