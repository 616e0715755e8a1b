#include "datasets/pickle/numpy.h"

#include <cstring>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/status_macros.h"

namespace duet::pickle {
namespace {

constexpr int64_t kMaxElements = int64_t{1} << 40;
constexpr int64_t kMaxExactInteger = int64_t{1} << 53;

struct ElementTypeName {
  absl::string_view name;
  ElementType type;
  int64_t size;
};
constexpr ElementTypeName kElementTypes[] = {
    {"f8", ElementType::kFloat64, 8}, {"f4", ElementType::kFloat32, 4}, {"i8", ElementType::kInt64, 8},
    {"i4", ElementType::kInt32, 4},   {"u1", ElementType::kUint8, 1},   {"b1", ElementType::kBool, 1},
    {"O8", ElementType::kObject, 0},
};

// dtype(name, align, copy), state (version, byte order, ...).
absl::StatusOr<ElementType> ReadElementType(const Document& document, ValueId id) {
  ASSIGN_OR_RETURN(const absl::Span<const ValueId> arguments, document.GetCall(id, "numpy", "dtype"));
  if (arguments.empty()) return absl::InvalidArgumentError("a numpy dtype has no name");
  ASSIGN_OR_RETURN(const Text* name, document.Get<Text>(arguments[0]));
  const Object& object = std::get<Object>(document.at(id));
  if (object.state.has_value()) {
    ASSIGN_OR_RETURN(const Tuple* state, document.Get<Tuple>(*object.state));
    if (state->items.size() < 2) return absl::InvalidArgumentError("the state of a numpy dtype has no byte order");
    ASSIGN_OR_RETURN(const Text* order, document.Get<Text>(state->items[1]));
    if (order->value != "<" && order->value != "|") {
      return absl::UnimplementedError(absl::StrCat("numpy byte order \"", order->value, "\""));
    }
  }
  for (const ElementTypeName& known : kElementTypes) {
    if (name->value == known.name) return known.type;
  }
  return absl::UnimplementedError(absl::StrCat("numpy type \"", name->value, "\""));
}

template <typename T>
T Load(const char* bytes) {
  T value;
  std::memcpy(&value, bytes, sizeof(value));
  return value;
}

absl::Status CheckSize(const NumpyArray& array) {
  const bool is_object = array.type == ElementType::kObject;
  const int64_t wanted = is_object ? array.num_elements : array.num_elements * ElementSize(array.type);
  const int64_t found = is_object ? array.objects.size() : array.bytes.size();
  if (wanted == found) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat("a numpy array of ", array.num_elements, " elements has ", found,
                                                 is_object ? " objects" : " bytes", ", not ", wanted));
}

absl::Status CheckOrder(bool is_fortran, const NumpyArray& array) {
  return is_fortran && array.shape.size() > 1 ? absl::UnimplementedError("a numpy array in Fortran order")
                                              : absl::OkStatus();
}

// _reconstruct(ndarray, (0,), b'b'), state (version, shape, dtype, is_fortran, bytes or list).
absl::StatusOr<NumpyArray> ReadReconstructed(const Document& document, const Object& object) {
  if (!object.state.has_value()) return absl::InvalidArgumentError("a numpy array has no state");
  ASSIGN_OR_RETURN(const Tuple* state, document.Get<Tuple>(*object.state));
  if (state->items.size() != 5) {
    return absl::InvalidArgumentError(
        absl::StrCat("the state of a numpy array has ", state->items.size(), " parts, not 5"));
  }
  NumpyArray array;
  ASSIGN_OR_RETURN(array.shape, ReadShape(document, state->items[1]));
  ASSIGN_OR_RETURN(array.num_elements, NumElements(array.shape));
  ASSIGN_OR_RETURN(array.type, ReadElementType(document, state->items[2]));
  ASSIGN_OR_RETURN(const bool* is_fortran, document.Get<bool>(state->items[3]));
  RETURN_IF_ERROR(CheckOrder(*is_fortran, array));
  if (array.type == ElementType::kObject) {
    ASSIGN_OR_RETURN(const List* list, document.Get<List>(state->items[4]));
    array.objects = list->items;
  } else {
    ASSIGN_OR_RETURN(const Bytes* bytes, document.Get<Bytes>(state->items[4]));
    array.bytes = bytes->value;
  }
  RETURN_IF_ERROR(CheckSize(array));
  return array;
}

// _frombuffer(bytes, dtype, shape, order).
absl::StatusOr<NumpyArray> ReadFromBuffer(const Document& document, const Object& object) {
  ASSIGN_OR_RETURN(const Tuple* arguments, document.Get<Tuple>(object.arguments));
  if (arguments->items.size() != 4) {
    return absl::InvalidArgumentError(
        absl::StrCat("_frombuffer of numpy has ", arguments->items.size(), " arguments, not 4"));
  }
  NumpyArray array;
  ASSIGN_OR_RETURN(const Bytes* bytes, document.Get<Bytes>(arguments->items[0]));
  array.bytes = bytes->value;
  ASSIGN_OR_RETURN(array.type, ReadElementType(document, arguments->items[1]));
  if (array.type == ElementType::kObject) return absl::InvalidArgumentError("a numpy buffer cannot hold objects");
  ASSIGN_OR_RETURN(array.shape, ReadShape(document, arguments->items[2]));
  ASSIGN_OR_RETURN(array.num_elements, NumElements(array.shape));
  ASSIGN_OR_RETURN(const Text* order, document.Get<Text>(arguments->items[3]));
  RETURN_IF_ERROR(CheckOrder(order->value != "C", array));
  RETURN_IF_ERROR(CheckSize(array));
  return array;
}

}  // namespace

absl::Span<const absl::string_view> NumpyGlobals() {
  static constexpr absl::string_view kGlobals[] = {
      "numpy dtype",
      "numpy ndarray",
      "numpy.core.multiarray _reconstruct",
      "numpy.core.multiarray scalar",
      "numpy.core.numeric _frombuffer",
  };
  return kGlobals;
}

int64_t ElementSize(ElementType type) {
  for (const ElementTypeName& known : kElementTypes) {
    if (type == known.type) return known.size;
  }
  return 0;
}

absl::StatusOr<double> ElementAsDouble(ElementType type, const char* bytes) {
  switch (type) {
    case ElementType::kFloat64:
      return Load<double>(bytes);
    case ElementType::kFloat32:
      return Load<float>(bytes);
    case ElementType::kInt64: {
      const int64_t value = Load<int64_t>(bytes);
      if (value < -kMaxExactInteger || value > kMaxExactInteger) {
        return absl::InvalidArgumentError(absl::StrCat("the integer ", value, " is no exact double"));
      }
      return static_cast<double>(value);
    }
    case ElementType::kInt32:
      return Load<int32_t>(bytes);
    case ElementType::kUint8:
    case ElementType::kBool:
      return Load<uint8_t>(bytes);
    case ElementType::kObject:
      break;
  }
  return absl::InvalidArgumentError("an array of objects has no numbers");
}

absl::StatusOr<int64_t> NumElements(absl::Span<const int64_t> shape) {
  int64_t num_elements = 1;
  for (const int64_t size : shape) {
    if (size < 0 || (size > 0 && num_elements > kMaxElements / size)) {
      return absl::InvalidArgumentError(absl::StrCat("a shape with the size ", size, " is negative or too large"));
    }
    num_elements *= size;
  }
  return num_elements;
}

absl::StatusOr<std::vector<int64_t>> ReadShape(const Document& document, ValueId id) {
  ASSIGN_OR_RETURN(const Tuple* tuple, document.Get<Tuple>(id));
  std::vector<int64_t> shape;
  for (const ValueId item : tuple->items) {
    ASSIGN_OR_RETURN(const int64_t* size, document.Get<int64_t>(item));
    shape.push_back(*size);
  }
  return shape;
}

absl::StatusOr<std::vector<double>> NumpyArray::AsDoubles() const {
  std::vector<double> values;
  values.reserve(type == ElementType::kObject ? 0 : num_elements);
  for (int64_t i = 0; i < num_elements; ++i) {
    ASSIGN_OR_RETURN(const double value, ElementAsDouble(type, bytes.data() + i * ElementSize(type)));
    values.push_back(value);
  }
  return values;
}

absl::StatusOr<double> ReadNumpyScalar(const Document& document, ValueId id) {
  ASSIGN_OR_RETURN(const absl::Span<const ValueId> arguments, document.GetCall(id, "numpy.core.multiarray", "scalar"));
  if (arguments.size() != 2) return absl::InvalidArgumentError("a numpy scalar needs a type and a value");
  ASSIGN_OR_RETURN(const ElementType type, ReadElementType(document, arguments[0]));
  ASSIGN_OR_RETURN(const Bytes* bytes, document.Get<Bytes>(arguments[1]));
  if (static_cast<int64_t>(bytes->value.size()) != ElementSize(type)) {
    return absl::InvalidArgumentError(
        absl::StrCat("a numpy scalar has ", bytes->value.size(), " bytes, not ", ElementSize(type)));
  }
  return ElementAsDouble(type, bytes->value.data());
}

absl::StatusOr<NumpyArray> ReadNumpyArray(const Document& document, ValueId id) {
  ASSIGN_OR_RETURN(const Object* object, document.Get<Object>(id));
  if (object->callable.module == "numpy.core.multiarray" && object->callable.name == "_reconstruct") {
    return ReadReconstructed(document, *object);
  }
  if (object->callable.module == "numpy.core.numeric" && object->callable.name == "_frombuffer") {
    return ReadFromBuffer(document, *object);
  }
  return absl::InvalidArgumentError(absl::StrCat("pickled value ", id, " is made by ", object->callable.module, ".",
                                                 object->callable.name, ", which makes no numpy array"));
}

}  // namespace duet::pickle
