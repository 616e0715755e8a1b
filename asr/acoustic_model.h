// A network that hears phones: features of speech in, log-probabilities of CTC classes out.
//
//     features [B, T, 80] ─► network ─► log-probabilities [B, T', V]; V = 49: the blank and the phones of phones.h
//
// What a network needs to be trained (asr/training), compressed and kept in a file (model_file.h). Letters: B batch,
// T frames of features, T' frames of output, V classes.

#ifndef ASR_ACOUSTIC_MODEL_H_
#define ASR_ACOUSTIC_MODEL_H_

#include <cstdint>
#include <string>

#include "torch/nn/module.h"
#include "torch/types.h"

namespace duet::asr {

class AcousticModel : public torch::nn::Module {
 public:
  // features: [B, T, 80] float32, normalised (features.h); num_frames: [B] int64, the frames behind them are padding.
  // -> [B, T', V] natural logarithms; those of utterance b end at NumOutputFrames(num_frames[b]), what follows is
  // arbitrary. What an utterance gives does not depend on the others of its batch, outside training (dropout).
  virtual torch::Tensor forward(const torch::Tensor& features, const torch::Tensor& num_frames) = 0;

  // T' of T.
  virtual int64_t NumOutputFrames(int64_t num_frames) const = 0;

  // V, with the blank.
  virtual int64_t NumOutputs() const = 0;

  // The name of its ModelKind (model_file.h), and what that makes the network of again, but for the weights: the bytes
  // of a message of its own.
  virtual std::string Kind() const = 0;
  virtual std::string SerializedOptions() const = 0;
};

}  // namespace duet::asr

#endif  // ASR_ACOUSTIC_MODEL_H_
