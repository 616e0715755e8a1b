#include "fabnet/kernels/fourier.h"

#include <fftw3.h>

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "common/fftw_planner.h"

namespace duet::fabnet {
namespace {

struct Free {
  void operator()(void* memory) const { fftwf_free(memory); }
};
template <typename T>
using Buffer = std::unique_ptr<T[], Free>;

// Columns that are transformed together: a cache line of a row of the spectrum.
constexpr int64_t kGroup = 8;

}  // namespace

struct FourierMixer::Plans {
  Plans(int seq_len, int hidden) : seq_len(seq_len), hidden(hidden) {
    const Buffer<float> in(fftwf_alloc_real(num_values()));
    const Buffer<fftwf_complex> spectrum(fftwf_alloc_complex(seq_len * width()));
    const Buffer<fftwf_complex> column(fftwf_alloc_complex(seq_len));
    const absl::MutexLock lock(&FftwPlannerMutex());
    row_transforms = fftwf_plan_many_dft_r2c(1, &hidden, seq_len, in.get(), nullptr, 1, hidden, spectrum.get(), nullptr,
                                             1, static_cast<int>(width()), FFTW_ESTIMATE);
    column_transform = fftwf_plan_dft_1d(seq_len, column.get(), column.get(), FFTW_FORWARD, FFTW_ESTIMATE);
  }
  ~Plans() {
    const absl::MutexLock lock(&FftwPlannerMutex());
    fftwf_destroy_plan(row_transforms);
    fftwf_destroy_plan(column_transform);
  }
  Plans(const Plans&) = delete;

  int64_t num_values() const { return seq_len * hidden; }
  int64_t width() const { return hidden / 2 + 1; }  // columns that a real transform gives
  // Between the columns of a group: aligned as FFTW has it, and not in the same sets of the cache.
  int64_t column_stride() const { return (seq_len / 8 + 2) * 8; }

  // spectrum: [L, D / 2 + 1], transformed rows; columns: [8, column_stride]; y: [L, D].
  void MixColumns(const fftwf_complex* spectrum, fftwf_complex* columns, float* y) const {
    const int64_t stride = column_stride();
    for (int64_t first = 0; first < width(); first += kGroup) {
      const int64_t count = std::min(kGroup, width() - first);
      for (int64_t i = 0; i < seq_len; ++i) {
        const fftwf_complex* const row = spectrum + i * width() + first;
        for (int64_t c = 0; c < count; ++c) std::copy_n(row[c], 2, columns[c * stride + i]);
      }
      for (int64_t c = 0; c < count; ++c) {
        fftwf_execute_dft(column_transform, columns + c * stride, columns + c * stride);
      }
      for (int64_t k = 0; k < seq_len; ++k) {
        float* const row = y + k * hidden + first;
        for (int64_t c = 0; c < count; ++c) row[c] = columns[c * stride + k][0];
        // Column 0 and, if D is even, D / 2 are their own mirrors.
        float* const mirrored = y + (k == 0 ? 0 : seq_len - k) * hidden + hidden - first;
        for (int64_t c = first == 0 ? 1 : 0; c < count; ++c) mirrored[-c] = columns[c * stride + k][0];
      }
    }
  }

  int64_t seq_len;
  int64_t hidden;
  fftwf_plan row_transforms;
  fftwf_plan column_transform;
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
  const int64_t num_values = plans_->num_values();
  if (x.size() != y.size() || x.size() % num_values != 0) {
    return absl::InvalidArgumentError(absl::StrCat("Fourier mixing of ", x.size(), " into ", y.size(),
                                                   " values: expected the same multiple of ", plans_->seq_len, " x ",
                                                   plans_->hidden));
  }
  const Buffer<fftwf_complex> spectrum(fftwf_alloc_complex(plans_->seq_len * plans_->width()));
  const Buffer<fftwf_complex> columns(fftwf_alloc_complex(kGroup * plans_->column_stride()));
  Buffer<float> aligned;  // plans are for aligned memory
  for (size_t first = 0; first < x.size(); first += num_values) {
    float* in = const_cast<float*>(x.data() + first);  // which FFTW leaves as it is
    if (fftwf_alignment_of(in) != 0) {
      if (aligned == nullptr) aligned.reset(fftwf_alloc_real(num_values));
      in = std::copy_n(in, num_values, aligned.get()) - num_values;
    }
    fftwf_execute_dft_r2c(plans_->row_transforms, in, spectrum.get());
    plans_->MixColumns(spectrum.get(), columns.get(), y.data() + first);
  }
  return absl::OkStatus();
}

}  // namespace duet::fabnet
