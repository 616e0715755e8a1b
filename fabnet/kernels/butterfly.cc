#include "fabnet/kernels/butterfly.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/rounding.h"
#include "common/status_macros.h"

namespace duet::fabnet {
namespace {

// Eight floats; the compiler makes it one AVX register, or two of SSE.
using Vec = float __attribute__((vector_size(32)));
constexpr int64_t kVec = 8;

// The same anywhere in memory. (A memcpy becomes two halves through the stack, three times slower here.)
using UnalignedVec = float __attribute__((vector_size(32), aligned(4), may_alias));
inline const UnalignedVec& At(const float* data) { return *reinterpret_cast<const UnalignedVec*>(data); }
inline UnalignedVec& At(float* data) { return *reinterpret_cast<UnalignedVec*>(data); }

// One element of 16 rows: `low` of the first eight, `high` of the others.
constexpr int64_t kLanes = 2 * kVec;
struct alignas(64) Lanes {
  Vec low;
  Vec high;
  float* data() { return reinterpret_cast<float*>(this); }
  const float* data() const { return reinterpret_cast<const float*>(this); }
};

// rows[i][j] <-> rows[j][i]: neighbours, then pairs, then fours.
inline void Transpose(Vec (&rows)[kVec]) {
  Vec pairs[kVec];
  for (int64_t i = 0; i < kVec; i += 2) {
    pairs[i] = __builtin_shufflevector(rows[i], rows[i + 1], 0, 8, 1, 9, 4, 12, 5, 13);
    pairs[i + 1] = __builtin_shufflevector(rows[i], rows[i + 1], 2, 10, 3, 11, 6, 14, 7, 15);
  }
  Vec fours[kVec];
  for (int64_t i = 0; i < kVec; i += 4) {
    for (int64_t k = 0; k < 2; ++k) {
      fours[i + 2 * k] = __builtin_shufflevector(pairs[i + k], pairs[i + k + 2], 0, 1, 8, 9, 4, 5, 12, 13);
      fours[i + 2 * k + 1] = __builtin_shufflevector(pairs[i + k], pairs[i + k + 2], 2, 3, 10, 11, 6, 7, 14, 15);
    }
  }
  for (int64_t i = 0; i < 4; ++i) {
    rows[i] = __builtin_shufflevector(fours[i], fours[i + 4], 0, 1, 2, 3, 8, 9, 10, 11);
    rows[i + 4] = __builtin_shufflevector(fours[i], fours[i + 4], 4, 5, 6, 7, 12, 13, 14, 15);
  }
}

// A part of a row-major matrix: rows `stride` elements apart.
template <typename Float>
struct Block {
  Float* data;
  int64_t num_rows;  // at most kLanes
  int64_t num_cols;
  int64_t stride;
};

// lanes[c] = column c of `block`; missing rows, and columns from num_cols to `size`, are zero.
void LoadLanes(const Block<const float>& block, int64_t size, Lanes* lanes) {
  for (int64_t row = 0; row < kLanes; row += kVec) {
    int64_t col = 0;
    if (row + kVec <= block.num_rows) {
      for (; col + kVec <= block.num_cols; col += kVec) {
        Vec rows[kVec];
        for (int64_t i = 0; i < kVec; ++i) rows[i] = At(block.data + (row + i) * block.stride + col);
        Transpose(rows);
        for (int64_t i = 0; i < kVec; ++i) (row == 0 ? lanes[col + i].low : lanes[col + i].high) = rows[i];
      }
    }
    for (; col < size; ++col) {
      for (int64_t i = row; i < row + kVec; ++i) {
        lanes[col].data()[i] = i < block.num_rows && col < block.num_cols ? block.data[i * block.stride + col] : 0;
      }
    }
  }
}

// Column c of `block` = lanes[c] + bias[c], without `bias` if that is null.
void StoreLanes(const Lanes* lanes, const float* bias, const Block<float>& block) {
  for (int64_t row = 0; row < block.num_rows; row += kVec) {
    int64_t col = 0;
    if (row + kVec <= block.num_rows) {
      for (; col + kVec <= block.num_cols; col += kVec) {
        Vec rows[kVec];
        for (int64_t i = 0; i < kVec; ++i) rows[i] = row == 0 ? lanes[col + i].low : lanes[col + i].high;
        Transpose(rows);
        Vec addend = {};
        if (bias != nullptr) addend = At(bias + col);
        for (int64_t i = 0; i < kVec; ++i) At(block.data + (row + i) * block.stride + col) = rows[i] + addend;
      }
    }
    for (; col < block.num_cols; ++col) {
      for (int64_t i = row; i < std::min(row + kVec, block.num_rows); ++i) {
        block.data[i * block.stride + col] = lanes[col].data()[i] + (bias != nullptr ? bias[col] : 0);
      }
    }
  }
}

// [a; b] = T [a; b].
inline void Mix(const float* t, Lanes& a, Lanes& b) {
  const Lanes x = a;
  a.low = t[0] * x.low + t[1] * b.low;
  a.high = t[0] * x.high + t[1] * b.high;
  b.low = t[2] * x.low + t[3] * b.low;
  b.high = t[2] * x.high + t[3] * b.high;
}

// The stage of `stride`. `in` and `out` may be the same.
void OneStage(int64_t size, int64_t stride, const float* weights, const Lanes* in, Lanes* out) {
  for (int64_t pair = 0; pair < size / 2; ++pair) {
    const int64_t offset = pair & (stride - 1);
    const int64_t i = 2 * pair - offset;
    Lanes a = in[i];
    Lanes b = in[i + stride];
    Mix(weights + 4 * pair, a, b);
    out[i] = a;
    out[i + stride] = b;
  }
}

// The stages of `stride` and 2 `stride`, the first of them with the weights `near`; far stage first if decreasing.
template <StrideOrder kOrder>
void TwoStages(int64_t size, int64_t stride, const float* near, const float* far, const Lanes* in, Lanes* out) {
  for (int64_t k = 0; k < size / 4; ++k) {
    const int64_t offset = k & (stride - 1);
    const int64_t i = 4 * k - 3 * offset;       // elements i, i + stride, i + 2 stride, i + 3 stride
    const int64_t pair = 4 * (2 * k - offset);  // where their first weights are, in both stages
    Lanes a = in[i];
    Lanes b = in[i + stride];
    Lanes c = in[i + 2 * stride];
    Lanes d = in[i + 3 * stride];
    const auto mix_near = [&] {
      Mix(near + pair, a, b);
      Mix(near + pair + 4 * stride, c, d);
    };
    const auto mix_far = [&] {
      Mix(far + pair, a, c);
      Mix(far + pair + 4 * stride, b, d);
    };
    if constexpr (kOrder == StrideOrder::kIncreasing) {
      mix_near();
      mix_far();
    } else {
      mix_far();
      mix_near();
    }
    out[i] = a;
    out[i + stride] = b;
    out[i + 2 * stride] = c;
    out[i + 3 * stride] = d;
  }
}

// sums[i] += sum of the lanes of values[i].
inline void AddSums(const Vec (&values)[4], float* sums) {
  const auto add_neighbours = [](const Vec& a, const Vec& b, Vec& sum) {
    sum = __builtin_shufflevector(a, b, 0, 8, 2, 10, 4, 12, 6, 14) +
          __builtin_shufflevector(a, b, 1, 9, 3, 11, 5, 13, 7, 15);
  };
  Vec ab, cd;
  add_neighbours(values[0], values[1], ab);
  add_neighbours(values[2], values[3], cd);
  const Vec halves = __builtin_shufflevector(ab, cd, 0, 1, 8, 9, 4, 5, 12, 13) +
                     __builtin_shufflevector(ab, cd, 2, 3, 10, 11, 6, 7, 14, 15);
  using UnalignedFour = float __attribute__((vector_size(16), aligned(4), may_alias));
  *reinterpret_cast<UnalignedFour*>(sums) +=
      __builtin_shufflevector(halves, halves, 0, 1, 2, 3) + __builtin_shufflevector(halves, halves, 4, 5, 6, 7);
}

// `gradient` is that of a stage's outputs, and becomes that of its inputs `in`; d_weights are added to.
void OneStageBackward(int64_t size, int64_t stride, const float* weights, const Lanes* in, Lanes* gradient,
                      float* d_weights) {
  for (int64_t pair = 0; pair < size / 2; ++pair) {
    const int64_t offset = pair & (stride - 1);
    const int64_t i = 2 * pair - offset;
    const Lanes x0 = in[i];
    const Lanes x1 = in[i + stride];
    Lanes g0 = gradient[i];
    Lanes g1 = gradient[i + stride];
    AddSums({g0.low * x0.low + g0.high * x0.high, g0.low * x1.low + g0.high * x1.high,
             g1.low * x0.low + g1.high * x0.high, g1.low * x1.low + g1.high * x1.high},
            d_weights + 4 * pair);
    const float* const t = weights + 4 * pair;
    const float transposed[4] = {t[0], t[2], t[1], t[3]};
    Mix(transposed, g0, g1);
    gradient[i] = g0;
    gradient[i + stride] = g1;
  }
}

int64_t Stride(const ButterflyShape& shape, int64_t stage) {
  return int64_t{1} << (shape.stride_order == StrideOrder::kIncreasing ? stage : shape.num_stages() - 1 - stage);
}

// One butterfly of at least two elements. weights: [log2 n][n / 2][2][2]; `in`, `out`: [n], distinct.
void Multiply(const ButterflyShape& shape, const float* weights, const Lanes* in, Lanes* out) {
  const int64_t size = shape.size();
  int64_t stage = 0;
  if (shape.num_stages() % 2 == 1) {
    OneStage(size, Stride(shape, stage++), weights, in, out);
    in = out;
  }
  for (; stage < shape.num_stages(); stage += 2) {
    const float* const first = weights + 2 * size * stage;
    const float* const second = first + 2 * size;
    if (shape.stride_order == StrideOrder::kIncreasing) {
      TwoStages<StrideOrder::kIncreasing>(size, Stride(shape, stage), first, second, in, out);
    } else {
      TwoStages<StrideOrder::kDecreasing>(size, Stride(shape, stage + 1), second, first, in, out);
    }
    in = out;
  }
}

absl::Status CheckSize(absl::string_view name, size_t size, int64_t expected) {
  if (static_cast<int64_t>(size) == expected) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat("butterfly: ", name, " has ", size, " values, expected ", expected));
}

// Checks all but the gradients. The batch is what `x` says.
absl::Status CheckArguments(const ButterflyShape& shape, absl::Span<const float> weights, absl::Span<const float> x,
                            absl::Span<const float> y) {
  constexpr int64_t kMax = int64_t{1} << 20;
  for (const int64_t count : {shape.num_inputs, shape.num_outputs}) {
    if (count < 1 || count > kMax) {
      return absl::InvalidArgumentError(absl::StrCat("butterfly from ", shape.num_inputs, " to ", shape.num_outputs,
                                                     ": each must be in [1, ", kMax, "]"));
    }
  }
  RETURN_IF_ERROR(CheckSize("weights", weights.size(), shape.num_weights()));
  const int64_t batch = static_cast<int64_t>(x.size()) / shape.num_inputs;
  RETURN_IF_ERROR(CheckSize("x", x.size(), batch * shape.num_inputs));
  return CheckSize("y or its gradient", y.size(), batch * shape.num_outputs);
}

}  // namespace

int64_t ButterflyShape::size() const { return NextPowerOfTwo(num_inputs); }
int64_t ButterflyShape::num_stages() const { return Log2OfNextPowerOfTwo(num_inputs); }
int64_t ButterflyShape::num_stacks() const { return CeilDiv(num_outputs, size()); }
int64_t ButterflyShape::num_weights() const { return num_stacks() * num_stages() * size() * 2; }

absl::Status ButterflyForward(const ButterflyShape& shape, absl::Span<const float> weights,
                              absl::Span<const float> bias, absl::Span<const float> x, absl::Span<float> y) {
  RETURN_IF_ERROR(CheckArguments(shape, weights, x, y));
  RETURN_IF_ERROR(CheckSize("bias", bias.size(), shape.num_outputs));
  const int64_t size = shape.size();
  const int64_t batch = static_cast<int64_t>(x.size()) / shape.num_inputs;
  std::vector<Lanes> input(size);
  std::vector<Lanes> output(size);
  for (int64_t row = 0; row < batch; row += kLanes) {
    const int64_t num_rows = std::min(kLanes, batch - row);
    LoadLanes({x.data() + row * shape.num_inputs, num_rows, shape.num_inputs, shape.num_inputs}, size, input.data());
    for (int64_t first = 0; first < shape.num_outputs; first += size) {
      const int64_t stack = first / size;
      Multiply(shape, weights.data() + stack * shape.num_stages() * size * 2, input.data(), output.data());
      StoreLanes(shape.num_stages() == 0 ? input.data() : output.data(), bias.data() + first,
                 {y.data() + row * shape.num_outputs + first, num_rows, std::min(size, shape.num_outputs - first),
                  shape.num_outputs});
    }
  }
  return absl::OkStatus();
}

absl::Status ButterflyBackward(const ButterflyShape& shape, absl::Span<const float> weights, absl::Span<const float> x,
                               absl::Span<const float> dy, const ButterflyGradients& gradients) {
  RETURN_IF_ERROR(CheckArguments(shape, weights, x, dy));
  RETURN_IF_ERROR(CheckSize("gradient of weights", gradients.weights.size(), weights.size()));
  RETURN_IF_ERROR(CheckSize("gradient of bias", gradients.bias.size(), shape.num_outputs));
  RETURN_IF_ERROR(CheckSize("gradient of x", gradients.x.size(), x.size()));
  const int64_t size = shape.size();
  const int64_t num_stages = shape.num_stages();
  const int64_t batch = static_cast<int64_t>(x.size()) / shape.num_inputs;
  std::fill(gradients.weights.begin(), gradients.weights.end(), 0.0f);
  std::fill(gradients.bias.begin(), gradients.bias.end(), 0.0f);
  std::vector<Lanes> values(std::max<int64_t>(num_stages, 1) * size);  // [stage][element]: the inputs of each stage
  std::vector<Lanes> gradient(size);
  std::vector<Lanes> input_gradient(size);
  for (int64_t row = 0; row < batch; row += kLanes) {
    const int64_t num_rows = std::min(kLanes, batch - row);
    for (int64_t i = row; i < row + num_rows; ++i) {
      const float* const dy_row = dy.data() + i * shape.num_outputs;
      for (int64_t output = 0; output < shape.num_outputs; ++output) gradients.bias[output] += dy_row[output];
    }
    LoadLanes({x.data() + row * shape.num_inputs, num_rows, shape.num_inputs, shape.num_inputs}, size, values.data());
    std::fill(input_gradient.begin(), input_gradient.end(), Lanes{});
    for (int64_t first = 0; first < shape.num_outputs; first += size) {
      const int64_t first_weight = first / size * num_stages * size * 2;
      for (int64_t stage = 0; stage + 1 < num_stages; ++stage) {
        OneStage(size, Stride(shape, stage), weights.data() + first_weight + 2 * size * stage,
                 values.data() + stage * size, values.data() + (stage + 1) * size);
      }
      LoadLanes({dy.data() + row * shape.num_outputs + first, num_rows, std::min(size, shape.num_outputs - first),
                 shape.num_outputs},
                size, gradient.data());
      for (int64_t stage = num_stages - 1; stage >= 0; --stage) {
        const int64_t at = first_weight + 2 * size * stage;
        OneStageBackward(size, Stride(shape, stage), weights.data() + at, values.data() + stage * size, gradient.data(),
                         gradients.weights.data() + at);
      }
      for (int64_t i = 0; i < size; ++i) {
        input_gradient[i].low += gradient[i].low;
        input_gradient[i].high += gradient[i].high;
      }
    }
    StoreLanes(input_gradient.data(), nullptr,
               {gradients.x.data() + row * shape.num_inputs, num_rows, shape.num_inputs, shape.num_inputs});
  }
  return absl::OkStatus();
}

}  // namespace duet::fabnet
