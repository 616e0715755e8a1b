// Runs layers on a verilated convolution engine:
//
//   ConvEngineBench<Vconv_engine_8x16> bench(parameters, memory_options);
//   ASSIGN_OR_RETURN(const LayerRun run, bench.Run(layer, data));     // run.result, run.num_cycles
//
// `parameters` are those that the model was built with.

#ifndef HW_CONV_ENGINE_CONV_ENGINE_BENCH_H_
#define HW_CONV_ENGINE_CONV_ENGINE_BENCH_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/status_macros.h"
#include "hw/conv_engine/beat_memory.h"
#include "hw/conv_engine/conv_model.h"
#include "hw/conv_engine/layer_plan.h"
#include "hw/testing/testbench.h"

namespace duet::hw {

struct LayerRun {
  std::vector<int8_t> result;  // [C', H, W]
  int64_t num_cycles = 0;      // from the cycle in which the layer is started to the one in which the engine is ready
  int64_t num_reads = 0;       // beats
  int64_t num_writes = 0;      // beats
};

template <typename Model>
class ConvEngineBench {
 public:
  ConvEngineBench(const ConvEngineParameters& parameters, const MemoryOptions& memory_options)
      : parameters_(parameters), memory_(Ports(bench_.model()), memory_options) {
    bench_->start_valid_i = 0;
    bench_.Add(&memory_);
  }

  // DeadlineExceeded after `max_cycles` cycles, Internal if the engine reads or writes beyond its memory, errors as
  // PlanLayer.
  absl::StatusOr<LayerRun> Run(const ConvLayer& layer, const LayerData& data, int64_t max_cycles = 100'000'000) {
    ASSIGN_OR_RETURN(const LayerPlan plan, Start(layer, data));
    const int64_t num_cycles = bench_.num_cycles();
    const int64_t num_reads = memory_.num_reads();
    const int64_t num_writes = memory_.num_writes();
    bench_.Tick();
    bench_->start_valid_i = 0;
    RETURN_IF_ERROR(bench_.RunUntil([this] { return bench_->start_ready_o == 1; }, max_cycles));
    if (memory_.num_bad_addresses() > 0) {
      return absl::InternalError(absl::StrCat(memory_.num_bad_addresses(), " addresses beyond ", plan.num_beats));
    }
    return LayerRun{UnpackResult(layer, memory_.words(), plan, parameters_), bench_.num_cycles() - num_cycles,
                    memory_.num_reads() - num_reads, memory_.num_writes() - num_writes};
  }

  // Starts a layer, and resets the engine `num_cycles` cycles later. Errors as PlanLayer.
  absl::Status RunAndReset(const ConvLayer& layer, const LayerData& data, int64_t num_cycles) {
    RETURN_IF_ERROR(Start(layer, data).status());
    for (int64_t i = 0; i < num_cycles; ++i) {
      bench_.Tick();
      bench_->start_valid_i = 0;
    }
    bench_->start_valid_i = 0;
    bench_.Reset();
    return absl::OkStatus();
  }

 private:
  static MemoryPorts Ports(Model& model) {
    return {&model.rd_req_valid_o,
            &model.rd_req_ready_i,
            &model.rd_req_addr_o,
            &model.rd_rsp_valid_i,
            &model.rd_rsp_ready_o,
            model.rd_rsp_data_i.data(),
            &model.wr_valid_o,
            &model.wr_ready_i,
            &model.wr_addr_o,
            model.wr_data_o.data(),
            sizeof(model.wr_data_o) / sizeof(EData)};
  }

  // Fills memory and offers the layer.
  absl::StatusOr<LayerPlan> Start(const ConvLayer& layer, const LayerData& data) {
    ASSIGN_OR_RETURN(const LayerPlan plan, PlanLayer(layer, parameters_));
    memory_.words() = PackMemory(layer, data, plan, parameters_);
    bench_->start_valid_i = 1;
    bench_->op_i = static_cast<uint8_t>(layer.operation);
    bench_->relu_i = layer.has_relu;
    bench_->shift_i = layer.shift;
    bench_->height_i = layer.height;
    bench_->width_i = layer.width;
    bench_->in_quads_i = plan.in_quads;
    bench_->out_quads_i = plan.out_quads;
    bench_->num_groups_i = plan.num_groups;
    bench_->group_beats_i = plan.group_beats;
    bench_->num_bands_i = plan.num_bands;
    bench_->band_rows_i = plan.band_rows;
    bench_->band_tiles_i = plan.band_tiles;
    bench_->last_band_tiles_i = plan.last_band_tiles;
    bench_->plane_beats_i = plan.plane_beats;
    bench_->band_beats_i = plan.band_beats;
    bench_->last_band_beats_i = plan.last_band_beats;
    bench_->halo_beats_i = plan.halo_beats;
    bench_->in_row_words_i = plan.in_row_words;
    bench_->out_row_words_i = plan.out_row_words;
    bench_->lane_step_x_i = plan.lane_step_x;
    bench_->lane_step_y_i = plan.lane_step_y;
    bench_->in_address_i = plan.in_address;
    bench_->weight_address_i = plan.weight_address;
    bench_->out_address_i = plan.out_address;
    return plan;
  }

  const ConvEngineParameters parameters_;
  Testbench<Model> bench_;
  BeatMemory memory_;
};

}  // namespace duet::hw

#endif  // HW_CONV_ENGINE_CONV_ENGINE_BENCH_H_
