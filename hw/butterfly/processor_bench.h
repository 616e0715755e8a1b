// A simulated butterfly processor with its streams: runs jobs, returns what came out and what each cycle did.
//
//   ProcessorBench<Vbutterfly_processor_rtl> bench({.num_engines = 1, .num_units = 4});
//   ASSIGN_OR_RETURN(const ProcessorRun run, bench.Run(jobs, 100000));

#ifndef HW_BUTTERFLY_PROCESSOR_BENCH_H_
#define HW_BUTTERFLY_PROCESSOR_BENCH_H_

#include <cstdint>
#include <cstring>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "hw/butterfly/butterfly_model.h"
#include "hw/testing/stream.h"
#include "hw/testing/testbench.h"

namespace duet::hw {

struct ProcessorJob {
  ButterflyMode mode = ButterflyMode::kLinear;
  int log2_size = 3;
  std::vector<UnitWeights> weights;            // words, packed; empty: those of the job before
  std::vector<std::vector<ComplexHalf>> rows;  // a multiple of the number of engines; row r goes to engine r mod that
};

struct ProcessorRun {
  std::vector<std::vector<std::vector<ComplexHalf>>> rows;  // [job][row][element], in order of index
  int64_t num_cycles = 0;     // from the cycle that offers the first job to that of the last item out, both counted
  std::vector<bool> busy;     // [num_cycles] whether the units began butterflies
  int64_t num_misplaced = 0;  // items whose index or last flag was wrong
};

struct ProcessorBenchOptions {
  int64_t num_engines = 1;
  int64_t num_units = 4;
  double stall_probability = 0;  // of every stream, in a cycle
  uint64_t seed = 1;
};

template <typename Model>
class ProcessorBench {
 public:
  explicit ProcessorBench(const ProcessorBenchOptions& options)
      : options_(options),
        bench_({options.seed, true}),
        jobs_(&bench_->job_valid_i, &bench_->job_ready_o, Stalls(1)),
        weights_(&bench_->weights_valid_i, &bench_->weights_ready_o, Stalls(2)),
        in_(&bench_->in_valid_i, &bench_->in_ready_o, Stalls(3)),
        out_(&bench_->out_valid_o, &bench_->out_ready_i, Stalls(4)) {
    for (Agent* agent : std::initializer_list<Agent*>{&jobs_, &weights_, &in_, &out_}) bench_.Add(agent);
  }

  // Runs `jobs` and waits until all is out. DeadlineExceeded after `max_cycles` cycles.
  absl::StatusOr<ProcessorRun> Run(absl::Span<const ProcessorJob> jobs, int64_t max_cycles) {
    ProcessorRun run;
    Start(jobs, run);
    const int64_t start = bench_.num_cycles();
    const absl::Status status = bench_.RunUntil(
        [&] {
          if (bench_.num_cycles() > start) run.busy.push_back(bench_->units_busy_o != 0);
          return out_.is_done();
        },
        max_cycles);
    if (!status.ok()) return status;
    run.num_cycles = bench_.num_cycles() - start;
    return run;
  }

  // Runs `num_cycles` cycles of `jobs`, then resets the processor in the middle of what it does.
  void RunAndReset(absl::Span<const ProcessorJob> jobs, int64_t num_cycles) {
    ProcessorRun run;
    Start(jobs, run);
    for (int64_t i = 0; i < num_cycles; ++i) bench_.Tick();
    bench_.Reset();
  }

  Testbench<Model>& testbench() { return bench_; }

 private:
  // Where an item of a stream comes from or goes to.
  struct Place {
    int64_t job;
    int64_t group;    // of num_engines rows
    int64_t element;  // in the order of the stream
  };

  StallOptions Stalls(uint64_t stream) const { return {options_.stall_probability, options_.seed * 8 + stream}; }

  // Halves of a port lie behind each other, lowest first.
  static void Store(void* port, int64_t index, Half value) {
    std::memcpy(static_cast<char*>(port) + 2 * index, &value.bits, 2);
  }
  static Half Load(const void* port, int64_t index) {
    Half value;
    std::memcpy(&value.bits, static_cast<const char*>(port) + 2 * index, 2);
    return value;
  }

  void Start(absl::Span<const ProcessorJob> jobs, ProcessorRun& run) {
    job_list_ = jobs;
    places_.clear();
    words_.clear();
    for (int64_t j = 0; j < static_cast<int64_t>(jobs.size()); ++j) {
      const ProcessorJob& job = jobs[j];
      const int64_t size = int64_t{1} << job.log2_size;
      const int64_t num_groups = static_cast<int64_t>(job.rows.size()) / options_.num_engines;
      run.rows.emplace_back(job.rows.size(), std::vector<ComplexHalf>(size));
      for (int64_t group = 0; group < num_groups; ++group) {
        for (int64_t i = 0; i < size; ++i) places_.push_back({j, group, i});
      }
      for (size_t w = 0; w < job.weights.size(); w += options_.num_units) words_.push_back(&job.weights[w]);
    }
    jobs_.Start(jobs.size(), [this](int64_t i) {
      const ProcessorJob& job = job_list_[i];
      bench_->job_mode_i = static_cast<int>(job.mode);
      bench_->job_log2_size_i = job.log2_size;
      bench_->job_num_rows_i = job.rows.size() / options_.num_engines;
      bench_->job_load_weights_i = !job.weights.empty();
    });
    weights_.Start(words_.size(), [this](int64_t i) {
      for (int64_t unit = 0; unit < options_.num_units; ++unit) {
        const UnitWeights& weights = words_[i][unit];
        const Half halves[] = {weights.w1, weights.w2, weights.w3, weights.w4};
        for (int64_t k = 0; k < 4; ++k) Store(&bench_->weights_data_i, 4 * unit + k, halves[k]);
      }
    });
    in_.Start(places_.size(), [this](int64_t i) {
      const Place& place = places_[i];
      for (int64_t engine = 0; engine < options_.num_engines; ++engine) {
        const ComplexHalf& value =
            job_list_[place.job].rows[place.group * options_.num_engines + engine][place.element];
        Store(&bench_->in_data_i, 2 * engine, value.re);
        Store(&bench_->in_data_i, 2 * engine + 1, value.im);
      }
    });
    out_.Start(places_.size(), [this, &run](int64_t i) {
      const Place& place = places_[i];
      const ProcessorJob& job = job_list_[place.job];
      const bool is_last = i + 1 == static_cast<int64_t>(places_.size()) || places_[i + 1].job != place.job;
      const int64_t index = job.mode == ButterflyMode::kFft ? ReverseBits(place.element, job.log2_size) : place.element;
      run.num_misplaced += bench_->out_index_o != index || (bench_->out_last_o != 0) != is_last;
      for (int64_t engine = 0; engine < options_.num_engines; ++engine) {
        run.rows[place.job][place.group * options_.num_engines + engine][index] = {
            Load(&bench_->out_data_o, 2 * engine), Load(&bench_->out_data_o, 2 * engine + 1)};
      }
    });
  }

  const ProcessorBenchOptions options_;
  Testbench<Model> bench_;
  StreamSource jobs_;
  StreamSource weights_;
  StreamSource in_;
  StreamSink out_;
  absl::Span<const ProcessorJob> job_list_;
  std::vector<Place> places_;
  std::vector<const UnitWeights*> words_;
};

}  // namespace duet::hw

#endif  // HW_BUTTERFLY_PROCESSOR_BENCH_H_
