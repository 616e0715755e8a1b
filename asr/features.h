// Log-mel features of speech, as NAS-Bench-ASR computes them.
//
//     samples ─► 25 ms windows every 10 ms ─► Hann ─► |FFT|^2 ─► 80 mel filters ─► log(x + 1e-10) ─► (x - mean) /
//     deviation 16 kHz     400, no padding              periodic 400: 201 bins, 0 to 8 kHz     natural          fixed,
//     per filter
//
// Mel scale of HTK, m(f) = 1127 ln(1 + f / 700); filters are triangles in m, and the bin at 0 Hz belongs to none.
// Source: release of NAS-Bench-ASR (Mehrotra et al. 2021), its TensorFlow front end; means and variances are those of
// TIMIT's training set, two digits behind the point, as it prints them.

#ifndef ASR_FEATURES_H_
#define ASR_FEATURES_H_

#include <cstdint>
#include <memory>
#include <vector>

#include "absl/types/span.h"

namespace duet::asr {

constexpr int64_t kSampleRateHz = 16'000;
constexpr int64_t kWindowSamples = 400;
constexpr int64_t kHopSamples = 160;
constexpr int64_t kNumMelFilters = 80;

// 1 + floor((num_samples - 400) / 160), and 0 for less than a window.
int64_t NumFrames(int64_t num_samples);

// Can be used by several threads at once.
class LogMel {
 public:
  LogMel();
  ~LogMel();
  LogMel(const LogMel&) = delete;
  LogMel& operator=(const LogMel&) = delete;

  // samples: [n], 16 kHz, full scale 1 -> [T, 80] row-major, T = NumFrames(n); not normalised.
  std::vector<float> Compute(absl::Span<const float> samples) const;

 private:
  // The triangle's weights on the bins from first_bin on.
  struct MelFilter {
    int64_t first_bin;
    std::vector<float> weights;
  };

  struct Fft;
  std::unique_ptr<Fft> fft_;
  std::vector<float> window_;  // [400]
  std::vector<MelFilter> filters_;
};

// features: [T, 80], changed to (x - mean) / sqrt(variance + 1e-3) for each filter.
void Normalize(absl::Span<float> features);

}  // namespace duet::asr

#endif  // ASR_FEATURES_H_
