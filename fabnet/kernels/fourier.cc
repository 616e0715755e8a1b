#include "fabnet/kernels/fourier.h"

#include <fftw3.h>

#include <algorithm>
#include <type_traits>
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

// Columns that are transformed together: as floats a cache line of their matrix.
constexpr int64_t kGroup = 16;

}  // namespace

struct FourierMixer::Plans {
  Plans(int seq_len, int hidden) : seq_len(seq_len), hidden(hidden) {
    const Buffer<fftwf_complex> row(fftwf_alloc_complex(hidden));
    const Buffer<fftwf_complex> column(fftwf_alloc_complex(seq_len));
    const absl::MutexLock lock(&FftwPlannerMutex());
    row_transform = fftwf_plan_dft_1d(hidden, row.get(), row.get(), FFTW_FORWARD, FFTW_ESTIMATE);
    column_transform = fftwf_plan_dft_1d(seq_len, column.get(), column.get(), FFTW_FORWARD, FFTW_ESTIMATE);
  }
  ~Plans() {
    const absl::MutexLock lock(&FftwPlannerMutex());
    fftwf_destroy_plan(row_transform);
    fftwf_destroy_plan(column_transform);
  }
  Plans(const Plans&) = delete;

  int64_t num_values() const { return seq_len * hidden; }
  int64_t width() const { return hidden / 2 + 1; }          // columns of u that are needed
  int64_t u_stride() const { return width() / 2 * 2 + 2; }  // even: two columns make a complex one
  // Between the columns of a group: aligned as FFTW has it, and not in the same sets of the cache.
  int64_t column_stride() const { return (seq_len / 8 + 2) * 8; }

  // x: [L, D] -> u: [L, u_stride], of which width() columns are used. row: [D].
  void MixRows(const float* x, fftwf_complex* row, float* u) const {
    for (int64_t i = 0; i <= (seq_len - 1) / 2; ++i) {
      // Row 0 and, if L is even, L / 2 are their own mirrors, and go together.
      const int64_t mirror = i > 0 ? seq_len - i : seq_len % 2 == 0 ? seq_len / 2 : 0;
      const float* const a = x + i * hidden;
      const float* const b = x + mirror * hidden;
      for (int64_t j = 0; j < hidden; ++j) {
        row[j][0] = a[j];
        row[j][1] = b[j];
      }
      fftwf_execute_dft(row_transform, row, row);
      float* const u_a = u + i * u_stride();
      float* const u_b = u + mirror * u_stride();
      if (i == 0) {
        for (int64_t l = 0; l < width(); ++l) {
          const int64_t opposite = l == 0 ? 0 : hidden - l;
          u_a[l] = 0.5f * (row[l][0] + row[opposite][0]);
          u_b[l] = 0.5f * (row[l][1] + row[opposite][1]);
        }
        continue;
      }
      u_a[0] = u_b[0] = 0.5f * (row[0][0] + row[0][1]);
      for (int64_t l = 1; l < width(); ++l) u_a[l] = 0.5f * (row[l][0] + row[l][1]);
      for (int64_t l = 1; l < width(); ++l) u_b[l] = 0.5f * (row[hidden - l][0] + row[hidden - l][1]);
    }
  }

  // y: [L, D] of the columns [first, first + count) of u, and of their mirrors. columns: [kGroup / 2, column_stride].
  // Count: a number that is known when this is compiled, which is faster, or any.
  template <typename Count>
  void MixGroup(const float* u, int64_t first, Count count, fftwf_complex* columns, float* y) const {
    const int64_t stride = column_stride();
    const int64_t num_complex = (count + 1) / 2;
    for (int64_t i = 0; i < seq_len; ++i) {
      const float* const row = u + i * u_stride() + first;
      for (int64_t c = 0; c < num_complex; ++c) std::copy_n(row + 2 * c, 2, columns[c * stride + i]);
    }
    for (int64_t c = 0; c < num_complex; ++c) {
      fftwf_execute_dft(column_transform, columns + c * stride, columns + c * stride);
    }
    for (int64_t k = 0; k <= seq_len / 2; ++k) {
      const int64_t mirror = k == 0 ? 0 : seq_len - k;
      float y_k[kGroup + 1], y_mirror[kGroup + 1];
      for (int64_t c = 0; c < num_complex; ++c) {
        const float* const w = columns[c * stride + k];
        const float* const v = columns[c * stride + mirror];
        const float re_sum = 0.5f * (w[0] + v[0]), re_difference = 0.5f * (w[0] - v[0]);
        const float im_sum = 0.5f * (w[1] + v[1]), im_difference = 0.5f * (w[1] - v[1]);
        y_k[2 * c] = re_sum - im_difference;
        y_mirror[2 * c] = re_sum + im_difference;
        y_k[2 * c + 1] = im_sum + re_difference;
        y_mirror[2 * c + 1] = im_sum - re_difference;
      }
      float* const row = y + k * hidden;
      float* const mirror_row = y + mirror * hidden;
      for (int64_t c = 0; c < count; ++c) row[first + c] = y_k[c];
      for (int64_t c = 0; c < count; ++c) mirror_row[first + c] = y_mirror[c];
      // Column 0 is its own mirror.
      if (first > 0) mirror_row[hidden - first] = y_k[0];
      if (first > 0) row[hidden - first] = y_mirror[0];
      for (int64_t c = 1; c < count; ++c) mirror_row[hidden - first - c] = y_k[c];
      for (int64_t c = 1; c < count; ++c) row[hidden - first - c] = y_mirror[c];
    }
  }

  int64_t seq_len;
  int64_t hidden;
  fftwf_plan row_transform;
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
  const int64_t num_u = plans_->seq_len * plans_->u_stride();
  const Buffer<float> u(fftwf_alloc_real(num_u));
  std::fill_n(u.get(), num_u, 0.0f);  // also what makes an odd number of columns even
  const Buffer<fftwf_complex> row(fftwf_alloc_complex(plans_->hidden));
  const Buffer<fftwf_complex> columns(fftwf_alloc_complex(kGroup / 2 * plans_->column_stride()));
  for (size_t first = 0; first < x.size(); first += num_values) {
    plans_->MixRows(x.data() + first, row.get(), u.get());
    float* const mixed = y.data() + first;
    int64_t column = 0;
    for (; column + kGroup <= plans_->width(); column += kGroup) {
      plans_->MixGroup(u.get(), column, std::integral_constant<int64_t, kGroup>(), columns.get(), mixed);
    }
    if (column < plans_->width()) {
      plans_->MixGroup(u.get(), column, plans_->width() - column, columns.get(), mixed);
    }
  }
  return absl::OkStatus();
}

}  // namespace duet::fabnet
