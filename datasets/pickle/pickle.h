// Reads Python pickles and executes nothing: a pickle is a program for a small stack machine, and this machine builds
// records where Python would import and call. A name of a Python function or class stays a name, and must be on the
// caller's list; REDUCE, NEWOBJ and BUILD make an Object that says what would have been called with what.
//
// Source: the opcodes and their meanings as documented in Python's Lib/pickletools.py (protocols 2 to 5, binary ones).
// Not supported, as no file here needs it: text opcodes of protocols 0 and 1, sets, integers beyond 64 bits, extension
// codes, out-of-band buffers. Every limit is an error with the offset of the opcode, never a crash: see Limits.
//
// Values live in one arena and refer to each other by ValueId, so that shared and cyclic structures need no care in
// destruction. As a cycle is possible, a reader of a Document must not recurse without a bound.

#ifndef DATASETS_PICKLE_PICKLE_H_
#define DATASETS_PICKLE_PICKLE_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace duet::pickle {

using ValueId = uint32_t;

struct None {};
// A str; UTF-8 as Python wrote it, unchecked.
struct Text {
  absl::string_view value;
};
// A bytes or bytearray.
struct Bytes {
  absl::string_view value;
};
struct Tuple {
  std::vector<ValueId> items;
};
struct List {
  std::vector<ValueId> items;
};
struct Dict {
  std::vector<std::pair<ValueId, ValueId>> items;  // in order of insertion; equal keys are not merged
};
// A function or class, by name only.
struct Global {
  absl::string_view module;
  absl::string_view name;
};
// What Python would make by calling `callable`, given to BUILD, APPEND(S) and SETITEM(S) afterwards.
struct Object {
  Global callable;
  ValueId arguments;             // a Tuple
  std::optional<ValueId> state;  // of BUILD
  std::vector<ValueId> appended;
  std::vector<std::pair<ValueId, ValueId>> items;
};
// A reference to something outside the pickle, as torch makes to its storages.
struct PersistentId {
  ValueId id;
};
using Value = std::variant<None, bool, int64_t, double, Text, Bytes, Tuple, List, Dict, Global, Object, PersistentId>;

// "a list", "an integer", ... for error messages.
absl::string_view KindName(const Value& value);

struct Limits {
  int64_t max_bytes = int64_t{64} << 20;
  int64_t max_objects = int64_t{4} << 20;
  int64_t max_memo = int64_t{4} << 20;
  int64_t max_stack = int64_t{1} << 20;
  // Of open MARKs, and of values within values when made.
  int64_t max_depth = 64;
};

class Document {
 public:
  // Parses one pickle that fills `bytes` to the end. `allowed_globals`: names as "module name", e.g.
  // "collections OrderedDict"; any other one is PermissionDenied. What is no pickle, or needs an opcode that is not
  // supported, is InvalidArgument; what is beyond `limits` is ResourceExhausted. All say at which byte.
  static absl::StatusOr<Document> Parse(std::string bytes, absl::Span<const absl::string_view> allowed_globals,
                                        const Limits& limits = Limits());
  // The same of a pickle that other bytes may follow: `bytes` are then those.
  static absl::StatusOr<Document> ParseFirst(absl::string_view* bytes,
                                             absl::Span<const absl::string_view> allowed_globals,
                                             const Limits& limits = Limits());

  ValueId root() const { return root_; }
  // Ids are 0 to num_values() - 1.
  ValueId num_values() const { return static_cast<ValueId>(values_.size()); }
  // `id` must come from this document.
  const Value& at(ValueId id) const { return values_[id]; }

  // The value as a T, one of the alternatives of Value, or InvalidArgument saying what it is instead.
  template <typename T>
  absl::StatusOr<const T*> Get(ValueId id) const {
    if (const T* value = std::get_if<T>(&at(id)); value != nullptr) return value;
    return absl::InvalidArgumentError(
        absl::StrCat("pickled value ", id, " is ", KindName(at(id)), " where ", KindName(Value(T())), " is wanted"));
  }

  // An integer or float as a double.
  absl::StatusOr<double> GetNumber(ValueId id) const;
  // The arguments of an Object whose callable is `module`.`name`.
  absl::StatusOr<absl::Span<const ValueId>> GetCall(ValueId id, absl::string_view module, absl::string_view name) const;
  // The value of the last item of a Dict whose key is the Text `key`, or NotFound.
  absl::StatusOr<ValueId> GetItem(ValueId dict, absl::string_view key) const;

 private:
  friend class Machine;
  Document() = default;

  std::unique_ptr<const std::string> bytes_;  // Text, Bytes and Global are views of it
  std::vector<Value> values_;
  ValueId root_ = 0;
};

}  // namespace duet::pickle

#endif  // DATASETS_PICKLE_PICKLE_H_
