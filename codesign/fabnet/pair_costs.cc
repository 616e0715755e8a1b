#include "codesign/fabnet/pair_costs.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "common/rounding.h"
#include "common/status_macros.h"
#include "fabnet/network_shape.h"
#include "hw/cycle_model/attention_cycles.h"
#include "hw/cycle_model/butterfly_cycles.h"

namespace duet::codesign {
namespace {

// BE-40, 160 butterfly units: experiments/fabnet/resources.textproto.
constexpr double kPublishedLutPerUnit = 358609.0 / 160;
constexpr double kPublishedFfPerUnit = 536810.0 / 160;

hw::ButterflyAccelerator Accelerator(const ButterflyDesign& design) {
  hw::ButterflyAccelerator accelerator;
  accelerator.num_engines = design.num_engines;
  accelerator.units_per_engine = design.units_per_engine;
  return accelerator;
}

std::vector<double> AttentionFeatures(double qk_multipliers, double sv_multipliers) {
  return {1, qk_multipliers, sv_multipliers};
}

absl::StatusOr<std::map<std::string, hw::LinearFit>> FitAttention(const std::vector<hw::SynthesisReport>& reports) {
  std::vector<std::vector<double>> features;
  std::map<std::string, std::vector<double>> values;
  for (const hw::SynthesisReport& report : reports) {
    const auto qk = report.parameters().find("QkMultipliers"), sv = report.parameters().find("SvMultipliers");
    if (qk == report.parameters().end() || sv == report.parameters().end()) {
      return absl::InvalidArgumentError(
          absl::StrCat("a report of ", report.top(), " has no QkMultipliers or no SvMultipliers"));
    }
    features.push_back(AttentionFeatures(qk->second, sv->second));
    for (const auto& [resource, value] : hw::ResourceValues(report.total())) {
      if (resource != "BRAM36") values[resource].push_back(value);  // memories are counted, not fitted
    }
  }
  if (reports.empty()) return absl::InvalidArgumentError("no reports of an attention engine");
  std::map<std::string, hw::LinearFit> fits;
  for (const auto& [resource, of_reports] : values) {
    ASSIGN_OR_RETURN(fits[resource], hw::FitLinear(features, of_reports));
  }
  return fits;
}

// Of a memory of `num_words` words of `word_bits`: the better of 72 and 36 bits a block, 512 or 1,024 deep.
double Bram36(int64_t num_words, int64_t word_bits) {
  const auto blocks = [&](int64_t width, int64_t depth) {
    return CeilDiv(word_bits, width) * CeilDiv(num_words, depth);
  };
  return std::min(blocks(72, 512), blocks(36, 1024));
}

}  // namespace

absl::StatusOr<PairLatency> LatencyOf(const FabnetNetwork& network, const ButterflyDesign& design, int64_t seq_len) {
  if (!CanRun(design, network)) {
    return absl::InvalidArgumentError(absl::StrCat(ToString(design), " cannot run ", ToString(network)));
  }
  const hw::ButterflyAccelerator accelerator = Accelerator(design);
  const fabnet::NetworkShape shape = {ToString(network), fabnet::Family::kFabnet, network.hidden,
                                      network.hidden * network.expansion, network.num_blocks};
  ASSIGN_OR_RETURN(const hw::BlockCycles block, hw::CountBlockCycles(accelerator, shape, seq_len));
  const int64_t num_fbfly_blocks = network.num_blocks - network.num_abfly_blocks;
  const double fourier = num_fbfly_blocks * block.mixing();
  double butterfly = network.num_blocks * block.feed_forward();
  double attention = 0;
  if (network.num_abfly_blocks > 0) {
    fabnet::NetworkShape square = shape;
    square.feed_forward = network.hidden;
    ASSIGN_OR_RETURN(const hw::BlockCycles projection, hw::CountBlockCycles(accelerator, square, seq_len));
    ASSIGN_OR_RETURN(const hw::AttentionCycles heads,
                     hw::CountAttentionCycles({design.qk_multipliers, design.sv_multipliers},
                                              {seq_len, network.hidden / kNumHeads, kNumHeads}));
    butterfly += network.num_abfly_blocks * 4 * projection.expand.total;
    attention = network.num_abfly_blocks * heads.total;
  }
  return PairLatency{hw::CyclesToMs(accelerator, fourier), hw::CyclesToMs(accelerator, butterfly),
                     hw::CyclesToMs(accelerator, attention)};
}

bool Fits(const FpgaResources& resources, const FpgaResources& limits) {
  return resources.lut <= limits.lut && resources.ff <= limits.ff && resources.dsp <= limits.dsp &&
         resources.bram36 <= limits.bram36;
}

absl::StatusOr<ResourceCosts> ResourceCosts::Create(ButterflyCosts butterflies,
                                                    const std::vector<hw::SynthesisReport>& butterfly_reports,
                                                    const std::vector<hw::SynthesisReport>& attention_reports) {
  ResourceCosts costs;
  if (butterflies == ButterflyCosts::kOwnRtl) {
    ASSIGN_OR_RETURN(costs.own_rtl_, hw::ResourceModel::Fit(butterfly_reports));
  }
  ASSIGN_OR_RETURN(costs.attention_, FitAttention(attention_reports));
  return costs;
}

FpgaResources ResourceCosts::Of(const FabnetNetwork& network, const ButterflyDesign& design, int64_t seq_len) const {
  FpgaResources resources;
  if (own_rtl_) {
    const std::map<std::string, double> own = own_rtl_->Predict(design.num_engines, design.units_per_engine);
    resources = {own.at("LUT"), own.at("FF"), own.at("DSP"), own.at("BRAM36")};
  } else {
    const double num_units = design.num_engines * design.units_per_engine;
    const hw::ButterflyAccelerator accelerator = Accelerator(design);
    resources.lut = kPublishedLutPerUnit * num_units;
    resources.ff = kPublishedFfPerUnit * num_units;
    resources.dsp = hw::NumMultipliers(accelerator);
    resources.bram36 = hw::NumBram36(accelerator);
  }
  if (design.qk_multipliers == 0) return resources;
  const std::vector<double> features = AttentionFeatures(design.qk_multipliers, design.sv_multipliers);
  resources.lut += attention_.at("LUT").Predict(features);
  resources.ff += attention_.at("FF").Predict(features);
  resources.dsp += attention_.at("DSP").Predict(features);
  if (network.num_abfly_blocks == 0) return resources;  // the engine is there, without keys or values to hold
  const int64_t head_dim = network.hidden / kNumHeads;
  for (const int64_t multipliers : {design.qk_multipliers, design.sv_multipliers}) {
    resources.bram36 += Bram36(seq_len * CeilDiv(head_dim, multipliers), 16 * multipliers);
  }
  return resources;
}

}  // namespace duet::codesign
