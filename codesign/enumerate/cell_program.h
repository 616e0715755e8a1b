// A cell as the tasks that an accelerator runs, in the order of ListSteps (codesign/accelerator/schedule.h).
//
// The network runs nine cells one after the other, of five kinds: the cells of the first stack, the first and the
// others of the second, and of the third. They have the same tasks and differ in the operations, by their channels and
// sizes. A network's cycles are those of the stem and the poolings between stacks, plus, for each kind, its count times
// the length of its schedule.
//
// Cells whose programs are equal take the same time on every accelerator.

#ifndef CODESIGN_ENUMERATE_CELL_PROGRAM_H_
#define CODESIGN_ENUMERATE_CELL_PROGRAM_H_

#include <array>
#include <cstdint>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "codesign/accelerator/latency.h"
#include "codesign/accelerator/layer.h"
#include "datasets/nasbench101/cell.h"
#include "datasets/nasbench101/network.h"

namespace duet::codesign {

constexpr int64_t kNumCellKinds = 5;
constexpr std::array<int64_t, kNumCellKinds> kCellKindCounts = {3, 1, 2, 1, 2};

// The operations that take time, each with a number; and those outside of cells.
class OperationIndex {
 public:
  OperationIndex();  // 0.1 s the first time

  const std::vector<Layer>& layers() const { return layers_; }
  // The stem, the poolings between stacks and the last one.
  const std::vector<Layer>& layers_outside_cells() const { return outside_; }
  uint8_t Find(nasbench101::OperationKind kind, int64_t num_input_channels, int64_t num_output_channels,
               int64_t size) const;

 private:
  explicit OperationIndex(const std::vector<nasbench101::Operation>& operations);

  std::vector<Layer> layers_;
  std::vector<Layer> outside_;
  absl::flat_hash_map<uint64_t, uint8_t> numbers_;
};

// What a task waits for besides its engine: none, one or two tasks before it, or all of them.
enum class Wait : uint8_t { kNothing, kOne, kTwo, kAll };

struct TaskCode {
  Engine engine;  // on an accelerator that has all three
  Wait wait;
  std::array<uint8_t, 2> inputs;                  // tasks before it
  std::array<uint8_t, kNumCellKinds> operations;  // numbers of OperationIndex
};

constexpr int64_t kMaxNumTasks = 16;

struct CellProgram {
  int64_t num_tasks = 0;
  std::array<TaskCode, kMaxNumTasks> tasks = {};

  // The tasks as bytes: equal for cells with equal programs.
  absl::string_view bytes() const {
    return {reinterpret_cast<const char*>(tasks.data()), num_tasks * sizeof(TaskCode)};
  }
};

// The program of a cell that nasbench101::CheckCell accepts, in the default skeleton.
CellProgram Compile(const nasbench101::Cell& cell, const OperationIndex& operations);

}  // namespace duet::codesign

#endif  // CODESIGN_ENUMERATE_CELL_PROGRAM_H_
