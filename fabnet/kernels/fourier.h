// Fourier mixing on a CPU: the real part of the discrete Fourier transform over tokens and features, not normalised.
//
//   y[k][l] = Re sum_ij x[i][j] exp(-2 pi sqrt(-1) (k i / L + l j / D)) = sum_ij x[i][j] cos(2 pi (k i / L + l j / D))
//
// The matrix of this is symmetric, so backward is the same call: the gradient of x is the mix of that of y.
//
// With the Hartley transform's cas t = cos t + sin t, and indices modulo L and D,
//
//   y[k][l] = y[-k][-l] = sum_i u[i][l] cas(2 pi k i / L)       u[i][l] = (Re w[l] + Im w[l]) / 2 = u[-i][-l]
//
// where w is the transform of the complex row x[i] + sqrt(-1) x[-i]. So two rows are one complex transform, and so are
// two columns of u, of which D / 2 + 1 are needed: three quarters of the operations of a real 2-D transform.
//
//   x --> rows i and -i together --> u --> 16 columns at a time: gather, 8 transforms, y at (k, l) and (-k, -l)
//         [L][D]                     [L][D / 2 + 1]              of length L, in the cache
//
// Transforms are FFTW's, float32. Plans are estimated, not measured, so that bits do not depend on timing; nor on
// anything else, unless the program has given FFTW wisdom. One thread. Limits: 2^30 values.
//
// Source: Lee-Thorp et al. 2022, "FNet", section 3.2; the mixing of FABNet (Fan et al., MICRO 2022); Bracewell 1983 for
// the Hartley transform.

#ifndef FABNET_KERNELS_FOURIER_H_
#define FABNET_KERNELS_FOURIER_H_

#include <cstdint>
#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"

namespace duet::fabnet {

class FourierMixer {
 public:
  // Plans for x of [seq_len, hidden] = [L, D]. InvalidArgument if one is below 1 or L D above 2^30.
  static absl::StatusOr<FourierMixer> Create(int64_t seq_len, int64_t hidden);

  FourierMixer(FourierMixer&&) noexcept;
  FourierMixer& operator=(FourierMixer&&) noexcept;
  ~FourierMixer();

  // x, y: [batch, seq_len, hidden]; `y` may be `x`. InvalidArgument if sizes differ or are no multiple of L D. May be
  // called from several threads.
  absl::Status Mix(absl::Span<const float> x, absl::Span<float> y) const;

 private:
  struct Plans;
  explicit FourierMixer(std::unique_ptr<const Plans> plans);

  std::unique_ptr<const Plans> plans_;
};

}  // namespace duet::fabnet

#endif  // FABNET_KERNELS_FOURIER_H_
