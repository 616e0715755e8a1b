// Matrix products of row-major matrices by OpenBLAS, one thread: on the small products here a second thread costs more
// than it brings, and sweeps run one process a core.

#ifndef PREDICTORS_BLAS_H_
#define PREDICTORS_BLAS_H_

#include <cblas.h>

#include <cstdint>

#include "Eigen/Core"

namespace duet::predictors {

template <typename Scalar>
using Matrix = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

enum class Transpose { kNo, kYes };

// A row-major matrix, or a block of one: rows `stride` elements apart.
template <typename Scalar>
struct MatrixView {
  Scalar* data;
  int64_t rows;
  int64_t cols;
  int64_t stride;

  MatrixView(Scalar* data, int64_t rows, int64_t cols, int64_t stride)
      : data(data), rows(rows), cols(cols), stride(stride) {}
  template <typename Dense>
  MatrixView(Dense& matrix)  // NOLINT: a matrix is its own view
      : data(matrix.data()), rows(matrix.rows()), cols(matrix.cols()), stride(matrix.cols()) {}
};

// c = op(a) op(b) + beta c.
template <typename Scalar>
void Multiply(Transpose transpose_a, MatrixView<const Scalar> a, Transpose transpose_b, MatrixView<const Scalar> b,
              Scalar beta, MatrixView<Scalar> c) {
  const auto flag = [](Transpose t) { return t == Transpose::kYes ? CblasTrans : CblasNoTrans; };
  const int64_t depth = transpose_a == Transpose::kYes ? a.rows : a.cols;
  if constexpr (sizeof(Scalar) == sizeof(float)) {
    cblas_sgemm(CblasRowMajor, flag(transpose_a), flag(transpose_b), c.rows, c.cols, depth, 1.0f, a.data, a.stride,
                b.data, b.stride, beta, c.data, c.stride);
  } else {
    cblas_dgemm(CblasRowMajor, flag(transpose_a), flag(transpose_b), c.rows, c.cols, depth, 1.0, a.data, a.stride,
                b.data, b.stride, beta, c.data, c.stride);
  }
}

inline void UseOneBlasThread() { openblas_set_num_threads(1); }

}  // namespace duet::predictors

#endif  // PREDICTORS_BLAS_H_
