// Tasks of shorter sequences than published: what a processor trains.

#ifndef DATASETS_LRA_RESIZE_H_
#define DATASETS_LRA_RESIZE_H_

#include <cstdint>

#include "datasets/lra/task.h"

namespace duet::lra {

// Sequences of `seq_len` tokens without padding beyond what an example needs; ListOps that would not fit become trees
// of listops::ShortOptions(). Leaves options that have that length already as they are.
inline void Resize(int64_t seq_len, TaskOptions& options) {
  if (seq_len == options.seq_len) return;
  options.seq_len = seq_len;
  options.max_tokens.reset();
  if (seq_len >= options.listops.max_length) return;
  options.listops = listops::ShortOptions();
  options.listops.max_length = seq_len + 1;
}

}  // namespace duet::lra

#endif  // DATASETS_LRA_RESIZE_H_
