#include "datasets/nasbench201/image_set.h"

namespace duet::nasbench201 {
namespace {

struct Facts {
  absl::string_view name;
  int64_t num_classes;
  int64_t image_size;
};
constexpr Facts kFacts[] = {{"cifar10", 10, 32}, {"cifar100", 100, 32}, {"ImageNet16-120", 120, 16}};

const Facts& FactsOf(ImageSet image_set) { return kFacts[static_cast<size_t>(image_set)]; }

}  // namespace

absl::string_view ImageSetName(ImageSet image_set) { return FactsOf(image_set).name; }

std::optional<ImageSet> ParseImageSet(absl::string_view name) {
  for (const ImageSet image_set : kImageSets) {
    if (ImageSetName(image_set) == name) return image_set;
  }
  return std::nullopt;
}

int64_t NumClasses(ImageSet image_set) { return FactsOf(image_set).num_classes; }
int64_t ImageSize(ImageSet image_set) { return FactsOf(image_set).image_size; }

}  // namespace duet::nasbench201
