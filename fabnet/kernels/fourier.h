// Fourier mixing on a CPU: the real part of the discrete Fourier transform over tokens and features, not normalised.
//
//   y[k][l] = Re sum over i, j of x[i][j] exp(-2 pi i (k i / L + l j / D)) = sum of x[i][j] cos(2 pi (k i / L + l j /
//   D))
//
// The matrix of this is symmetric, so backward is the same call: the gradient of x is the mix of that of y.
//
// FFTW, float32: real transforms of the rows, complex ones of the columns from 0 to D / 2; the other columns of y are
// those at (-k, -l). Plans are estimated and not measured, so that bits do not depend on timing. As two steps,
// estimated plans are as fast as a measured 2-D plan; an estimated 2-D plan takes 1.4 to 3 times as long (README). One
// thread; a result depends on nothing but its arguments. Limits: float32, 2^30 values.
//
// Source: Lee-Thorp et al. 2022, "FNet", section 3.2; the mixing of FABNet (Fan et al., MICRO 2022).

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
