#include "experiments/brp_nas/recorded_searches.h"

#include <tuple>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/types/span.h"
#include "common/recorded_rows.h"
#include "common/status_macros.h"

namespace duet::experiments {
namespace {

bool ParseRow(absl::Span<const absl::string_view> fields, RecordedSearch* search) {
  if (fields.size() != 7) return false;
  SearchKey& key = search->key;
  key.benchmark = std::string(fields[0]);
  key.recipe = std::string(fields[1]);
  if (!absl::SimpleAtoi(fields[2], &key.num_models) || !absl::SimpleAtoi(fields[3], &key.num_iterations) ||
      !absl::SimpleAtoi(fields[4], &key.seed) || !absl::SimpleAtod(fields[5], &search->cpu_s)) {
    return false;
  }
  for (const absl::string_view network : absl::StrSplit(fields[6], ' ')) {
    if (!absl::SimpleAtoi(network, &search->networks.emplace_back())) return false;
  }
  return true;
}

}  // namespace

bool operator==(const SearchKey& a, const SearchKey& b) {
  const auto tie = [](const SearchKey& key) {
    return std::tie(key.benchmark, key.recipe, key.num_models, key.num_iterations, key.seed);
  };
  return tie(a) == tie(b);
}

absl::StatusOr<std::vector<RecordedSearch>> ReadRecordedSearches(absl::string_view path) {
  std::vector<RecordedSearch> searches;
  RETURN_IF_ERROR(ReadRecordedRows(
      path, kRecordedSearchesHeader, kRecordedSearchesHeader,
      [&](absl::Span<const absl::string_view> fields) { return ParseRow(fields, &searches.emplace_back()); }));
  return searches;
}

std::string RecordedSearchRow(const RecordedSearch& search) {
  const SearchKey& key = search.key;
  return absl::StrCat(key.benchmark, ",", key.recipe, ",", key.num_models, ",", key.num_iterations, ",", key.seed, ",",
                      search.cpu_s, ",", absl::StrJoin(search.networks, " "), "\n");
}

absl::StatusOr<RecordedSearch> FindRecordedSearch(absl::string_view path, const SearchKey& key) {
  ASSIGN_OR_RETURN(const std::vector<RecordedSearch> searches, ReadRecordedSearches(path));
  for (const RecordedSearch& search : searches) {
    if (search.key == key) return search;
  }
  return absl::NotFoundError(absl::StrCat(path, " has no search of ", key.benchmark, " with ", key.recipe, ", ",
                                          key.num_models, " models, ", key.num_iterations, " iterations, seed ",
                                          key.seed));
}

absl::StatusOr<nas::Trace> TraceOf(const RecordedSearch& search, const nas::Benchmark& benchmark) {
  nas::Trace trace;
  trace.set_space(benchmark.space().name());
  trace.set_seed(search.key.seed);
  for (const int64_t index : search.networks) {
    if (index < 0 || index >= benchmark.space().size()) {
      return absl::NotFoundError(absl::StrCat("no network ", index, " in ", benchmark.space().name()));
    }
    ASSIGN_OR_RETURN(const nas::Evaluation evaluation, benchmark.evaluator().Evaluate(index));
    nas::TrainedNetwork& network = *trace.add_networks();
    network.set_index(index);
    network.set_validation_accuracy_pct(evaluation.validation_accuracy_pct);
    if (evaluation.test_accuracy_pct.has_value()) network.set_test_accuracy_pct(*evaluation.test_accuracy_pct);
  }
  return trace;
}

}  // namespace duet::experiments
