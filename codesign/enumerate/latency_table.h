// Cycles of any NAS-Bench-101 network on many accelerators at once.
//
// Networks are made of 85 operations that take time (OperationIndex), so that a table [operation, accelerator] has all
// that the models of codesign/accelerator say. A network is then a sequence of sums and maxima over rows of the table:
// the same for all accelerators that have the same engines, so that it runs for a block of them by vector instructions.
//
// Accelerators are sorted into groups with the same engines: one or two for convolutions, with or without one for
// pooling. A block is kNumLanes accelerators of one group; the last of a group is filled up with copies.

#ifndef CODESIGN_ENUMERATE_LATENCY_TABLE_H_
#define CODESIGN_ENUMERATE_LATENCY_TABLE_H_

#include <array>
#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "codesign/accelerator/accelerator.h"
#include "codesign/accelerator/calibration.h"
#include "codesign/accelerator/latency.h"
#include "codesign/accelerator/performance.h"
#include "codesign/enumerate/cell_program.h"

namespace duet::codesign {

constexpr int64_t kNumLanes = 32;
using Lanes = std::array<int32_t, kNumLanes>;

class LatencyTable {
 public:
  // `accelerators` are any that CheckAccelerator accepts. OutOfRange if a network could take more than 2^31 cycles.
  static absl::StatusOr<LatencyTable> Create(absl::Span<const Accelerator> accelerators,
                                             const LatencyCalibration& calibration);

  const OperationIndex& operations() const { return operations_; }
  int64_t num_accelerators() const { return static_cast<int64_t>(positions_.size()); }
  double clock_mhz() const { return clock_mhz_; }
  double MsOf(int64_t num_cycles) const { return CyclesToMs(num_cycles, clock_mhz_); }

  // Cycles of one operation, a number of operations(), on an accelerator, a position in `accelerators`.
  int32_t OperationCycles(int64_t operation, int64_t accelerator) const;
  // Cycles of all operations that are outside of cells.
  int32_t OutsideCycles(int64_t accelerator) const;

  // Cycles of a network on an accelerator.
  int64_t CyclesOf(const CellProgram& program, int64_t accelerator) const;

  int64_t num_blocks() const { return static_cast<int64_t>(blocks_.size()); }
  // The accelerators of a block; the last one repeats where there are fewer than kNumLanes.
  const std::array<int32_t, kNumLanes>& AcceleratorsOf(int64_t block) const { return blocks_[block].accelerators; }
  // Cycles of a network on each accelerator of a block.
  void CyclesOfBlock(const CellProgram& program, int64_t block, Lanes& cycles) const;

 private:
  struct Block {
    std::array<int32_t, kNumLanes> accelerators;
    std::array<uint8_t, kMaxNumEngines> engine;  // of a task's engine, the one that runs it
    bool is_serial;                              // one engine runs everything
    std::vector<Lanes> operations;               // cycles by operation
    Lanes outside;                               // cycles outside of cells
  };
  struct Position {
    int32_t block, lane;
  };

  LatencyTable() = default;

  OperationIndex operations_;
  double clock_mhz_ = 0;
  std::vector<Block> blocks_;
  std::vector<Position> positions_;  // of each accelerator
};

}  // namespace duet::codesign

#endif  // CODESIGN_ENUMERATE_LATENCY_TABLE_H_
