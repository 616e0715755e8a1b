#include "datasets/pickle/pickle.h"

#include <algorithm>
#include <cstring>
#include <limits>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/escaping.h"
#include "common/status_macros.h"

namespace duet::pickle {
namespace {

// The allow-list of opcodes: what is not here is an error.
enum Opcode : uint8_t {
  kMark = '(',
  kStop = '.',
  kNone = 'N',
  kNewTrue = 0x88,
  kNewFalse = 0x89,
  kBinInt = 'J',
  kBinInt1 = 'K',
  kBinInt2 = 'M',
  kLong1 = 0x8a,
  kBinFloat = 'G',
  kBinUnicode = 'X',
  kShortBinUnicode = 0x8c,
  kBinUnicode8 = 0x8d,
  kBinBytes = 'B',
  kShortBinBytes = 'C',
  kBinBytes8 = 0x8e,
  kByteArray8 = 0x96,
  kEmptyList = ']',
  kAppend = 'a',
  kAppends = 'e',
  kEmptyTuple = ')',
  kTuple = 't',
  kTuple1 = 0x85,
  kTuple2 = 0x86,
  kTuple3 = 0x87,
  kEmptyDict = '}',
  kSetItem = 's',
  kSetItems = 'u',
  kBinPut = 'q',
  kLongBinPut = 'r',
  kMemoize = 0x94,
  kBinGet = 'h',
  kLongBinGet = 'j',
  kGlobal = 'c',
  kStackGlobal = 0x93,
  kReduce = 'R',
  kNewObj = 0x81,
  kBuild = 'b',
  kBinPersId = 'Q',
  kProto = 0x80,
  kFrame = 0x95,
};

constexpr uint64_t kMaxProtocol = 5;

}  // namespace

absl::string_view KindName(const Value& value) {
  constexpr absl::string_view kNames[] = {"None",    "a bool", "an integer", "a float", "a string",  "bytes",
                                          "a tuple", "a list", "a dict",     "a name",  "an object", "a persistent id"};
  static_assert(std::size(kNames) == std::variant_size_v<Value>);
  return kNames[value.index()];
}

// The stack machine. Its errors are sticky at the call: every step returns a status.
class Machine {
 public:
  Machine(Document& document, absl::Span<const absl::string_view> allowed_globals, const Limits& limits)
      : document_(document), bytes_(*document.bytes_), allowed_globals_(allowed_globals), limits_(limits) {}

  // Runs to the end of the pickle, which is at position() then.
  absl::Status Run() {
    if (static_cast<int64_t>(bytes_.size()) > limits_.max_bytes) {
      return absl::ResourceExhaustedError(
          absl::StrCat("a pickle of ", bytes_.size(), " bytes is beyond the limit of ", limits_.max_bytes));
    }
    while (!stopped_) {
      opcode_at_ = position_;
      RETURN_IF_ERROR(Step());
    }
    return absl::OkStatus();
  }

  absl::Status CheckNothingFollows() const {
    if (position_ == bytes_.size()) return absl::OkStatus();
    return Error(absl::StrCat(bytes_.size() - position_, " bytes follow the end of the pickle"));
  }

  size_t position() const { return position_; }

 private:
  absl::Status Error(absl::string_view message) const {
    return absl::InvalidArgumentError(absl::StrCat(message, Where()));
  }
  absl::Status Exhausted(absl::string_view what, int64_t limit) const {
    return absl::ResourceExhaustedError(absl::StrCat("more ", what, " than the limit of ", limit, Where()));
  }
  std::string Where() const {
    const uint8_t opcode = opcode_at_ < bytes_.size() ? bytes_[opcode_at_] : 0;
    return absl::StrCat(" (opcode 0x", absl::Hex(opcode, absl::kZeroPad2), " at byte ", opcode_at_, " of a pickle)");
  }

  // The next `size` bytes.
  absl::StatusOr<absl::string_view> Take(uint64_t size) {
    if (size > bytes_.size() - position_) {
      return Error(absl::StrCat("the pickle ends ", size - (bytes_.size() - position_), " bytes too early"));
    }
    const absl::string_view taken = bytes_.substr(position_, size);
    position_ += size;
    return taken;
  }

  // A little-endian unsigned integer of `size` <= 8 bytes.
  absl::StatusOr<uint64_t> TakeUnsigned(int size) {
    ASSIGN_OR_RETURN(const absl::string_view taken, Take(size));
    uint64_t value = 0;
    for (int i = size - 1; i >= 0; --i) value = value << 8 | static_cast<uint8_t>(taken[i]);
    return value;
  }

  // Bytes after their length of `size` bytes.
  absl::StatusOr<absl::string_view> TakeCounted(int size) {
    ASSIGN_OR_RETURN(const uint64_t length, TakeUnsigned(size));
    return Take(length);
  }

  absl::StatusOr<absl::string_view> TakeLine() {
    const size_t end = bytes_.find('\n', position_);
    if (end == absl::string_view::npos) return Error("the pickle ends within a line");
    const absl::string_view line = bytes_.substr(position_, end - position_);
    position_ = end + 1;
    return line;
  }

  absl::Status PushId(ValueId id) {
    if (static_cast<int64_t>(stack_.size()) >= limits_.max_stack)
      return Exhausted("values on the stack", limits_.max_stack);
    stack_.push_back(id);
    return absl::OkStatus();
  }

  absl::Status Push(Value value, int32_t depth = 0) {
    if (static_cast<int64_t>(document_.values_.size()) >= limits_.max_objects) {
      return Exhausted("objects", limits_.max_objects);
    }
    if (depth > limits_.max_depth) return Exhausted("values within values", limits_.max_depth);
    document_.values_.push_back(std::move(value));
    depths_.push_back(depth);
    return PushId(static_cast<ValueId>(document_.values_.size() - 1));
  }

  size_t StackBase() const { return marks_.empty() ? 0 : marks_.back(); }

  absl::StatusOr<ValueId> Pop() {
    if (stack_.size() <= StackBase()) return Error("the stack is empty");
    const ValueId id = stack_.back();
    stack_.pop_back();
    return id;
  }

  absl::StatusOr<ValueId> Top() const {
    if (stack_.size() <= StackBase()) return Error("the stack is empty");
    return stack_.back();
  }

  absl::StatusOr<std::vector<ValueId>> PopToMark() {
    if (marks_.empty()) return Error("there is no mark on the stack");
    std::vector<ValueId> items(stack_.begin() + marks_.back(), stack_.end());
    stack_.resize(marks_.back());
    marks_.pop_back();
    return items;
  }

  absl::StatusOr<std::vector<ValueId>> PopCount(size_t count) {
    if (stack_.size() - StackBase() < count) return Error("the stack is empty");
    std::vector<ValueId> items(stack_.end() - count, stack_.end());
    stack_.resize(stack_.size() - count);
    return items;
  }

  int32_t DepthAround(absl::Span<const ValueId> items) const {
    int32_t depth = 0;
    for (const ValueId id : items) depth = std::max(depth, depths_[id]);
    return depth + 1;
  }

  absl::Status PushTuple(std::vector<ValueId> items) {
    const int32_t depth = items.empty() ? 0 : DepthAround(items);
    return Push(Tuple{std::move(items)}, depth);
  }

  absl::Status Deepen(ValueId container, absl::Span<const ValueId> items) {
    if (items.empty()) return absl::OkStatus();
    depths_[container] = std::max(depths_[container], DepthAround(items));
    return depths_[container] > limits_.max_depth ? Exhausted("values within values", limits_.max_depth)
                                                  : absl::OkStatus();
  }

  absl::Status AppendItems(const std::vector<ValueId>& items) {
    ASSIGN_OR_RETURN(const ValueId target, Top());
    RETURN_IF_ERROR(Deepen(target, items));
    Value& value = document_.values_[target];
    std::vector<ValueId>* list = nullptr;
    if (List* const plain = std::get_if<List>(&value)) list = &plain->items;
    if (Object* const object = std::get_if<Object>(&value)) list = &object->appended;
    if (list == nullptr) return Error(absl::StrCat("cannot append to ", KindName(value)));
    list->insert(list->end(), items.begin(), items.end());
    return absl::OkStatus();
  }

  absl::Status SetItems(const std::vector<ValueId>& items) {
    if (items.size() % 2 != 0) return Error("a key has no value");
    ASSIGN_OR_RETURN(const ValueId target, Top());
    RETURN_IF_ERROR(Deepen(target, items));
    Value& value = document_.values_[target];
    std::vector<std::pair<ValueId, ValueId>>* dict = nullptr;
    if (Dict* const plain = std::get_if<Dict>(&value)) dict = &plain->items;
    if (Object* const object = std::get_if<Object>(&value)) dict = &object->items;
    if (dict == nullptr) return Error(absl::StrCat("cannot set items of ", KindName(value)));
    for (size_t i = 0; i < items.size(); i += 2) dict->emplace_back(items[i], items[i + 1]);
    return absl::OkStatus();
  }

  absl::Status PushGlobal(absl::string_view module, absl::string_view name) {
    const std::string full_name = absl::StrCat(module, " ", name);
    if (std::find(allowed_globals_.begin(), allowed_globals_.end(), full_name) == allowed_globals_.end()) {
      return absl::PermissionDeniedError(absl::StrCat("the pickle names \"", absl::CHexEscape(full_name.substr(0, 200)),
                                                      "\", which is not on the list", Where()));
    }
    return Push(Global{module, name});
  }

  absl::Status StackGlobal() {
    ASSIGN_OR_RETURN(const std::vector<ValueId> names, PopCount(2));
    const Text* const module = std::get_if<Text>(&document_.at(names[0]));
    const Text* const name = std::get_if<Text>(&document_.at(names[1]));
    if (module == nullptr || name == nullptr) return Error("a global needs two strings");
    return PushGlobal(module->value, name->value);
  }

  absl::Status MakeObject() {
    ASSIGN_OR_RETURN(const std::vector<ValueId> parts, PopCount(2));
    const Global* const callable = std::get_if<Global>(&document_.at(parts[0]));
    if (callable == nullptr) return Error(absl::StrCat("cannot call ", KindName(document_.at(parts[0]))));
    if (!std::holds_alternative<Tuple>(document_.at(parts[1]))) {
      return Error(absl::StrCat("the arguments of a call are ", KindName(document_.at(parts[1])), ", not a tuple"));
    }
    Object object;
    object.callable = *callable;
    object.arguments = parts[1];
    return Push(std::move(object), depths_[parts[1]] + 1);
  }

  absl::Status BuildObject() {
    ASSIGN_OR_RETURN(const ValueId state, Pop());
    ASSIGN_OR_RETURN(const ValueId target, Top());
    RETURN_IF_ERROR(Deepen(target, {state}));
    Object* const object = std::get_if<Object>(&document_.values_[target]);
    if (object == nullptr) return Error(absl::StrCat("cannot set the state of ", KindName(document_.at(target))));
    if (object->state.has_value()) return Error("the state of an object is set twice");
    object->state = state;
    return absl::OkStatus();
  }

  absl::Status Put(uint64_t index) {
    ASSIGN_OR_RETURN(const ValueId id, Top());
    if (static_cast<int64_t>(memo_.size()) >= limits_.max_memo) return Exhausted("memo entries", limits_.max_memo);
    memo_[index] = id;
    return absl::OkStatus();
  }

  absl::Status GetFromMemo(uint64_t index) {
    const auto found = memo_.find(index);
    if (found == memo_.end()) return Error(absl::StrCat("memo entry ", index, " was never put"));
    return PushId(found->second);
  }

  absl::Status PushSigned(int size) {
    ASSIGN_OR_RETURN(const uint64_t bits, TakeUnsigned(size));
    const int shift = 64 - 8 * size;
    return Push(size == 0 ? int64_t{0} : static_cast<int64_t>(bits << shift) >> shift);
  }

  absl::Status Step() {
    if (position_ >= bytes_.size()) return Error("the pickle ends without STOP");
    const uint8_t opcode = bytes_[position_++];
    switch (opcode) {
      case kProto: {
        ASSIGN_OR_RETURN(const uint64_t protocol, TakeUnsigned(1));
        if (opcode_at_ != 0) return Error("the protocol is given again");
        return protocol <= kMaxProtocol ? absl::OkStatus() : Error(absl::StrCat("unknown protocol ", protocol));
      }
      case kFrame: {
        ASSIGN_OR_RETURN(const uint64_t size, TakeUnsigned(8));
        return size <= bytes_.size() - position_ ? absl::OkStatus() : Error("a frame is longer than the pickle");
      }
      case kStop: {
        ASSIGN_OR_RETURN(document_.root_, Pop());
        if (!stack_.empty() || !marks_.empty()) return Error("the pickle ends with more than one value");
        stopped_ = true;
        return absl::OkStatus();
      }
      case kMark:
        if (static_cast<int64_t>(marks_.size()) >= limits_.max_depth) return Exhausted("open marks", limits_.max_depth);
        marks_.push_back(stack_.size());
        return absl::OkStatus();
      case kNone:
        return Push(None());
      case kNewTrue:
      case kNewFalse:
        return Push(opcode == kNewTrue);
      case kBinInt:
        return PushSigned(4);
      case kBinInt1:
      case kBinInt2: {
        ASSIGN_OR_RETURN(const uint64_t value, TakeUnsigned(opcode == kBinInt1 ? 1 : 2));
        return Push(static_cast<int64_t>(value));
      }
      case kLong1: {
        ASSIGN_OR_RETURN(const uint64_t size, TakeUnsigned(1));
        if (size > 8) return Error(absl::StrCat("an integer of ", size, " bytes is longer than 64 bits"));
        return PushSigned(static_cast<int>(size));
      }
      case kBinFloat: {
        ASSIGN_OR_RETURN(const absl::string_view taken, Take(8));
        uint64_t bits = 0;
        for (const char byte : taken) bits = bits << 8 | static_cast<uint8_t>(byte);
        double value;
        std::memcpy(&value, &bits, sizeof(value));
        return Push(value);
      }
      case kShortBinUnicode:
      case kBinUnicode:
      case kBinUnicode8: {
        ASSIGN_OR_RETURN(const absl::string_view text, TakeCounted(opcode == kShortBinUnicode ? 1
                                                                   : opcode == kBinUnicode    ? 4
                                                                                              : 8));
        return Push(Text{text});
      }
      case kShortBinBytes:
      case kBinBytes:
      case kBinBytes8:
      case kByteArray8: {
        ASSIGN_OR_RETURN(const absl::string_view data, TakeCounted(opcode == kShortBinBytes ? 1
                                                                   : opcode == kBinBytes    ? 4
                                                                                            : 8));
        return Push(Bytes{data});
      }
      case kEmptyList:
        return Push(List());
      case kEmptyTuple:
        return Push(Tuple());
      case kEmptyDict:
        return Push(Dict());
      case kTuple: {
        ASSIGN_OR_RETURN(std::vector<ValueId> items, PopToMark());
        return PushTuple(std::move(items));
      }
      case kTuple1:
      case kTuple2:
      case kTuple3: {
        ASSIGN_OR_RETURN(std::vector<ValueId> items, PopCount(opcode - kTuple1 + 1));
        return PushTuple(std::move(items));
      }
      case kAppend: {
        ASSIGN_OR_RETURN(const ValueId item, Pop());
        return AppendItems({item});
      }
      case kAppends: {
        ASSIGN_OR_RETURN(const std::vector<ValueId> items, PopToMark());
        return AppendItems(items);
      }
      case kSetItem: {
        ASSIGN_OR_RETURN(const std::vector<ValueId> items, PopCount(2));
        return SetItems(items);
      }
      case kSetItems: {
        ASSIGN_OR_RETURN(const std::vector<ValueId> items, PopToMark());
        return SetItems(items);
      }
      case kMemoize:
        return Put(memo_.size());
      case kBinPut:
      case kLongBinPut: {
        ASSIGN_OR_RETURN(const uint64_t index, TakeUnsigned(opcode == kBinPut ? 1 : 4));
        return Put(index);
      }
      case kBinGet:
      case kLongBinGet: {
        ASSIGN_OR_RETURN(const uint64_t index, TakeUnsigned(opcode == kBinGet ? 1 : 4));
        return GetFromMemo(index);
      }
      case kGlobal: {
        ASSIGN_OR_RETURN(const absl::string_view module, TakeLine());
        ASSIGN_OR_RETURN(const absl::string_view name, TakeLine());
        return PushGlobal(module, name);
      }
      case kStackGlobal:
        return StackGlobal();
      case kReduce:
      case kNewObj:
        return MakeObject();
      case kBuild:
        return BuildObject();
      case kBinPersId: {
        ASSIGN_OR_RETURN(const ValueId id, Pop());
        return Push(PersistentId{id}, depths_[id] + 1);
      }
      default:
        return Error("the opcode is not on the list of those that are read");
    }
  }

  Document& document_;
  const absl::string_view bytes_;
  const absl::Span<const absl::string_view> allowed_globals_;
  const Limits limits_;
  size_t position_ = 0;
  size_t opcode_at_ = 0;
  bool stopped_ = false;
  std::vector<ValueId> stack_;
  std::vector<size_t> marks_;    // sizes of the stack
  std::vector<int32_t> depths_;  // by ValueId
  absl::flat_hash_map<uint64_t, ValueId> memo_;
};

absl::StatusOr<Document> Document::Parse(std::string bytes, absl::Span<const absl::string_view> allowed_globals,
                                         const Limits& limits) {
  Document document;
  document.bytes_ = std::make_unique<const std::string>(std::move(bytes));
  Machine machine(document, allowed_globals, limits);
  RETURN_IF_ERROR(machine.Run());
  RETURN_IF_ERROR(machine.CheckNothingFollows());
  return document;
}

absl::StatusOr<Document> Document::ParseFirst(absl::string_view* bytes,
                                              absl::Span<const absl::string_view> allowed_globals,
                                              const Limits& limits) {
  Document document;
  document.bytes_ = std::make_unique<const std::string>(*bytes);
  Machine machine(document, allowed_globals, limits);
  RETURN_IF_ERROR(machine.Run());
  bytes->remove_prefix(machine.position());
  return document;
}

absl::StatusOr<double> Document::GetNumber(ValueId id) const {
  if (const int64_t* value = std::get_if<int64_t>(&at(id))) return static_cast<double>(*value);
  ASSIGN_OR_RETURN(const double* value, Get<double>(id));
  return *value;
}

absl::StatusOr<absl::Span<const ValueId>> Document::GetCall(ValueId id, absl::string_view module,
                                                            absl::string_view name) const {
  ASSIGN_OR_RETURN(const Object* object, Get<Object>(id));
  if (object->callable.module != module || object->callable.name != name) {
    return absl::InvalidArgumentError(absl::StrCat("pickled value ", id, " is made by ", object->callable.module, ".",
                                                   object->callable.name, ", not by ", module, ".", name));
  }
  ASSIGN_OR_RETURN(const Tuple* arguments, Get<Tuple>(object->arguments));
  return absl::MakeConstSpan(arguments->items);
}

absl::StatusOr<ValueId> Document::GetItem(ValueId dict, absl::string_view key) const {
  ASSIGN_OR_RETURN(const Dict* items, Get<Dict>(dict));
  for (auto item = items->items.rbegin(); item != items->items.rend(); ++item) {
    if (const Text* text = std::get_if<Text>(&at(item->first)); text != nullptr && text->value == key)
      return item->second;
  }
  return absl::NotFoundError(absl::StrCat("pickled dict ", dict, " has no key \"", key, "\""));
}

}  // namespace duet::pickle
