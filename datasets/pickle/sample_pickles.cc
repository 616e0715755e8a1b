#include "datasets/pickle/sample_pickles.h"

#include <cstring>

#include "datasets/zip/zip_writer.h"

namespace duet::pickle {

PickleWriter& PickleWriter::Op(char opcode) {
  bytes_ += opcode;
  return *this;
}

PickleWriter& PickleWriter::LittleEndian(uint64_t value, int size) {
  for (int i = 0; i < size; ++i) bytes_ += static_cast<char>(value >> (8 * i));
  return *this;
}

PickleWriter& PickleWriter::Proto(int protocol) { return Op('\x80').LittleEndian(protocol, 1); }

PickleWriter& PickleWriter::Int(int64_t value) {
  if (value >= 0 && value < 256) return Op('K').LittleEndian(value, 1);
  if (value >= 0 && value < 65536) return Op('M').LittleEndian(value, 2);
  return Op('J').LittleEndian(static_cast<uint64_t>(value), 4);
}

PickleWriter& PickleWriter::Float(double value) {
  uint64_t bits;
  std::memcpy(&bits, &value, sizeof(bits));
  Op('G');
  for (int i = 7; i >= 0; --i) bytes_ += static_cast<char>(bits >> (8 * i));
  return *this;
}

PickleWriter& PickleWriter::Text(absl::string_view value) {
  Op('X').LittleEndian(value.size(), 4);
  bytes_.append(value.data(), value.size());
  return *this;
}

PickleWriter& PickleWriter::Bytes(absl::string_view value) {
  value.size() < 256 ? Op('C').LittleEndian(value.size(), 1) : Op('B').LittleEndian(value.size(), 4);
  bytes_.append(value.data(), value.size());
  return *this;
}

PickleWriter& PickleWriter::ByteArray(absl::string_view value) {
  Op('\x96').LittleEndian(value.size(), 8);
  bytes_.append(value.data(), value.size());
  return *this;
}

PickleWriter& PickleWriter::Global(absl::string_view module, absl::string_view name) {
  return Text(module).Text(name).Op('\x93');
}

PickleWriter& PickleWriter::Put(uint8_t index) { return Op('q').LittleEndian(index, 1); }
PickleWriter& PickleWriter::Get(uint8_t index) { return Op('h').LittleEndian(index, 1); }

std::string PickleWriter::Stop() {
  Op('.');
  return bytes_;
}

std::string Float64Bytes(std::initializer_list<double> values) {
  return std::string(reinterpret_cast<const char*>(values.begin()), values.size() * sizeof(double));
}

std::string Int64Bytes(std::initializer_list<int64_t> values) {
  return std::string(reinterpret_cast<const char*>(values.begin()), values.size() * sizeof(int64_t));
}

namespace {

// Pushes dtype(name, False, True) with its state.
void PutDtype(PickleWriter& w, absl::string_view name, absl::string_view order) {
  w.Global("numpy", "dtype").Text(name).Op('\x89').Op('\x88').Op('\x87').Op('R');
  w.Op('(').Int(3).Text(order).Op('N').Op('N').Op('N').Int(-1).Int(-1).Int(0).Op('t').Op('b');
}

void PutTuple6(PickleWriter& w, std::initializer_list<int> ops) {
  w.Op('(');
  for (const int op : ops) w.Int(op);
  w.Op('t');
}

// Pushes _reconstruct(ndarray, (0,), b'b'), without its state.
void PutReconstruct(PickleWriter& w) {
  w.Global("numpy.core.multiarray", "_reconstruct").Global("numpy", "ndarray");
  w.Int(0).Op('\x85').Bytes("b").Op('\x87').Op('R');
}

// Pushes a pandas index of strings.
void PutStringIndex(PickleWriter& w, std::initializer_list<absl::string_view> names) {
  w.Global("pandas.core.indexes.base", "_new_Index").Global("pandas.core.indexes.base", "Index");
  w.Op('}').Op('(').Text("data");
  PutReconstruct(w);
  w.Op('(').Int(1).Int(static_cast<int64_t>(names.size())).Op('\x85');
  PutDtype(w, "O8", "|");
  w.Op('\x89').Op(']').Op('(');
  for (const absl::string_view name : names) w.Text(name);
  w.Op('e').Op('t').Op('b').Text("name").Op('N').Op('u').Op('\x86').Op('R');
}

// Pushes _frombuffer(data, dtype, (rows, columns), "C").
void PutFromBuffer(PickleWriter& w, absl::string_view data, absl::string_view type, int rows, int columns) {
  w.Global("numpy.core.numeric", "_frombuffer").Op('(').ByteArray(data);
  PutDtype(w, type, "<");
  w.Int(rows).Int(columns).Op('\x86').Text("C").Op('t').Op('R');
}

// Pushes {"values": memo entry, "mgr_locs": slice(start, stop, 1)}.
void PutBlock(PickleWriter& w, uint8_t values, int start, int stop) {
  w.Op('}').Op('(').Text("values").Get(values).Text("mgr_locs").Global("builtins", "slice");
  w.Int(start).Int(stop).Int(1).Op('\x87').Op('R').Op('u');
}

void PutStorage(PickleWriter& w, absl::string_view type, absl::string_view key, int size) {
  w.Op('(').Text("storage").Op('c');
  for (const char c : std::string("torch\n")) w.Op(c);
  for (const char c : type) w.Op(c);
  w.Op('\n').Text(key).Text("cpu").Int(size).Op('t').Op('Q');
}

void PutTensor(PickleWriter& w, absl::string_view type, absl::string_view key, int storage_size,
               std::initializer_list<int> shape, std::initializer_list<int> strides) {
  w.Global("torch._utils", "_rebuild_tensor_v2").Op('(');
  PutStorage(w, type, key, storage_size);
  w.Int(0).Op('(');
  for (const int size : shape) w.Int(size);
  w.Op('t').Op('(');
  for (const int stride : strides) w.Int(stride);
  w.Op('t').Op('\x89').Global("collections", "OrderedDict").Op(')').Op('R').Op('t').Op('R');
}

}  // namespace

std::string NumpyScalarDict() {
  PickleWriter w;
  w.Proto(3).Op('}').Op('(');
  PutTuple6(w, {0, 1, 2, 3, 4, 0});
  w.Global("numpy.core.multiarray", "scalar").Put(1);
  PutDtype(w, "f8", "<");
  w.Put(2).Bytes(Float64Bytes({0.0015})).Op('\x86').Op('R');
  PutTuple6(w, {4, 4, 4, 4, 4, 4});
  w.Get(1).Get(2).Bytes(Float64Bytes({0.25})).Op('\x86').Op('R');
  return w.Op('u').Stop();
}

std::string FloatDict() {
  PickleWriter w;
  w.Proto(2).Op('}').Put(0).Op('(');
  PutTuple6(w, {0, 1, 2, 3, 4, 0});
  w.Float(0.0015);
  PutTuple6(w, {4, 4, 4, 4, 4, 4});
  w.Float(0.25);
  return w.Op('u').Stop();
}

std::string NumberList() {
  return PickleWriter().Proto(2).Op(']').Put(0).Op('(').Float(1.5).Int(2).Float(3.25).Op('e').Stop();
}

std::string IndexDict() {
  return PickleWriter().Proto(2).Op('}').Op('(').Text("|a~0|").Int(0).Text("|b~0|").Int(300).Op('u').Stop();
}

std::string TensorTuple() {
  PickleWriter w;
  w.Proto(2);
  PutTensor(w, "LongStorage", "0", 6, {2, 3}, {3, 1});
  PutTensor(w, "LongStorage", "0", 6, {3, 2}, {1, 3});
  PutTensor(w, "FloatStorage", "1", 2, {2}, {1});
  return w.Op('\x87').Stop();
}

std::string DataFramePickle() {
  PickleWriter w;
  w.Proto(5).Global("pandas.core.frame", "DataFrame").Op(')').Op('\x81').Op('}').Op('(').Text("_data");
  w.Global("pandas.core.internals.managers", "BlockManager").Op(')').Op('\x81').Op('(');
  w.Op(']').Put(0).Op('(');
  PutStringIndex(w, {"arch", "n", "u", "v"});
  w.Global("pandas.core.indexes.base", "_new_Index").Global("pandas.core.indexes.range", "RangeIndex");
  w.Op('}').Op('(').Text("start").Int(0).Text("stop").Int(2).Text("step").Int(1).Op('u').Op('\x86').Op('R').Op('e');
  w.Op(']').Op('(');
  PutFromBuffer(w, Float64Bytes({0.5, 1.5, 2.5, 3.5}), "f8", 2, 2);
  w.Put(1);
  PutFromBuffer(w, Int64Bytes({7, 9}), "i8", 1, 2);
  w.Put(2);
  PutReconstruct(w);
  w.Put(3).Op('(').Int(1).Int(1).Int(2).Op('\x86');
  PutDtype(w, "O8", "|");
  w.Op('\x89').Op(']').Op('(').Text("x").Text("y").Op('e').Op('t').Op('b').Op('e');
  w.Op(']');
  w.Op('}').Text("0.14.1").Op('}').Op('(').Text("axes").Get(0).Text("blocks").Op(']').Op('(');
  PutBlock(w, 1, 2, 4);
  PutBlock(w, 2, 1, 2);
  PutBlock(w, 3, 0, 1);
  w.Op('e').Op('u').Op('s').Op('t').Op('b');
  w.Text("_typ").Text("dataframe").Op('u').Op('b');
  return w.Stop();
}

std::string TorchZip(absl::string_view data) {
  const float floats[] = {0.5f, -1.5f};
  return MakeZip({{"archive/data.pkl", std::string(data)},
                  {"archive/data/0", Int64Bytes({1, 2, 3, 4, 5, 6})},
                  {"archive/data/1", std::string(reinterpret_cast<const char*>(floats), sizeof(floats))},
                  {"archive/version", "3\n"}},
                 ZipCompression::kStored);
}

std::map<std::string, std::string> SampleFiles() {
  return {
      {"data_frame.pd", DataFramePickle()},     {"float_dict.pickle", FloatDict()},
      {"index_dict.pt", TorchZip(IndexDict())}, {"number_list.pt", TorchZip(NumberList())},
      {"tensors.pt", TorchZip(TensorTuple())},  {"numpy_scalar_dict.pickle", NumpyScalarDict()},
      {"index_dict.pickle", IndexDict()},       {"number_list.pickle", NumberList()},
      {"tensors.pickle", TensorTuple()},
  };
}

}  // namespace duet::pickle
