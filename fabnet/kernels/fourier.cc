#include "fabnet/kernels/fourier.h"

#include <fftw3.h>

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"

namespace duet::fabnet {
namespace {

struct Free {
  void operator()(void* memory) const { fftwf_free(memory); }
};
template <typename T>
using Buffer = std::unique_ptr<T[], Free>;

// FFTW plans one transform at a time.
absl::Mutex& PlannerMutex() {
  static auto* const mutex = new absl::Mutex;
  return *mutex;
}

}  // namespace

struct FourierMixer::Plans {
  Plans(int seq_len, int hidden) : seq_len(seq_len), hidden(hidden) {
    const Buffer<float> in(fftwf_alloc_real(num_values()));
    const Buffer<fftwf_complex> spectrum(fftwf_alloc_complex(seq_len * width()));
    const int num_cols = width();
    const absl::MutexLock lock(&PlannerMutex());
    rows = fftwf_plan_many_dft_r2c(1, &hidden, seq_len, in.get(), nullptr, 1, hidden, spectrum.get(), nullptr, 1,
                                   num_cols, FFTW_ESTIMATE);
    cols = fftwf_plan_many_dft(1, &seq_len, num_cols, spectrum.get(), nullptr, num_cols, 1, spectrum.get(), nullptr,
                               num_cols, 1, FFTW_FORWARD, FFTW_ESTIMATE);
  }
  ~Plans() {
    const absl::MutexLock lock(&PlannerMutex());
    fftwf_destroy_plan(rows);
    fftwf_destroy_plan(cols);
  }
  Plans(const Plans&) = delete;

  int64_t num_values() const { return seq_len * hidden; }
  int64_t width() const { return hidden / 2 + 1; }  // columns that a real transform gives

  int64_t seq_len;
  int64_t hidden;
  fftwf_plan rows;
  fftwf_plan cols;
};

FourierMixer::FourierMixer(std::unique_ptr<const Plans> plans) : plans_(std::move(plans)) {}
FourierMixer::FourierMixer(FourierMixer&&) noexcept = default;
FourierMixer& FourierMixer::operator=(FourierMixer&&) noexcept = default;
FourierMixer::~FourierMixer() = default;

absl::StatusOr<FourierMixer> FourierMixer::Create(int64_t seq_len, int64_t hidden) {
  constexpr int64_t kMax = int64_t{1} << 30;
  if (seq_len < 1 || hidden < 1 || hidden > kMax || seq_len > kMax / hidden) {
    return absl::InvalidArgumentError(absl::StrCat("Fourier mixing of ", seq_len, " x ", hidden,
                                                   " values: each must be at least 1, their product at most ", kMax));
  }
  return FourierMixer(std::make_unique<const Plans>(static_cast<int>(seq_len), static_cast<int>(hidden)));
}

absl::Status FourierMixer::Mix(absl::Span<const float> x, absl::Span<float> y) const {
  const auto& [seq_len, hidden, rows, cols] = *plans_;
  const int64_t num_values = plans_->num_values();
  const int64_t width = plans_->width();
  if (x.size() != y.size() || x.size() % num_values != 0) {
    return absl::InvalidArgumentError(absl::StrCat("Fourier mixing of ", x.size(), " into ", y.size(),
                                                   " values: expected the same multiple of ", seq_len, " x ", hidden));
  }
  const Buffer<fftwf_complex> spectrum(fftwf_alloc_complex(seq_len * width));
  Buffer<float> aligned;  // plans are for aligned memory
  for (size_t first = 0; first < x.size(); first += num_values) {
    float* in = const_cast<float*>(x.data() + first);  // which FFTW leaves as it is
    if (fftwf_alignment_of(in) != 0) {
      if (aligned == nullptr) aligned.reset(fftwf_alloc_real(num_values));
      in = std::copy_n(in, num_values, aligned.get()) - num_values;
    }
    fftwf_execute_dft_r2c(rows, in, spectrum.get());
    fftwf_execute_dft(cols, spectrum.get(), spectrum.get());
    for (int64_t k = 0; k < seq_len; ++k) {
      float* const out = y.data() + first + k * hidden;
      const fftwf_complex* const row = spectrum.get() + k * width;
      const fftwf_complex* const mirrored = spectrum.get() + (k == 0 ? 0 : seq_len - k) * width;
      for (int64_t l = 0; l < width; ++l) out[l] = row[l][0];
      for (int64_t l = width; l < hidden; ++l) out[l] = mirrored[hidden - l][0];
    }
  }
  return absl::OkStatus();
}

}  // namespace duet::fabnet
