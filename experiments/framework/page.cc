#include "experiments/framework/page.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/files.h"
#include "common/program.h"
#include "common/status_macros.h"
#include "experiments/framework/provenance.h"
#include "experiments/framework/result_file.h"
#include "google/protobuf/util/json_util.h"

namespace duet::experiments {
namespace {

absl::StatusOr<Provenances> ProvenancesOf(absl::Span<const BuiltResult> results) {
  const std::string commit = CommitOf(WorkspaceDirectory());
  Provenances provenances;
  for (const BuiltResult& built : results) {
    const std::vector<std::string> costs(built.files.costs().begin(), built.files.costs().end());
    ASSIGN_OR_RETURN(Provenance provenance, SumCosts(costs));
    provenance.set_target(built.result.target());
    provenance.set_commit(commit);
    provenance.set_command(CommandOf(built.result));
    *provenances.add_experiments() = provenance;
  }
  return provenances;
}

}  // namespace

absl::StatusOr<std::vector<BuiltResult>> ReadBuiltResults(absl::Span<const std::string> manifest_paths) {
  std::vector<BuiltResult> results;
  for (const std::string& path : manifest_paths) {
    BuiltResult built;
    built.manifest_path = path;
    ASSIGN_OR_RETURN(built.files, ReadResultFiles(path));
    ASSIGN_OR_RETURN(built.result, ReadResult(built.files.result()));
    results.push_back(built);
  }
  return results;
}

absl::Status WritePage(const PageOptions& options, absl::Span<const BuiltResult> results) {
  ASSIGN_OR_RETURN(const Provenances provenances, ProvenancesOf(results));
  google::protobuf::util::JsonPrintOptions print_options;
  print_options.add_whitespace = true;
  print_options.preserve_proto_field_names = true;
  std::string json;
  if (!google::protobuf::util::MessageToJsonString(provenances, &json, print_options).ok()) {
    return absl::InternalError("cannot print the provenance as JSON");
  }
  const std::string provenance_path = absl::StrCat(options.directory, "/provenance.json");
  RETURN_IF_ERROR(WriteFileAtomically(provenance_path, json));

  std::vector<std::string> command = options.command;
  command.push_back(absl::StrCat(
      "--files=", absl::StrJoin(results, ",",
                                [](std::string* out, const BuiltResult& built) { out->append(built.manifest_path); })));
  command.push_back(absl::StrCat("--provenance=", provenance_path));
  command.push_back(absl::StrCat("--output=", options.directory, "/index.html"));
  if (!options.title.empty()) command.push_back(absl::StrCat("--title=", options.title));
  return OutputOf(command).status();
}

}  // namespace duet::experiments
