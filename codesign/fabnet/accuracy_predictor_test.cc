#include "codesign/fabnet/accuracy_predictor.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "absl/status/status.h"

namespace duet::codesign {
namespace {

double Truth(const FabnetNetwork& network) {
  return 55 + std::log2(network.hidden) - 0.5 * network.num_blocks + 2 * network.num_abfly_blocks;
}

TEST(AccuracyPredictorTest, LearnsASmoothFunction) {
  std::vector<RatedNetwork> trained;
  std::vector<FabnetNetwork> others;
  int i = 0;
  for (const FabnetNetwork& network : Networks({})) {
    if (i++ % 3 == 0) {
      others.push_back(network);
    } else {
      trained.push_back({network, Truth(network)});
    }
  }
  const absl::StatusOr<PredictedAccuracies> predicted = PredictAccuracies(trained, others, 1);
  ASSERT_TRUE(predicted.ok()) << predicted.status();
  ASSERT_EQ(predicted->accuracy_pct.size(), others.size());
  // Accuracies are from 60 to 66.5.
  for (size_t k = 0; k < others.size(); ++k) EXPECT_NEAR(predicted->accuracy_pct[k], Truth(others[k]), 0.5);
  EXPECT_LT(predicted->leave_one_out_error_points, 0.25);
  EXPECT_GT(predicted->leave_one_out_spearman, 0.95);
}

TEST(AccuracyPredictorTest, RejectsTooLittleToLearnFrom) {
  const FabnetNetwork network = {64, 1, 1, 0};
  const absl::Status few = PredictAccuracies({{network, 60}, {network, 61}}, {}, 1).status();
  EXPECT_EQ(few.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(few.message(), "2 trained networks; 4 at least");
  const absl::Status same =
      PredictAccuracies({{network, 60}, {network, 60}, {network, 60}, {network, 60}}, {}, 1).status();
  EXPECT_EQ(same.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(same.message(), "all accuracies are 60 %");
}

}  // namespace
}  // namespace duet::codesign
