// Small pickles of the shapes that the pinned files have, for tests and as a fuzzer's corpus: made by a writer of
// opcodes, as no pinned file may be copied here.

#ifndef DATASETS_PICKLE_SAMPLE_PICKLES_H_
#define DATASETS_PICKLE_SAMPLE_PICKLES_H_

#include <cstdint>
#include <map>
#include <string>

#include "absl/strings/string_view.h"

namespace duet::pickle {

// Appends opcodes; each method is the opcode of its name, or the smallest one that holds the value.
class PickleWriter {
 public:
  PickleWriter& Op(char opcode);
  PickleWriter& Proto(int protocol);
  PickleWriter& Int(int64_t value);  // [-2^31, 2^31)
  PickleWriter& Float(double value);
  PickleWriter& Text(absl::string_view value);   // BINUNICODE
  PickleWriter& Bytes(absl::string_view value);  // SHORT_BINBYTES, BINBYTES
  PickleWriter& ByteArray(absl::string_view value);
  PickleWriter& Global(absl::string_view module, absl::string_view name);
  PickleWriter& Put(uint8_t index);
  PickleWriter& Get(uint8_t index);
  // Ends the pickle.
  std::string Stop();

 private:
  PickleWriter& LittleEndian(uint64_t value, int size);

  std::string bytes_;
};

// The little-endian bytes of numbers.
std::string Float64Bytes(std::initializer_list<double> values);
std::string Int64Bytes(std::initializer_list<int64_t> values);

// {(0, 1, 2, 3, 4, 0): 0.0015, (4, 4, 4, 4, 4, 4): 0.25}, as numpy scalars that share their dtype (LatBench).
std::string NumpyScalarDict();
// The same with Python floats.
std::string FloatDict();
// [1.5, 2, 3.25] (in HELP's archives).
std::string NumberList();
// {"|a~0|": 0, "|b~0|": 300} (in str_arch2idx.pt).
std::string IndexDict();
// (a [2, 3] int64 tensor 1..6, its transpose as a view, a [2] float32 tensor 0.5, -1.5): data.pkl of 7v_data.pt.
std::string TensorTuple();
// A data frame with the columns arch ("x", "y"), n (7, 9), u (0.5, 1.5), v (2.5, 3.5).
std::string DataFramePickle();

// An archive of torch.save around the pickle `data`, with the storages of TensorTuple.
std::string TorchZip(absl::string_view data);

// All of the above by name; those that end in ".pt" are archives.
std::map<std::string, std::string> SampleFiles();

}  // namespace duet::pickle

#endif  // DATASETS_PICKLE_SAMPLE_PICKLES_H_
