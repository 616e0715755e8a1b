#include "experiments/codesign_nas/rtl_engines.h"

#include <memory>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "hw/conv_engine/Vconv_engine_16x16_rtl.h"
#include "hw/conv_engine/Vconv_engine_16x32_rtl.h"
#include "hw/conv_engine/Vconv_engine_16x64_rtl.h"
#include "hw/conv_engine/Vconv_engine_8x16_rtl.h"
#include "hw/conv_engine/Vconv_engine_8x4_rtl.h"
#include "hw/conv_engine/Vconv_engine_8x64_rtl.h"

namespace duet::experiments {
namespace {

using hw::ConvEngineParameters;

template <typename Model>
RtlEngine Make(const ConvEngineParameters& parameters, const hw::MemoryOptions& options) {
  const auto bench = std::make_shared<hw::ConvEngineBench<Model>>(parameters, options);
  return {parameters,
          [bench](const hw::ConvLayer& layer, const hw::LayerData& data) { return bench->Run(layer, data); }};
}

struct NamedEngine {
  std::string name;
  ConvEngineParameters parameters;  // as //hw/conv_engine's BUILD.bazel has them
  RtlEngine (*make)(const ConvEngineParameters& parameters, const hw::MemoryOptions& options);
};

const std::vector<NamedEngine>& Engines() {
  static const auto* const engines = new std::vector<NamedEngine>{
      {"8x4", {8, 4, 1024, 1024, 1024, 256}, Make<Vconv_engine_8x4_rtl>},
      {"8x16", {8, 16, 2048, 1024, 1024, 256}, Make<Vconv_engine_8x16_rtl>},
      {"16x16", {16, 16, 1024, 1024, 1024, 512}, Make<Vconv_engine_16x16_rtl>},
      {"8x64", {8, 64, 4096, 2048, 2048, 256}, Make<Vconv_engine_8x64_rtl>},
      {"16x32", {16, 32, 4096, 2048, 2048, 512}, Make<Vconv_engine_16x32_rtl>},
      {"16x64", {16, 64, 8192, 4096, 4096, 512}, Make<Vconv_engine_16x64_rtl>},
  };
  return *engines;
}

}  // namespace

absl::StatusOr<RtlEngine> MakeRtlEngine(absl::string_view name, int64_t memory_latency_cycles) {
  std::string names;
  for (const NamedEngine& engine : Engines()) {
    if (engine.name == name) return engine.make(engine.parameters, {memory_latency_cycles});
    absl::StrAppend(&names, " ", engine.name);
  }
  return absl::NotFoundError(absl::StrCat("no engine is named ", name, ": there are", names));
}

}  // namespace duet::experiments
