#include "codesign/enumerate/enumerate.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <limits>
#include <numeric>
#include <string>
#include <thread>

#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "codesign/accelerator/area.h"
#include "codesign/accelerator/latency.h"
#include "codesign/accelerator/performance.h"
#include "codesign/enumerate/cell_program.h"
#include "codesign/enumerate/latency_table.h"
#include "common/status_macros.h"

namespace duet::codesign {
namespace {

struct ProgrammedCell {
  CellProgram program;
  double accuracy_pct;
  int64_t index;
};

// Falling accuracy; of equal programs the first alone, if asked.
std::vector<ProgrammedCell> ProgramCells(absl::Span<const RatedCell> cells, const OperationIndex& operations,
                                         bool drops_equals) {
  std::vector<int64_t> order(cells.size());
  std::iota(order.begin(), order.end(), int64_t{0});
  std::sort(order.begin(), order.end(), [&](int64_t a, int64_t b) {
    return std::make_pair(-cells[a].accuracy_pct, cells[a].index) <
           std::make_pair(-cells[b].accuracy_pct, cells[b].index);
  });
  absl::flat_hash_set<std::string> seen;
  std::vector<ProgrammedCell> programmed;
  for (const int64_t i : order) {
    ProgrammedCell cell = {Compile(cells[i].cell, operations), cells[i].accuracy_pct, cells[i].index};
    if (drops_equals && !seen.emplace(cell.program.bytes()).second) continue;
    programmed.push_back(std::move(cell));
  }
  return programmed;
}

// Cycles of everything that an accelerator may run, in one order for all.
std::vector<std::vector<int64_t>> OperationCycles(absl::Span<const Accelerator> accelerators,
                                                  const LatencyCalibration& calibration) {
  const OperationIndex operations;
  std::vector<Layer> layers = operations.layers();
  layers.insert(layers.end(), operations.layers_outside_cells().begin(), operations.layers_outside_cells().end());
  std::vector<std::vector<int64_t>> cycles;
  for (const Accelerator& accelerator : accelerators) {
    std::vector<int64_t>& row = cycles.emplace_back();
    for (const Layer& layer : layers) row.push_back(CyclesOf(layer, accelerator, calibration).total);
  }
  return cycles;
}

bool HaveTheSameEngines(const Accelerator& a, const Accelerator& b) {
  return HasTwoConvEngines(a) == HasTwoConvEngines(b) && a.pool_enable == b.pool_enable;
}

// Whether every number of `a` is at most that of `b`.
bool IsNowhereGreater(const std::vector<int64_t>& a, const std::vector<int64_t>& b) {
  for (size_t i = 0; i < a.size(); ++i) {
    if (a[i] > b[i]) return false;
  }
  return true;
}

// Positions in the order of `order` whose `rows` no kept one before them, with the same engines, is nowhere greater
// than.
std::vector<int64_t> KeepMinimal(absl::Span<const Accelerator> accelerators,
                                 const std::vector<std::vector<int64_t>>& rows, absl::Span<const int64_t> order) {
  std::vector<int64_t> kept;
  for (const int64_t i : order) {
    const bool is_needless = std::any_of(kept.begin(), kept.end(), [&](int64_t j) {
      return HaveTheSameEngines(accelerators[i], accelerators[j]) && IsNowhereGreater(rows[j], rows[i]);
    });
    if (!is_needless) kept.push_back(i);
  }
  std::sort(kept.begin(), kept.end());
  return kept;
}

// The accelerators among which a network's slowest is: as rule 3, the other way round, and regardless of area.
std::vector<int64_t> SlowestAccelerators(absl::Span<const Accelerator> accelerators,
                                         const LatencyCalibration& calibration) {
  std::vector<std::vector<int64_t>> rows = OperationCycles(accelerators, calibration);
  for (std::vector<int64_t>& row : rows) {
    for (int64_t& cycles : row) cycles = -cycles;
  }
  std::vector<int64_t> order(accelerators.size());
  std::iota(order.begin(), order.end(), int64_t{0});
  std::stable_sort(order.begin(), order.end(), [&](int64_t a, int64_t b) {
    return std::accumulate(rows[a].begin(), rows[a].end(), int64_t{0}) <
           std::accumulate(rows[b].begin(), rows[b].end(), int64_t{0});
  });
  return KeepMinimal(accelerators, rows, order);
}

// What one block of accelerators yields.
struct BlockResult {
  std::vector<PairPoint> points;
  int64_t fewest_cycles = std::numeric_limits<int64_t>::max();
  int64_t most_cycles = 0;
};

// `accelerators` maps positions in the table to indices in the space, `areas_mm2` is by position.
BlockResult ScanBlock(absl::Span<const ProgrammedCell> cells, const LatencyTable& table, int64_t block,
                      absl::Span<const int64_t> accelerators, absl::Span<const double> areas_mm2) {
  const std::array<int32_t, kNumLanes>& members = table.AcceleratorsOf(block);
  alignas(64) Lanes fewest, most = {}, cycles;
  fewest.fill(std::numeric_limits<int32_t>::max());
  BlockResult result;
  for (const ProgrammedCell& cell : cells) {
    table.CyclesOfBlock(cell.program, block, cycles);
    int32_t any = 0;
    for (int64_t i = 0; i < kNumLanes; ++i) {
      any |= cycles[i] < fewest[i];
      most[i] = std::max(most[i], cycles[i]);
    }
    if (any == 0) continue;
    for (int64_t i = 0; i < kNumLanes; ++i) {
      if (cycles[i] >= fewest[i]) continue;
      fewest[i] = cycles[i];
      if (i > 0 && members[i] == members[i - 1]) continue;  // a copy
      result.points.push_back(
          {cell.accuracy_pct, cycles[i], areas_mm2[members[i]], cell.index, accelerators[members[i]]});
    }
  }
  result.fewest_cycles = *std::min_element(fewest.begin(), fewest.end());
  result.most_cycles = *std::max_element(most.begin(), most.end());
  result.points = ParetoFront(std::move(result.points));
  return result;
}

// Every cell on every accelerator of `accelerators`, indices in the space.
absl::StatusOr<BlockResult> Scan(absl::Span<const ProgrammedCell> cells, const AcceleratorSpace& space,
                                 absl::Span<const int64_t> accelerators, const Calibration& calibration,
                                 const EnumerationOptions& options) {
  std::vector<Accelerator> designs;
  std::vector<double> areas_mm2;
  for (const int64_t index : accelerators) {
    designs.push_back(space.At(index));
    areas_mm2.push_back(AreaMm2(designs.back(), calibration));
  }
  ASSIGN_OR_RETURN(const LatencyTable table, LatencyTable::Create(designs, calibration.latency()));
  if (options.progress != nullptr) options.progress->Start("blocks of accelerators", table.num_blocks());
  std::vector<BlockResult> results(table.num_blocks());
  std::atomic<int64_t> next = 0;
  const auto work = [&] {
    for (int64_t block = next++; block < table.num_blocks(); block = next++) {
      results[block] = ScanBlock(cells, table, block, accelerators, areas_mm2);
      if (options.progress != nullptr) options.progress->Advance();
    }
  };
  std::vector<std::thread> threads;
  for (int i = 1; i < options.num_threads; ++i) threads.emplace_back(work);
  work();
  for (std::thread& thread : threads) thread.join();
  BlockResult all;
  for (BlockResult& result : results) {
    all.points.insert(all.points.end(), result.points.begin(), result.points.end());
    all.fewest_cycles = std::min(all.fewest_cycles, result.fewest_cycles);
    all.most_cycles = std::max(all.most_cycles, result.most_cycles);
  }
  all.points = ParetoFront(std::move(all.points));
  return all;
}

// The part `shard` of `values`.
std::vector<int64_t> ShardOf(const std::vector<int64_t>& values, const EnumerationOptions& options) {
  const int64_t size = static_cast<int64_t>(values.size());
  return {values.begin() + options.shard * size / options.num_shards,
          values.begin() + (options.shard + 1) * size / options.num_shards};
}

}  // namespace

std::vector<int64_t> UndominatedAccelerators(absl::Span<const Accelerator> accelerators,
                                             absl::Span<const double> areas_mm2,
                                             const LatencyCalibration& calibration) {
  const std::vector<std::vector<int64_t>> rows = OperationCycles(accelerators, calibration);
  std::vector<int64_t> order(accelerators.size());
  std::iota(order.begin(), order.end(), int64_t{0});
  std::stable_sort(order.begin(), order.end(), [&](int64_t a, int64_t b) { return areas_mm2[a] < areas_mm2[b]; });
  return KeepMinimal(accelerators, rows, order);
}

absl::StatusOr<Enumeration> Enumerate(absl::Span<const RatedCell> cells, const AcceleratorSpace& space,
                                      const Calibration& calibration, const EnumerationOptions& options) {
  if (cells.empty() || space.size() == 0) return absl::InvalidArgumentError("no cells, or no accelerators");
  if (options.shard < 0 || options.shard >= options.num_shards) {
    return absl::InvalidArgumentError(absl::StrCat("shard ", options.shard, " of ", options.num_shards));
  }
  Enumeration result;
  result.num_pairs = static_cast<int64_t>(cells.size()) * space.size();
  result.clock_mhz = calibration.latency().clock_mhz();
  result.accuracy_pct = {std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity()};
  for (const RatedCell& cell : cells) {
    if (!std::isfinite(cell.accuracy_pct)) {
      return absl::InvalidArgumentError(absl::StrCat("accuracy ", cell.accuracy_pct, " of ", ToString(cell.cell)));
    }
    result.accuracy_pct.min = std::min(result.accuracy_pct.min, cell.accuracy_pct);
    result.accuracy_pct.max = std::max(result.accuracy_pct.max, cell.accuracy_pct);
  }
  std::vector<Accelerator> accelerators;
  std::vector<double> areas_mm2;
  for (int64_t index = 0; index < space.size(); ++index) {
    accelerators.push_back(space.At(index));
    areas_mm2.push_back(AreaMm2(accelerators.back(), calibration));
  }
  result.area_mm2 = {*std::min_element(areas_mm2.begin(), areas_mm2.end()),
                     *std::max_element(areas_mm2.begin(), areas_mm2.end())};

  const std::vector<ProgrammedCell> programmed = ProgramCells(cells, OperationIndex(), options.prunes);
  std::vector<int64_t> candidates(accelerators.size());
  std::iota(candidates.begin(), candidates.end(), int64_t{0});
  std::vector<int64_t> slowest = candidates;
  if (options.prunes) {
    candidates = UndominatedAccelerators(accelerators, areas_mm2, calibration.latency());
    slowest = SlowestAccelerators(accelerators, calibration.latency());
  }
  // The extremes of latency, which a shard finds of its part alone, are merged.
  const std::vector<int64_t> shard = ShardOf(candidates, options);
  ASSIGN_OR_RETURN(BlockResult found, Scan(programmed, space, shard, calibration, options));
  int64_t most_cycles = found.most_cycles;
  if (options.prunes) {
    const std::vector<int64_t> slowest_shard = ShardOf(slowest, options);
    ASSIGN_OR_RETURN(const BlockResult slow, Scan(programmed, space, slowest_shard, calibration, options));
    most_cycles = std::max(most_cycles, slow.most_cycles);
    result.num_pairs_evaluated += static_cast<int64_t>(programmed.size() * slowest_shard.size());
  }
  result.num_pairs_evaluated += static_cast<int64_t>(programmed.size() * shard.size());
  result.front = std::move(found.points);
  result.latency_ms = {CyclesToMs(found.fewest_cycles, result.clock_mhz), CyclesToMs(most_cycles, result.clock_mhz)};
  return result;
}

absl::StatusOr<Enumeration> MergeShards(absl::Span<const Enumeration> shards) {
  if (shards.empty()) return absl::InvalidArgumentError("no shards");
  Enumeration merged = shards[0];
  for (const Enumeration& shard : shards.subspan(1)) {
    if (shard.num_pairs != merged.num_pairs || shard.clock_mhz != merged.clock_mhz ||
        shard.accuracy_pct.max != merged.accuracy_pct.max || shard.area_mm2.max != merged.area_mm2.max) {
      return absl::InvalidArgumentError(
          absl::StrCat("shards of different pairs: ", merged.num_pairs, " and ", shard.num_pairs));
    }
    merged.front.insert(merged.front.end(), shard.front.begin(), shard.front.end());
    merged.latency_ms.min = std::min(merged.latency_ms.min, shard.latency_ms.min);
    merged.latency_ms.max = std::max(merged.latency_ms.max, shard.latency_ms.max);
    merged.num_pairs_evaluated += shard.num_pairs_evaluated;
  }
  merged.front = ParetoFront(std::move(merged.front));
  return merged;
}

}  // namespace duet::codesign
