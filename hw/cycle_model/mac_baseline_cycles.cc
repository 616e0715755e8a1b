#include "hw/cycle_model/mac_baseline_cycles.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "common/rounding.h"
#include "common/status_macros.h"

namespace duet::hw {
namespace {

constexpr double kValuesPerCycle = 128;  // 2,048 bits of 16
constexpr double kMultipliers = kMacBaselineMultipliers;
constexpr int64_t kHeadsWidth = 8 * 32;  // what one round of attention covers
constexpr int64_t kMinAttentionRounds = 3;

double LoadRows(double num_rows, double width) {
  return std::max(std::ceil(num_rows * width / kValuesPerCycle), num_rows * width / 64);
}

double LoadWeights(double num_rows, double num_columns) {
  return std::max(std::ceil(num_rows * num_columns / kValuesPerCycle), num_rows * num_columns / kMultipliers);
}

int64_t NumAttentionRounds(int64_t hidden) { return CeilDiv(hidden, kHeadsWidth); }

double Attention(double num_rows, int64_t hidden) {
  const double load = LoadRows(num_rows, hidden) + LoadWeights(kHeadsWidth, hidden);
  const double project = num_rows * hidden / 2;
  const double attend = num_rows * num_rows;
  const double first_attend = attend + 2 * num_rows + 112;
  return load + std::max(load, project + 21) + std::max({load, project, first_attend}) +
         (NumAttentionRounds(hidden) - kMinAttentionRounds) * std::max({load, project, attend}) +
         std::max(project, attend) + attend;
}

// A dense layer of `cycles_per_row`, followed by layer norm in a pipeline.
double DenseAndNorm(double num_rows, int64_t hidden, double cycles_per_row) {
  const double groups = hidden / 8;  // lanes of the layer norm
  const double variance = groups * (hidden / 64);
  const double first_norm = 2 * std::log(8) + variance + 91 + groups;
  const double row = std::max({cycles_per_row, variance, groups});
  return 21 + cycles_per_row + std::max(cycles_per_row, first_norm) + row + (num_rows - 2) * row;
}

}  // namespace

absl::StatusOr<MacBlockCycles> CountMacBlockCycles(const fabnet::NetworkShape& shape, int64_t seq_len) {
  RETURN_IF_ERROR(fabnet::CheckShape(shape));
  constexpr int64_t kMaxLength = int64_t{1} << 20;
  if (seq_len < 2 || seq_len > kMaxLength) {
    return absl::InvalidArgumentError(
        absl::StrCat("sequence of ", seq_len, " tokens; must be in [2, ", kMaxLength, "]"));
  }
  const double hidden = shape.hidden, feed_forward = shape.feed_forward, num_rows = seq_len;
  MacBlockCycles block;
  if (shape.family == fabnet::Family::kTransformer) {
    if (NumAttentionRounds(shape.hidden) < kMinAttentionRounds) {
      return absl::InvalidArgumentError(absl::StrCat("attention with a hidden size of ", shape.hidden,
                                                     "; the baseline's formula starts at ",
                                                     (kMinAttentionRounds - 1) * kHeadsWidth + 1));
    }
    const double load = LoadRows(num_rows, hidden) + LoadWeights(hidden, hidden);
    block.mixing = Attention(num_rows, shape.hidden);
    block.projection = load + DenseAndNorm(num_rows, shape.hidden, hidden * hidden / kMultipliers);
  } else {
    block.mixing = std::max(num_rows * hidden / 64, num_rows * hidden / 32) + num_rows * hidden / 64 +
                   2 * (LoadWeights(hidden, hidden) + num_rows * hidden * hidden / kMultipliers);
  }
  block.expand =
      LoadRows(num_rows, hidden) + LoadWeights(feed_forward, hidden) + num_rows * hidden * feed_forward / kMultipliers;
  block.contract = DenseAndNorm(num_rows, shape.hidden, hidden * feed_forward / kMultipliers);
  return block;
}

double MacCyclesToMs(double cycles) { return cycles / 200e3 / 0.85; }

absl::StatusOr<double> MacLatencyMs(const fabnet::NetworkShape& shape, int64_t seq_len) {
  ASSIGN_OR_RETURN(const MacBlockCycles block, CountMacBlockCycles(shape, seq_len));
  return MacCyclesToMs(shape.num_blocks * block.total());
}

}  // namespace duet::hw
