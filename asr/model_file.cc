#include "asr/model_file.h"

#include <cstdint>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "asr/model.pb.h"
#include "asr/tensors.h"
#include "common/files.h"
#include "common/status_macros.h"

namespace duet::asr {
namespace {

absl::Status AtPath(absl::string_view path, const absl::Status& status) {
  return absl::Status(status.code(), absl::StrCat(path, ": ", status.message()));
}

absl::StatusOr<std::shared_ptr<AcousticModel>> CreateModel(const ModelProto& proto, absl::Span<const ModelKind> kinds) {
  for (const ModelKind& kind : kinds) {
    if (kind.name == proto.kind()) return kind.create(proto.options());
  }
  const auto append_name = [](std::string* out, const ModelKind& kind) { absl::StrAppend(out, kind.name); };
  return absl::InvalidArgumentError(
      absl::StrCat("a model of the kind \"", proto.kind(), "\"; known: ", absl::StrJoin(kinds, ", ", append_name)));
}

absl::StatusOr<SavedModel> ParseModel(const std::string& bytes, absl::Span<const ModelKind> kinds) {
  ModelProto proto;
  if (!proto.ParseFromString(bytes)) return absl::InvalidArgumentError("not a model");
  if (proto.version() != kModelFileVersion) {
    return absl::InvalidArgumentError(
        absl::StrCat("a model of version ", proto.version(), "; this program reads ", kModelFileVersion));
  }
  SavedModel saved;
  ASSIGN_OR_RETURN(saved.model, CreateModel(proto, kinds));
  RETURN_IF_ERROR(LoadTensors(proto.tensors(), *saved.model));
  saved.model->eval();
  for (const auto& entry : proto.provenance()) saved.provenance.emplace_back(entry.name(), entry.value());
  return saved;
}

}  // namespace

absl::Status SaveModel(const AcousticModel& model, const ModelProvenance& provenance, absl::string_view path) {
  ModelProto proto;
  proto.set_version(kModelFileVersion);
  proto.set_kind(model.Kind());
  proto.set_options(model.SerializedOptions());
  RETURN_IF_ERROR(SaveTensors(model, proto.mutable_tensors()));
  for (const auto& [name, value] : provenance) {
    auto* entry = proto.add_provenance();
    entry->set_name(name);
    entry->set_value(value);
  }
  return WriteFileAtomically(path, proto.SerializeAsString());
}

absl::StatusOr<SavedModel> LoadModel(absl::string_view path, absl::Span<const ModelKind> kinds) {
  ASSIGN_OR_RETURN(const std::string bytes, ReadFile(path));
  absl::StatusOr<SavedModel> saved = ParseModel(bytes, kinds);
  if (!saved.ok()) return AtPath(path, saved.status());
  return saved;
}

}  // namespace duet::asr
