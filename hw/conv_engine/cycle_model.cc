#include "hw/conv_engine/cycle_model.h"

#include <algorithm>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/rounding.h"
#include "common/status_macros.h"

namespace duet::hw {
namespace {

constexpr int64_t kMaxLatencyCycles = 60;
// Cycle 0: the layer is taken. Cycle 1: everyone starts. Cycle 2: the first request.
constexpr int64_t kFirstRequestCycle = 2;
// Coordinates of the first tile walk to their lanes, one a cycle, and are loaded.
constexpr int64_t kLaneSetupCycles = 3;
// From the last step of a band to the first beat read from the output buffer: operands, four products, sum, write.
constexpr int64_t kPipelineCycles = 7;

// One layer. Times are cycles; "free" and "there" are the first cycle in which that is seen.
class Timeline {
 public:
  Timeline(const ConvLayer& layer, const ConvEngineParameters& parameters, const LayerPlan& plan, int64_t latency)
      : plan_(plan),
        is_pool_(layer.operation == ConvOperation::kMaxPool3x3),
        latency_(latency),
        num_ring_beats_(parameters.num_ring_beats()),
        lanes_ready_(parameters.num_lanes() + kLaneSetupCycles) {
    const int64_t num_taps = NumTaps(layer) * (is_pool_ ? 1 : plan.in_quads);
    tile_taps_ = num_taps;
    tile_cycles_ = 1 + num_taps + (is_pool_ ? 1 : parameters.filter_par / 4);
  }

  ConvCycles Run() {
    Fetch(0);
    for (int64_t band = 0; band < plan_.num_bands; ++band) {
      for (int64_t group = 0; group < plan_.num_groups; ++group) {
        if (!is_pool_) FetchWeights();
        // The pixels of the next band come after the second group's weights.
        const bool fetches_next = is_pool_ ? group == 0 : group == std::min<int64_t>(1, plan_.num_groups - 1);
        Compute(band, group);
        if (fetches_next && band + 1 < plan_.num_bands) Fetch(band + 1);
      }
      Store(band);
    }
    cycles_.total = store_end_ + 1;
    return cycles_;
  }

 private:
  bool IsLast(int64_t band) const { return band + 1 == plan_.num_bands; }

  // The pixels of a band, once the half of the input buffer is free that the band before the last one used.
  void Fetch(int64_t band) {
    if (band >= 2) next_request_ = std::max(next_request_, band_ends_[band - 2]);
    const int64_t num_halos = (band == 0 ? 0 : 1) + (IsLast(band) ? 0 : 1);
    const int64_t num_rows_beats = IsLast(band) ? plan_.last_band_beats : plan_.band_beats;
    const int64_t num_beats = plan_.in_quads * (num_rows_beats + num_halos * plan_.halo_beats);
    next_request_ += num_beats;
    cycles_.num_reads += num_beats;
    band_there_.push_back(next_request_ + latency_);
  }

  // The weights of the next group, beat by beat as the ring has room: a beat needs that `num_released` groups are
  // through.
  void FetchWeights() {
    const int64_t first = static_cast<int64_t>(group_ends_.size()) * plan_.group_beats;
    for (int64_t beat = 0; beat < plan_.group_beats;) {
      const int64_t num_released = std::max<int64_t>(0, CeilDiv(first + beat + 1 - num_ring_beats_, plan_.group_beats));
      if (num_released > 0) next_request_ = std::max(next_request_, group_ends_[num_released - 1]);
      const int64_t end = std::min(plan_.group_beats, num_released * plan_.group_beats + num_ring_beats_ - first);
      next_request_ += end - beat;
      beat = end;
    }
    cycles_.num_reads += plan_.group_beats;
    group_there_ = next_request_ + latency_;
  }

  void Compute(int64_t band, int64_t group) {
    int64_t start = std::max(compute_end_, lanes_ready_);
    if (!is_pool_) start = std::max(start, group_there_);
    if (group == 0) {
      start = std::max(start, band_there_[band]);
      if (band >= 2) start = std::max(start, output_free_[band - 2]);
    }
    const int64_t num_tiles = IsLast(band) ? plan_.last_band_tiles : plan_.band_tiles;
    compute_end_ = start + num_tiles * tile_cycles_;
    cycles_.busy += num_tiles * tile_cycles_;
    if (!is_pool_) cycles_.multiplying += num_tiles * tile_taps_;
    group_ends_.push_back(compute_end_);
    if (group + 1 == plan_.num_groups) band_ends_.push_back(compute_end_);
  }

  void Store(int64_t band) {
    const int64_t num_beats = plan_.out_quads * (IsLast(band) ? plan_.last_band_beats : plan_.band_beats);
    // Beats are read from the buffer until store_end_, the last one is written in that cycle.
    store_end_ = std::max(store_end_, compute_end_ + kPipelineCycles) + num_beats;
    cycles_.num_writes += num_beats;
    output_free_.push_back(store_end_ + 1);
  }

  const LayerPlan& plan_;
  const bool is_pool_;
  const int64_t latency_;
  const int64_t num_ring_beats_;
  const int64_t lanes_ready_;
  int64_t tile_taps_ = 0;
  int64_t tile_cycles_ = 0;
  int64_t next_request_ = kFirstRequestCycle;
  int64_t group_there_ = 0;
  int64_t compute_end_ = 0;
  int64_t store_end_ = 0;
  std::vector<int64_t> band_there_, band_ends_, output_free_, group_ends_;
  ConvCycles cycles_;
};

}  // namespace

absl::StatusOr<ConvCycles> CyclesOf(const ConvLayer& layer, const ConvEngineParameters& parameters,
                                    int64_t memory_latency_cycles) {
  if (memory_latency_cycles < 1 || memory_latency_cycles > kMaxLatencyCycles) {
    return absl::InvalidArgumentError(
        absl::StrCat("a memory latency of ", memory_latency_cycles, " cycles, not in [1, ", kMaxLatencyCycles, "]"));
  }
  ASSIGN_OR_RETURN(const LayerPlan plan, PlanLayer(layer, parameters));
  return Timeline(layer, parameters, plan, memory_latency_cycles).Run();
}

}  // namespace duet::hw
