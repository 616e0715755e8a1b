// Latency of a pair, and what its design takes of an FPGA.
//
// Latency, with L tokens, F = D R and the cycles of hw/cycle_model:
//
//   FBfly   Fourier transforms along hidden axis and sequence, butterflies D -> F and F -> D
//   ABfly   butterflies D -> D for Q, K and V, attention of 2 heads, butterfly D -> D, butterflies D -> F and F -> D
//   ms = (sum over blocks) / (200 MHz x 0.85)
//
// The released simulator has no ABfly block; its butterflies are those of butterfly_cycles.h here and its attention
// that of our RTL (attention_cycles.h), one step after the other. (The paper overlaps the projection of Q with
// attention.)
//
// Resources of the butterfly processor are either linear in P_be P_bu as the published designs have them, or what the
// model fitted on our RTL says; the attention engine's are fitted on our RTL, and keys and values of a head lie in
// block RAM:
//
//                published                                  our RTL
//   LUT          358,609 / 160 P_be P_bu                    hw/synth/resource_model.h
//   FF           536,810 / 160 P_be P_bu                    the same
//   DSP          4 P_be P_bu                                the same
//   BRAM36       2 P_be P_bu + 18                           the same
//   + attention  a + b P_qk + c P_sv (LUT, FF, DSP), 2 memories of L x head_dim halves (BRAM36)
//
// Both extrapolate: the published designs have P_bu = 4, the fitted ones 2 and 4. Not counted: layer norm, post-
// processing, memory controllers. Published: BE-40, see experiments/fabnet/resources.textproto.

#ifndef CODESIGN_FABNET_PAIR_COSTS_H_
#define CODESIGN_FABNET_PAIR_COSTS_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "codesign/fabnet/pair.h"
#include "hw/synth/linear_fit.h"
#include "hw/synth/resource_model.h"
#include "hw/synth/synthesis_report.pb.h"

namespace duet::codesign {

inline constexpr int64_t kNumHeads = 2;  // of an ABfly block: those of the Long Range Arena's baseline

struct PairLatency {
  double fourier_ms = 0;
  double butterfly_ms = 0;
  double attention_ms = 0;
  double total_ms() const { return fourier_ms + butterfly_ms + attention_ms; }
};

// InvalidArgument if the pair cannot run or a number is out of range.
absl::StatusOr<PairLatency> LatencyOf(const FabnetNetwork& network, const ButterflyDesign& design, int64_t seq_len);

struct FpgaResources {
  double lut = 0, ff = 0, dsp = 0, bram36 = 0;
};
// Whether each number is at most that of `limits`.
bool Fits(const FpgaResources& resources, const FpgaResources& limits);

enum class ButterflyCosts { kPublished, kOwnRtl };

class ResourceCosts {
 public:
  // Fits on reports of butterfly_processor (not used for kPublished) and of attention_engine. InvalidArgument where
  // they are too few or lack a parameter.
  static absl::StatusOr<ResourceCosts> Create(ButterflyCosts butterflies,
                                              const std::vector<hw::SynthesisReport>& butterfly_reports,
                                              const std::vector<hw::SynthesisReport>& attention_reports);

  // Of a pair that can run, for sequences of up to `seq_len` tokens.
  FpgaResources Of(const FabnetNetwork& network, const ButterflyDesign& design, int64_t seq_len) const;

  // The attention engine's coefficients of 1, P_qk and P_sv by resource ("LUT", "FF", "DSP").
  const std::map<std::string, hw::LinearFit>& attention() const { return attention_; }

 private:
  ResourceCosts() = default;

  std::optional<hw::ResourceModel> own_rtl_;  // nothing: published
  std::map<std::string, hw::LinearFit> attention_;
};

}  // namespace duet::codesign

#endif  // CODESIGN_FABNET_PAIR_COSTS_H_
