// Phone (or word) error rate: all insertions, deletions and substitutions that turn what was recognised into what was
// said, over the number of labels said. It can exceed 1.

#ifndef ASR_ERROR_RATE_H_
#define ASR_ERROR_RATE_H_

#include <cstdint>

#include "absl/types/span.h"

namespace duet::asr {

// The fewest insertions, deletions and substitutions (Levenshtein 1966).
int64_t EditDistance(absl::Span<const int64_t> recognized, absl::Span<const int64_t> reference);

// Adds up over utterances, long ones counting more.
class ErrorRate {
 public:
  void Add(absl::Span<const int64_t> recognized, absl::Span<const int64_t> reference) {
    num_errors_ += EditDistance(recognized, reference);
    num_labels_ += static_cast<int64_t>(reference.size());
  }

  int64_t num_errors() const { return num_errors_; }
  int64_t num_labels() const { return num_labels_; }
  // NaN of no labels.
  double rate() const { return static_cast<double>(num_errors_) / static_cast<double>(num_labels_); }

 private:
  int64_t num_errors_ = 0;
  int64_t num_labels_ = 0;
};

}  // namespace duet::asr

#endif  // ASR_ERROR_RATE_H_
