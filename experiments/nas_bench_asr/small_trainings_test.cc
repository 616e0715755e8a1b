#include "experiments/nas_bench_asr/small_trainings.h"

#include <set>
#include <string>

#include "absl/status/status.h"
#include "datasets/nasbench_asr/fingerprint.h"
#include "datasets/speech/corpus.h"
#include "gtest/gtest.h"

namespace duet::experiments {
namespace {

speech::Corpus TinyCorpus() {
  const auto corpus = speech::ReadCorpus("datasets/spoken_phones/tiny_corpus.binpb");
  EXPECT_TRUE(corpus.ok()) << corpus.status();
  return *corpus;
}

TEST(SampledCellsTest, AreDifferentModels) {
  const std::vector<nasbench_asr::Cell> cells = SampledCells(50);
  ASSERT_EQ(cells.size(), 62u);
  std::set<std::string> fingerprints;
  for (const nasbench_asr::Cell& cell : cells) fingerprints.insert(Fingerprint(cell));
  EXPECT_EQ(fingerprints.size(), 62u);
  EXPECT_EQ(KeyOf(cells[2]), "conv5:0|conv5:00|conv5:000");
  EXPECT_EQ(SampledCells(50), cells);
}

TEST(SmallCorpusTest, CutsTrainingSentencesBetweenPhonesAndLeavesTheOthers) {
  const speech::Corpus corpus = TinyCorpus();
  const auto small = SmallCorpus(corpus, {/*train_s=*/4, /*validation_s=*/5, /*test_s=*/1e9});
  ASSERT_TRUE(small.ok()) << small.status();
  EXPECT_EQ(small->test.size(), corpus.test.size());
  EXPECT_LT(small->validation.size(), corpus.validation.size());
  int64_t num_long = 0;
  for (const asr::FeatureUtterance& piece : small->train) {
    EXPECT_LE(piece.num_samples, 16'000) << piece.id;
    EXPECT_GE(piece.num_samples, 1'600) << piece.id;
    EXPECT_FALSE(piece.phones.empty()) << piece.id;
    if (piece.num_samples > 8'000) ++num_long;
  }
  EXPECT_GE(num_long, 3);  // about 4 s of speech in pieces of nearly a second
  EXPECT_GT(small->train.size(), 12u);

  speech::Corpus unaligned = corpus;
  unaligned.train[0].phone_starts.clear();
  EXPECT_EQ(SmallCorpus(unaligned, {}).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST(TrainSmallTest, TrainsAndRepeatsItself) {
  const auto corpus = SmallCorpus(TinyCorpus(), {/*train_s=*/8, /*validation_s=*/6, /*test_s=*/6});
  ASSERT_TRUE(corpus.ok()) << corpus.status();
  const nasbench_asr::Cell cell = *nasbench_asr::ParseKey("conv5:1|zero:01|linear:001");
  const auto first = TrainSmall(cell, *corpus, SmallTrainOptions(/*num_epochs=*/2, /*seed=*/1));
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(first->training.validation_per_pct.size(), 2u);
  EXPECT_GT(first->training.test_per_pct, 0);
  const auto second = TrainSmall(cell, *corpus, SmallTrainOptions(/*num_epochs=*/2, /*seed=*/1));
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_EQ(second->training.validation_per_pct, first->training.validation_per_pct);
  EXPECT_EQ(second->training.test_per_pct, first->training.test_per_pct);
}

}  // namespace
}  // namespace duet::experiments
