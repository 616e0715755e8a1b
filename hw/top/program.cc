#include "hw/top/program.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "common/rounding.h"
#include "common/status_macros.h"

namespace duet::hw {
namespace {

// A matrix in memory, row after row.
struct Matrix {
  int64_t address;
  int64_t width;
};

// Writes a program, descriptor after descriptor. Sizes are checked beforehand.
class Compiler {
 public:
  Compiler(const AcceleratorShape& shape, int64_t num_rows) : shape_(shape), num_rows_(num_rows) {}

  Matrix Allocate(int64_t width) {
    const Matrix matrix = {Size(), width};
    program_.memory.resize(Size() + num_rows_ * width);
    return matrix;
  }

  void LayerNorm(const LayerNormWeights& norm, const Matrix& x, const Matrix& y) {
    Descriptor descriptor;
    descriptor.op = Op::kLayerNorm;
    descriptor.width = x.width;
    descriptor.factor = FromDouble(1.0 / x.width);
    descriptor.x = Rows(x, x.width);
    descriptor.y = Rows(y, x.width);
    const int64_t gamma = Store(norm.gamma);
    const int64_t beta = Store(norm.beta);
    descriptor.affine = Shared(gamma, x.width, x.width, NumTiles(num_rows_));
    descriptor.affine.lane_stride = beta - gamma;
    descriptor.affine.lane_limit = 2;
    program_.descriptors.push_back(descriptor);
  }

  // `residual` may be null.
  void ButterflyLayer(const ButterflyLayerWeights& layer, const Matrix& x, const Matrix& y, bool has_gelu,
                      const Matrix* residual) {
    const int64_t size = layer.stacks[0].size();
    const int64_t bias = Store(layer.bias);
    for (int64_t i = 0; i < layer.out_features; i += size) {
      const int64_t num_outputs = std::min(size, layer.out_features - i);
      const auto columns = [&](const Matrix& matrix) {
        AccessPattern pattern = Rows({matrix.address + i, matrix.width}, size);
        pattern.beat_limit = num_outputs;
        return pattern;
      };
      Descriptor descriptor;
      descriptor.op = Op::kLinear;
      descriptor.log2_size = layer.stacks[0].log2_size;
      descriptor.num_tiles = NumTiles(num_rows_);
      descriptor.x = Rows(x, size);
      descriptor.y = columns(y);
      descriptor.weights = Weights(PackLinearWeights(layer.stacks[i / size], shape_.num_units));
      descriptor.adds_bias = true;
      descriptor.affine = Shared(bias + i, size, num_outputs, descriptor.num_tiles);
      descriptor.has_gelu = has_gelu;
      if (residual != nullptr) {
        descriptor.adds_residual = true;
        descriptor.residual = columns(*residual);
      }
      program_.descriptors.push_back(descriptor);
    }
  }

  // y = Re FFT2(x) + residual.
  void RealFft2(const Matrix& x, const Matrix& y, const Matrix& residual) {
    const Matrix re = Allocate(x.width);
    const Matrix im = Allocate(x.width);
    Descriptor rows;
    rows.op = Op::kFft;
    rows.log2_size = Log2OfNextPowerOfTwo(x.width);
    rows.num_tiles = NumTiles(num_rows_);
    rows.x = Rows(x, x.width);
    rows.y = Rows(re, x.width);
    rows.y.log2_reversed = rows.log2_size;
    rows.y_is_complex = true;
    rows.y_imaginary = im.address - re.address;
    rows.weights = Weights(PackFftTwiddles(static_cast<int>(rows.log2_size)));
    program_.descriptors.push_back(rows);

    Descriptor columns;
    columns.op = Op::kFft;
    columns.log2_size = Log2OfNextPowerOfTwo(num_rows_);
    columns.num_tiles = NumTiles(x.width);
    columns.x = Columns(re);
    columns.x_is_complex = true;
    columns.x_imaginary = rows.y_imaginary;
    columns.y = Columns(y);
    columns.y.log2_reversed = columns.log2_size;
    columns.adds_residual = true;
    columns.residual = Columns(residual);
    columns.residual.log2_reversed = columns.log2_size;
    columns.weights = Weights(PackFftTwiddles(static_cast<int>(columns.log2_size)));
    program_.descriptors.push_back(columns);
  }

  // The first `num_keys` rows of keys and values are used.
  void Attention(const Matrix& queries, const Matrix& keys, const Matrix& values, const Matrix& y, int64_t num_heads,
                 int64_t num_keys) {
    const int64_t head_dim = queries.width / num_heads;
    Descriptor descriptor;
    descriptor.width = head_dim;
    descriptor.num_keys = num_keys;
    descriptor.factor = FromDouble(1 / std::sqrt(head_dim));
    for (int64_t head = 0; head < num_heads; ++head) {
      const int64_t i = head * head_dim;
      descriptor.op = Op::kKeys;
      descriptor.x = HeadRows(keys, num_keys, i, head_dim, shape_.qk_multipliers);
      program_.descriptors.push_back(descriptor);
      descriptor.op = Op::kValues;
      descriptor.x = HeadRows(values, num_keys, i, head_dim, shape_.sv_multipliers);
      program_.descriptors.push_back(descriptor);
      descriptor.op = Op::kQueries;
      descriptor.x = HeadRows(queries, num_rows_, i, head_dim, shape_.qk_multipliers);
      descriptor.y = HeadRows(y, num_rows_, i, head_dim, shape_.sv_multipliers);
      program_.descriptors.push_back(descriptor);
      descriptor.y = {};
    }
  }

  void FeedForward(const FeedForwardWeights& weights, const Matrix& x, const Matrix& y) {
    const Matrix normed = Allocate(x.width);
    const Matrix hidden = Allocate(weights.expand.out_features);
    LayerNorm(weights.norm, x, normed);
    ButterflyLayer(weights.expand, normed, hidden, true, nullptr);
    ButterflyLayer(weights.contract, hidden, y, false, &x);
  }

  Program Finish(const Matrix& input, const Matrix& output) {
    program_.input = input.address;
    program_.output = output.address;
    return std::move(program_);
  }

 private:
  int64_t Size() const { return static_cast<int64_t>(program_.memory.size()); }
  int64_t NumTiles(int64_t num_rows) const { return CeilDiv(num_rows, shape_.lanes); }

  int64_t Store(absl::Span<const Half> halves) {
    const int64_t address = Size();
    program_.memory.insert(program_.memory.end(), halves.begin(), halves.end());
    return address;
  }

  // A row a lane, element after element: `num_beats` of them, those beyond the row not there.
  AccessPattern Rows(const Matrix& matrix, int64_t num_beats) const {
    AccessPattern pattern;
    pattern.num_tiles = NumTiles(num_rows_);
    pattern.num_beats = num_beats;
    pattern.base = matrix.address;
    pattern.tile_stride = shape_.lanes * matrix.width;
    pattern.beat_stride = 1;
    pattern.lane_stride = matrix.width;
    pattern.lanes_per_tile = shape_.lanes;
    pattern.lane_limit = num_rows_;
    pattern.beat_limit = matrix.width;
    return pattern;
  }

  // A column a lane.
  AccessPattern Columns(const Matrix& matrix) const {
    AccessPattern pattern;
    pattern.num_tiles = NumTiles(matrix.width);
    pattern.num_beats = num_rows_;
    pattern.base = matrix.address;
    pattern.tile_stride = shape_.lanes;
    pattern.beat_stride = matrix.width;
    pattern.lane_stride = 1;
    pattern.lanes_per_tile = shape_.lanes;
    pattern.lane_limit = matrix.width;
    pattern.beat_limit = num_rows_;
    return pattern;
  }

  // One row after the other, `width` elements a beat, elements [first, first + head_dim) of each.
  AccessPattern HeadRows(const Matrix& matrix, int64_t num_rows, int64_t first, int64_t head_dim, int64_t width) const {
    AccessPattern pattern;
    pattern.num_tiles = num_rows;
    pattern.num_beats = CeilDiv(head_dim, width);
    pattern.base = matrix.address + first;
    pattern.tile_stride = matrix.width;
    pattern.beat_stride = width;
    pattern.lane_stride = 1;
    pattern.lanes_per_beat = width;
    pattern.lane_limit = head_dim;
    pattern.beat_limit = pattern.num_beats;
    return pattern;
  }

  // A vector for all lanes, again for each tile.
  AccessPattern Shared(int64_t address, int64_t num_beats, int64_t num_elements, int64_t num_tiles) const {
    AccessPattern pattern;
    pattern.num_tiles = num_tiles;
    pattern.num_beats = num_beats;
    pattern.base = address;
    pattern.beat_stride = 1;
    pattern.lane_limit = 1;
    pattern.beat_limit = num_elements;
    return pattern;
  }

  AccessPattern Weights(absl::Span<const UnitWeights> words) {
    AccessPattern pattern;
    pattern.num_tiles = 1;
    pattern.num_beats = static_cast<int64_t>(words.size()) / shape_.num_units;
    pattern.base = Size();
    pattern.beat_stride = 4 * shape_.num_units;
    pattern.lane_stride = 1;
    pattern.lane_limit = 4 * shape_.num_units;
    pattern.beat_limit = pattern.num_beats;
    for (const UnitWeights& w : words) Store({w.w1, w.w2, w.w3, w.w4});
    return pattern;
  }

  const AcceleratorShape shape_;
  const int64_t num_rows_;
  Program program_;
};

// Whether rows of 2^log2_size elements go through the butterflies.
absl::Status CheckButterfly(int64_t log2_size, absl::string_view name, const AcceleratorShape& shape) {
  if (log2_size >= Log2OfNextPowerOfTwo(2 * shape.num_units) && log2_size <= shape.max_log2_size)
    return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(name, ": butterflies of size 2^", log2_size,
                                                 "; this accelerator has sizes from ", 2 * shape.num_units, " to 2^",
                                                 shape.max_log2_size));
}

absl::Status CheckCommon(const FeedForwardWeights& weights, int64_t num_rows, const AcceleratorShape& shape) {
  if (num_rows < 1) return absl::InvalidArgumentError(absl::StrCat(num_rows, " rows"));
  RETURN_IF_ERROR(CheckButterfly(weights.expand.stacks[0].log2_size, "feed_forward.expand", shape));
  return CheckButterfly(weights.contract.stacks[0].log2_size, "feed_forward.contract", shape);
}

}  // namespace

absl::StatusOr<Program> CompileFbfly(const FbflyWeights& weights, int64_t num_rows, const AcceleratorShape& shape) {
  RETURN_IF_ERROR(Validate(weights));
  RETURN_IF_ERROR(CheckCommon(weights.feed_forward, num_rows, shape));
  const int64_t width = static_cast<int64_t>(weights.norm.gamma.size());
  if ((num_rows & (num_rows - 1)) != 0) {
    return absl::InvalidArgumentError(absl::StrCat("the Fourier transform of ", num_rows, " rows is not supported"));
  }
  RETURN_IF_ERROR(CheckButterfly(Log2OfNextPowerOfTwo(width), "Fourier transform of rows", shape));
  RETURN_IF_ERROR(CheckButterfly(Log2OfNextPowerOfTwo(num_rows), "Fourier transform of columns", shape));

  Compiler compiler(shape, num_rows);
  const Matrix x = compiler.Allocate(width), normed = compiler.Allocate(width), mixed = compiler.Allocate(width),
               y = compiler.Allocate(width);
  compiler.LayerNorm(weights.norm, x, normed);
  compiler.RealFft2(normed, mixed, x);
  compiler.FeedForward(weights.feed_forward, mixed, y);
  return compiler.Finish(x, y);
}

absl::StatusOr<Program> CompileAbfly(const AbflyWeights& weights, int64_t num_rows, const AcceleratorShape& shape) {
  return CompileAbfly(weights, num_rows, num_rows, shape);
}

absl::StatusOr<Program> CompileAbfly(const AbflyWeights& weights, int64_t num_rows, int64_t num_keys,
                                     const AcceleratorShape& shape) {
  RETURN_IF_ERROR(Validate(weights));
  RETURN_IF_ERROR(CheckCommon(weights.feed_forward, num_rows, shape));
  const int64_t width = static_cast<int64_t>(weights.norm.gamma.size());
  RETURN_IF_ERROR(CheckButterfly(weights.query.stacks[0].log2_size, "query", shape));
  if (num_keys < 1 || num_keys > num_rows) {
    return absl::InvalidArgumentError(absl::StrCat(num_keys, " keys in ", num_rows, " rows"));
  }
  if (num_keys > shape.max_keys || width / weights.num_heads > shape.max_head_dim) {
    return absl::InvalidArgumentError(absl::StrCat("heads of ", num_keys, " keys with ", width / weights.num_heads,
                                                   " elements; this accelerator has up to ", shape.max_keys,
                                                   " keys with ", shape.max_head_dim));
  }

  Compiler compiler(shape, num_rows);
  const Matrix x = compiler.Allocate(width), normed = compiler.Allocate(width), queries = compiler.Allocate(width),
               keys = compiler.Allocate(width), values = compiler.Allocate(width), attended = compiler.Allocate(width),
               mixed = compiler.Allocate(width), y = compiler.Allocate(width);
  compiler.LayerNorm(weights.norm, x, normed);
  compiler.ButterflyLayer(weights.query, normed, queries, false, nullptr);
  compiler.ButterflyLayer(weights.key, normed, keys, false, nullptr);
  compiler.ButterflyLayer(weights.value, normed, values, false, nullptr);
  compiler.Attention(queries, keys, values, attended, weights.num_heads, num_keys);
  compiler.ButterflyLayer(weights.output, attended, mixed, false, &x);
  compiler.FeedForward(weights.feed_forward, mixed, y);
  return compiler.Finish(x, y);
}

}  // namespace duet::hw
