#include "codesign/accelerator/calibration.h"

#include <cmath>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "codesign/accelerator/text_format.h"
#include "common/status_macros.h"

namespace duet::codesign {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// What `bazel run //codesign/accelerator:calibrate` prints.
constexpr absl::string_view kPublishedTables = R"pb(
  name: "published_tables"
  provenance: "fitted to CHaiDNN's published utilisation and frame rates; silicon areas recalled of Codesign-NAS"
  area {
    dsp { base: 169.2 per_dsp_to_512: 1.0173 per_dsp_above_512: 1.0173 second_engine: 73.78 pool: 144 }
    lut {
      base: 60950
      per_dsp_to_512: 57.38
      per_dsp_above_512: 65.85
      second_engine: 29440
      pool: 37940
      per_port: 2000  # assumed
    }
    ff { base: 76790 per_dsp_to_512: 63.98 per_dsp_above_512: 28.82 second_engine: 41310 pool: 27310 per_port: 2500 }
    bram_base: 5
    bram_pool: 64
    bram_per_port: 4
    clb_mm2: 0.0044
    bram36_mm2: 0.026
    dsp_mm2: 0.044
  }
  latency {
    clock_mhz: 250
    initiation_interval: 1.4055
    tile_overhead_cycles: 35.85
    memory_efficiency: 1
    # Not fitted: frame rates drive the first to zero, and say that computation and transfer do not overlap; a burst of
    # DDR memory; 8 arrays of 16 banks for two images.
    layer_overhead_us: 0
    overlap: 0
    weight_load_overhead_cycles: 64
    pool_channels_per_cycle: 64
    # As CHaiDNN works.
    write_out_cycles_per_pixel: 1
    max_turns: 511
    output_alignment: 16
  }
)pb";

// What `bazel run //codesign/accelerator:calibrate_own_rtl` prints.
constexpr absl::string_view kOwnRtl = R"pb(
  name: "own_rtl"
  provenance: "fitted to cycles of //hw/conv_engine and to its synthesis by Yosys; silicon areas recalled of Codesign-NAS"
  area {
    dsp { per_dsp_to_512: 1 per_dsp_above_512: 1 }
    lut {
      base: 1797.36
      per_dsp_to_512: 31.2238
      per_dsp_above_512: 31.2238
      per_pixel: 832.762
      second_engine: 1797.36
      pool: 4931
      per_port: -85.6428
    }
    ff {
      base: 1425.95
      per_dsp_to_512: 27.4618
      per_dsp_above_512: 27.4618
      per_pixel: 82.6266
      second_engine: 1425.95
      pool: 2277
      per_port: -51.6644
    }
    buffer_shapes: OWN_RTL
    bram_pool: 32
    clb_mm2: 0.0044
    bram36_mm2: 0.026
    dsp_mm2: 0.044
  }
  latency {
    clock_mhz: 250
    initiation_interval: 1
    tile_overhead_cycles: 0.0106642
    memory_efficiency: 0.988953
    layer_overhead_us: 0.193847
    # As our engine works (OwnRtlForm).
    overlap: 1
    exposed_share: 1
    write_out_cycles_per_filter: 0.25
    output_alignment: 4
    pool_channels_per_turn: 4
    pool_channels_per_cycle: 26.1818
  }
)pb";

Calibration* Parse(absl::string_view text, absl::string_view what) {
  auto* parsed = new Calibration;
  MergeText(text, what, parsed).IgnoreError();  // tests read every field
  return parsed;
}

absl::Status CheckNumber(absl::string_view path, double value, bool may_be_zero, bool may_be_negative) {
  if (!std::isfinite(value) || (value < 0 && !may_be_negative) || (value == 0 && !may_be_zero)) {
    return absl::InvalidArgumentError(absl::StrCat("calibration: ", path, " is ", value, ", not ",
                                                   may_be_negative ? "finite"
                                                   : may_be_zero   ? "zero or positive"
                                                                   : "positive"));
  }
  return absl::OkStatus();
}

// All numbers are of type double.
absl::Status CheckNumbers(const Message& message, const std::string& prefix) {
  const google::protobuf::Descriptor* descriptor = message.GetDescriptor();
  for (int i = 0; i < descriptor->field_count(); ++i) {
    const FieldDescriptor* field = descriptor->field(i);
    const std::string path = absl::StrCat(prefix, field->name());
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      RETURN_IF_ERROR(CheckNumbers(message.GetReflection()->GetMessage(message, field), path + "."));
    } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_DOUBLE) {
      const std::string& name = field->name();
      const bool divides = name == "clock_mhz" || name == "memory_efficiency" || name == "pool_channels_per_cycle" ||
                           name == "initiation_interval" || name == "output_alignment";
      RETURN_IF_ERROR(CheckNumber(path, message.GetReflection()->GetDouble(message, field), !divides,
                                  absl::EndsWith(name, "per_port")));
    }
  }
  return absl::OkStatus();
}

}  // namespace

const Calibration& PublishedTables() {
  static const Calibration* const calibration = Parse(kPublishedTables, "published tables");
  return *calibration;
}

const Calibration& OwnRtl() {
  static const Calibration* const calibration = Parse(kOwnRtl, "own RTL");
  return *calibration;
}

absl::Status CheckCalibration(const Calibration& calibration) { return CheckNumbers(calibration, ""); }

absl::StatusOr<Calibration> ParseCalibration(absl::string_view text) {
  Calibration calibration = PublishedTables();
  RETURN_IF_ERROR(MergeText(text, "calibration", &calibration));
  RETURN_IF_ERROR(CheckCalibration(calibration));
  return calibration;
}

}  // namespace duet::codesign
