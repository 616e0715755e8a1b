#include "predictors/encoding.h"

namespace duet::predictors {
namespace {

FeatureBlock Select(const FeatureBlock& block, absl::Span<const int64_t> rows) {
  FeatureBlock selected{block.name, block.is_one_hot, block.group, {}};
  selected.values.resize(rows.size(), block.values.cols());
  for (size_t i = 0; i < rows.size(); ++i) selected.values.row(i) = block.values.row(rows[i]);
  return selected;
}

template <typename T>
std::vector<T> Select(const std::vector<T>& values, absl::Span<const int64_t> rows) {
  std::vector<T> selected;
  selected.reserve(rows.size());
  for (const int64_t row : rows) selected.push_back(values[row]);
  return selected;
}

}  // namespace

EncodedArchitectures Select(const EncodedArchitectures& all, absl::Span<const int64_t> rows) {
  EncodedArchitectures selected;
  selected.space = all.space;
  selected.num_labels = all.num_labels;
  selected.names = Select(all.names, rows);
  selected.graphs = Select(all.graphs, rows);
  selected.choices = Select(all.choices, rows);
  selected.effective_choices = Select(all.effective_choices, rows);
  for (const FeatureBlock& block : all.counts) selected.counts.push_back(Select(block, rows));
  selected.mega_flops = Select(all.mega_flops, rows);
  selected.operation_names = all.operation_names;
  selected.operations = Select(all.operations, rows);
  return selected;
}

}  // namespace duet::predictors
