// Clock, reset and agents around a model that verilated_cc_library made of a module with ports clk_i and rst_ni.
//
//   Testbench<Vfp16_mul> bench;
//   bench->a_i = 0x3c00;      // ports of the module
//   bench.Tick();             // one cycle
//
// A cycle:   agents drive inputs -> logic settles -> agents sample outputs -> rising edge of the clock

#ifndef HW_TESTING_TESTBENCH_H_
#define HW_TESTING_TESTBENCH_H_

#include <cstdint>
#include <functional>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "hw/testing/simulation.h"

namespace duet::hw {

// Something at the ports of a module: a source, a sink, a memory, a monitor.
class Agent {
 public:
  virtual ~Agent() = default;
  // Sets inputs of the module, without looking at its combinational outputs.
  virtual void Drive() = 0;
  // Looks at the outputs that belong to the inputs of this cycle.
  virtual void Sample() = 0;
  // Gives up what is under way; drives the idle state.
  virtual void Reset() = 0;
};

template <typename Model>
class Testbench {
 public:
  // Ends in reset: see Reset.
  explicit Testbench(const SimulationOptions& options = {}) : simulation_(options), model_(simulation_.context()) {
#if DUET_RTL_TRACE
    simulation_.StartTrace([this](VerilatedFstC* trace) { model_.trace(trace, 99); });
#else
    simulation_.StartTrace([](VerilatedFstC*) {});
#endif
    model_.clk_i = 0;
    Reset();
  }
  ~Testbench() {
    model_.final();
    simulation_.Finish();
  }

  Model* operator->() { return &model_; }
  Model& model() { return model_; }
  int64_t num_cycles() const { return num_cycles_; }
  int64_t num_failed_assertions() const { return simulation_.num_failed_assertions(); }

  // `agent` outlives the use of the testbench.
  void Add(Agent* agent) {
    agents_.push_back(agent);
    agent->Reset();
  }

  // Agents are idle and rst_ni is low for `num_cycles` cycles. It falls at once (the reset is asynchronous).
  void Reset(int64_t num_cycles = 2) {
    for (Agent* agent : agents_) agent->Reset();
    model_.rst_ni = 0;
    for (int64_t i = 0; i < num_cycles; ++i) Clock();
    model_.rst_ni = 1;
    model_.eval();
  }

  void Tick() {
    for (Agent* agent : agents_) agent->Drive();
    model_.eval();
    for (Agent* agent : agents_) agent->Sample();
    Clock();
  }

  // Outputs follow inputs that were set since the last cycle.
  void Settle() { model_.eval(); }

  // Ticks until `is_done`. DeadlineExceeded if that takes more than `max_cycles` cycles.
  absl::Status RunUntil(const std::function<bool()>& is_done, int64_t max_cycles) {
    for (int64_t i = 0; !is_done(); ++i) {
      if (i == max_cycles) {
        return absl::DeadlineExceededError(
            absl::StrCat(model_.modelName(), " is not done after ", max_cycles, " cycles, in cycle ", num_cycles_));
      }
      Tick();
    }
    return absl::OkStatus();
  }

 private:
  void Clock() {
    model_.eval();
    simulation_.AdvanceHalfCycle();
    model_.clk_i = 1;
    model_.eval();
    simulation_.AdvanceHalfCycle();
    model_.clk_i = 0;
    ++num_cycles_;
  }

  Simulation simulation_;
  Model model_;
  std::vector<Agent*> agents_;
  int64_t num_cycles_ = 0;
};

}  // namespace duet::hw

#endif  // HW_TESTING_TESTBENCH_H_
