// FABNet against the Transformer of the same size on a CPU, as measured, over lengths of the sequence; and against the
// butterfly accelerator by its cycle model.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/status_macros.h"
#include "experiments/fabnet/parameter_lists.h"
#include "experiments/framework/run_experiment.h"
#include "fabnet/latency/encoder_key.h"
#include "fabnet/latency/encoder_latencies.h"
#include "fabnet/network_shape.h"
#include "fabnet/operation_counts.h"
#include "hw/cycle_model/butterfly_cycles.h"

namespace duet::experiments {
namespace {

using fabnet::EncoderKey;
using fabnet::Family;

struct Size {
  std::string name;
  int64_t hidden, feed_forward, num_blocks;
};

double Operations(const EncoderKey& key) {
  return static_cast<double>(
      fabnet::CountOperations({"", key.family, key.hidden, key.feed_forward, key.num_blocks}, key.seq_len).total());
}

// Latencies of a size at each length, and where FABNet overtakes the Transformer.
absl::Status AddLatencies(const fabnet::EncoderLatencies& latencies, const Size& size,
                          const std::vector<int64_t>& seq_lens, RunResult& result) {
  const std::vector<double> x(seq_lens.begin(), seq_lens.end());
  std::map<std::string, std::vector<double>> curves;  // by network
  std::map<int64_t, double> speedups;
  for (const int64_t seq_len : seq_lens) {
    std::map<Family, double> latency_ms;
    std::map<Family, double> operations;
    for (const Family family : {Family::kTransformer, Family::kFNet, Family::kFabnet}) {
      const EncoderKey key = {family, size.hidden, size.feed_forward, size.num_blocks, seq_len};
      ASSIGN_OR_RETURN(latency_ms[family], latencies.LatencyMs(key));
      operations[family] = Operations(key);
      const std::string network(FamilyName(family));
      AddMeasurement(result, "latency_ms",
                     {{"size", size.name}, {"tokens", absl::StrCat(seq_len)}, {"network", network}},
                     latency_ms[family]);
      curves[network].push_back(latency_ms[family]);
    }
    const Labels labels = {{"size", size.name}, {"tokens", absl::StrCat(seq_len)}};
    speedups[seq_len] = latency_ms[Family::kTransformer] / latency_ms[Family::kFabnet];
    AddMeasurement(result, "speedup", labels, speedups[seq_len]);
    AddMeasurement(result, "fewer_operations", labels, operations[Family::kTransformer] / operations[Family::kFabnet]);
  }
  for (const auto& [network, curve] : curves) {
    AddSeries(result, "latency", {{"size", size.name}, {"network", network}}, x, curve);
  }
  const std::optional<int64_t> from = fabnet::FasterFrom(speedups);
  if (from) AddMeasurement(result, "faster_from_tokens", {{"size", size.name}}, *from);
  return absl::OkStatus();
}

absl::StatusOr<RunResult> Run(const RunContext& context) {
  ASSIGN_OR_RETURN(const std::string path, context.DataPath("measurements"));
  ASSIGN_OR_RETURN(const fabnet::EncoderLatencies latencies, fabnet::EncoderLatencies::Read(path));
  ASSIGN_OR_RETURN(const std::vector<int64_t> seq_lens, IntegerList(context, "seq_lens"));
  ASSIGN_OR_RETURN(const std::vector<int64_t> fpga_seq_lens, IntegerList(context, "fpga_seq_lens"));
  ASSIGN_OR_RETURN(const int64_t num_engines, context.Int("p_be"));

  RunResult result;
  AddMeasurement(result, "num_networks", {}, latencies.size());
  const Size text = {"LRA-Text: D 256, F 512, 2 blocks", 256, 512, 2};
  const Size base = {"a block of Base: D 768, F 3072", 768, 3072, 1};
  for (const Size& size : {text, base}) RETURN_IF_ERROR(AddLatencies(latencies, size, seq_lens, result));

  ASSIGN_OR_RETURN(const fabnet::NetworkShape fabnet_base, fabnet::FindShape("fabnet_base"));
  const hw::ButterflyAccelerator accelerator = {.num_engines = num_engines};
  for (const int64_t seq_len : fpga_seq_lens) {
    ASSIGN_OR_RETURN(const double block_ms,
                     latencies.LatencyMs({Family::kFabnet, base.hidden, base.feed_forward, 1, seq_len}));
    ASSIGN_OR_RETURN(const double fpga_ms, LatencyMs(accelerator, fabnet_base, seq_len));
    AddMeasurement(result, "fpga_speedup", {{"tokens", absl::StrCat(seq_len)}},
                   fabnet_base.num_blocks * block_ms / fpga_ms);
  }
  return result;
}

}  // namespace
}  // namespace duet::experiments

int main(int argc, char** argv) { return duet::experiments::RunExperiment(argc, argv, duet::experiments::Run); }
