#include "codesign/enumerate/latency_table.h"

#include <algorithm>
#include <limits>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace duet::codesign {
namespace {

// out = max(out, x)
inline void RaiseTo(const Lanes& x, Lanes& out) {
  for (int64_t i = 0; i < kNumLanes; ++i) out[i] = std::max(out[i], x[i]);
}

inline void Add(const Lanes& x, Lanes& out) {
  for (int64_t i = 0; i < kNumLanes; ++i) out[i] += x[i];
}

// Operations outside of cells run one after the other; the poolings between stacks follow in the index.
int64_t SumOutside(const OperationIndex& operations, const Accelerator& accelerator,
                   const LatencyCalibration& calibration) {
  int64_t sum = 0;
  for (const Layer& layer : operations.layers_outside_cells()) sum += CyclesOf(layer, accelerator, calibration).total;
  return sum;
}

}  // namespace

absl::StatusOr<LatencyTable> LatencyTable::Create(absl::Span<const Accelerator> accelerators,
                                                  const LatencyCalibration& calibration) {
  LatencyTable table;
  table.clock_mhz_ = calibration.clock_mhz();
  table.positions_.resize(accelerators.size());
  const std::vector<Layer>& layers = table.operations_.layers();
  constexpr int64_t kMostCycles = std::numeric_limits<int32_t>::max();
  for (const bool two_engines : {false, true}) {
    for (const bool pool_enable : {false, true}) {
      std::vector<int32_t> group;
      for (size_t i = 0; i < accelerators.size(); ++i) {
        if (HasTwoConvEngines(accelerators[i]) == two_engines && accelerators[i].pool_enable == pool_enable) {
          group.push_back(static_cast<int32_t>(i));
        }
      }
      for (size_t first = 0; first < group.size(); first += kNumLanes) {
        Block block;
        block.engine = {0, static_cast<uint8_t>(two_engines ? 1 : 0), static_cast<uint8_t>(pool_enable ? 2 : 0)};
        block.is_serial = !two_engines && !pool_enable;
        block.operations.resize(layers.size());
        for (int64_t lane = 0; lane < kNumLanes; ++lane) {
          const size_t member = first + lane;
          if (member >= group.size()) {  // a copy of the last one
            block.accelerators[lane] = block.accelerators[lane - 1];
            for (Lanes& cycles : block.operations) cycles[lane] = cycles[lane - 1];
            block.outside[lane] = block.outside[lane - 1];
            continue;
          }
          const Accelerator& accelerator = accelerators[group[member]];
          block.accelerators[lane] = group[member];
          table.positions_[group[member]] = {static_cast<int32_t>(table.blocks_.size()), static_cast<int32_t>(lane)};
          int64_t slowest = 0;
          for (size_t operation = 0; operation < layers.size(); ++operation) {
            const int64_t cycles = codesign::CyclesOf(layers[operation], accelerator, calibration).total;
            slowest = std::max(slowest, cycles);
            block.operations[operation][lane] = static_cast<int32_t>(std::min(cycles, kMostCycles));
          }
          const int64_t outside = SumOutside(table.operations_, accelerator, calibration);
          const int64_t bound = outside + 9 * kMaxNumTasks * slowest;
          if (bound > kMostCycles) {
            return absl::OutOfRangeError(absl::StrCat("a network may take ", bound, " cycles, more than ", kMostCycles,
                                                      ", on ", ToString(accelerator)));
          }
          block.outside[lane] = static_cast<int32_t>(outside);
        }
        table.blocks_.push_back(std::move(block));
      }
    }
  }
  return table;
}

int32_t LatencyTable::OperationCycles(int64_t operation, int64_t accelerator) const {
  const Position& position = positions_[accelerator];
  return blocks_[position.block].operations[operation][position.lane];
}

int32_t LatencyTable::OutsideCycles(int64_t accelerator) const {
  const Position& position = positions_[accelerator];
  return blocks_[position.block].outside[position.lane];
}

int64_t LatencyTable::CyclesOf(const CellProgram& program, int64_t accelerator) const {
  const Position& position = positions_[accelerator];
  const Block& block = blocks_[position.block];
  int64_t total = block.outside[position.lane];
  for (int64_t kind = 0; kind < kNumCellKinds; ++kind) {
    std::array<int64_t, kMaxNumEngines> engine_end = {};
    std::array<int64_t, kMaxNumTasks> end = {};
    for (int64_t i = 0; i < program.num_tasks; ++i) {
      const TaskCode& task = program.tasks[i];
      int64_t& free_from = engine_end[block.engine[static_cast<size_t>(task.engine)]];
      int64_t start = free_from;
      if (task.wait == Wait::kAll) start = *std::max_element(engine_end.begin(), engine_end.end());
      if (task.wait == Wait::kOne || task.wait == Wait::kTwo) start = std::max(start, end[task.inputs[0]]);
      if (task.wait == Wait::kTwo) start = std::max(start, end[task.inputs[1]]);
      end[i] = free_from = start + block.operations[task.operations[kind]][position.lane];
    }
    total += kCellKindCounts[kind] * *std::max_element(engine_end.begin(), engine_end.end());
  }
  return total;
}

void LatencyTable::CyclesOfBlock(const CellProgram& program, int64_t block_index, Lanes& cycles) const {
  const Block& block = blocks_[block_index];
  cycles = block.outside;
  for (int64_t kind = 0; kind < kNumCellKinds; ++kind) {
    alignas(64) Lanes engine_end[kMaxNumEngines] = {};
    if (block.is_serial) {
      for (int64_t i = 0; i < program.num_tasks; ++i) {
        Add(block.operations[program.tasks[i].operations[kind]], engine_end[0]);
      }
    } else {
      alignas(64) Lanes end[kMaxNumTasks];
      for (int64_t i = 0; i < program.num_tasks; ++i) {
        const TaskCode& task = program.tasks[i];
        Lanes& free_from = engine_end[block.engine[static_cast<size_t>(task.engine)]];
        switch (task.wait) {
          case Wait::kTwo:
            RaiseTo(end[task.inputs[1]], free_from);
            RaiseTo(end[task.inputs[0]], free_from);
            break;
          case Wait::kOne:
            RaiseTo(end[task.inputs[0]], free_from);
            break;
          case Wait::kAll:
            for (const Lanes& other : engine_end) RaiseTo(other, free_from);
            break;
          case Wait::kNothing:
            break;
        }
        Add(block.operations[task.operations[kind]], free_from);
        end[i] = free_from;
      }
      RaiseTo(engine_end[1], engine_end[0]);
      RaiseTo(engine_end[2], engine_end[0]);
    }
    const int32_t count = static_cast<int32_t>(kCellKindCounts[kind]);
    for (int64_t i = 0; i < kNumLanes; ++i) cycles[i] += count * engine_end[0][i];
  }
}

}  // namespace duet::codesign
