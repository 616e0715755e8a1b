#include "datasets/nasbench_asr/trainings.h"

#include <string>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/files.h"
#include "datasets/nasbench_asr/latencies.h"
#include "gtest/gtest.h"

namespace duet::nasbench_asr {
namespace {

std::string FileOf(absl::string_view rows) {
  const std::string path = absl::StrCat(testing::TempDir(), "/trainings.csv");
  EXPECT_TRUE(WriteFileAtomically(path, absl::StrCat("# made up\n", kTrainingsHeader, "\n", rows)).ok());
  return path;
}

constexpr absl::string_view kFirst = "conv5:0|conv5:00|conv5:000,3,1,10.5,61.25,97.5 60.5 62.5\n";
constexpr absl::string_view kSecond = "conv5:0|conv5:00|conv5:000,3,2,10.5,63.25,97.5 80.5 58.5\n";

TEST(TrainingsTest, AnswersAsThePublishedTablesDo) {
  const auto benchmark = OpenTrainings(FileOf(absl::StrCat(kFirst, kSecond)));
  ASSERT_TRUE(benchmark.ok()) << benchmark.status();
  const int64_t model = ModelOf(*ParseCell("[[1, 0], [1, 0, 0], [1, 0, 0, 0]]"));
  EXPECT_EQ(benchmark->TrainedModels(3), std::vector<int64_t>{model});
  EXPECT_EQ(benchmark->Seeds(3), (std::vector<int64_t>{1, 2}));
  EXPECT_EQ(benchmark->TestPerPct(model, {3, {}}), 62.25);
  EXPECT_EQ(benchmark->ValidationPerPct(model, {3, 1}, {}), 60.5);
  EXPECT_FALSE(benchmark->proxy_reason().empty());
}

TEST(TrainingsTest, RowsReadBack) {
  const auto trainings = ReadTrainings(FileOf(absl::StrCat(kFirst, kSecond)));
  ASSERT_TRUE(trainings.ok()) << trainings.status();
  ASSERT_EQ(trainings->size(), 2u);
  EXPECT_EQ(TrainingRow((*trainings)[0]), kFirst);
  EXPECT_EQ(TrainingRow((*trainings)[1]), kSecond);
}

TEST(TrainingsTest, RejectsRowsWithPathAndLine) {
  for (const absl::string_view row :
       {"conv5:0|conv5:00,3,1,10.5,61.25,97.5 60.5 62.5", "conv5:0|conv5:00|conv5:000,3,1,10.5,61.25,97.5 60.5",
        "conv5:0|conv5:00|conv5:000,1,1,10.5,-1,97.5", "conv5:0|conv5:00|conv5:000,1,1,10.5,1,nan"}) {
    const absl::Status status = ReadTrainings(FileOf(row)).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << row;
    EXPECT_TRUE(absl::StrContains(status.message(), "trainings.csv:3: ")) << status;
  }
  const absl::Status twice = OpenTrainings(FileOf(absl::StrCat(kFirst, kFirst))).status();
  EXPECT_EQ(twice.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_TRUE(absl::StrContains(twice.message(), "trainings.csv")) << twice;
  EXPECT_EQ(ReadTrainings(absl::StrCat(testing::TempDir(), "/none.csv")).status().code(), absl::StatusCode::kNotFound);
}

TEST(LatenciesTest, ReadsModelsAndRejectsWhatIsNone) {
  const auto latencies_of = [](absl::string_view contents) {
    const std::string path = absl::StrCat(testing::TempDir(), "/latencies.csv");
    EXPECT_TRUE(WriteFileAtomically(path, contents).ok());
    return ReadLatencies(path);
  };
  const auto latencies = latencies_of(
      "# device: abacus\ncell,latency_ms\nconv5:0|conv5:00|conv5:000,43.2\nlinear:0|conv5:00|conv5:000,50\n");
  ASSERT_TRUE(latencies.ok()) << latencies.status();
  EXPECT_EQ(latencies->device, "abacus");
  EXPECT_EQ(latencies->models[0], ModelOf(*ParseKey("conv5:0|conv5:00|conv5:000")));
  EXPECT_EQ(latencies->latency_ms, (std::vector<double>{43.2, 50}));
  const absl::Status twice =
      latencies_of("cell,latency_ms\nzero:0|zero:00|zero:000,1\nzero:1|zero:00|zero:000,2\n").status();
  EXPECT_EQ(twice.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_TRUE(absl::StrContains(twice.message(), "latencies.csv:3: model")) << twice;
  EXPECT_TRUE(absl::StrContains(latencies_of("cell,latency_ms\nresnet,1\n").status().message(), ":2: cell \"resnet\""));
  EXPECT_TRUE(absl::StrContains(latencies_of("arch,latency_ms\nresnet,1\n").status().message(), "a table of \"arch\""));
}

}  // namespace
}  // namespace duet::nasbench_asr
