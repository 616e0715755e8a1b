// Reads and writes the trace of a search, and draws the two curves of it: accuracy against networks trained.

#ifndef NAS_TRACE_H_
#define NAS_TRACE_H_

#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "nas/trace.pb.h"

namespace duet::nas {

// Raised with every change after which an old trace would be misread.
constexpr int32_t kTraceVersion = 1;

// Replaces the file at once, so that a search that is killed leaves a whole trace.
absl::Status WriteTrace(const Trace& trace, absl::string_view path);

// NotFound without the file; InvalidArgument for something else than a trace of this version. Errors name the path.
absl::StatusOr<Trace> ReadTrace(absl::string_view path);

// What BRP-NAS plots: element i is the best test accuracy of the networks 0 to i, in percent, whatever their validation
// accuracies. FailedPrecondition if a test accuracy is not known.
// Source: Dudziak et al. 2020 (BRP-NAS), figures 2, 3, 5 and 6, as its authors explain them (SamsungLabs/eagle, issue
// 17).
absl::StatusOr<std::vector<double>> BestTestSoFar(const Trace& trace);

// What a user of the search would get: element i is the test accuracy of the network with the best validation accuracy
// of the networks 0 to i; of equal ones, the first. FailedPrecondition if a test accuracy is not known.
absl::StatusOr<std::vector<double>> TestOfBestValidationSoFar(const Trace& trace);

// Element i is the best validation accuracy of the networks 0 to i: for benchmarks without test accuracies.
std::vector<double> BestValidationSoFar(const Trace& trace);

// The trace without the networks whose true latency, by number in the space, is above the limit or not known: those
// that a wrong prediction let through. As in BRP-NAS's released code, networks are then counted without them.
Trace WithoutFalsePositives(const Trace& trace, absl::Span<const double> true_latency_ms, double limit_ms);

}  // namespace duet::nas

#endif  // NAS_TRACE_H_
