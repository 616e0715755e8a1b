// The facts of the published latency files, as measured on the files when they were pinned.

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "datasets/latbench/latbench.h"
#include "datasets/nasbench201/cell.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace duet::latbench {
namespace {

using nasbench201::kNumCells;
using nasbench201::kNumCellsWithPath;
using ::testing::HasSubstr;

const LatBench& AllTables() {
  static const LatBench* const latbench = [] {
    absl::StatusOr<LatBench> opened =
        LatBench::Open({"datasets/latbench/latbench_table.binpb", "datasets/latbench/help_table.binpb",
                        "datasets/latbench/hwnasbench_table.binpb"});
    if (!opened.ok()) ADD_FAILURE() << opened.status();
    return new LatBench(*std::move(opened));
  }();
  return *latbench;
}

int64_t Find(const std::string& key) {
  const absl::StatusOr<int64_t> setting = AllTables().Find(key);
  EXPECT_TRUE(setting.ok()) << setting.status();
  return *setting;
}

std::vector<double> Present(int64_t setting) {
  std::vector<double> values;
  for (const double value : AllTables().Values(setting)) {
    if (!std::isnan(value)) values.push_back(value);
  }
  return values;
}

double Median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const size_t half = values.size() / 2;
  return values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
}

// Average ranks of ties.
std::vector<double> Ranks(const std::vector<double>& values) {
  std::vector<size_t> order(values.size());
  for (size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::sort(order.begin(), order.end(), [&](size_t a, size_t b) { return values[a] < values[b]; });
  std::vector<double> ranks(values.size());
  for (size_t begin = 0; begin < order.size();) {
    size_t end = begin;
    while (end < order.size() && values[order[end]] == values[order[begin]]) ++end;
    for (size_t i = begin; i < end; ++i) ranks[order[i]] = (begin + end - 1) / 2.0;
    begin = end;
  }
  return ranks;
}

double Pearson(const std::vector<double>& x, const std::vector<double>& y) {
  double mean_x = 0, mean_y = 0, xx = 0, yy = 0, xy = 0;
  for (size_t i = 0; i < x.size(); ++i) {
    mean_x += x[i] / x.size();
    mean_y += y[i] / y.size();
  }
  for (size_t i = 0; i < x.size(); ++i) {
    xx += (x[i] - mean_x) * (x[i] - mean_x);
    yy += (y[i] - mean_y) * (y[i] - mean_y);
    xy += (x[i] - mean_x) * (y[i] - mean_y);
  }
  return xy / std::sqrt(xx * yy);
}

TEST(PinnedLatencyTest, CountsSettingsOfEachSource) {
  std::map<std::string, int> num_settings;
  for (const Setting& setting : AllTables().settings()) ++num_settings[setting.source];
  // 3 image sets of 6 devices' latency and 3 devices' energy.
  EXPECT_THAT(num_settings, testing::UnorderedElementsAre(std::pair<const std::string, int>("latbench", 13),
                                                          std::pair<const std::string, int>("help", 24),
                                                          std::pair<const std::string, int>("hwnasbench", 27)));
}

TEST(PinnedLatencyTest, LatBenchHasItsMediansAndMissingCells) {
  struct Expected {
    const char* key;
    double median_ms;
    int64_t num_missing;
  };
  constexpr Expected kExpected[] = {
      {"desktop-cpu-core-i7-7820x/fp32", 4.781, 0},
      {"desktop-gpu-gtx-1080ti/fp32", 4.794, 0},
      {"embedded-gpu-jetson-nano/fp16", 5.271, 0},
      {"embedded-gpu-jetson-nano/fp32", 14.459, 0},
      {"embedded-tpu-edge-tpu/int8", 1.116, 0},
      {"mobile-cpu-snapdragon-450-cortex-a53/int8", 21.773, 32},
      {"mobile-cpu-snapdragon-675-kryo-460/int8", 24.892, 23},
      {"mobile-cpu-snapdragon-855-kryo-485/int8", 9.717, 0},
      {"mobile-dsp-snapdragon-675-hexagon-685/int8", 2.922, 23},
      {"mobile-dsp-snapdragon-855-hexagon-690/int8", 2.702, 0},
      {"mobile-gpu-snapdragon-450-adreno-506/int8", 11.934, 32},
      {"mobile-gpu-snapdragon-675-adreno-612/int8", 5.801, 23},
      {"mobile-gpu-snapdragon-855-adreno-640/int8", 3.782, 0},
  };
  for (const Expected& expected : kExpected) {
    SCOPED_TRACE(expected.key);
    const int64_t setting = Find(std::string("latbench/") + expected.key + "/b1");
    EXPECT_EQ(AllTables().NumPresent(setting), kNumCellsWithPath - expected.num_missing);
    // The medians are known to three decimals.
    EXPECT_NEAR(Median(Present(setting)), expected.median_ms, 0.0005 + 1e-9);
    EXPECT_EQ(AllTables().settings()[setting].batch_size, 1);
    EXPECT_EQ(AllTables().settings()[setting].image_set, nasbench201::ImageSet::kCifar100);
  }
}

TEST(PinnedLatencyTest, TheDesktopDevicesOfLatBenchAreAlmostOne) {
  const int64_t cpu = Find("latbench/desktop-cpu-core-i7-7820x/fp32/b1");
  const int64_t gpu = Find("latbench/desktop-gpu-gtx-1080ti/fp32/b1");
  const std::vector<double> x = Present(cpu);
  const std::vector<double> y = Present(gpu);
  ASSERT_EQ(x.size(), y.size());
  EXPECT_NEAR(Pearson(Ranks(x), Ranks(y)), 0.9974, 0.00005);
  double sum = 0, sum_of_squares = 0;
  for (size_t i = 0; i < x.size(); ++i) {
    const double ratio = y[i] / x[i];
    sum += ratio;
    sum_of_squares += ratio * ratio;
  }
  const double mean = sum / x.size();
  EXPECT_NEAR(mean, 1.002, 0.0005);
  EXPECT_NEAR(std::sqrt(sum_of_squares / x.size() - mean * mean), 0.031, 0.0005);
  for (const int64_t setting : {cpu, gpu}) {
    EXPECT_THAT(AllTables().settings()[setting].note, HasSubstr("Never report the two as independent devices"));
  }
}

TEST(PinnedLatencyTest, HelpHasEveryCellWithPath) {
  for (size_t i = 0; i < AllTables().settings().size(); ++i) {
    if (AllTables().settings()[i].source != "help") continue;
    EXPECT_EQ(AllTables().NumPresent(i), kNumCellsWithPath) << AllTables().settings()[i].key;
  }
}

TEST(PinnedLatencyTest, HelpSaysItsBatchSizes) {
  for (const int64_t batch_size : {1, 32, 256}) {
    const int64_t setting = Find("help/titan-rtx/b" + std::to_string(batch_size));
    EXPECT_EQ(AllTables().settings()[setting].batch_size, batch_size);
  }
  EXPECT_EQ(AllTables().settings()[Find("help/essential-ph-1")].batch_size, std::nullopt);
}

TEST(PinnedLatencyTest, SomePhonesOfHelpHaveWholeMilliseconds) {
  const std::set<std::string> whole = {"help/essential-ph-1", "help/pixel2", "help/samsung-s7"};
  for (size_t i = 0; i < AllTables().settings().size(); ++i) {
    const Setting& setting = AllTables().settings()[i];
    if (setting.source != "help") continue;
    const std::vector<double> values = Present(i);
    const bool is_whole = std::all_of(values.begin(), values.end(), [](double v) { return v == std::floor(v); });
    EXPECT_EQ(is_whole, whole.count(setting.key) == 1) << setting.key;
    EXPECT_EQ(setting.note.find("Whole milliseconds") != std::string::npos, is_whole) << setting.key;
  }
}

TEST(PinnedLatencyTest, AnalyticModelsSaySo) {
  for (size_t i = 0; i < AllTables().settings().size(); ++i) {
    const Setting& setting = AllTables().settings()[i];
    const bool is_analytic = setting.device == "eyeriss" || setting.device == "fpga";
    EXPECT_EQ(setting.kind == Kind::kAnalyticModel, is_analytic) << setting.key;
    EXPECT_EQ(setting.note.find("An analytic model") != std::string::npos, is_analytic) << setting.key;
  }
}

TEST(PinnedLatencyTest, AnalyticModelsHaveFewDistinctValues) {
  const auto num_distinct = [](const std::string& key) {
    std::set<int64_t> picoseconds;  // sums of the same terms in another order differ in their last bits
    for (const double latency_ms : Present(Find(key))) picoseconds.insert(std::llround(latency_ms * 1e9));
    return picoseconds.size();
  };
  EXPECT_EQ(num_distinct("help/eyeriss"), 27);
  EXPECT_EQ(num_distinct("help/fpga"), 84);
}

TEST(PinnedLatencyTest, FourDevicesOfHelpAreHwNasBenchs) {
  for (const std::string device : {"raspi4", "pixel3", "eyeriss", "fpga"}) {
    const int64_t help = Find("help/" + device);
    const int64_t hw_nas_bench = Find("hwnasbench/" + device + "/cifar10/latency");
    int64_t num_different = 0;
    for (int64_t id = 0; id < kNumCells; ++id) {
      num_different += AllTables().Value(help, id) != AllTables().Value(hw_nas_bench, id);
    }
    EXPECT_EQ(num_different, 0) << device;
    EXPECT_THAT(AllTables().settings()[help].note, HasSubstr("The same numbers as HW-NAS-Bench's")) << device;
  }
}

TEST(PinnedLatencyTest, TheEdgeTpuMissesManyCells) {
  for (size_t i = 0; i < AllTables().settings().size(); ++i) {
    const Setting& setting = AllTables().settings()[i];
    if (setting.source != "hwnasbench") continue;
    if (setting.device == "edgetpu") {
      // 4,699 rows of -1, of which 341 are the cells without path.
      EXPECT_EQ(AllTables().NumPresent(i), kNumCells - 4'699) << setting.key;
      EXPECT_THAT(setting.note, HasSubstr("missing"));
    } else {
      EXPECT_EQ(AllTables().NumPresent(i), kNumCellsWithPath) << setting.key;
    }
  }
}

}  // namespace
}  // namespace duet::latbench
