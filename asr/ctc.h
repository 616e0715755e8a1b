// Decoding of connectionist temporal classification: from a distribution over classes for each frame to a sequence of
// labels. A path has a class for each frame; its labels are what is left when repetitions are joined and then blanks
// dropped. The probability of labels is the sum over their paths.
//
// Source: Graves et al. 2006, sections 3.1 and 3.2; prefix beam search without a language model as in section 3.2 and
// Hannun et al. 2014, algorithm 1. The blank is class 0 (phones.h).

#ifndef ASR_CTC_H_
#define ASR_CTC_H_

#include <cstdint>
#include <vector>

#include "absl/types/span.h"

namespace duet::asr {

// [num_frames, num_classes] row-major, natural logarithms.
struct LogProbabilities {
  absl::Span<const float> values;
  int64_t num_classes = 0;

  int64_t num_frames() const { return static_cast<int64_t>(values.size()) / num_classes; }
  float At(int64_t frame, int64_t label) const { return values[frame * num_classes + label]; }
};

// The labels of the most probable path; of equal classes the first.
std::vector<int64_t> GreedyDecode(const LogProbabilities& log_probabilities);

struct DecodedLabels {
  std::vector<int64_t> labels;
  double log_probability = 0;  // of the paths that the beam kept
};

// Frame by frame, the beam_width >= 1 most probable prefixes. With a beam that keeps all of them the result is the most
// probable sequence of labels. Of equal prefixes the one that was found first.
DecodedLabels BeamSearchDecode(const LogProbabilities& log_probabilities, int64_t beam_width);

}  // namespace duet::asr

#endif  // ASR_CTC_H_
