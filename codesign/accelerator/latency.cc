#include "codesign/accelerator/latency.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "codesign/accelerator/performance.h"
#include "codesign/accelerator/schedule.h"
#include "common/rounding.h"
#include "common/status_macros.h"

namespace duet::codesign {
namespace {

// CHaiDNN's.
constexpr int64_t kInputChannelsPerTurn = 4;
constexpr int64_t kChannelsPerBufferRow = 32;
constexpr int64_t kMaxResidentGroups = 15;
constexpr int64_t kInputAlignment = 4;

constexpr int64_t AlignUp(int64_t a, int64_t b) { return CeilDiv(a, b) * b; }

// Output rows of one tile.
int64_t RowsPerTile(const Layer& layer, int64_t num_in, int64_t num_out, const Accelerator& accelerator) {
  int64_t rows = accelerator.output_buffer_depth / (CeilDiv(num_out, kChannelsPerBufferRow) * layer.output_size);
  const int64_t input_rows =
      accelerator.input_buffer_depth / (CeilDiv(num_in, kChannelsPerBufferRow) * layer.input_size);
  if (input_rows < layer.input_size) {
    rows = std::min(rows, (input_rows - layer.kernel_size + layer.stride) / layer.stride);
  }
  return std::clamp<int64_t>(rows, 1, layer.output_size);
}

// Input rows that output rows [begin, end) read, padding left out.
int64_t NumInputRows(const Layer& layer, int64_t begin, int64_t end) {
  const int64_t padding =
      std::max<int64_t>((layer.output_size - 1) * layer.stride + layer.kernel_size - layer.input_size, 0) / 2;
  const int64_t first = std::max<int64_t>(begin * layer.stride - padding, 0);
  const int64_t last = std::min((end - 1) * layer.stride - padding + layer.kernel_size, layer.input_size);
  return std::max<int64_t>(last - first, 0);
}

// Turns of the inner loop for a tile of filters and pixels, and in how many parts the channels are taken.
struct Turns {
  int64_t num_turns = 1;
  int64_t num_parts = 1;
};

Turns TurnsOf(const Layer& layer, int64_t num_in, double max_turns) {
  const int64_t area = layer.kernel_size * layer.kernel_size;
  if (layer.kind == LayerKind::kAdd) return {};
  if (layer.kind != LayerKind::kConv) return {area, 1};
  Turns turns;
  while (true) {
    turns.num_turns = area * CeilDiv(num_in, kInputChannelsPerTurn * turns.num_parts);
    if (max_turns == 0 || turns.num_turns <= max_turns || turns.num_turns == area) return turns;
    turns.num_parts *= 2;
  }
}

struct Work {
  double num_compute_cycles = 0;
  double num_bytes = 0;
  double num_exposed_bytes = 0;  // of the first tile's rows, the first weights and the last tile's result
};

// One group of a convolution, or another layer.
Work WorkOf(const Layer& layer, int64_t num_in, int64_t num_out, const Accelerator& accelerator,
            const LatencyCalibration& calibration, const ExecutionOptions& options) {
  const Engine engine = EngineOf(layer, accelerator);
  const int64_t num_pixels =
      options.pixels_per_pair * (engine == Engine::kConv1x1 ? PixelPar1x1(accelerator) : PixelPar3x3(accelerator));
  const bool has_weights = layer.kind == LayerKind::kConv;
  const bool is_pool = layer.kind == LayerKind::kMaxPool || layer.kind == LayerKind::kAvgPool;
  const int64_t filter_par = is_pool && calibration.pool_channels_per_turn() > 0
                                 ? std::llround(calibration.pool_channels_per_turn())
                                 : accelerator.filter_par;
  const int64_t num_aligned_out = AlignUp(num_out, std::llround(calibration.output_alignment()));
  const Turns turns = TurnsOf(layer, num_in, calibration.max_turns());
  const int64_t num_groups = CeilDiv(num_aligned_out, filter_par);
  int64_t resident = std::clamp<int64_t>((accelerator.weight_buffer_depth - 1) / turns.num_turns, 1,
                                         std::min(kMaxResidentGroups, num_groups));
  while (num_groups % resident != 0) --resident;
  const bool all_resident = turns.num_parts == 1 && resident == num_groups;
  const double num_weight_bytes =
      has_weights ? 1.0 * layer.kernel_size * layer.kernel_size * AlignUp(num_in, kInputAlignment) * num_aligned_out
                  : 0;

  const int64_t rows_per_tile = RowsPerTile(layer, num_in, num_out, accelerator);
  const double tile_cycles = calibration.initiation_interval() * turns.num_turns + 1 +
                             calibration.write_out_cycles_per_pixel() * num_pixels / 2.0 +
                             calibration.write_out_cycles_per_filter() * filter_par +
                             calibration.tile_overhead_cycles();
  Work work;
  int64_t num_input_rows = 0;
  int64_t num_tiles = 0;
  for (int64_t begin = 0; begin < layer.output_size; begin += rows_per_tile, ++num_tiles) {
    const int64_t end = std::min(begin + rows_per_tile, layer.output_size);
    num_input_rows += NumInputRows(layer, begin, end);
    const int64_t pixel_steps = CeilDiv(2 * (end - begin) * layer.output_size, num_pixels);
    work.num_compute_cycles += 1.0 * pixel_steps * num_groups * turns.num_parts * tile_cycles;
  }
  if (engine == Engine::kPool) {
    work.num_compute_cycles = 1.0 * layer.output_size * layer.output_size * turns.num_turns *
                              std::ceil(num_out / calibration.pool_channels_per_cycle());
  }
  const int64_t num_weight_passes = all_resident ? 1 : num_tiles;
  if (has_weights) {
    work.num_compute_cycles +=
        1.0 * num_weight_passes * turns.num_parts * (num_groups / resident) * calibration.weight_load_overhead_cycles();
  }
  const int64_t num_operands = layer.kind == LayerKind::kAdd ? 2 : 1;
  const double image_bytes = 1.0 * num_operands * num_input_rows * layer.input_size * AlignUp(num_in, kInputAlignment) +
                             1.0 * layer.output_size * layer.output_size * num_aligned_out;
  work.num_bytes = options.num_images * image_bytes + num_weight_passes * num_weight_bytes;
  const int64_t first_rows = NumInputRows(layer, 0, rows_per_tile);
  const int64_t last_rows = layer.output_size - (num_tiles - 1) * rows_per_tile;
  work.num_exposed_bytes =
      options.num_images * (1.0 * num_operands * first_rows * layer.input_size * AlignUp(num_in, kInputAlignment) +
                            1.0 * last_rows * layer.output_size * num_aligned_out) +
      num_weight_bytes / num_groups;
  return work;
}

}  // namespace

Engine EngineOf(const Layer& layer, const Accelerator& accelerator) {
  switch (layer.kind) {
    case LayerKind::kMaxPool:
    case LayerKind::kAvgPool:
      return accelerator.pool_enable ? Engine::kPool : Engine::kConv3x3;
    case LayerKind::kConv:
    case LayerKind::kAdd:
      return layer.kernel_size == 1 && HasTwoConvEngines(accelerator) ? Engine::kConv1x1 : Engine::kConv3x3;
  }
  return Engine::kConv3x3;
}

LayerCycles CyclesOf(const Layer& layer, const Accelerator& accelerator, const LatencyCalibration& calibration,
                     const ExecutionOptions& options) {
  const Work work = WorkOf(layer, layer.num_input_channels / layer.num_groups,
                           layer.num_output_channels / layer.num_groups, accelerator, calibration, options);
  const double bytes_per_cycle = accelerator.mem_interface_width_bits / 8.0 * calibration.memory_efficiency();
  LayerCycles cycles;
  cycles.num_transferred_bytes = static_cast<int64_t>(work.num_bytes) * layer.num_groups;
  cycles.compute = std::llround(std::ceil(work.num_compute_cycles * layer.num_groups));
  cycles.transfer = std::llround(std::ceil(cycles.num_transferred_bytes / bytes_per_cycle));
  const double exposed =
      calibration.exposed_share() * std::floor(work.num_exposed_bytes * layer.num_groups / bytes_per_cycle);
  const double hidden = calibration.overlap() * std::min(1.0 * cycles.compute, cycles.transfer - exposed);
  cycles.total = cycles.compute + cycles.transfer - std::llround(std::floor(hidden)) +
                 std::llround(calibration.layer_overhead_us() * calibration.clock_mhz());
  return cycles;
}

absl::StatusOr<int64_t> NetworkCycles(const nasbench101::Cell& cell, const Accelerator& accelerator,
                                      const Calibration& calibration, const nasbench101::Skeleton& skeleton) {
  ASSIGN_OR_RETURN(const std::vector<nasbench101::Step> steps, NetworkSteps(cell, skeleton));
  return ScheduleNetwork(steps, accelerator, calibration.latency()).num_cycles;
}

absl::StatusOr<double> LatencyMs(const nasbench101::Cell& cell, const Accelerator& accelerator,
                                 const Calibration& calibration, const nasbench101::Skeleton& skeleton) {
  ASSIGN_OR_RETURN(const int64_t num_cycles, NetworkCycles(cell, accelerator, calibration, skeleton));
  return CyclesToMs(num_cycles, calibration.latency().clock_mhz());
}

}  // namespace duet::codesign
