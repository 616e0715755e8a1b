// Searches that take too long to repeat by default, kept in a file with the command that makes them. A search is what
// it trained, in order, as numbers of the search space; accuracies are looked up again.
//
//     # command: ...
//     benchmark,recipe,num_models,num_iterations,seed,cpu_s,networks
//     nasbench201/cifar100,EAGLE_FLOAT32,20,5,0,115,2416 1310 7335

#ifndef EXPERIMENTS_BRP_NAS_RECORDED_SEARCHES_H_
#define EXPERIMENTS_BRP_NAS_RECORDED_SEARCHES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "nas/benchmark.h"
#include "nas/trace.pb.h"

namespace duet::experiments {

// What makes a search; the same key, the same search.
struct SearchKey {
  std::string benchmark;  // name and image set: "nasbench201/cifar100"
  std::string recipe;     // of predictors/accuracy_ranker.h
  int64_t num_models = 0;
  int64_t num_iterations = 0;
  uint64_t seed = 0;
};
bool operator==(const SearchKey& a, const SearchKey& b);

struct RecordedSearch {
  SearchKey key;
  double cpu_s = 0;  // processor time
  std::vector<int64_t> networks;
};

constexpr absl::string_view kRecordedSearchesHeader = "benchmark,recipe,num_models,num_iterations,seed,cpu_s,networks";

// All of a file. InvalidArgument with file and line for a row that is not as above.
absl::StatusOr<std::vector<RecordedSearch>> ReadRecordedSearches(absl::string_view path);

// A row of the file, with its end.
std::string RecordedSearchRow(const RecordedSearch& search);

// The search of that key, or NotFound with the path's and the key's name.
absl::StatusOr<RecordedSearch> FindRecordedSearch(absl::string_view path, const SearchKey& key);

// Its trace, with accuracies but without reasons. NotFound for a network that the benchmark does not know.
absl::StatusOr<nas::Trace> TraceOf(const RecordedSearch& search, const nas::Benchmark& benchmark);

}  // namespace duet::experiments

#endif  // EXPERIMENTS_BRP_NAS_RECORDED_SEARCHES_H_
