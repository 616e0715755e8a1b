// Reads the pickles of NAS-Bench-ASR's release.

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/files.h"
#include "common/status_macros.h"
#include "datasets/nasbench_asr/published.h"
#include "datasets/pickle/numpy.h"
#include "datasets/pickle/pickle.h"

namespace duet::nasbench_asr {
namespace {

using pickle::Document;
using pickle::ValueId;

constexpr double kPercent = 100;
constexpr double kMsPerSecond = 1000;

// A Python or numpy number.
absl::StatusOr<double> Number(const Document& document, ValueId id) {
  if (std::holds_alternative<pickle::Object>(document.at(id))) return pickle::ReadNumpyScalar(document, id);
  return document.GetNumber(id);
}

// The values of a list or tuple.
absl::StatusOr<absl::Span<const ValueId>> Items(const Document& document, ValueId id) {
  if (const auto* tuple = std::get_if<pickle::Tuple>(&document.at(id))) return absl::MakeConstSpan(tuple->items);
  ASSIGN_OR_RETURN(const pickle::List* list, document.Get<pickle::List>(id));
  return absl::MakeConstSpan(list->items);
}

absl::StatusOr<std::vector<absl::string_view>> Texts(const Document& document, ValueId id) {
  std::vector<absl::string_view> texts;
  ASSIGN_OR_RETURN(const absl::Span<const ValueId> items, Items(document, id));
  for (const ValueId item : items) {
    ASSIGN_OR_RETURN(const pickle::Text* text, document.Get<pickle::Text>(item));
    texts.push_back(text->value);
  }
  return texts;
}

// Header and rows of one file.
struct File {
  Document header;
  Document rows;
};

absl::StatusOr<File> Parse(absl::string_view bytes) {
  pickle::Limits limits;
  limits.max_objects = limits.max_memo = int64_t{16} << 20;  // 8,242 lists of 40 numpy numbers, each of some objects
  ASSIGN_OR_RETURN(Document header, Document::ParseFirst(&bytes, pickle::NumpyGlobals(), limits));
  ASSIGN_OR_RETURN(Document rows, Document::Parse(std::string(bytes), pickle::NumpyGlobals(), limits));
  return File{std::move(header), std::move(rows)};
}

// InvalidArgument unless the header is one of `type` over this search space and its columns begin with `columns`.
absl::Status CheckHeader(const Document& header, absl::string_view type, std::vector<absl::string_view> columns) {
  ASSIGN_OR_RETURN(const ValueId type_id, header.GetItem(header.root(), "dataset_type"));
  ASSIGN_OR_RETURN(const pickle::Text* found_type, header.Get<pickle::Text>(type_id));
  if (found_type->value != type) {
    return absl::InvalidArgumentError(
        absl::StrCat("dataset_type is \"", found_type->value, "\", not \"", type, "\" as the file's name says"));
  }
  ASSIGN_OR_RETURN(const ValueId columns_id, header.GetItem(header.root(), "columns"));
  ASSIGN_OR_RETURN(std::vector<absl::string_view> found, Texts(header, columns_id));
  columns.insert(columns.begin(), "model_hash");
  found.resize(std::min(found.size(), columns.size()));
  if (found != columns) {
    return absl::InvalidArgumentError(
        absl::StrCat("columns are ", absl::StrJoin(found, ", "), ", ..., not ", absl::StrJoin(columns, ", ")));
  }
  ASSIGN_OR_RETURN(const ValueId space, header.GetItem(header.root(), "search_space"));
  ASSIGN_OR_RETURN(const ValueId ops_id, header.GetItem(space, "ops"));
  ASSIGN_OR_RETURN(const std::vector<absl::string_view> ops, Texts(header, ops_id));
  for (int64_t op = 0; op < std::max<int64_t>(kNumOps, ops.size()); ++op) {
    if (op < kNumOps && op < static_cast<int64_t>(ops.size()) && ops[op] == OpName(static_cast<Op>(op))) continue;
    return absl::InvalidArgumentError(
        absl::StrCat("another search space: its operations are ", absl::StrJoin(ops, ", ")));
  }
  return absl::OkStatus();
}

absl::Status CheckHeaderNumber(const Document& header, absl::string_view key, int64_t expected) {
  ASSIGN_OR_RETURN(const ValueId id, header.GetItem(header.root(), key));
  ASSIGN_OR_RETURN(const double found, Number(header, id));
  if (found == static_cast<double>(expected)) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(key, " is ", found, ", not ", expected, " as the file's name says"));
}

// Calls `add` with the model of each row and the row's other values.
template <typename Add>
absl::Status ForEachRow(const Document& rows, size_t num_values, Add add) {
  ASSIGN_OR_RETURN(const absl::Span<const ValueId> ids, Items(rows, rows.root()));
  for (size_t row = 0; row < ids.size(); ++row) {
    const absl::Status status = [&]() -> absl::Status {
      ASSIGN_OR_RETURN(const absl::Span<const ValueId> values, Items(rows, ids[row]));
      if (values.size() < num_values + 1) return absl::InvalidArgumentError("too few values");
      ASSIGN_OR_RETURN(const pickle::Text* fingerprint, rows.Get<pickle::Text>(values[0]));
      const std::optional<int64_t> model = ModelOfFingerprint(fingerprint->value);
      if (!model.has_value()) {
        return absl::InvalidArgumentError(absl::StrCat("no model has the fingerprint \"", fingerprint->value, "\""));
      }
      return add(*model, values.subspan(1));
    }();
    if (!status.ok()) return absl::Status(status.code(), absl::StrCat("row ", row, ": ", status.message()));
  }
  return absl::OkStatus();
}

absl::Status AddTrainings(const File& file, int64_t epochs, int64_t seed, NasBenchAsr& benchmark) {
  RETURN_IF_ERROR(CheckHeader(file.header, "training", {"val_per", "test_per"}));
  RETURN_IF_ERROR(CheckHeaderNumber(file.header, "epochs", epochs));
  RETURN_IF_ERROR(CheckHeaderNumber(file.header, "seed", seed));
  return ForEachRow(file.rows, 2, [&](int64_t model, absl::Span<const ValueId> values) -> absl::Status {
    Training training{epochs, seed, {}, 0};
    ASSIGN_OR_RETURN(const absl::Span<const ValueId> validation_pers, Items(file.rows, values[0]));
    for (const ValueId id : validation_pers) {
      ASSIGN_OR_RETURN(const double per, Number(file.rows, id));
      training.validation_per_pct.push_back(per * kPercent);
    }
    ASSIGN_OR_RETURN(const double test_per, Number(file.rows, values[1]));
    training.test_per_pct = test_per * kPercent;
    return benchmark.Add(model, std::move(training));
  });
}

absl::Status AddLatencies(const File& file, absl::string_view device, NasBenchAsr& benchmark) {
  RETURN_IF_ERROR(CheckHeader(file.header, "benchmarking", {"latency"}));
  return ForEachRow(file.rows, 1, [&](int64_t model, absl::Span<const ValueId> values) -> absl::Status {
    ASSIGN_OR_RETURN(const double latency_s, Number(file.rows, values[0]));
    return benchmark.AddLatency(model, device, latency_s * kMsPerSecond);
  });
}

absl::Status AddNumbersOfParams(const File& file, NasBenchAsr& benchmark) {
  RETURN_IF_ERROR(CheckHeader(file.header, "static", {"params"}));
  return ForEachRow(file.rows, 1, [&](int64_t model, absl::Span<const ValueId> values) -> absl::Status {
    ASSIGN_OR_RETURN(const double num_params, Number(file.rows, values[0]));
    return benchmark.AddParams(model, static_cast<int64_t>(num_params));
  });
}

// What stands between nb-asr- and .pickle, of the directory's files, sorted.
std::vector<std::string> ReleaseFiles(absl::string_view directory) {
  std::vector<std::string> names;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(std::string(directory), error)) {
    const std::string file_name = entry.path().filename().string();
    absl::string_view name = file_name;
    if (absl::ConsumePrefix(&name, "nb-asr-") && absl::ConsumeSuffix(&name, ".pickle")) names.emplace_back(name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

// "e40-1234": 40 epochs, seed 1234.
bool ParseTrainingName(absl::string_view name, int64_t* epochs, int64_t* seed) {
  const std::vector<absl::string_view> parts = absl::StrSplit(name, '-');
  return parts.size() == 2 && absl::ConsumePrefix(&name, "e") && absl::SimpleAtoi(parts[0].substr(1), epochs) &&
         absl::SimpleAtoi(parts[1], seed);
}

}  // namespace

absl::StatusOr<NasBenchAsr> NasBenchAsr::ReadRelease(absl::string_view directory) {
  NasBenchAsr benchmark;
  for (const std::string& name : ReleaseFiles(directory)) {
    const std::string path = absl::StrCat(directory, "/nb-asr-", name, ".pickle");
    absl::string_view device = name;
    int64_t epochs, seed;
    const bool is_training = ParseTrainingName(name, &epochs, &seed);
    const bool is_latency = absl::ConsumePrefix(&device, "bench-");
    if (!is_training && !is_latency && name != "info") continue;
    const absl::Status status = [&]() -> absl::Status {
      ASSIGN_OR_RETURN(const std::string bytes, ReadFile(path));
      ASSIGN_OR_RETURN(const File file, Parse(bytes));
      if (is_training) return AddTrainings(file, epochs, seed, benchmark);
      if (is_latency) return AddLatencies(file, device, benchmark);
      return AddNumbersOfParams(file, benchmark);
    }();
    if (status.ok()) continue;
    const bool lacks_key = absl::IsNotFound(status);  // of its header
    return absl::Status(lacks_key ? absl::StatusCode::kInvalidArgument : status.code(),
                        absl::StrCat(path, ": ", status.message()));
  }
  if (benchmark.Epochs().empty()) {
    return absl::NotFoundError(absl::StrCat("no nb-asr-e<epochs>-<seed>.pickle in ", directory));
  }
  return benchmark;
}

}  // namespace duet::nasbench_asr
