// A space of light networks that find the people in a frame of a video call: U-shaped encoder-decoders over inverted
// residual blocks.
//
//     frame, resized to the input resolution
//       │ 3x3 convolution, stride 2, `stem_width`                                                 1/2
//       ├──────────────────────────────────────────────────────────── skip ──┐
//     stage 0: `depth` inverted residual blocks, the first of stride 2       │                    1/4
//       ├────────────────────────────────────────── skip ──┐                 │
//     stage 1: the same                                    │                 │                    1/8
//       ├──────────────────────── skip ──┐                 │                 │
//     stage 2: the same, or not there    │                 │                 │                    1/16
//       └────────────────────────────► level 2 ────────► level 1 ────────► level 0 ─► 1x1 ─► logits at 1/2
//
// A block (MobileNetV2, Sandler et al. 2018): 1x1 to `expansion` times the channels, `kernel` x `kernel` depthwise, 1x1
// to `width`; the sum with its input where shapes are the same. A level of the decoder doubles the resolution, takes
// the skip and refines, all at `decoder_width`:
//     nearest      1x1, nearest neighbour,                    skip, 3x3 convolution
//     bilinear     1x1, bilinear,                             skip, 3x3 depthwise, 1x1
//     transposed   2x2 transposed convolution of stride 2,    skip, 3x3 depthwise, 1x1
// Skips: none; add (through a 1x1); concat.
//
// Stage 2 of depth 0 is not there: its other choices then have no effect, and a network is canonical if they are the
// first of each. There are kNumNetworks canonical ones. The space is this project's.

#ifndef DATASETS_SEGMENTATION_NETWORKS_NETWORK_H_
#define DATASETS_SEGMENTATION_NETWORKS_NETWORK_H_

#include <array>
#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace duet::segmentation {

enum class Decoder : int8_t { kNearest, kBilinear, kTransposed };
enum class Skip : int8_t { kNone, kAdd, kConcat };

struct Resolution {
  int64_t width, height;  // multiples of 16
};

// The options of each decision, in the order of their numbers.
constexpr std::array<Resolution, 4> kResolutions = {{{256, 144}, {192, 112}, {160, 96}, {128, 80}}};
constexpr std::array<int64_t, 3> kStemWidths = {8, 12, 16};
constexpr std::array<int64_t, 2> kKernels = {3, 5};
constexpr std::array<int64_t, 3> kExpansions = {2, 4, 6};
constexpr int kNumStages = 3;
constexpr std::array<std::array<int64_t, 3>, kNumStages> kWidths = {{{8, 16, 24}, {16, 24, 32}, {32, 48, 64}}};
constexpr std::array<int64_t, 3> kDecoderWidths = {8, 16, 24};
constexpr int64_t kMaxDepth = 3;

// An architecture as the number of the option taken at each decision.
enum Decision : int {
  kResolution,
  kStemWidth,
  kStage0,  // kernel, expansion, width, depth - 1; of the last stage depth
  kStage1 = kStage0 + 4,
  kStage2 = kStage1 + 4,
  kDecoder = kStage2 + 4,
  kDecoderWidth,
  kSkip,
  kNumDecisions,
};
constexpr std::array<int64_t, kNumDecisions> kNumOptions = {4, 3, 2, 3, 3, 3, 2, 3, 3, 3, 2, 3, 3, 4, 3, 3, 3};

struct Network {
  std::array<int8_t, kNumDecisions> choices = {};

  friend bool operator==(const Network& a, const Network& b) { return a.choices == b.choices; }
};

struct Stage {
  int64_t kernel, expansion, width, depth;
};

Resolution InputResolution(const Network& network);
int64_t StemWidth(const Network& network);
Stage StageOf(const Network& network, int stage);
Decoder DecoderOf(const Network& network);
int64_t DecoderWidth(const Network& network);
Skip SkipOf(const Network& network);
// Levels of the decoder: 3, or 2 without the last stage.
int64_t NumLevels(const Network& network);

// The network of the same function with the first option wherever a choice has no effect.
Network Canonical(const Network& network);

// Canonical networks by number, 0 to kNumNetworks - 1: 4 x 3 x (2 3 3 3)^2 x (1 + 2 3 3 3) x 3 x 3 x 3.
constexpr int64_t kNumNetworks = 51'963'120;
Network NetworkFromId(int64_t id);
int64_t NetworkId(const Network& network);  // of its canonical form

// "256x144-s16-k3e4w24d2-k5e4w32d1-k3e6w64d3-bilinear16-add"; the last stage may be "none". Prints the canonical form.
std::string ToString(const Network& network);
// InvalidArgument with what is wrong.
absl::StatusOr<Network> ParseNetwork(absl::string_view text);

}  // namespace duet::segmentation

#endif  // DATASETS_SEGMENTATION_NETWORKS_NETWORK_H_
