// What a network recognises, and how often it errs.

#ifndef ASR_TRAINING_EVALUATE_H_
#define ASR_TRAINING_EVALUATE_H_

#include <cstdint>
#include <vector>

#include "asr/acoustic_model.h"
#include "asr/error_rate.h"
#include "asr/training/feature_corpus.h"

namespace duet::asr {

// How labels are read off log-probabilities (asr/ctc.h).
struct Decoder {
  int64_t beam_width = 12;  // 0: greedy, the labels of the most probable path

  static Decoder Greedy() { return {0}; }
};

// The learned classes, 1 to 48, that each utterance is recognised as. Leaves the model as it was, training or not.
std::vector<std::vector<int64_t>> RecognizePhones(AcousticModel& model, const FeatureSet& utterances,
                                                  const Decoder& decoder = {});

// Both sides folded to the 39 scored classes: errors of all utterances over phones of all utterances.
ErrorRate PhoneErrorRate(AcousticModel& model, const FeatureSet& utterances, const Decoder& decoder = {});

}  // namespace duet::asr

#endif  // ASR_TRAINING_EVALUATE_H_
