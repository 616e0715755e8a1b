// The convolution engines that rtl_validation simulates, by name: "16x64" has filter_par 16 and pixel_par 64.

#ifndef EXPERIMENTS_CODESIGN_NAS_RTL_ENGINES_H_
#define EXPERIMENTS_CODESIGN_NAS_RTL_ENGINES_H_

#include <cstdint>
#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "hw/conv_engine/conv_engine_bench.h"
#include "hw/conv_engine/layer_plan.h"

namespace duet::experiments {

struct RtlEngine {
  hw::ConvEngineParameters parameters;
  // Runs a layer on the RTL; errors as hw::ConvEngineBench::Run.
  std::function<absl::StatusOr<hw::LayerRun>(const hw::ConvLayer& layer, const hw::LayerData& data)> run;
};

// Memory answers after `memory_latency_cycles` and never stalls. NotFound for a name that is none, with all names.
absl::StatusOr<RtlEngine> MakeRtlEngine(absl::string_view name, int64_t memory_latency_cycles);

}  // namespace duet::experiments

#endif  // EXPERIMENTS_CODESIGN_NAS_RTL_ENGINES_H_
