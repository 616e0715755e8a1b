// Dropout on a CPU whose mask is a function of a key, so that backward draws it again in place of keeping it.
//
//   y_i = addend_i + x_i * [kept_i] / (1 - p),   kept_i with probability 1 - p, from a hash of (key, i)
//
// The backward of y with respect to x is the same call on the gradient, without addend. The hash is two rounds of a
// 32-bit integer mixer (Wellons' lowbias32) on i, keyed per 65,536 values by a Philox stream (common/random.h), so
// that eight values are drawn at a time. One thread. Limits: p is rounded to a multiple of 2^-32.
//
// Source: Srivastava et al. 2014.

#ifndef FABNET_KERNELS_DROPOUT_H_
#define FABNET_KERNELS_DROPOUT_H_

#include <cstdint>

#include "absl/status/status.h"
#include "absl/types/span.h"

namespace duet::fabnet {

// The spans have one size, `addend` may also be empty, for zeros; `y` may be one of them. InvalidArgument if sizes
// differ or `p` is not in [0, 1).
absl::Status Dropout(double p, uint64_t key, absl::Span<const float> x, absl::Span<const float> addend,
                     absl::Span<float> y);

}  // namespace duet::fabnet

#endif  // FABNET_KERNELS_DROPOUT_H_
