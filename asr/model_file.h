// Acoustic models in files.
//
//     RETURN_IF_ERROR(SaveModel(model, {{"corpus", "spoken_phones"}}, "phones.model"));
//     ASSIGN_OR_RETURN(const SavedModel saved, LoadModel("phones.model", {NasBenchAsrKind()}));
//
// A file names the kind of its network, holds what that kind needs to build it, and its tensors by name (parameters and
// buffers, float32). Kinds are given by the caller, so that whoever reads files says which networks it links.

#ifndef ASR_MODEL_FILE_H_
#define ASR_MODEL_FILE_H_

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "asr/acoustic_model.h"

namespace duet::asr {

// Raised with every change after which an old file would be misread.
constexpr int kModelFileVersion = 1;

struct ModelKind {
  std::string name;
  // The network of AcousticModel::SerializedOptions; InvalidArgument for bytes that are none.
  std::function<absl::StatusOr<std::shared_ptr<AcousticModel>>(absl::string_view serialized_options)> create;
};

// (name, value), in order: command, corpus, seed, error rate, ...
using ModelProvenance = std::vector<std::pair<std::string, std::string>>;

struct SavedModel {
  std::shared_ptr<AcousticModel> model;
  ModelProvenance provenance;
};

// InvalidArgument for a tensor that is not of float32; else the errors of writing. Equal models give equal bytes.
absl::Status SaveModel(const AcousticModel& model, const ModelProvenance& provenance, absl::string_view path);

// The model, not training. NotFound without the file; InvalidArgument with `path` for another version, a kind that is
// not of `kinds` (it lists them), or tensors that are not those of the network.
absl::StatusOr<SavedModel> LoadModel(absl::string_view path, absl::Span<const ModelKind> kinds);

}  // namespace duet::asr

#endif  // ASR_MODEL_FILE_H_
