#include "hw/top/block_model.h"

#include <algorithm>
#include <cmath>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/rounding.h"
#include "common/status_macros.h"
#include "hw/attention/attention.h"
#include "hw/numeric/bounded.h"
#include "hw/postprocess/postprocess.h"
#include "hw/top/bounded_butterfly.h"

namespace duet::hw {
namespace {

bool IsPowerOfTwo(int64_t n) { return n >= 1 && (n & (n - 1)) == 0; }

int64_t Size(const std::vector<Half>& halves) { return static_cast<int64_t>(halves.size()); }

absl::Status ValidateNorm(const LayerNormWeights& norm, int64_t width, absl::string_view name) {
  if (Size(norm.gamma) == width && Size(norm.beta) == width) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat(name, ": gamma has ", norm.gamma.size(), " and beta ", norm.beta.size(), " elements, not ", width));
}

absl::Status ValidateLayer(const ButterflyLayerWeights& layer, int64_t in, int64_t out, absl::string_view name) {
  if (layer.in_features != in || layer.out_features != out || Size(layer.bias) != out) {
    return absl::InvalidArgumentError(absl::StrCat(name, " maps ", layer.in_features, " to ", layer.out_features,
                                                   " features with ", layer.bias.size(), " biases, not ", in, " to ",
                                                   out));
  }
  const int log2_size = Log2OfNextPowerOfTwo(in);
  const int64_t size = int64_t{1} << log2_size;
  const int64_t num_stacks = CeilDiv(out, size);
  if (static_cast<int64_t>(layer.stacks.size()) != num_stacks) {
    return absl::InvalidArgumentError(
        absl::StrCat(name, " has ", layer.stacks.size(), " butterfly matrices of size ", size, ", not ", num_stacks));
  }
  for (const ButterflyMatrix& stack : layer.stacks) {
    if (stack.log2_size != log2_size || static_cast<int64_t>(stack.weights.size()) != log2_size * size / 2) {
      return absl::InvalidArgumentError(absl::StrCat(name, " has a butterfly matrix of size 2^", stack.log2_size,
                                                     " with ", stack.weights.size(), " pairs of weights, not 2^",
                                                     log2_size, " with ", log2_size * size / 2));
    }
  }
  return absl::OkStatus();
}

// D of a block, from its first layer norm.
absl::StatusOr<int64_t> Width(const LayerNormWeights& norm) {
  if (norm.gamma.empty()) return absl::InvalidArgumentError("norm: gamma is empty");
  RETURN_IF_ERROR(ValidateNorm(norm, Size(norm.gamma), "norm"));
  return Size(norm.gamma);
}

absl::Status ValidateFeedForward(const FeedForwardWeights& weights, int64_t width) {
  RETURN_IF_ERROR(ValidateNorm(weights.norm, width, "feed_forward.norm"));
  const int64_t hidden = weights.expand.out_features;
  if (hidden < 1) return absl::InvalidArgumentError(absl::StrCat("feed_forward.expand has ", hidden, " outputs"));
  RETURN_IF_ERROR(ValidateLayer(weights.expand, width, hidden, "feed_forward.expand"));
  return ValidateLayer(weights.contract, hidden, width, "feed_forward.contract");
}

template <typename Number>
Number FromHalf(Half half);
template <>
Half FromHalf(Half half) {
  return half;
}
template <>
Bounded FromHalf(Half half) {
  return ToBounded(half);
}

template <typename Number>
std::vector<Number> FromHalves(absl::Span<const Half> halves) {
  std::vector<Number> numbers;
  for (const Half half : halves) numbers.push_back(FromHalf<Number>(half));
  return numbers;
}

absl::StatusOr<int64_t> NumRows(int64_t num_elements, int64_t width) {
  if (num_elements < 1 || num_elements % width != 0) {
    return absl::InvalidArgumentError(absl::StrCat("x has ", num_elements, " elements, not rows of ", width));
  }
  return num_elements / width;
}

template <typename Number>
std::vector<Number> NormRows(const LayerNormWeights& norm, absl::Span<const Number> x) {
  const std::vector<Number> gamma = FromHalves<Number>(norm.gamma), beta = FromHalves<Number>(norm.beta);
  std::vector<Number> y;
  for (; !x.empty(); x.remove_prefix(gamma.size())) {
    const std::vector<Number> row = LayerNorm<Number>(x.first(gamma.size()), gamma, beta);
    y.insert(y.end(), row.begin(), row.end());
  }
  return y;
}

template <typename Number>
void AddTo(std::vector<Number>& y, absl::Span<const Number> residual) {
  for (size_t i = 0; i < y.size(); ++i) y[i] = Add(y[i], residual[i]);
}

template <typename Number>
std::vector<Number> FeedForward(const FeedForwardWeights& weights, absl::Span<const Number> x) {
  std::vector<Number> hidden = RunButterflyLayer<Number>(weights.expand, NormRows<Number>(weights.norm, x));
  for (Number& element : hidden) element = Gelu(element);
  std::vector<Number> y = RunButterflyLayer<Number>(weights.contract, hidden);
  AddTo<Number>(y, x);
  return y;
}

// The complex number that Fft takes.
template <typename Number>
struct ComplexOf;
template <>
struct ComplexOf<Half> {
  using Type = ComplexHalf;
};
template <>
struct ComplexOf<Bounded> {
  using Type = ComplexBounded;
};

}  // namespace

template <typename Number>
std::vector<Number> RunButterflyLayer(const ButterflyLayerWeights& weights, absl::Span<const Number> x) {
  const int64_t size = weights.stacks[0].size();
  const std::vector<Number> bias = FromHalves<Number>(weights.bias);
  std::vector<Number> y;
  for (; !x.empty(); x.remove_prefix(weights.in_features)) {
    std::vector<Number> row(x.begin(), x.begin() + weights.in_features);
    row.resize(size);
    for (int64_t i = 0; i < weights.out_features; i += size) {
      const std::vector<Number> product = MultiplyButterfly(weights.stacks[i / size], absl::MakeConstSpan(row));
      for (int64_t j = i; j < std::min(i + size, weights.out_features); ++j) y.push_back(Add(product[j - i], bias[j]));
    }
  }
  return y;
}

template <typename Number>
std::vector<Number> RealFft2(int64_t width, absl::Span<const Number> x) {
  using Complex = typename ComplexOf<Number>::Type;
  const int64_t num_rows = static_cast<int64_t>(x.size()) / width;
  std::vector<Complex> rows;  // [L, D]
  for (int64_t i = 0; i < num_rows; ++i) {
    std::vector<Complex> row;
    for (const Number& element : x.subspan(i * width, width)) row.push_back({element, Number()});
    row = Fft(absl::MakeConstSpan(row));
    rows.insert(rows.end(), row.begin(), row.end());
  }
  std::vector<Number> y(x.size());
  for (int64_t j = 0; j < width; ++j) {
    std::vector<Complex> column;
    for (int64_t i = 0; i < num_rows; ++i) column.push_back(rows[i * width + j]);
    column = Fft(absl::MakeConstSpan(column));
    for (int64_t i = 0; i < num_rows; ++i) y[i * width + j] = column[i].re;
  }
  return y;
}

absl::Status Validate(const FbflyWeights& weights) {
  ASSIGN_OR_RETURN(const int64_t width, Width(weights.norm));
  if (!IsPowerOfTwo(width)) {
    return absl::InvalidArgumentError(absl::StrCat("the Fourier transform of ", width, " elements is not supported"));
  }
  return ValidateFeedForward(weights.feed_forward, width);
}

absl::Status Validate(const AbflyWeights& weights) {
  ASSIGN_OR_RETURN(const int64_t width, Width(weights.norm));
  if (weights.num_heads < 1 || width % weights.num_heads != 0) {
    return absl::InvalidArgumentError(absl::StrCat(weights.num_heads, " heads do not divide ", width, " elements"));
  }
  RETURN_IF_ERROR(ValidateLayer(weights.query, width, width, "query"));
  RETURN_IF_ERROR(ValidateLayer(weights.key, width, width, "key"));
  RETURN_IF_ERROR(ValidateLayer(weights.value, width, width, "value"));
  RETURN_IF_ERROR(ValidateLayer(weights.output, width, width, "output"));
  return ValidateFeedForward(weights.feed_forward, width);
}

template <typename Number>
absl::StatusOr<std::vector<Number>> RunFbfly(const FbflyWeights& weights, absl::Span<const Number> x) {
  RETURN_IF_ERROR(Validate(weights));
  const int64_t width = Size(weights.norm.gamma);
  ASSIGN_OR_RETURN(const int64_t num_rows, NumRows(x.size(), width));
  if (!IsPowerOfTwo(num_rows)) {
    return absl::InvalidArgumentError(absl::StrCat("the Fourier transform of ", num_rows, " rows is not supported"));
  }
  std::vector<Number> mixed = RealFft2<Number>(width, NormRows<Number>(weights.norm, x));
  AddTo<Number>(mixed, x);
  return FeedForward<Number>(weights.feed_forward, mixed);
}

template <typename Number>
absl::StatusOr<std::vector<Number>> RunAbfly(const AbflyWeights& weights, absl::Span<const Number> x) {
  RETURN_IF_ERROR(Validate(weights));
  ASSIGN_OR_RETURN(const int64_t num_rows, NumRows(x.size(), Size(weights.norm.gamma)));
  return RunAbfly<Number>(weights, x, num_rows);
}

template <typename Number>
absl::StatusOr<std::vector<Number>> RunAbfly(const AbflyWeights& weights, absl::Span<const Number> x,
                                             int64_t num_keys) {
  RETURN_IF_ERROR(Validate(weights));
  const int64_t width = Size(weights.norm.gamma);
  ASSIGN_OR_RETURN(const int64_t num_rows, NumRows(x.size(), width));
  if (num_keys < 1 || num_keys > num_rows) {
    return absl::InvalidArgumentError(absl::StrCat(num_keys, " keys in ", num_rows, " rows"));
  }
  const std::vector<Number> normed = NormRows<Number>(weights.norm, x);
  const std::vector<Number> queries = RunButterflyLayer<Number>(weights.query, normed);
  const std::vector<Number> keys = RunButterflyLayer<Number>(weights.key, normed);
  const std::vector<Number> values = RunButterflyLayer<Number>(weights.value, normed);

  const HeadShape shape = {num_keys, width / weights.num_heads};
  const Number scale = Constant<Number>(1 / std::sqrt(shape.head_dim));
  std::vector<Number> attended(x.size());
  for (int64_t head = 0; head < weights.num_heads; ++head) {
    const auto columns = [&](const std::vector<Number>& matrix, int64_t count) {
      std::vector<Number> part;
      for (int64_t i = 0; i < count; ++i) {
        const auto begin = matrix.begin() + i * width + head * shape.head_dim;
        part.insert(part.end(), begin, begin + shape.head_dim);
      }
      return part;
    };
    const std::vector<Number> outputs =
        Attention<Number>(shape, columns(queries, num_rows), columns(keys, num_keys), columns(values, num_keys), scale);
    for (int64_t i = 0; i < num_rows; ++i) {
      std::copy_n(outputs.begin() + i * shape.head_dim, shape.head_dim,
                  attended.begin() + i * width + head * shape.head_dim);
    }
  }
  std::vector<Number> mixed = RunButterflyLayer<Number>(weights.output, attended);
  AddTo<Number>(mixed, x);
  return FeedForward<Number>(weights.feed_forward, mixed);
}

template std::vector<Half> RunButterflyLayer(const ButterflyLayerWeights&, absl::Span<const Half>);
template std::vector<Bounded> RunButterflyLayer(const ButterflyLayerWeights&, absl::Span<const Bounded>);
template std::vector<Half> RealFft2(int64_t, absl::Span<const Half>);
template std::vector<Bounded> RealFft2(int64_t, absl::Span<const Bounded>);
template absl::StatusOr<std::vector<Half>> RunFbfly(const FbflyWeights&, absl::Span<const Half>);
template absl::StatusOr<std::vector<Bounded>> RunFbfly(const FbflyWeights&, absl::Span<const Bounded>);
template absl::StatusOr<std::vector<Half>> RunAbfly(const AbflyWeights&, absl::Span<const Half>);
template absl::StatusOr<std::vector<Bounded>> RunAbfly(const AbflyWeights&, absl::Span<const Bounded>);
template absl::StatusOr<std::vector<Half>> RunAbfly(const AbflyWeights&, absl::Span<const Half>, int64_t);
template absl::StatusOr<std::vector<Bounded>> RunAbfly(const AbflyWeights&, absl::Span<const Bounded>, int64_t);

}  // namespace duet::hw
