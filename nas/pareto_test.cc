#include "nas/pareto.h"

#include <limits>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace duet::nas {
namespace {

using ::testing::DoubleEq;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr double kInfinity = std::numeric_limits<double>::infinity();

TEST(DominatesTest, NeedsOneObjectiveToBeSmaller) {
  EXPECT_TRUE(Dominates({1, 2}, {1, 3}));
  EXPECT_FALSE(Dominates({1, 3}, {1, 2}));
  EXPECT_FALSE(Dominates({1, 2}, {1, 2}));
  EXPECT_FALSE(Dominates({0, 3}, {1, 2}));
}

// By hand: (1,4), (2,2) and (4,1) dominate each other not; (3,3) is behind (2,2); (4,4) is behind (3,3).
TEST(FrontsOfTest, ByHand) {
  EXPECT_THAT(FrontsOf(std::vector<Objectives>{{4, 4}, {1, 4}, {3, 3}, {2, 2}, {4, 1}, {2, 2}}),
              ElementsAre(2, 0, 1, 0, 0, 0));
  EXPECT_THAT(FrontsOf({}), IsEmpty());
}

// By hand: of (2,2), the neighbors are (1,4) and (4,1): (4-1)/3 + (4-1)/3 = 2.
TEST(CrowdingDistancesTest, ByHand) {
  EXPECT_THAT(CrowdingDistances(std::vector<Objectives>{{1, 4}, {2, 2}, {4, 1}}),
              ElementsAre(kInfinity, DoubleEq(2), kInfinity));
  // Between (0,8) and (2,4): 2/8 + 4/8; between (1,6) and (8,0): 7/8 + 6/8.
  EXPECT_THAT(CrowdingDistances(std::vector<Objectives>{{0, 8}, {1, 6}, {2, 4}, {8, 0}}),
              ElementsAre(kInfinity, DoubleEq(0.75), DoubleEq(1.625), kInfinity));
  EXPECT_THAT(CrowdingDistances(std::vector<Objectives>{{3, 3}}), ElementsAre(kInfinity));
}

}  // namespace
}  // namespace duet::nas
