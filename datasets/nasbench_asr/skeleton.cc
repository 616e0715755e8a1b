#include "datasets/nasbench_asr/skeleton.h"

namespace duet::nasbench_asr {
namespace {

constexpr int64_t kMaxLookAheadFrames = 4;

}  // namespace

Taps TapsOf(Op op) {
  switch (op) {
    case Op::kConv5:
      return {5, 1};
    case Op::kConv5Dilated2:
      return {5, 2};
    case Op::kConv7:
      return {7, 1};
    case Op::kConv7Dilated2:
      return {7, 2};
    case Op::kLinear:
    case Op::kZero:
      return {};
  }
  return {};
}

Padding PaddingOf(const Taps& taps, int64_t stride) {
  const int64_t look_ahead = kMaxLookAheadFrames / stride;
  const int64_t span = taps.num_taps * taps.dilation - stride;
  if (look_ahead >= span) return {0, span};
  return {(taps.num_taps - 1) * taps.dilation - look_ahead, look_ahead};
}

int64_t NumOutputFrames(int64_t num_frames, const Skeleton& skeleton) {
  for (const Block& block : skeleton.blocks) num_frames = (num_frames + block.stride - 1) / block.stride;
  return num_frames;
}

}  // namespace duet::nasbench_asr
