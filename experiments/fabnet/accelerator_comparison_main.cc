// The butterfly accelerator beside published ones: latency from the cycle model, power quoted.

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/status_macros.h"
#include "experiments/framework/run_experiment.h"
#include "fabnet/network_shape.h"
#include "hw/cycle_model/butterfly_cycles.h"

namespace duet::experiments {
namespace {

struct Accelerator {
  std::string name, technology;
  double latency_ms, power_w, predictions_per_joule;
};

// "name/technology/latency_ms/power_w/predictions_per_joule", by commas.
absl::StatusOr<std::vector<Accelerator>> ParsePublished(absl::string_view text) {
  std::vector<Accelerator> accelerators;
  for (const absl::string_view row : absl::StrSplit(text, ',')) {
    const std::vector<std::string> fields = absl::StrSplit(row, '/');
    Accelerator& a = accelerators.emplace_back();
    if (fields.size() != 5 || !absl::SimpleAtod(fields[2], &a.latency_ms) || !absl::SimpleAtod(fields[3], &a.power_w) ||
        !absl::SimpleAtod(fields[4], &a.predictions_per_joule)) {
      return absl::InvalidArgumentError(
          absl::StrCat("\"", row, "\" is not name/technology/latency_ms/power_w/predictions_per_joule"));
    }
    a.name = fields[0];
    a.technology = fields[1];
  }
  return accelerators;
}

double PredictionsPerJoule(double latency_ms, double power_w) { return 1e3 / (latency_ms * power_w); }

void AddAccelerator(RunResult& result, const Labels& labels, double latency_ms, double power_w) {
  AddMeasurement(result, "latency_ms", labels, latency_ms);
  AddMeasurement(result, "throughput_per_s", labels, 1e3 / latency_ms);
  AddMeasurement(result, "power_w", labels, power_w);
  AddMeasurement(result, "predictions_per_joule", labels, PredictionsPerJoule(latency_ms, power_w));
}

absl::StatusOr<RunResult> Run(const RunContext& context) {
  ASSIGN_OR_RETURN(const std::string published_text, context.Text("published"));
  ASSIGN_OR_RETURN(const std::vector<Accelerator> published, ParsePublished(published_text));
  ASSIGN_OR_RETURN(const int64_t num_engines, context.Int("p_be"));
  ASSIGN_OR_RETURN(const int64_t seq_len, context.Int("seq_len"));
  ASSIGN_OR_RETURN(const double power_w, context.Real("power_w"));
  ASSIGN_OR_RETURN(const double printed_latency_ms, context.Real("printed_latency_ms"));
  ASSIGN_OR_RETURN(const double printed_predictions_per_joule, context.Real("printed_predictions_per_joule"));
  fabnet::NetworkShape shape = {"one_block", fabnet::Family::kFabnet, 0, 0, 1};
  ASSIGN_OR_RETURN(shape.hidden, context.Int("hidden"));
  ASSIGN_OR_RETURN(shape.feed_forward, context.Int("feed_forward"));

  const hw::ButterflyAccelerator all_wide = {.num_engines = num_engines, .ports = {2048, 2048, 2048}};
  const hw::ButterflyAccelerator hbm = {.num_engines = num_engines, .ports = hw::kHbmPorts};
  ASSIGN_OR_RETURN(const double latency_ms, hw::LatencyMs(all_wide, shape, seq_len));
  ASSIGN_OR_RETURN(const double hbm_latency_ms, hw::LatencyMs(hbm, shape, seq_len));

  RunResult result;
  double lowest_asic_speedup = 0, highest_asic_speedup = 0;
  for (const Accelerator& a : published) {
    const Labels labels = {{"accelerator", a.name}, {"technology", a.technology}};
    AddAccelerator(result, labels, a.latency_ms, a.power_w);
    AddMeasurement(result, "printed_over_computed", {{"accelerator", a.name}},
                   a.predictions_per_joule / PredictionsPerJoule(a.latency_ms, a.power_w));
    const double speedup = a.latency_ms / latency_ms;
    AddMeasurement(result, "speedup", labels, speedup);
    AddMeasurement(result, "energy_gain", labels,
                   PredictionsPerJoule(latency_ms, power_w) / PredictionsPerJoule(a.latency_ms, a.power_w));
    if (a.technology.substr(0, 4) != "ASIC") continue;
    lowest_asic_speedup = lowest_asic_speedup == 0 ? speedup : std::min(lowest_asic_speedup, speedup);
    highest_asic_speedup = std::max(highest_asic_speedup, speedup);
  }
  AddMeasurement(result, "lowest_asic_speedup", {}, lowest_asic_speedup);
  AddMeasurement(result, "highest_asic_speedup", {}, highest_asic_speedup);
  AddAccelerator(result, {{"accelerator", "butterfly"}, {"technology", "FPGA 16 nm"}}, latency_ms, power_w);
  AddAccelerator(result, {{"accelerator", "butterfly, ports of one HBM"}, {"technology", "FPGA 16 nm"}}, hbm_latency_ms,
                 power_w);
  AddMeasurement(result, "butterfly_printed_over_computed", {},
                 printed_predictions_per_joule / PredictionsPerJoule(printed_latency_ms, power_w));
  return result;
}

}  // namespace
}  // namespace duet::experiments

int main(int argc, char** argv) { return duet::experiments::RunExperiment(argc, argv, duet::experiments::Run); }
