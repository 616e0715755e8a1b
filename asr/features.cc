#include "asr/features.h"

#include <fftw3.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>

#include "absl/synchronization/mutex.h"
#include "common/fftw_planner.h"

namespace duet::asr {
namespace {

constexpr int64_t kNumBins = kWindowSamples / 2 + 1;
constexpr double kPi = 3.14159265358979323846;
constexpr float kLogFloor = 1e-10f;

// Provenance: release of NAS-Bench-ASR, statistics of TIMIT's training set.
constexpr std::array<float, kNumMelFilters> kMeans = {
    -11.18, -9.88,  -8.60,  -8.68,  -7.27,  -7.58,  -7.46,  -6.51,  -6.56,  -6.42, -6.64, -6.69,  -6.50,  -6.14,
    -5.94,  -5.89,  -5.97,  -6.14,  -6.32,  -6.39,  -6.44,  -6.53,  -6.66,  -6.80, -6.94, -7.08,  -7.12,  -7.44,
    -7.58,  -7.47,  -7.84,  -7.69,  -7.86,  -7.78,  -7.90,  -7.81,  -7.82,  -7.81, -7.81, -7.89,  -7.99,  -8.10,
    -8.17,  -8.21,  -8.25,  -8.26,  -8.18,  -8.24,  -8.19,  -8.30,  -8.36,  -8.53, -8.62, -8.66,  -8.62,  -8.52,
    -8.43,  -8.33,  -8.34,  -8.43,  -8.57,  -8.76,  -9.00,  -9.18,  -9.35,  -9.55, -9.78, -10.00, -10.14, -10.19,
    -10.23, -10.23, -10.20, -10.18, -10.12, -10.14, -10.20, -10.22, -10.19, -10.11};
constexpr std::array<float, kNumMelFilters> kVariances = {
    3.4,  3.4,  9.8,  9.8,  12.3, 12.8, 13.6, 16.2, 16.5, 16.4, 16.8, 16.8, 17.8, 19.1, 20.3, 20.8,
    20.7, 20.8, 20.2, 19.5, 19.4, 18.7, 17.8, 16.8, 15.8, 15.2, 14.8, 14.6, 14.7, 14.6, 14.6, 14.2,
    14.1, 13.9, 14.0, 13.8, 13.7, 13.4, 13.3, 13.1, 12.9, 12.5, 12.1, 11.8, 11.5, 11.5, 11.6, 11.9,
    11.9, 11.8, 11.4, 11.0, 10.7, 10.6, 10.7, 11.1, 11.5, 11.7, 11.6, 11.3, 10.9, 10.5, 10.2, 10.1,
    10.0, 9.8,  9.4,  9.1,  8.9,  8.6,  8.4,  8.1,  8.0,  7.9,  7.7,  7.5,  7.3,  7.2,  7.1,  7.1};
constexpr float kVarianceFloor = 1e-3f;

double MelOfHz(double hz) { return 1127.0 * std::log1p(hz / 700.0); }

}  // namespace

int64_t NumFrames(int64_t num_samples) {
  return num_samples < kWindowSamples ? 0 : 1 + (num_samples - kWindowSamples) / kHopSamples;
}

// FFTW_ESTIMATE: the same plan, and so the same bits, on every run.
struct LogMel::Fft {
  Fft() {
    const absl::MutexLock lock(&FftwPlannerMutex());
    float* const in = fftwf_alloc_real(kWindowSamples);
    fftwf_complex* const out = fftwf_alloc_complex(kNumBins);
    plan = fftwf_plan_dft_r2c_1d(kWindowSamples, in, out, FFTW_ESTIMATE);
    fftwf_free(in);
    fftwf_free(out);
  }
  ~Fft() {
    const absl::MutexLock lock(&FftwPlannerMutex());
    fftwf_destroy_plan(plan);
  }
  fftwf_plan plan;
};

LogMel::LogMel() : fft_(std::make_unique<Fft>()), window_(kWindowSamples), filters_(kNumMelFilters) {
  for (int64_t i = 0; i < kWindowSamples; ++i) window_[i] = 0.5 - 0.5 * std::cos(2 * kPi * i / kWindowSamples);
  const double max_mel = MelOfHz(kSampleRateHz / 2.0);
  const auto edge = [&](int64_t i) { return max_mel * i / (kNumMelFilters + 1); };
  for (int64_t m = 0; m < kNumMelFilters; ++m) {
    MelFilter& filter = filters_[m];
    filter.first_bin = 0;
    for (int64_t bin = 1; bin < kNumBins; ++bin) {
      const double mel = MelOfHz(static_cast<double>(bin) * kSampleRateHz / kWindowSamples);
      const double rising = (mel - edge(m)) / (edge(m + 1) - edge(m));
      const double falling = (edge(m + 2) - mel) / (edge(m + 2) - edge(m + 1));
      const double weight = std::min(rising, falling);
      if (weight <= 0) continue;
      if (filter.weights.empty()) filter.first_bin = bin;
      filter.weights.push_back(static_cast<float>(weight));
    }
  }
}

LogMel::~LogMel() = default;

std::vector<float> LogMel::Compute(absl::Span<const float> samples) const {
  const int64_t num_frames = NumFrames(samples.size());
  std::vector<float> features(num_frames * kNumMelFilters);
  float* const frame = fftwf_alloc_real(kWindowSamples);
  fftwf_complex* const spectrum = fftwf_alloc_complex(kNumBins);
  std::array<float, kNumBins> power;
  for (int64_t t = 0; t < num_frames; ++t) {
    const float* const start = samples.data() + t * kHopSamples;
    for (int64_t i = 0; i < kWindowSamples; ++i) frame[i] = window_[i] * start[i];
    fftwf_execute_dft_r2c(fft_->plan, frame, spectrum);
    for (int64_t bin = 0; bin < kNumBins; ++bin) {
      power[bin] = spectrum[bin][0] * spectrum[bin][0] + spectrum[bin][1] * spectrum[bin][1];
    }
    for (int64_t m = 0; m < kNumMelFilters; ++m) {
      const MelFilter& filter = filters_[m];
      float sum = 0;
      for (size_t i = 0; i < filter.weights.size(); ++i) sum += filter.weights[i] * power[filter.first_bin + i];
      features[t * kNumMelFilters + m] = std::log(sum + kLogFloor);
    }
  }
  fftwf_free(frame);
  fftwf_free(spectrum);
  return features;
}

void Normalize(absl::Span<float> features) {
  assert(features.size() % kNumMelFilters == 0);
  static const auto* const inverse_deviations = [] {
    auto* const values = new std::array<float, kNumMelFilters>;
    for (int64_t m = 0; m < kNumMelFilters; ++m) (*values)[m] = 1.0f / std::sqrt(kVariances[m] + kVarianceFloor);
    return values;
  }();
  for (size_t i = 0; i < features.size(); ++i) {
    const size_t m = i % kNumMelFilters;
    features[i] = (features[i] - kMeans[m]) * (*inverse_deviations)[m];
  }
}

}  // namespace duet::asr
