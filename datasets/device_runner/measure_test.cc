#include "datasets/device_runner/measure.h"

#include <filesystem>
#include <map>
#include <set>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/files.h"
#include "common/random.h"
#include "datasets/device_runner/fake_space.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace duet::device_runner {
namespace {

using ::testing::HasSubstr;

// Network n<i> takes i ms, with one inference of each input 10 times slower. The whole device becomes 0.1 % slower with
// each network that it prepares.
class FakeDevice : public Device {
 public:
  std::vector<std::pair<std::string, std::string>> Provenance() const override {
    return {{"device", "fake"}, {"threads", threads}};
  }

  absl::StatusOr<std::unique_ptr<PreparedNetwork>> Prepare(const Space&, absl::string_view key,
                                                           uint64_t seed) override {
    if (key == failing_key) return absl::UnavailableError("the cable is out");
    seeds.insert(seed);
    double latency_ms;
    EXPECT_TRUE(absl::SimpleAtod(key.substr(1), &latency_ms));
    latency_ms *= 1 + drift * prepared.size();
    prepared.emplace_back(key);
    return std::make_unique<FakeNetwork>(latency_ms);
  }

  std::string threads = "1";
  std::string failing_key;
  double drift = 0;
  std::vector<std::string> prepared;
  std::set<uint64_t> seeds;

 private:
  class FakeNetwork : public PreparedNetwork {
   public:
    explicit FakeNetwork(double latency_ms) : latency_ms_(latency_ms) {}
    absl::Status SetInput(uint64_t, uint64_t) override { return absl::OkStatus(); }
    absl::StatusOr<std::vector<double>> TimeInferencesMs(int64_t count) override {
      std::vector<double> times_ms(count, latency_ms_);
      times_ms[0] *= 10;
      return times_ms;
    }

   private:
    const double latency_ms_;
  };
};

class MeasureTest : public testing::Test {
 protected:
  // Everything of fifteen networks, into a file of its own.
  MeasureOptions Options(absl::string_view name) {
    MeasureOptions options;
    for (int i = 1; i <= 15; ++i) options.keys.push_back(absl::StrCat("n", i));
    options.seed = 4;
    // At least 5, so that the slow run is outside of the middle half.
    options.protocol = {.num_warm_ups = 2, .num_inputs = 3, .target_ms = 60, .min_runs_per_input = 5};
    options.reference_every = 4;
    options.output_path = absl::StrCat(testing::TempDir(), "/", name, ".csv");
    options.circumstances = {{"date", "today"}};
    std::filesystem::remove(options.output_path);
    std::filesystem::remove(absl::StrCat(options.output_path, ".partial"));
    return options;
  }

  // Stops after `count` further networks.
  static MeasureOptions StoppedAfter(MeasureOptions options, int count) {
    options.should_stop = [count]() mutable { return count-- == 0; };
    return options;
  }

  static std::map<std::string, double> Latencies(const MeasurementTable& table) {
    std::map<std::string, double> latencies;
    for (const MeasurementTable::Row& row : table.rows) latencies[row.key] = row.values[0];
    return latencies;
  }

  FakeSpace space_;
};

TEST_F(MeasureTest, FindsTheTrueLatencyOfEveryNetwork) {
  FakeDevice device;
  const MeasureOptions options = Options("true");
  const absl::StatusOr<MeasurementTable> table = Measure(space_, device, options);
  ASSERT_TRUE(table.ok()) << table.status();
  const absl::StatusOr<MeasurementTable> read = ReadMeasurementTable(options.output_path);
  ASSERT_TRUE(read.ok()) << read.status();
  std::map<std::string, double> expected;
  for (int i = 1; i <= 15; ++i) expected[absl::StrCat("n", i)] = i;
  EXPECT_EQ(Latencies(*read), expected);
  EXPECT_EQ(read->key_column, "network");
  EXPECT_EQ(FindProvenance(*read, "device"), "fake");
  EXPECT_EQ(FindProvenance(*read, "space"), "fake");
  EXPECT_EQ(FindProvenance(*read, "batch_size"), "1");
  EXPECT_EQ(FindProvenance(*read, "num_networks"), "15");
  EXPECT_EQ(FindProvenance(*read, "seed"), "4");
  EXPECT_EQ(FindProvenance(*read, "date"), "today");
  EXPECT_THAT(device.seeds, testing::ElementsAre(4));
  EXPECT_FALSE(std::filesystem::exists(absl::StrCat(options.output_path, ".partial")));
}

TEST_F(MeasureTest, OrderIsRandomAndFixedByTheSeedAlone) {
  const auto order = [&](uint64_t seed, bool is_reversed) {
    FakeDevice device;
    MeasureOptions options = Options("order");
    options.seed = seed;
    if (is_reversed) std::reverse(options.keys.begin(), options.keys.end());
    std::vector<std::string> keys;
    const MeasurementTable table = Measure(space_, device, options).value();
    for (const MeasurementTable::Row& row : table.rows) keys.push_back(row.key);
    return keys;
  };
  const std::vector<std::string> keys = order(4, false);
  EXPECT_EQ(order(4, true), keys);
  EXPECT_NE(order(5, false), keys);
  EXPECT_NE(Options("order").keys, keys);
  EXPECT_THAT(keys, testing::UnorderedElementsAreArray(Options("order").keys));
}

TEST_F(MeasureTest, MeasuresTheReferenceBeforeEveryFewNetworksAndAtTheEnd) {
  FakeDevice device;
  device.drift = 0.001;
  const MeasurementTable table = Measure(space_, device, Options("reference")).value();
  std::vector<int> positions;
  for (size_t i = 0; i < device.prepared.size(); ++i) {
    if (device.prepared[i] == "n50") positions.push_back(i);
  }
  // 15 networks with a reference before the first, fifth, ninth and thirteenth.
  EXPECT_THAT(positions, testing::ElementsAre(0, 5, 10, 15, 19));
  EXPECT_EQ(FindProvenance(table, "reference_latency_ms"), "50 50.25 50.5 50.75 50.95");
  EXPECT_EQ(FindProvenance(table, "reference_drift_pct"), "1.900");
  // Mean 50.49, squared deviations .2401 + .0576 + .0001 + .0676 + .2116 = .577, deviation sqrt(.577 / 4).
  EXPECT_EQ(FindProvenance(table, "reference_noise_pct"), "0.752");
}

TEST_F(MeasureTest, ResumedInAnyPartsGivesTheSameFile) {
  FakeDevice device;
  const MeasureOptions whole = Options("whole");
  ASSERT_TRUE(Measure(space_, device, whole).ok());
  const MeasureOptions parts = Options("parts");
  int num_calls = 0;
  absl::Status status;
  for (int count : {0, 1, 3, 4, 5}) {
    ++num_calls;
    status = Measure(space_, device, StoppedAfter(parts, count)).status();
    ASSERT_EQ(status.code(), absl::StatusCode::kCancelled) << status;
    EXPECT_FALSE(std::filesystem::exists(parts.output_path));
  }
  EXPECT_THAT(std::string(status.message()), HasSubstr("stopped after 13 of 15 networks"));
  MeasureOptions last = parts;
  last.circumstances = {{"date", "tomorrow"}};
  std::vector<int64_t> progress;
  last.on_progress = [&](int64_t num_done) { progress.push_back(num_done); };
  ASSERT_TRUE(Measure(space_, device, last).ok());
  EXPECT_THAT(progress, testing::ElementsAre(13, 14, 15));
  EXPECT_EQ(*ReadFile(parts.output_path), *ReadFile(whole.output_path));
}

TEST_F(MeasureTest, AFailingDeviceLosesNothing) {
  FakeDevice device;
  const MeasureOptions whole = Options("unbroken");
  ASSERT_TRUE(Measure(space_, device, whole).ok());
  const MeasureOptions options = Options("broken");
  device.failing_key = "n7";
  const absl::Status status = Measure(space_, device, options).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(status.message(), "network n7: the cable is out");
  device.failing_key = "";
  device.prepared.clear();
  ASSERT_TRUE(Measure(space_, device, options).ok());
  EXPECT_LT(device.prepared.size(), 20);
  EXPECT_EQ(*ReadFile(options.output_path), *ReadFile(whole.output_path));
}

TEST_F(MeasureTest, RefusesToResumeAnotherMeasurement) {
  const MeasureOptions options = Options("other");
  FakeDevice device;
  ASSERT_EQ(Measure(space_, device, StoppedAfter(options, 5)).status().code(), absl::StatusCode::kCancelled);
  const auto message = [&](const MeasureOptions& changed) {
    const absl::Status status = Measure(space_, device, changed).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition) << status;
    return std::string(status.message());
  };
  MeasureOptions changed = options;
  changed.seed = 5;
  EXPECT_THAT(message(changed), HasSubstr("other.csv.partial: seed was \"4\" and is now \"5\"; remove it"));
  changed = options;
  changed.protocol.num_inputs = 4;
  EXPECT_THAT(message(changed), HasSubstr("protocol was"));
  changed = options;
  changed.keys.back() = "n16";
  EXPECT_THAT(message(changed), HasSubstr("networks_sha256 was"));
  device.threads = "2";
  EXPECT_THAT(message(options), HasSubstr("threads was \"1\" and is now \"2\""));
  device.threads = "1";
  // A file that was edited.
  const std::string partial = absl::StrCat(options.output_path, ".partial");
  MeasurementTable table = *ReadMeasurementTable(partial);
  std::swap(table.rows[0], table.rows[1]);
  ASSERT_TRUE(WriteMeasurementTable(partial, table).ok());
  EXPECT_THAT(message(options), HasSubstr("has another network than its seed says"));
  ASSERT_TRUE(WriteFileAtomically(partial, "network,latency_ms\nn1,0\n").ok());
  EXPECT_EQ(Measure(space_, device, options).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST_F(MeasureTest, RefusesBadOptions) {
  FakeDevice device;
  const MeasureOptions good = Options("bad_options");
  const auto error = [&](const MeasureOptions& options) { return Measure(space_, device, options).status(); };
  MeasureOptions bad = good;
  bad.keys = {"n1", "x2"};
  EXPECT_EQ(error(bad).message(), "no network x2");
  bad.keys = {"n1", "n2", "n1"};
  EXPECT_EQ(error(bad).message(), "n1 is given more than once");
  bad.keys = {};
  EXPECT_EQ(error(bad).code(), absl::StatusCode::kInvalidArgument);
  bad = good;
  bad.reference_every = 0;
  EXPECT_EQ(error(bad).message(), "reference_every is 0, not at least 1");
  ASSERT_TRUE(WriteFileAtomically(good.output_path, "precious").ok());
  EXPECT_EQ(error(good).code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(*ReadFile(good.output_path), "precious");
}

TEST_F(MeasureTest, SamplesEachNetworkOnce) {
  const std::vector<std::string> sample = SampleKeys(space_, 20, 1).value();
  EXPECT_EQ(std::set<std::string>(sample.begin(), sample.end()).size(), 20);
  EXPECT_EQ(*SampleKeys(space_, 20, 1), sample);
  EXPECT_NE(*SampleKeys(space_, 20, 2), sample);
  EXPECT_THAT(*SampleKeys(space_, 99, 1), testing::UnorderedElementsAreArray(space_.Keys()));
  for (const int count : {-1, 0, 100}) {
    EXPECT_EQ(SampleKeys(space_, count, 1).status().code(), absl::StatusCode::kInvalidArgument);
  }
  EXPECT_THAT(std::string(SampleKeys(space_, 100, 1).status().message()), HasSubstr("which has 99"));
}

class UnlistedSpace : public FakeSpace {
 public:
  std::vector<std::string> Keys() const override { return {}; }
  std::string RandomKey(RandomStream& random) const override { return absl::StrCat("n", 1 + random.UniformInt(99)); }
};

TEST(SampleKeysTest, DrawsFromASpaceTooLargeToList) {
  const UnlistedSpace space;
  const std::vector<std::string> sample = SampleKeys(space, 50, 1).value();
  EXPECT_EQ(std::set<std::string>(sample.begin(), sample.end()).size(), 50);
  for (const std::string& key : sample) EXPECT_TRUE(space.CheckKey(key).ok()) << key;
  EXPECT_EQ(*SampleKeys(space, 50, 1), sample);
  EXPECT_NE(*SampleKeys(space, 50, 2), sample);
  EXPECT_EQ(SampleKeys(space, 0, 1).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST(ReferenceTest, NoiseAndDriftByHand) {
  EXPECT_DOUBLE_EQ(NoisePercent({9, 10, 11}), 10);
  EXPECT_DOUBLE_EQ(NoisePercent({9}), 0);
  EXPECT_DOUBLE_EQ(DriftPercent({4, 4, 9, 9, 5, 5}), 25);
  EXPECT_DOUBLE_EQ(DriftPercent({4, 5}), 25);
  EXPECT_DOUBLE_EQ(DriftPercent({}), 0);
}

}  // namespace
}  // namespace duet::device_runner
