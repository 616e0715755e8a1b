// What a network recognises, and how often it errs.

#ifndef ASR_TRAINING_EVALUATE_H_
#define ASR_TRAINING_EVALUATE_H_

#include <cstdint>
#include <vector>

#include "asr/acoustic_model.h"
#include "asr/error_rate.h"
#include "asr/training/feature_corpus.h"
#include "asr/training/train_options.h"

namespace duet::asr {

// The learned classes, 1 to 48, that each utterance is recognised as. Leaves the model as it was, training or not.
std::vector<std::vector<int64_t>> RecognizePhones(AcousticModel& model, const FeatureSet& utterances,
                                                  const Decoder& decoder = {});

// Both sides folded to the 39 scored classes: errors of all utterances over phones of all utterances.
ErrorRate PhoneErrorRate(AcousticModel& model, const FeatureSet& utterances, const Decoder& decoder = {});

}  // namespace duet::asr

#endif  // ASR_TRAINING_EVALUATE_H_
