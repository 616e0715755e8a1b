// Latency of FABNet-Large against the width of the memory ports, for accelerators of several sizes.

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/status_macros.h"
#include "experiments/fabnet/parameter_lists.h"
#include "experiments/framework/run_experiment.h"
#include "fabnet/network_shape.h"
#include "hw/cycle_model/butterfly_cycles.h"

namespace duet::experiments {
namespace {

absl::StatusOr<RunResult> Run(const RunContext& context) {
  ASSIGN_OR_RETURN(const std::vector<int64_t> port_bits, IntegerList(context, "port_bits"));
  ASSIGN_OR_RETURN(const std::vector<int64_t> engine_counts, IntegerList(context, "p_be"));
  ASSIGN_OR_RETURN(const std::vector<int64_t> seq_lens, IntegerList(context, "seq_lens"));
  ASSIGN_OR_RETURN(const double gb_per_s_per_bit, context.Real("gb_per_s_per_bit"));
  ASSIGN_OR_RETURN(const double saturation_pct, context.Real("saturation_pct"));
  ASSIGN_OR_RETURN(const fabnet::NetworkShape shape, fabnet::FindShape("fabnet_large"));
  RunResult result;
  for (const int64_t seq_len : seq_lens) {
    for (const int64_t num_engines : engine_counts) {
      const Labels design = {{"tokens", absl::StrCat(seq_len)}, {"engines", absl::StrCat(num_engines)}};
      std::vector<double> gb_per_s, latency_ms;
      for (const int64_t bits : port_bits) {
        const hw::ButterflyAccelerator accelerator = {.num_engines = num_engines, .ports = {bits, bits, bits}};
        ASSIGN_OR_RETURN(latency_ms.emplace_back(), hw::LatencyMs(accelerator, shape, seq_len));
        gb_per_s.push_back(bits * gb_per_s_per_bit);
        Labels labels = design;
        labels.push_back({"port_bits", absl::StrCat(bits)});
        AddMeasurement(result, "latency_ms", labels, latency_ms.back());
      }
      // The narrowest port from which on latency is within saturation_pct of the widest port's.
      size_t saturated = port_bits.size() - 1;
      while (saturated > 0 && latency_ms[saturated - 1] <= latency_ms.back() * (1 + saturation_pct / 100)) --saturated;
      AddMeasurement(result, "saturation_gb_per_s", design, gb_per_s[saturated]);
      AddSeries(result, "latency", design, gb_per_s, latency_ms);
    }
  }
  return result;
}

}  // namespace
}  // namespace duet::experiments

int main(int argc, char** argv) { return duet::experiments::RunExperiment(argc, argv, duet::experiments::Run); }
