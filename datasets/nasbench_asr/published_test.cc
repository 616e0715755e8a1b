#include "datasets/nasbench_asr/published.h"

#include <cmath>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/files.h"
#include "datasets/nasbench_asr/fingerprint.h"
#include "datasets/nasbench_asr/sample_release.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace duet::nasbench_asr {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// The README of the release prints these numbers of the network of three conv5, seeds 1234 to 1236; the first and last
// epochs of 40 and the best one are kept here.
const Cell kConv5 = {{Op::kConv5, Op::kConv5, Op::kConv5}, {}};

class PublishedTest : public ::testing::Test {
 protected:
  PublishedTest() : directory_(absl::StrCat(::testing::TempDir(), "/", Name())) {}

  static std::string Name() { return ::testing::UnitTest::GetInstance()->current_test_info()->name(); }

  void Write(absl::string_view name, absl::string_view bytes) const {
    ASSERT_TRUE(WriteFileAtomically(absl::StrCat(directory_, "/nb-asr-", name, ".pickle"), bytes).ok());
  }
  NasBenchAsr Read() const {
    absl::StatusOr<NasBenchAsr> benchmark = NasBenchAsr::ReadRelease(directory_);
    EXPECT_TRUE(benchmark.ok()) << benchmark.status();
    return *std::move(benchmark);
  }
  absl::Status Failure() const { return NasBenchAsr::ReadRelease(directory_).status(); }

  const std::string directory_;
};

TEST_F(PublishedTest, AnswersAsTheReleaseDoes) {
  Write("e5-1234",
        TrainingPickle(5, 1234,
                       {{kConv5, {0.4846915, 0.3614266, 0.32323837, 0.31241283, 0.3053065}, 0.3227997227997228}}));
  const std::vector<Cell> cells = {kConv5};
  Write("bench-gtx-1080ti-fp32", LatencyPickle("gtx-1080ti-fp32", cells, 0.04320073127746582));
  Write("bench-jetson-nano-fp32", LatencyPickle("jetson-nano-fp32", cells, 0.5421140193939209));
  Write("info", InfoPickle(cells, 26338848, 1e9));
  const NasBenchAsr benchmark = Read();
  EXPECT_EQ(benchmark.proxy_reason(), "");
  const int64_t model = ModelOf(kConv5);
  const TrainingQuery short_training = {/*epochs=*/5, /*seed=*/1234};
  // Errors: 7,304, 5,442, 4,867, 4,704 and 4,597 of 15,057 phones, in single precision.
  EXPECT_NEAR(*benchmark.ValidationPerPct(model, short_training, {}), 100 * 4597.0 / 15057, 1e-5);
  EXPECT_NEAR(*benchmark.ValidationPerPct(model, short_training, {/*up_to_epoch=*/2, /*is_best=*/true}),
              100 * 5442.0 / 15057, 1e-5);
  EXPECT_NEAR(*benchmark.TestPerPct(model, {5, std::nullopt}), 100 * 2329.0 / 7215, 1e-9);
  EXPECT_DOUBLE_EQ(*benchmark.LatencyMs(model, "gtx-1080ti-fp32"), 43.20073127746582);
  EXPECT_EQ(benchmark.NumParams(model), 26338848);
  EXPECT_THAT(benchmark.Devices(), ElementsAre("gtx-1080ti-fp32", "jetson-nano-fp32"));
}

TEST_F(PublishedTest, TakesTheBestOrTheLastEpochAndTheMeanOverSeeds) {
  Write("e3-1", TrainingPickle(3, 1, {{kConv5, {0.5, 0.25, 0.375}, 0.5}}));
  Write("e3-2", TrainingPickle(3, 2, {{kConv5, {0.75, 0.5, 0.125}, 0.25}}));
  const NasBenchAsr benchmark = Read();
  const int64_t model = ModelOf(kConv5);
  EXPECT_THAT(benchmark.Epochs(), ElementsAre(3));
  EXPECT_THAT(benchmark.Seeds(3), ElementsAre(1, 2));
  EXPECT_THAT(benchmark.TrainedModels(3), ElementsAre(model));
  EXPECT_TRUE(benchmark.TrainedModels(40).empty());
  const TrainingQuery all = {/*epochs=*/3, /*seed=*/std::nullopt};
  EXPECT_EQ(benchmark.ValidationPerPct(model, {3, 1}, {}), 25);
  EXPECT_EQ(benchmark.ValidationPerPct(model, {3, 1}, {std::nullopt, /*is_best=*/false}), 37.5);
  EXPECT_EQ(benchmark.ValidationPerPct(model, {3, 2}, {/*up_to_epoch=*/2, /*is_best=*/true}), 50);
  EXPECT_EQ(benchmark.ValidationPerPct(model, all, {}), (25 + 12.5) / 2);
  EXPECT_EQ(benchmark.ValidationPerPct(model, all, {2, /*is_best=*/false}), (25 + 50) / 2.0);
  EXPECT_EQ(benchmark.TestPerPct(model, all), (50 + 25) / 2.0);
  EXPECT_EQ(benchmark.Find(model, 3, 2)->validation_per_pct[0], 75);
}

TEST_F(PublishedTest, SaysNothingOfWhatIsNotKnown) {
  Write("e2-1", TrainingPickle(2, 1, {{kConv5, {0.5, 0.25}, 0.5}}));
  const NasBenchAsr benchmark = Read();
  const int64_t model = ModelOf(kConv5);
  const int64_t other = ModelOf(Cell());
  ASSERT_NE(model, other);
  EXPECT_EQ(benchmark.TestPerPct(other, {2, 1}), std::nullopt);
  EXPECT_EQ(benchmark.TestPerPct(model, {}), std::nullopt);
  EXPECT_EQ(benchmark.TestPerPct(model, {2, 7}), std::nullopt);
  EXPECT_EQ(benchmark.ValidationPerPct(model, {2, 1}, {/*up_to_epoch=*/3, /*is_best=*/true}), std::nullopt);
  EXPECT_EQ(benchmark.ValidationPerPct(model, {2, 1}, {/*up_to_epoch=*/0, /*is_best=*/true}), std::nullopt);
  EXPECT_EQ(benchmark.LatencyMs(model, "a phone"), std::nullopt);
  EXPECT_EQ(benchmark.NumParams(model), std::nullopt);
  EXPECT_EQ(benchmark.Find(model, 2, 2), nullptr);
}

TEST_F(PublishedTest, NumbersModelsAsEnumerated) {
  EXPECT_EQ(NasBenchAsr("made here").proxy_reason(), "made here");
  const std::vector<Cell> models = EnumerateModels();
  for (const int64_t i : {int64_t{0}, int64_t{100}, kNumModels - 1}) {
    EXPECT_EQ(ModelOf(models[i]), i);
    EXPECT_EQ(ModelOfFingerprint(Fingerprint(models[i])), i);
  }
  EXPECT_EQ(ModelOfFingerprint(""), std::nullopt);
}

TEST_F(PublishedTest, RefusesNumbersThatCannotBe) {
  NasBenchAsr benchmark;
  ASSERT_TRUE(benchmark.Add(5, {1, 7, {30}, 35}).ok());
  const auto message = [](const absl::Status& status) {
    EXPECT_TRUE(absl::IsInvalidArgument(status)) << status;
    return std::string(status.message());
  };
  EXPECT_THAT(message(benchmark.Add(5, {1, 7, {30}, 35})), HasSubstr("is there already"));
  EXPECT_THAT(message(benchmark.Add(kNumModels, {1, 7, {30}, 35})), HasSubstr("no model 8242"));
  EXPECT_THAT(message(benchmark.Add(6, {2, 7, {30}, 35})), HasSubstr("1 validation PERs"));
  EXPECT_THAT(message(benchmark.Add(6, {0, 7, {}, 35})), HasSubstr("no epochs"));
  EXPECT_THAT(message(benchmark.Add(6, {1, 7, {-1}, 35})), HasSubstr("a validation PER of -1 %"));
  EXPECT_THAT(message(benchmark.Add(6, {1, 7, {30}, std::nan("")})), HasSubstr("a test PER of nan %"));
  EXPECT_THAT(message(benchmark.AddLatency(6, "phone", 0)), HasSubstr("a latency of 0 ms"));
  ASSERT_TRUE(benchmark.AddLatency(6, "phone", 1).ok());
  EXPECT_THAT(message(benchmark.AddLatency(6, "phone", 1)), HasSubstr("a second latency"));
}

TEST_F(PublishedTest, RefusesFilesThatAreNotTheRelease) {
  EXPECT_TRUE(absl::IsNotFound(Failure()));
  const auto message = [&] {
    const absl::Status status = Failure();
    EXPECT_TRUE(absl::IsInvalidArgument(status)) << status;
    EXPECT_THAT(std::string(status.message()), HasSubstr(absl::StrCat(directory_, "/nb-asr-e2-1.pickle: ")));
    return std::string(status.message());
  };
  const std::string good = TrainingPickle(2, 1, {{kConv5, {0.5, 0.25}, 0.5}});
  Write("e2-1", TrainingPickle(2, 3, {{kConv5, {0.5, 0.25}, 0.5}}));
  EXPECT_THAT(message(), HasSubstr("seed is 3, not 1"));
  Write("e2-1", TrainingPickle(4, 1, {{kConv5, {0.5, 0.25}, 0.5}}));
  EXPECT_THAT(message(), HasSubstr("epochs is 4, not 2"));
  Write("e2-1", TrainingPickle(2, 1, {{kConv5, {0.5}, 0.5}}));
  EXPECT_THAT(message(), HasSubstr("row 0: training of model"));
  Write("e2-1", LatencyPickle("phone", {}, 1));
  EXPECT_THAT(message(), HasSubstr("dataset_type is \"benchmarking\""));
  Write("e2-1", absl::StrReplaceAll(good, {{"36855332", "00000000"}}));
  EXPECT_THAT(message(), HasSubstr("no model has the fingerprint \"00000000a5778e0df5114305bc3ce238\""));
  Write("e2-1", absl::StrReplaceAll(good, {{"conv7d2", "conv9d2"}}));
  EXPECT_THAT(message(), HasSubstr("another search space"));
  Write("e2-1", absl::StrReplaceAll(good, {{"val_per", "val_cer"}}));
  EXPECT_THAT(message(), HasSubstr("columns are model_hash, val_cer, test_per"));
  Write("e2-1", absl::StrReplaceAll(good, {{"epochs", "epoche"}}));
  EXPECT_THAT(message(), HasSubstr("no key \"epochs\""));
  Write("e2-1", good.substr(0, good.size() - 1));
  EXPECT_THAT(message(), HasSubstr("ends without STOP"));
  Write("e2-1", absl::StrReplaceAll(good, {{"numpy", "nvmpy"}}));
  EXPECT_EQ(Failure().code(), absl::StatusCode::kPermissionDenied);
}

TEST_F(PublishedTest, ReadsSeveralSeeds) {
  ASSERT_TRUE(WriteSampleRelease(directory_, 20).ok());
  const NasBenchAsr benchmark = Read();
  EXPECT_THAT(benchmark.Seeds(40), ElementsAre(1234, 1235, 1236));
  EXPECT_EQ(benchmark.TrainedModels(40).size(), 20);
  EXPECT_NEAR(*benchmark.ValidationPerPct(7, {}, {}), 43, 1e-5);
  EXPECT_NEAR(*benchmark.TestPerPct(7, {}), 45, 1e-9);
  EXPECT_EQ(benchmark.LatencyMs(7, "jetson-nano-fp32"), 500);
}

}  // namespace
}  // namespace duet::nasbench_asr
