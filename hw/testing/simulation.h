// What a simulation has whatever it simulates: Verilator's context, cycles, waveforms, coverage, fired assertions.
//
//   --trace=FILE.fst   writes waveforms for GTKWave or Surfer; the second simulation of a process writes FILE.2.fst.
//                      The build must have them: bazel run --config=trace //hw/...:<test> -- --trace=/tmp/a.fst
// `bazel run //hw:coverage` builds with counters of lines and toggles, and runs the tests with --coverage=FILE
// (rtl_test_main), which writes their sum over all simulations.
//
// An assertion of the RTL that fires ends the process, with its name and place on standard output: no test passes then.

#ifndef HW_TESTING_SIMULATION_H_
#define HW_TESTING_SIMULATION_H_

#include <cstdint>
#include <functional>
#include <memory>

#include "hw/testing/coverage.h"
#include "verilated.h"

#if DUET_RTL_TRACE
#include "verilated_fst_c.h"
#else
class VerilatedFstC {};
#endif

namespace duet::hw {

struct SimulationOptions {
  uint64_t seed = 1;                      // of what registers hold before the reset
  bool abort_on_failed_assertion = true;  // else see Simulation::num_failed_assertions
};

// Counts of all simulations of this process that have ended; empty in builds without counters.
Coverage& SimulationCoverage();

class Simulation {
 public:
  explicit Simulation(const SimulationOptions& options);
  Simulation(const Simulation&) = delete;
  Simulation& operator=(const Simulation&) = delete;

  VerilatedContext* context() { return context_.get(); }
  int64_t num_failed_assertions() const { return context_->errorCount(); }

  // If --trace was given, calls `attach` with the open file. Ends the process where the build has no waveforms.
  void StartTrace(const std::function<void(VerilatedFstC* trace)>& attach);
  // Closes the waveforms and adds to SimulationCoverage. The model must still be there: both look into it.
  void Finish();
  // Time goes on by half a cycle; the waveforms get what the signals are now.
  void AdvanceHalfCycle();

 private:
  std::unique_ptr<VerilatedContext> context_;
  std::unique_ptr<VerilatedFstC> trace_;
};

}  // namespace duet::hw

#endif  // HW_TESTING_SIMULATION_H_
