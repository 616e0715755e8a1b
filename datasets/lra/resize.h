// Tasks of shorter sequences than published: what a processor trains.

#ifndef DATASETS_LRA_RESIZE_H_
#define DATASETS_LRA_RESIZE_H_

#include <cstdint>

#include "datasets/lra/task.h"

namespace duet::lra {

// ListOps of more than `max_tokens` symbols become trees of listops::ShortOptions() that have no more.
inline void ShortenTrees(int64_t max_tokens, TaskOptions& options) {
  if (max_tokens >= options.listops.max_length) return;
  options.listops = listops::ShortOptions();
  options.listops.max_length = max_tokens + 1;
}

// Sequences of `seq_len` tokens without padding beyond what an example needs, and trees that fit. Leaves options that
// have that length already as they are.
inline void Resize(int64_t seq_len, TaskOptions& options) {
  if (seq_len == options.seq_len) return;
  options.seq_len = seq_len;
  options.max_tokens.reset();
  ShortenTrees(seq_len, options);
}

}  // namespace duet::lra

#endif  // DATASETS_LRA_RESIZE_H_
