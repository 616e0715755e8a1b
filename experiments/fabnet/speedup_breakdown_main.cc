// Latency of FABNet on the butterfly design, FABNet on the MAC baseline and BERT on the MAC baseline; what algorithm
// and hardware each contribute.

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/status_macros.h"
#include "experiments/fabnet/parameter_lists.h"
#include "experiments/framework/run_experiment.h"
#include "fabnet/network_shape.h"
#include "hw/cycle_model/butterfly_cycles.h"
#include "hw/cycle_model/mac_baseline_cycles.h"

namespace duet::experiments {
namespace {

struct Latency {
  double mixing_ms, feed_forward_ms;
  double total_ms() const { return mixing_ms + feed_forward_ms; }
};

absl::StatusOr<Latency> OnButterflies(const hw::ButterflyAccelerator& accelerator, const fabnet::NetworkShape& shape,
                                      int64_t seq_len) {
  ASSIGN_OR_RETURN(const hw::BlockCycles block, hw::CountBlockCycles(accelerator, shape, seq_len));
  return Latency{hw::CyclesToMs(accelerator, shape.num_blocks * block.mixing()),
                 hw::CyclesToMs(accelerator, shape.num_blocks * block.feed_forward())};
}

absl::StatusOr<Latency> OnMacs(const fabnet::NetworkShape& shape, int64_t seq_len) {
  ASSIGN_OR_RETURN(const hw::MacBlockCycles block, hw::CountMacBlockCycles(shape, seq_len));
  return Latency{hw::MacCyclesToMs(shape.num_blocks * (block.mixing + block.projection)),
                 hw::MacCyclesToMs(shape.num_blocks * block.feed_forward())};
}

absl::StatusOr<RunResult> Run(const RunContext& context) {
  ASSIGN_OR_RETURN(const std::vector<int64_t> seq_lens, IntegerList(context, "seq_lens"));
  hw::ButterflyAccelerator accelerator;
  ASSIGN_OR_RETURN(accelerator.num_engines, context.Int("p_be"));
  ASSIGN_OR_RETURN(accelerator.units_per_engine, context.Int("p_bu"));
  ASSIGN_OR_RETURN(const int64_t port_bits, context.Int("port_bits"));
  accelerator.ports = {port_bits, port_bits, port_bits};

  RunResult result;
  std::map<std::string, std::vector<double>> speedups;  // by what they are owed to
  for (const std::string size : {"base", "large"}) {
    ASSIGN_OR_RETURN(const fabnet::NetworkShape fabnet, fabnet::FindShape("fabnet_" + size));
    ASSIGN_OR_RETURN(const fabnet::NetworkShape bert, fabnet::FindShape("bert_" + size));
    for (const int64_t seq_len : seq_lens) {
      ASSIGN_OR_RETURN(const Latency fabnet_on_butterflies, OnButterflies(accelerator, fabnet, seq_len));
      ASSIGN_OR_RETURN(const Latency fabnet_on_macs, OnMacs(fabnet, seq_len));
      ASSIGN_OR_RETURN(const Latency bert_on_macs, OnMacs(bert, seq_len));
      const Labels setting = {{"size", size}, {"tokens", absl::StrCat(seq_len)}};
      const std::vector<std::pair<std::string, Latency>> designs = {{"BERT on MACs", bert_on_macs},
                                                                    {"FABNet on MACs", fabnet_on_macs},
                                                                    {"FABNet on butterflies", fabnet_on_butterflies}};
      for (const auto& [design, latency] : designs) {
        Labels labels = setting;
        labels.push_back({"design", design});
        AddMeasurement(result, "mixing_ms", labels, latency.mixing_ms);
        AddMeasurement(result, "feed_forward_ms", labels, latency.feed_forward_ms);
        AddMeasurement(result, "latency_ms", labels, latency.total_ms());
      }
      const std::vector<std::pair<std::string, double>> of_setting = {
          {"algorithm", bert_on_macs.total_ms() / fabnet_on_macs.total_ms()},
          {"hardware", fabnet_on_macs.total_ms() / fabnet_on_butterflies.total_ms()},
          {"both", bert_on_macs.total_ms() / fabnet_on_butterflies.total_ms()}};
      for (const auto& [owed_to, speedup] : of_setting) {
        Labels labels = setting;
        labels.push_back({"owed_to", owed_to});
        AddMeasurement(result, "speedup", labels, speedup);
        speedups[owed_to].push_back(speedup);
      }
    }
  }
  for (const auto& [owed_to, values] : speedups) {
    const auto [lowest, highest] = std::minmax_element(values.begin(), values.end());
    AddMeasurement(result, "lowest_speedup", {{"owed_to", owed_to}}, *lowest);
    AddMeasurement(result, "highest_speedup", {{"owed_to", owed_to}}, *highest);
  }
  return result;
}

}  // namespace
}  // namespace duet::experiments

int main(int argc, char** argv) { return duet::experiments::RunExperiment(argc, argv, duet::experiments::Run); }
