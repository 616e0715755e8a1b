// A simulated accelerator with its memory: runs programs, returns what they computed and what they took.
//
//   AcceleratorBench<Vaccelerator_rtl> bench({.words_per_cycle = 8});
//   ASSIGN_OR_RETURN(const AcceleratorRun run, bench.Run(program, input, 1000000));

#ifndef HW_TOP_ACCELERATOR_BENCH_H_
#define HW_TOP_ACCELERATOR_BENCH_H_

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "hw/testing/stream.h"
#include "hw/testing/testbench.h"
#include "hw/top/memory_model.h"
#include "hw/top/program.h"

namespace duet::hw {

struct AcceleratorRun {
  // Since the descriptor before was done, or since the start.
  struct Step {
    int64_t num_cycles;
    int64_t num_halves_moved;
  };

  std::vector<Half> output;  // [L, D]
  int64_t num_cycles = 0;    // from the first word of the first descriptor to idle
  int64_t num_halves_moved = 0;
  std::vector<Step> steps;  // of the descriptors
};

// Model: V<name> of a verilated_cc_library whose top is `accelerator`.
template <typename Model>
class AcceleratorBench {
 public:
  explicit AcceleratorBench(const MemoryOptions& options)
      : memory_(options),
        x_(&memory_,
           {&bench_->x_request_valid_o, &bench_->x_request_ready_i, &bench_->x_address_o, &bench_->x_lane_stride_o,
            &bench_->x_num_lanes_o, &bench_->x_complex_o, &bench_->x_imaginary_o},
           &bench_->x_valid_i, &bench_->x_ready_o, &bench_->x_i, sizeof(bench_->x_i) / 2),
        residual_(&memory_,
                  {&bench_->residual_request_valid_o, &bench_->residual_request_ready_i, &bench_->residual_address_o,
                   &bench_->residual_lane_stride_o, &bench_->residual_num_lanes_o},
                  &bench_->residual_valid_i, &bench_->residual_ready_o, &bench_->residual_i,
                  sizeof(bench_->residual_i) / 2),
        affine_(&memory_,
                {&bench_->affine_request_valid_o, &bench_->affine_request_ready_i, &bench_->affine_address_o,
                 &bench_->affine_lane_stride_o, &bench_->affine_num_lanes_o},
                &bench_->affine_valid_i, &bench_->affine_ready_o, &bench_->affine_i, 2),
        weights_(&memory_,
                 {&bench_->weights_request_valid_o, &bench_->weights_request_ready_i, &bench_->weights_address_o,
                  &bench_->weights_lane_stride_o, &bench_->weights_num_lanes_o},
                 &bench_->weights_valid_i, &bench_->weights_ready_o, &bench_->weights_i, sizeof(bench_->weights_i) / 2),
        y_(&memory_,
           {&bench_->y_valid_o, &bench_->y_ready_i, &bench_->y_address_o, &bench_->y_lane_stride_o,
            &bench_->y_num_lanes_o, &bench_->y_complex_o, &bench_->y_imaginary_o},
           &bench_->y_o),
        descriptors_(&bench_->descriptor_valid_i, &bench_->descriptor_ready_o, {options.stall_probability, 1}) {
    for (Agent* agent : std::vector<Agent*>{&memory_, &x_, &residual_, &affine_, &weights_, &y_, &descriptors_}) {
      bench_.Add(agent);
    }
  }

  // `input`: [L, D] of the program. DeadlineExceeded after `max_cycles` cycles, OutOfRange if an address was not in
  // memory.
  absl::StatusOr<AcceleratorRun> Run(const Program& program, absl::Span<const Half> input, int64_t max_cycles) {
    Start(program, input);
    AcceleratorRun run;
    const int64_t start = bench_.num_cycles(), num_moved = memory_.num_halves_moved();
    const int64_t num_bad = memory_.num_bad_addresses();
    const absl::Status status = bench_.RunUntil(
        [&] {
          bench_.Settle();
          if (bench_->done_o) {
            const int64_t num_cycles = bench_.num_cycles() - start;
            const int64_t num_halves_moved = memory_.num_halves_moved() - num_moved;
            run.steps.push_back({num_cycles - run.num_cycles, num_halves_moved - run.num_halves_moved});
            run.num_cycles = num_cycles;
            run.num_halves_moved = num_halves_moved;
          }
          return descriptors_.is_done() && bench_->idle_o;
        },
        max_cycles);
    if (!status.ok()) return status;
    if (memory_.num_bad_addresses() != num_bad) {
      return absl::OutOfRangeError(absl::StrCat(memory_.num_bad_addresses() - num_bad, " halves moved outside of ",
                                                memory_.halves().size(), " halves of memory"));
    }
    const auto begin = memory_.halves().begin() + program.output;
    run.output.assign(begin, begin + static_cast<int64_t>(input.size()));
    run.num_cycles = bench_.num_cycles() - start;
    return run;
  }

  // Runs `num_cycles` cycles of a program, then resets the accelerator in the middle of what it does.
  void RunAndReset(const Program& program, absl::Span<const Half> input, int64_t num_cycles) {
    Start(program, input);
    for (int64_t i = 0; i < num_cycles; ++i) bench_.Tick();
    bench_.Reset();
  }

 private:
  void Start(const Program& program, absl::Span<const Half> input) {
    memory_.halves() = program.memory;
    std::copy(input.begin(), input.end(), memory_.halves().begin() + program.input);
    words_.clear();
    for (const Descriptor& descriptor : program.descriptors) {
      const std::vector<uint32_t> words = ToWords(descriptor);
      words_.insert(words_.end(), words.begin(), words.end());
    }
    descriptors_.Start(static_cast<int64_t>(words_.size()), [this](int64_t i) { bench_->descriptor_i = words_[i]; });
  }

  Testbench<Model> bench_;
  MemoryModel memory_;
  ReadPort x_, residual_, affine_, weights_;
  WritePort y_;
  StreamSource descriptors_;
  std::vector<uint32_t> words_;
};

}  // namespace duet::hw

#endif  // HW_TOP_ACCELERATOR_BENCH_H_
