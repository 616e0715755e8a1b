// The model that comes with the project finds generated people that it has not seen.

#include "datasets/portraits/portraits.h"
#include "gtest/gtest.h"
#include "nas/segmentation/model_file.h"

namespace duet::segmentation {
namespace {

TEST(DefaultModelTest, FindsPeopleItHasNotSeen) {
  const auto model = SegmentationModel::Read("nas/segmentation/default_model.binpb");
  ASSERT_TRUE(model.ok()) << model.status();
  int64_t both = 0, either = 0;
  for (const portraits::Frame& frame : portraits::MakeFrames(portraits::Split::kTest, 20, /*seed=*/2)) {
    const auto alpha = model->Segment(frame.image);
    ASSERT_TRUE(alpha.ok()) << alpha.status();
    for (size_t i = 0; i < alpha->size(); ++i) {
      const bool is_person = frame.mask[i] != 0, is_found = (*alpha)[i] >= 0.5f;
      both += is_person && is_found;
      either += is_person || is_found;
    }
  }
  // Intersection over union of the people: whoever says "person" everywhere has about 0.4.
  EXPECT_GT(static_cast<double>(both) / either, 0.8);
}

}  // namespace
}  // namespace duet::segmentation
