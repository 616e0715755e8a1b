// Numbers and arrays of numpy as they stand in a pickle: `scalar(dtype, bytes)`, and arrays made by `_reconstruct` with
// a state, or by `_frombuffer` (protocol 5, buffers in band).
//
// Source: numpy's __reduce__ and __setstate__ of ndarray and dtype. Not supported: structured, datetime and string
// types, big-endian data, Fortran order beyond one dimension.

#ifndef DATASETS_PICKLE_NUMPY_H_
#define DATASETS_PICKLE_NUMPY_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "datasets/pickle/pickle.h"

namespace duet::pickle {

// The names that Document::Parse must allow for numpy's scalars and arrays.
absl::Span<const absl::string_view> NumpyGlobals();

enum class ElementType { kFloat64, kFloat32, kInt64, kInt32, kUint8, kBool, kObject };

// Bytes of an element; 0 for kObject.
int64_t ElementSize(ElementType type);

// The element at `bytes` as a double: exact, or InvalidArgument (an int64 beyond 2^53, an object).
absl::StatusOr<double> ElementAsDouble(ElementType type, const char* bytes);

struct NumpyArray {
  ElementType type;
  std::vector<int64_t> shape;
  int64_t num_elements = 0;      // product of `shape`, checked against the data
  absl::string_view bytes;       // row-major little-endian elements, unless kObject
  std::vector<ValueId> objects;  // the elements of kObject

  absl::StatusOr<std::vector<double>> AsDoubles() const;
};

// Elements in a shape; InvalidArgument if a size is negative or the number exceeds 2^40.
absl::StatusOr<int64_t> NumElements(absl::Span<const int64_t> shape);

// A tuple of integers.
absl::StatusOr<std::vector<int64_t>> ReadShape(const Document& document, ValueId id);

absl::StatusOr<double> ReadNumpyScalar(const Document& document, ValueId id);
absl::StatusOr<NumpyArray> ReadNumpyArray(const Document& document, ValueId id);

}  // namespace duet::pickle

#endif  // DATASETS_PICKLE_NUMPY_H_
