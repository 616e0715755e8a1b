#include "experiments/fabnet/recorded_trainings.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/files.h"

namespace duet::experiments {
namespace {

std::string WriteRows(const std::string& rows) {
  const std::string path = absl::StrCat(testing::TempDir(), "/trainings.csv");
  EXPECT_TRUE(WriteFileAtomically(path, absl::StrCat("# command: ...\n", kRecordedTrainingsHeader, "\n", rows)).ok());
  return path;
}

TEST(RecordedTrainingsTest, ReadsWhatItWrites) {
  RecordedTraining training;
  training.key = {false, {64, 2, 2, 1}, 3};
  training.validation_pct = 61.5;
  training.test_pct = 60.25;
  training.best_step = 200;
  training.cpu_s = 12;
  EXPECT_EQ(RecordedTrainingRow(training), "FABNet,64,2,2,1,3,61.5,60.25,200,12\n");
  const auto trainings = ReadRecordedTrainings(WriteRows(RecordedTrainingRow(training)));
  ASSERT_TRUE(trainings.ok()) << trainings.status();
  ASSERT_EQ(trainings->size(), 1);
  EXPECT_EQ(RecordedTrainingRow(trainings->front()), RecordedTrainingRow(training));
}

TEST(RecordedTrainingsTest, MeansOverSeeds) {
  const auto trainings = ReadRecordedTrainings(
      WriteRows("FABNet,64,2,2,0,0,1,50,1,1\nFABNet,64,2,2,0,1,1,60,1,1\nTransformer,64,2,2,0,0,1,70,1,1\n"));
  ASSERT_TRUE(trainings.ok()) << trainings.status();
  EXPECT_EQ(MeanTestAccuracy(*trainings, false, {64, 2, 2, 0}).test_pct, 55);
  EXPECT_EQ(MeanTestAccuracy(*trainings, false, {64, 2, 2, 0}).num_seeds, 2);
  EXPECT_EQ(MeanTestAccuracy(*trainings, true, {64, 2, 2, 0}).test_pct, 70);
  EXPECT_EQ(MeanTestAccuracy(*trainings, false, {64, 1, 2, 0}).num_seeds, 0);
}

TEST(RecordedTrainingsTest, RejectsRowsThatAreNoneOrThereTwice) {
  for (const std::string rows : {"FABNet,64,2,2,0,0,1,50,1\n", "FNet,64,2,2,0,0,1,50,1,1\n",
                                 "FABNet,64,2,2,0,0,1,50,1,1\nFABNet,64,2,2,0,0,1,60,1,1\n"}) {
    const absl::Status status = ReadRecordedTrainings(WriteRows(rows)).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_TRUE(absl::StrContains(status.message(), "a training that is not there yet")) << status;
  }
}

}  // namespace
}  // namespace duet::experiments
