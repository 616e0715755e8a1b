// A result as text for a terminal.

#ifndef EXPERIMENTS_FRAMEWORK_PRINT_RESULT_H_
#define EXPERIMENTS_FRAMEWORK_PRINT_RESULT_H_

#include <string>

#include "experiments/framework/experiment_result.pb.h"

namespace duet::experiments {

struct PrintOptions {
  bool use_color = false;
  // Tables wider than this are cut into several, sentences are wrapped.
  int width = 100;
};

// Title, tables, claims with their verdicts, data, and a count of the verdicts.
std::string PrintResult(const ExperimentResult& result, const PrintOptions& options);

}  // namespace duet::experiments

#endif  // EXPERIMENTS_FRAMEWORK_PRINT_RESULT_H_
