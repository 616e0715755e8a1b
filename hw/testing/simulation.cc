#include "hw/testing/simulation.h"

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "absl/flags/flag.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

#if DUET_RTL_COVERAGE
#include <unistd.h>

#include "common/files.h"
#include "verilated_cov.h"
#endif

ABSL_FLAG(std::string, trace, "", "File of waveforms to write, *.fst. Needs a build with --config=trace.");

namespace duet::hw {
namespace {

// The file of the n-th simulation of this process: a.fst, a.2.fst, ...
[[maybe_unused]] std::string NthFile(const std::string& path, int64_t n) {
  if (n == 1) return path;
  const absl::string_view stem = absl::StripSuffix(path, ".fst");
  return absl::StrCat(stem, ".", n, absl::EndsWith(path, ".fst") ? ".fst" : "");
}

}  // namespace

Coverage& SimulationCoverage() {
  static auto* const coverage = new Coverage;
  return *coverage;
}

Simulation::Simulation(const SimulationOptions& options) : context_(std::make_unique<VerilatedContext>()) {
  context_->randReset(2);
  context_->randSeed(static_cast<int>(options.seed % 0x7fffffff) + 1);
  context_->fatalOnError(options.abort_on_failed_assertion);
}

void Simulation::Finish() {
#if DUET_RTL_TRACE
  if (trace_ != nullptr) trace_->close();
#endif
#if DUET_RTL_COVERAGE
  // Verilator gives its counts to a file alone.
  char path[] = "/tmp/coverage_XXXXXX";
  const int file = mkstemp(path);
  if (file < 0) return;
  close(file);
  context_->coveragep()->write(path);
  const absl::StatusOr<std::string> text = ReadFile(path);
  if (!text.ok() || !SimulationCoverage().Add(*text).ok()) std::fprintf(stderr, "no coverage in %s\n", path);
  std::remove(path);
#endif
}

void Simulation::StartTrace(const std::function<void(VerilatedFstC* trace)>& attach) {
  const std::string path = absl::GetFlag(FLAGS_trace);
  if (path.empty()) return;
#if DUET_RTL_TRACE
  static std::atomic<int64_t> num_files{0};
  context_->traceEverOn(true);
  trace_ = std::make_unique<VerilatedFstC>();
  attach(trace_.get());
  trace_->open(NthFile(path, ++num_files).c_str());
#else
  (void)attach;
  std::fprintf(stderr, "--trace=%s: this build writes no waveforms; build it with --config=trace\n", path.c_str());
  std::exit(1);
#endif
}

void Simulation::AdvanceHalfCycle() {
#if DUET_RTL_TRACE
  if (trace_ != nullptr) trace_->dump(context_->time());
#endif
  context_->timeInc(1);
}

}  // namespace duet::hw
