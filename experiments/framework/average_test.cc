#include "experiments/framework/average.h"

#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"

namespace duet::experiments {
namespace {

RunResult OneRun(uint64_t seed, const std::string& device, double gcn, double flops) {
  RunResult run;
  run.set_seed(seed);
  for (const auto& [predictor, value] : {std::pair("GCN", gcn), std::pair("FLOPs", flops)}) {
    if (value < 0) continue;
    Measurement* measurement = run.add_measurements();
    measurement->set_metric("within_10_pct");
    measurement->set_value(value);
    for (const auto& [key, label] : {std::pair("predictor", std::string(predictor)), std::pair("device", device)}) {
      measurement->add_labels()->set_key(key);
      measurement->mutable_labels()->rbegin()->set_value(label);
    }
  }
  return run;
}

ExperimentSpec Spec(const std::string& text) {
  ExperimentSpec spec;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &spec));
  return spec;
}

// "predictor seed value" of each mean.
std::vector<std::string> Means(const std::vector<RunResult>& runs, const std::string& name) {
  std::vector<std::string> means;
  for (const RunResult& run : runs) {
    for (const Measurement& m : run.measurements()) {
      if (m.labels(1).value() != name) continue;
      means.push_back(m.labels(0).value() + " " + std::to_string(run.seed()) + " " +
                      std::to_string(static_cast<int>(m.value())));
    }
  }
  return means;
}

TEST(AddAveragesTest, AveragesEachSeedOverAllValues) {
  std::vector<RunResult> runs = {OneRun(0, "cpu", 90, 10), OneRun(0, "gpu", 80, 20), OneRun(1, "cpu", 70, 30),
                                 OneRun(1, "gpu", 60, 40)};
  AddAverages(Spec("averages { name: 'mean' over: 'device' }"), runs);
  EXPECT_EQ(Means(runs, "mean"), (std::vector<std::string>{"FLOPs 0 15", "GCN 0 85", "FLOPs 1 35", "GCN 1 65"}));
}

TEST(AddAveragesTest, LeavesOutWhatIsIncomplete) {
  std::vector<RunResult> runs = {OneRun(0, "cpu", 90, 10), OneRun(0, "gpu", 80, -1), OneRun(0, "dsp", 70, 40)};
  AddAverages(Spec("averages { name: 'mean' over: 'device' }"
                   "averages { name: 'two' over: 'device' values: 'cpu' values: 'dsp' }"
                   "averages { name: 'none' over: 'device' values: 'cpu' values: 'tpu' }"
                   "averages { name: 'gcn' over: 'device' where { key: 'predictor' value: 'GCN' } }"),
              runs);
  EXPECT_EQ(Means(runs, "mean"), (std::vector<std::string>{"GCN 0 80"}));
  EXPECT_EQ(Means(runs, "two"), (std::vector<std::string>{"FLOPs 0 25", "GCN 0 80"}));
  EXPECT_TRUE(Means(runs, "none").empty());
  EXPECT_EQ(Means(runs, "gcn"), (std::vector<std::string>{"GCN 0 80"}));
}

}  // namespace
}  // namespace duet::experiments
