#include "datasets/nasbench201/benchmark.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "common/status_macros.h"
#include "datasets/nasbench201/cell.h"
#include "datasets/table.h"
#include "datasets/table.pb.h"

namespace duet::nasbench201 {
namespace {

constexpr absl::string_view kProxyPrefix = "nasbench201/proxy/";

}  // namespace

NasBench201::NasBench201() = default;
NasBench201::NasBench201(NasBench201&&) noexcept = default;
NasBench201& NasBench201::operator=(NasBench201&&) noexcept = default;
NasBench201::~NasBench201() = default;

absl::StatusOr<NasBench201> NasBench201::Open(absl::string_view table_path) {
  NasBench201 benchmark;
  ASSIGN_OR_RETURN(datasets::Table read, datasets::ReadTable(table_path, "nasbench201"));
  benchmark.table_ = std::make_unique<const datasets::Table>(std::move(read));
  const auto find = [&](const std::string& key) -> absl::StatusOr<absl::Span<const double>> {
    absl::StatusOr<absl::Span<const double>> values = benchmark.Values(key);
    if (!values.ok()) {
      return absl::Status(values.status().code(), absl::StrCat(table_path, ": ", values.status().message()));
    }
    return values;
  };
  constexpr int64_t kEpochs[] = {200, 12};
  constexpr absl::string_view kSplits[] = {"test", "validation"};
  for (const ImageSet image_set : kImageSets) {
    const size_t i = static_cast<size_t>(image_set);
    for (size_t e = 0; e < std::size(kEpochs); ++e) {
      for (size_t s = 0; s < std::size(kSplits); ++s) {
        ASSIGN_OR_RETURN(
            benchmark.accuracies_[e][s][i],
            find(absl::StrCat("nasbench201/accuracy/", ImageSetName(image_set), "/", kSplits[s], "/", kEpochs[e])));
      }
    }
    ASSIGN_OR_RETURN(benchmark.training_times_s_[i],
                     find(absl::StrCat("nasbench201/training_time/", ImageSetName(image_set), "/200")));
  }
  ASSIGN_OR_RETURN(const absl::Span<const double> indices, find("nasbench201/index"));
  benchmark.official_indices_.resize(kNumCells);
  benchmark.cell_ids_.assign(kNumCells, -1);
  for (int64_t id = 0; id < kNumCells; ++id) {
    const double index = indices[id];
    if (!(index >= 0 && index < kNumCells) || benchmark.cell_ids_[static_cast<int64_t>(index)] != -1) {
      return absl::InvalidArgumentError(absl::StrCat(table_path, ": cell ", id, " has the official index ", index));
    }
    benchmark.official_indices_[id] = static_cast<int32_t>(index);
    benchmark.cell_ids_[static_cast<int64_t>(index)] = static_cast<int32_t>(id);
  }
  for (const datasets::Column& column : benchmark.table_->columns()) {
    absl::string_view name = column.key();
    if (absl::ConsumePrefix(&name, kProxyPrefix)) benchmark.proxies_.emplace_back(name);
  }
  return benchmark;
}

absl::StatusOr<absl::Span<const double>> NasBench201::Proxy(absl::string_view name) const {
  absl::StatusOr<absl::Span<const double>> values = Values(absl::StrCat(kProxyPrefix, name));
  if (!values.ok()) {
    return absl::NotFoundError(absl::StrCat("no proxy \"", name, "\" (known: ", absl::StrJoin(proxies_, ", "), ")"));
  }
  return values;
}

absl::StatusOr<absl::Span<const double>> NasBench201::Values(absl::string_view key) const {
  for (const datasets::Column& column : table_->columns()) {
    if (column.key() == key) return absl::Span<const double>(column.values());
  }
  return absl::NotFoundError(absl::StrCat("no column \"", key, "\""));
}

}  // namespace duet::nasbench201
