// The files that figures are drawn from, one row per number, RFC 4180. A figure calls them by these names:
//
//   table    metric,unit,<labels>,num_seeds,mean,sd,ci95_low,ci95_high,proxy     one row per result
//   seeds    metric,unit,<labels>,seed,value                                     every seed
//   points   series,configuration,seed,<labels>,x,y                              the series that runs report
//   bands    series,<labels>,x,num_seeds,mean,ci95_low,ci95_high                 series, mean over seeds at each x
//
// <labels> are the label keys in the order of their first use. Numbers have the fewest digits that read back the same.

#ifndef EXPERIMENTS_FRAMEWORK_CSV_H_
#define EXPERIMENTS_FRAMEWORK_CSV_H_

#include <string>

#include "absl/types/span.h"
#include "experiments/framework/experiment_result.pb.h"
#include "experiments/framework/run_result.pb.h"

namespace duet::experiments {

std::string TableCsv(const ExperimentResult& result);
std::string SeedsCsv(const ExperimentResult& result);

// `runs` as SortRuns leaves them.
std::string PointsCsv(absl::Span<const RunResult> runs);

// A series is in `bands` if every seed that reports it has the same x.
std::string BandsCsv(absl::Span<const RunResult> runs);

}  // namespace duet::experiments

#endif  // EXPERIMENTS_FRAMEWORK_CSV_H_
