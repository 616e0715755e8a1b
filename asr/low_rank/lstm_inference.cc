#include "asr/low_rank/lstm_inference.h"

#include "Eigen/Core"

namespace duet::asr {
namespace {

// [n, m] row-major is [m, n] column-major: vectors are columns from here on, and a matrix is written transposed.
using Matrix = Eigen::MatrixXf;
using ConstMap = Eigen::Map<const Matrix>;
using Map = Eigen::Map<Matrix>;

ConstMap Left(const MatrixView& matrix) {
  return {matrix.left, matrix.num_outputs, matrix.rank == 0 ? matrix.num_inputs : matrix.rank};
}
// The rows `first_input` to `first_input` + `num_inputs` of R.
ConstMap Right(const MatrixView& matrix, int64_t first_input, int64_t num_inputs) {
  return {matrix.right + first_input * matrix.rank, matrix.rank, num_inputs};
}

// y = x W or y += x W; `between` is for x R.
void Multiply(const MatrixView& matrix, const Eigen::Ref<const Matrix>& x, Matrix& between, Eigen::Ref<Matrix> y) {
  if (matrix.rank == 0) {
    y.noalias() = Left(matrix) * x;
  } else {
    between.noalias() = Right(matrix, 0, matrix.num_inputs) * x;
    y.noalias() = Left(matrix) * between;
  }
}

// Updates the cells c: [h, B] by z: [4 h, B] and returns the units' outputs in y: [h, B].
void UpdateCells(const Matrix& z, Matrix& c, Eigen::Ref<Matrix> y) {
  const int64_t h = c.rows();
  for (int64_t b = 0; b < c.cols(); ++b) {  // a column is contiguous
    const auto gates = z.col(b).array();
    auto cell = c.col(b).array();
    cell = gates.segment(h, h).logistic() * cell + gates.head(h).logistic() * gates.segment(2 * h, h).tanh();
    y.col(b).array() = gates.tail(h).logistic() * cell.tanh();
  }
}

}  // namespace

void RunLstm(const LstmView& lstm, int64_t num_frames, int64_t batch_size, const float* x, float* y) {
  const int64_t h = lstm.num_units, num_columns = num_frames * batch_size;
  if (num_columns == 0) return;
  const bool is_stacked = lstm.stacked.num_outputs > 0;
  const ConstMap inputs(x, lstm.num_inputs, num_columns);
  const Eigen::Map<const Eigen::VectorXf> bias(lstm.bias, 4 * h);

  // What the inputs give, of all frames: x R if stacked, else x W_x + b.
  Matrix from_inputs(is_stacked ? lstm.stacked.rank : 4 * h, num_columns), between;
  if (is_stacked) {
    from_inputs.noalias() = Right(lstm.stacked, 0, lstm.num_inputs) * inputs;
  } else {
    Multiply(lstm.input, inputs, between, from_inputs);
    from_inputs.colwise() += bias;
  }

  Matrix z(4 * h, batch_size), c = Matrix::Zero(h, batch_size), state = Matrix::Zero(h, batch_size), sum;
  for (int64_t t = 0; t < num_frames; ++t) {
    const auto from_input = from_inputs.middleCols(t * batch_size, batch_size);
    if (is_stacked) {
      sum = from_input;
      sum.noalias() += Right(lstm.stacked, lstm.num_inputs, h) * state;
      z.noalias() = Left(lstm.stacked) * sum;
      z.colwise() += bias;
    } else {
      Multiply(lstm.recurrent, state, between, z);
      z += from_input;
    }
    UpdateCells(z, c, state);
    Map(y + t * batch_size * h, h, batch_size) = state;
  }
}

}  // namespace duet::asr
