#include "common/progress.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace duet {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(ProgressLineTest, SaysRateAndRemainingTime) {
  EXPECT_EQ(ProgressLine("training", 400, 1000, absl::Seconds(50)), "training  400/1000  40 %  8/s  1 min 15 s left");
  EXPECT_EQ(ProgressLine("training", 1, 3601, absl::Seconds(2)), "training  1/3601  0 %  2 s each  2 h 0 min left");
  EXPECT_EQ(ProgressLine("training", 10, 10, absl::Seconds(5)), "training  10/10  100 %  2/s");
}

TEST(ProgressLineTest, SaysNoRateBeforeTheFirstStep) {
  EXPECT_EQ(ProgressLine("reading", 0, 7, absl::Seconds(1)), "reading  0/7  0 %");
  EXPECT_EQ(ProgressLine("reading", 3, 0, absl::ZeroDuration()), "reading  3");
}

class ProgressTest : public testing::Test {
 protected:
  Progress::Options FakeOptions() {
    Progress::Options options;
    options.show = [this](absl::string_view line) { lines_.push_back(std::string(line)); };
    options.now = [this] { return now_; };
    options.interval = absl::Seconds(1);
    return options;
  }

  absl::Time now_ = absl::UnixEpoch();
  std::vector<std::string> lines_;
};

TEST_F(ProgressTest, ShowsAtMostOneLinePerInterval) {
  Progress progress(FakeOptions());
  progress.Start("job", 4);
  progress.Advance();
  EXPECT_THAT(lines_, IsEmpty());
  now_ += absl::Seconds(1);
  progress.Advance();
  progress.Advance();
  EXPECT_THAT(lines_, ElementsAre("job  2/4  50 %  2/s  1 s left"));
}

TEST_F(ProgressTest, EndsTheLineOnce) {
  {
    Progress progress(FakeOptions());
    progress.Start("job", 2);
    now_ += absl::Seconds(2);
    progress.Advance(2);
    progress.Finish();
  }
  EXPECT_THAT(lines_, ElementsAre("job  2/2  100 %  1/s", "job  2/2  100 %  1/s", ""));
}

TEST_F(ProgressTest, AShortJobShowsNothing) {
  {
    Progress progress(FakeOptions());
    progress.Start("job", 2);
    progress.Advance(2);
  }
  EXPECT_THAT(lines_, IsEmpty());
}

}  // namespace
}  // namespace duet
