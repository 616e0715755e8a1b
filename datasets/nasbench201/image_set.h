// The image sets that NAS-Bench-201 trains on, each with its network: the classes and the size of an image.
// Source: Dong & Yang 2020, NAS-Bench-201, section 2.2.

#ifndef DATASETS_NASBENCH201_IMAGE_SET_H_
#define DATASETS_NASBENCH201_IMAGE_SET_H_

#include <array>
#include <cstdint>
#include <optional>

#include "absl/strings/string_view.h"

namespace duet::nasbench201 {

enum class ImageSet : uint8_t { kCifar10 = 0, kCifar100 = 1, kImageNet16_120 = 2 };

constexpr std::array<ImageSet, 3> kImageSets = {ImageSet::kCifar10, ImageSet::kCifar100, ImageSet::kImageNet16_120};

// "cifar10", "cifar100", "ImageNet16-120", as in the names of files and keys.
absl::string_view ImageSetName(ImageSet image_set);

// Inverse of ImageSetName.
std::optional<ImageSet> ParseImageSet(absl::string_view name);

// 10, 100, 120.
int64_t NumClasses(ImageSet image_set);

// Height and width of an image: 32, 32, 16.
int64_t ImageSize(ImageSet image_set);

}  // namespace duet::nasbench201

#endif  // DATASETS_NASBENCH201_IMAGE_SET_H_
