// How alike devices rank networks: the settings of LatBench's tables as devices with names to show, the comparison of
// two, and summaries of many.
//
// Two settings are compared over the cells that both have a value for. Limits: a correlation over the whole space says
// little about the fast or the slow networks alone.

#ifndef EXPERIMENTS_BRP_NAS_DEVICE_CORRELATIONS_H_
#define EXPERIMENTS_BRP_NAS_DEVICE_CORRELATIONS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "datasets/latbench/latbench.h"

namespace duet::experiments {

// A setting of latency as it is shown: "LatBench cpu-core-i7-7820x fp32", "HELP 1080ti b32", "HW-NAS raspi4 cifar10",
// "own xeon_cpu_fp32". Different keys have different names.
std::string ShownName(const latbench::Setting& setting);

// "mobile dsp" of a setting of LatBench, whose names begin with it; empty for other sources.
std::string DeviceClass(const latbench::Setting& setting);

// The settings of latency of these sources, source by source in the order given.
std::vector<int64_t> LatencySettings(const latbench::LatBench& latbench, absl::Span<const std::string> sources);

struct PairComparison {
  double spearman = 0, kendall = 0;
  double ratio_mean = 0, ratio_sd = 0;  // of b / a, cell by cell; the deviation has divisor n
  double equal_pct = 0;                 // cells with the same value, bit for bit
};

// Compares values by cell, NaN where there is none. InvalidArgument if fewer than two cells have both, or one is the
// same for all of them.
absl::StatusOr<PairComparison> Compare(absl::Span<const double> a, absl::Span<const double> b);

using CorrelationMatrix = std::vector<std::vector<double>>;  // symmetric

struct Neighbours {
  int64_t nearest, farthest;  // highest and lowest correlation; the first of equals
  double mean;                // over all others
};

// Of `device` among the devices whose group is another. Nothing where there are none. `groups` has one entry a device:
// settings of one piece of hardware are a group.
std::optional<Neighbours> NeighboursOf(const CorrelationMatrix& correlations, absl::Span<const std::string> groups,
                                       int64_t device);

// The mean correlation over pairs of different devices, one of class `a` and the other of class `b`; nothing where
// there are none.
std::optional<double> MeanOfClasses(const CorrelationMatrix& correlations, absl::Span<const std::string> classes,
                                    const std::string& a, const std::string& b);

struct ClassContrast {
  double mean_within = 0, mean_between = 0;  // over pairs of different devices
  int64_t lowest_a = 0, lowest_b = 0;        // the pair of different classes that correlates least
};

// Devices without class do not count. InvalidArgument without a pair within a class and a pair between classes.
absl::StatusOr<ClassContrast> ContrastClasses(const CorrelationMatrix& correlations,
                                              absl::Span<const std::string> classes);

}  // namespace duet::experiments

#endif  // EXPERIMENTS_BRP_NAS_DEVICE_CORRELATIONS_H_
