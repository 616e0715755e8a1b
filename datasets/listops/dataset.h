// ListOps as training, validation and test sets of distinct expressions.
//
// The expressions are those of the streams (seed, 0), (seed, 1), ..., without the ones that came before: the first
// num_train of them train, the next num_validation validate, the rest test. Since trees are drawn independently, this
// is a random split; the released generator's is the order of a Python set.
//
// Source: Tay et al. 2021, Long Range Arena, released generator: 96,000 / 2,000 / 2,000.

#ifndef DATASETS_LISTOPS_DATASET_H_
#define DATASETS_LISTOPS_DATASET_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "datasets/listops/listops.h"

namespace duet::listops {

struct Example {
  Expression expression;
  int64_t label = 0;  // its value
};

struct Dataset {
  std::vector<Example> train;
  std::vector<Example> validation;
  std::vector<Example> test;
};

struct DatasetOptions {
  Options expressions;
  int64_t num_train = 96'000;
  int64_t num_validation = 2'000;
  int64_t num_test = 2'000;
};

// InvalidArgument for Options without trees and for negative sizes; OutOfRange where the options allow so few trees
// that the sets cannot be filled with distinct ones: the last 1,000 streams brought none that was new.
absl::StatusOr<Dataset> GenerateDataset(const DatasetOptions& options, uint64_t seed);

}  // namespace duet::listops

#endif  // DATASETS_LISTOPS_DATASET_H_
