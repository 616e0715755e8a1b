// A search space with the accuracies that are published of it, opened by name.
//
//     ASSIGN_OR_RETURN(const Benchmark benchmark, Benchmark::Open("nasbench201", "cifar100", tables));
//     ASSIGN_OR_RETURN(const Trace trace, RunSearch(benchmark.problem(), *strategy, {/*budget=*/100, /*seed=*/1}));
//
//     nasbench201   cifar10, cifar100, ImageNet16-120   all 15,284 networks; 200 epochs, validation and test
//     nasbench101   cifar10                             the 30,001 of 423,624 whose accuracy is public (PROXY DATA);
//                                                       108 epochs, validation alone
//     nasbench_asr  timit                               the published trainings, in a directory of the user's, all
//                                                       8,242 networks; else this project's own (PROXY DATA): those of
//                                                       the most epochs; 100 % less the phone error rate

#ifndef NAS_BENCHMARK_H_
#define NAS_BENCHMARK_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "nas/evaluator.h"
#include "nas/search.h"
#include "nas/search_space.h"

namespace duet::nasbench201 {
class NasBench201;
}
namespace duet::nasbench_asr {
class NasBenchAsr;
}

namespace duet::nas {

// Where the tables are: targets of the packages that their paths name.
struct BenchmarkTables {
  std::string nasbench201 = "datasets/nasbench201/nasbench201_table.binpb";
  std::string nasbench101 = "datasets/nasbench101/published_table.binpb";
  std::string nasbench_asr_release;  // a directory; empty: none
  std::string nasbench_asr_trainings = "datasets/nasbench_asr/measurements/small_trainings.csv";
};

class Benchmark {
 public:
  // InvalidArgument for a name or an image set that is not above; else the errors of opening the table.
  static absl::StatusOr<Benchmark> Open(absl::string_view name, absl::string_view image_set,
                                        const BenchmarkTables& tables);

  Benchmark(Benchmark&&) noexcept;
  Benchmark& operator=(Benchmark&&) noexcept;
  ~Benchmark();

  const SearchSpace& space() const { return *space_; }
  const Evaluator& evaluator() const { return *evaluator_; }
  // What has an accuracy, ascending.
  const std::vector<int64_t>& candidates() const { return candidates_; }
  // Of all candidates; it must not outlive the benchmark.
  SearchProblem problem() const { return {space_.get(), evaluator_.get(), candidates_}; }

  // Why the accuracies stand in for others; empty where they do not.
  const std::string& proxy_reason() const { return proxy_reason_; }

 private:
  Benchmark();

  std::unique_ptr<const SearchSpace> space_;
  std::unique_ptr<const nasbench201::NasBench201> table_;           // what the evaluator reads, of nasbench201
  std::unique_ptr<const nasbench_asr::NasBenchAsr> asr_trainings_;  // of nasbench_asr
  std::unique_ptr<const Evaluator> evaluator_;
  std::vector<int64_t> candidates_;
  std::string proxy_reason_;
};

}  // namespace duet::nas

#endif  // NAS_BENCHMARK_H_
