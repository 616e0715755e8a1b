#include "datasets/pickle/torch_archive.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/status_macros.h"
#include "datasets/pickle/numpy.h"
#include "datasets/zip/zip_archive.h"

namespace duet::pickle {
namespace {

constexpr absl::string_view kGlobals[] = {
    "collections OrderedDict", "torch BoolStorage", "torch ByteStorage", "torch DoubleStorage",
    "torch FloatStorage",      "torch IntStorage",  "torch LongStorage", "torch._utils _rebuild_tensor_v2",
};

constexpr std::pair<absl::string_view, ElementType> kStorageTypes[] = {
    {"BoolStorage", ElementType::kBool},      {"ByteStorage", ElementType::kUint8},
    {"DoubleStorage", ElementType::kFloat64}, {"FloatStorage", ElementType::kFloat32},
    {"IntStorage", ElementType::kInt32},      {"LongStorage", ElementType::kInt64},
};

absl::StatusOr<ElementType> StorageType(const Global& storage) {
  for (const auto& [name, type] : kStorageTypes) {
    if (storage.module == "torch" && storage.name == name) return type;
  }
  return absl::InvalidArgumentError(absl::StrCat(storage.module, ".", storage.name, " is no storage"));
}

}  // namespace

absl::StatusOr<TorchArchive> TorchArchive::Read(std::string bytes, const Limits& limits) {
  ZipLimits zip_limits;
  zip_limits.max_bytes = limits.max_bytes;
  ASSIGN_OR_RETURN(ZipArchive zip, ZipArchive::Open(std::move(bytes), zip_limits));
  constexpr absl::string_view kPickle = "/data.pkl";
  std::string folder;
  for (const std::string& name : zip.names()) {
    if (absl::EndsWith(name, kPickle)) folder = name.substr(0, name.size() - kPickle.size());
  }
  if (folder.empty()) return absl::InvalidArgumentError("the archive has no member data.pkl: not one of torch.save");
  ASSIGN_OR_RETURN(std::string data, zip.Read(absl::StrCat(folder, kPickle)));
  ASSIGN_OR_RETURN(Document document, Document::Parse(std::move(data), kGlobals, limits));
  TorchArchive archive(std::move(document));
  const std::string prefix = absl::StrCat(folder, "/data/");
  for (const std::string& name : zip.names()) {
    absl::string_view key = name;
    if (!absl::ConsumePrefix(&key, prefix)) continue;
    ASSIGN_OR_RETURN(archive.storages_[std::string(key)], zip.Read(name));
  }
  return archive;
}

absl::StatusOr<Tensor> TorchArchive::ReadTensor(ValueId id) const {
  // _rebuild_tensor_v2(storage, offset, size, stride, requires_grad, hooks), offset and strides in elements;
  // the storage's persistent id is ("storage", type, key, device, number of elements).
  ASSIGN_OR_RETURN(const absl::Span<const ValueId> arguments,
                   document_.GetCall(id, "torch._utils", "_rebuild_tensor_v2"));
  if (arguments.size() < 4) {
    return absl::InvalidArgumentError(absl::StrCat("a tensor of ", arguments.size(), " arguments, not 6"));
  }
  ASSIGN_OR_RETURN(const PersistentId* reference, document_.Get<PersistentId>(arguments[0]));
  ASSIGN_OR_RETURN(const Tuple* storage, document_.Get<Tuple>(reference->id));
  if (storage->items.size() != 5) {
    return absl::InvalidArgumentError(absl::StrCat("a storage of ", storage->items.size(), " parts, not 5"));
  }
  ASSIGN_OR_RETURN(const Global* storage_class, document_.Get<Global>(storage->items[1]));
  ASSIGN_OR_RETURN(const ElementType type, StorageType(*storage_class));
  ASSIGN_OR_RETURN(const Text* key, document_.Get<Text>(storage->items[2]));
  const auto found = storages_.find(std::string(key->value));
  if (found == storages_.end()) return absl::InvalidArgumentError(absl::StrCat("no storage \"", key->value, "\""));
  const std::string& bytes = found->second;
  const int64_t element_size = ElementSize(type);
  const int64_t storage_size = static_cast<int64_t>(bytes.size()) / element_size;

  Tensor tensor;
  ASSIGN_OR_RETURN(const int64_t* offset, document_.Get<int64_t>(arguments[1]));
  ASSIGN_OR_RETURN(tensor.shape, ReadShape(document_, arguments[2]));
  ASSIGN_OR_RETURN(const std::vector<int64_t> strides, ReadShape(document_, arguments[3]));
  ASSIGN_OR_RETURN(const int64_t num_elements, NumElements(tensor.shape));
  if (strides.size() != tensor.shape.size()) {
    return absl::InvalidArgumentError(
        absl::StrCat("a tensor of ", tensor.shape.size(), " dimensions has ", strides.size(), " strides"));
  }
  if (num_elements == 0) return tensor;
  // Every index is at most the last one; a zero stride may repeat elements, but not multiply them beyond the storage.
  int64_t last = *offset;
  bool is_outside = *offset < 0 || *offset >= storage_size || num_elements > storage_size;
  for (size_t i = 0; i < strides.size() && !is_outside; ++i) {
    is_outside = strides[i] < 0 || strides[i] > storage_size || tensor.shape[i] > storage_size + 1;
    if (!is_outside) last += strides[i] * (tensor.shape[i] - 1);
    is_outside = is_outside || last >= storage_size;
  }
  if (is_outside) {
    return absl::InvalidArgumentError(
        absl::StrCat("a tensor reaches outside its storage \"", key->value, "\" of ", storage_size, " elements"));
  }
  tensor.values.reserve(num_elements);
  std::vector<int64_t> index(strides.size());
  for (int64_t i = 0; i < num_elements; ++i) {
    int64_t position = *offset;
    for (size_t d = 0; d < strides.size(); ++d) position += index[d] * strides[d];
    ASSIGN_OR_RETURN(const double value, ElementAsDouble(type, bytes.data() + position * element_size));
    tensor.values.push_back(value);
    for (size_t d = strides.size(); d-- > 0;) {
      if (++index[d] < tensor.shape[d]) break;
      index[d] = 0;
    }
  }
  return tensor;
}

}  // namespace duet::pickle
