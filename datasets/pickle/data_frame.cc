#include "datasets/pickle/data_frame.h"

#include <optional>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/status_macros.h"
#include "datasets/pickle/numpy.h"

namespace duet::pickle {
namespace {

// Whatever a file claims, no table here has more.
constexpr int64_t kMaxColumns = 1024;

// _new_Index(Index, {"data": array of strings, "name": ...}).
absl::StatusOr<std::vector<std::string>> ReadColumnNames(const Document& document, ValueId index) {
  ASSIGN_OR_RETURN(const absl::Span<const ValueId> arguments,
                   document.GetCall(index, "pandas.core.indexes.base", "_new_Index"));
  if (arguments.size() != 2) return absl::InvalidArgumentError("an index of pandas needs a class and its data");
  ASSIGN_OR_RETURN(const ValueId data, document.GetItem(arguments[1], "data"));
  ASSIGN_OR_RETURN(const NumpyArray array, ReadNumpyArray(document, data));
  std::vector<std::string> names;
  for (const ValueId object : array.objects) {
    ASSIGN_OR_RETURN(const Text* name, document.Get<Text>(object));
    names.emplace_back(name->value);
  }
  if (static_cast<int64_t>(names.size()) > kMaxColumns) {
    return absl::ResourceExhaustedError(absl::StrCat("a data frame of ", names.size(), " columns"));
  }
  return names;
}

// slice(start, stop, step), or an array of column numbers.
absl::StatusOr<std::vector<int64_t>> ReadColumnNumbers(const Document& document, ValueId id, int64_t num_columns) {
  std::vector<int64_t> numbers;
  const absl::StatusOr<absl::Span<const ValueId>> slice = document.GetCall(id, "builtins", "slice");
  if (slice.ok()) {
    if (slice->size() != 3) return absl::InvalidArgumentError("a slice needs start, stop and step");
    int64_t bounds[3];
    for (int i = 0; i < 3; ++i) {
      ASSIGN_OR_RETURN(const int64_t* bound, document.Get<int64_t>((*slice)[i]));
      bounds[i] = *bound;
    }
    if (bounds[0] < 0 || bounds[1] > num_columns || bounds[2] < 1) {
      return absl::InvalidArgumentError(
          absl::StrCat("slice(", bounds[0], ", ", bounds[1], ", ", bounds[2], ") of ", num_columns, " columns"));
    }
    for (int64_t column = bounds[0]; column < bounds[1]; column += std::min(bounds[2], num_columns)) {
      numbers.push_back(column);
    }
    return numbers;
  }
  ASSIGN_OR_RETURN(const NumpyArray array, ReadNumpyArray(document, id));
  ASSIGN_OR_RETURN(const std::vector<double> values, array.AsDoubles());
  for (const double value : values) {
    if (!(value >= 0 && value < num_columns)) {
      return absl::InvalidArgumentError(absl::StrCat("column ", value, " of ", num_columns));
    }
    numbers.push_back(static_cast<int64_t>(value));
  }
  return numbers;
}

absl::Status ReadBlock(const Document& document, ValueId block, std::vector<bool>& is_set, DataFrame& frame) {
  ASSIGN_OR_RETURN(const ValueId values_id, document.GetItem(block, "values"));
  ASSIGN_OR_RETURN(const ValueId places_id, document.GetItem(block, "mgr_locs"));
  ASSIGN_OR_RETURN(const NumpyArray values, ReadNumpyArray(document, values_id));
  ASSIGN_OR_RETURN(const std::vector<int64_t> places,
                   ReadColumnNumbers(document, places_id, static_cast<int64_t>(frame.columns.size())));
  if (values.shape.size() != 2 || values.shape[0] != static_cast<int64_t>(places.size())) {
    return absl::InvalidArgumentError(absl::StrCat("a block of pandas does not have ", places.size(), " rows"));
  }
  const int64_t num_rows = values.shape[1];
  if (frame.num_rows != 0 && frame.num_rows != num_rows) {
    return absl::InvalidArgumentError(
        absl::StrCat("blocks of pandas have ", frame.num_rows, " and ", num_rows, " values a column"));
  }
  frame.num_rows = num_rows;
  for (size_t i = 0; i < places.size(); ++i) {
    if (is_set[places[i]]) return absl::InvalidArgumentError(absl::StrCat("column ", places[i], " is given twice"));
    is_set[places[i]] = true;
    DataFrameColumn& column = frame.columns[places[i]];
    const int64_t begin = static_cast<int64_t>(i) * num_rows;
    if (values.type == ElementType::kObject) {
      std::vector<std::string> strings;
      for (int64_t row = 0; row < num_rows; ++row) {
        ASSIGN_OR_RETURN(const Text* text, document.Get<Text>(values.objects[begin + row]));
        strings.emplace_back(text->value);
      }
      column.values = std::move(strings);
    } else {
      std::vector<double> numbers;
      const int64_t size = ElementSize(values.type);
      for (int64_t row = 0; row < num_rows; ++row) {
        ASSIGN_OR_RETURN(const double number, ElementAsDouble(values.type, values.bytes.data() + (begin + row) * size));
        numbers.push_back(number);
      }
      column.values = std::move(numbers);
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<const DataFrameColumn*> FindColumn(const DataFrame& frame, absl::string_view name) {
  for (const DataFrameColumn& column : frame.columns) {
    if (column.name == name) return &column;
  }
  return absl::NotFoundError(absl::StrCat("the data frame has no column \"", name, "\""));
}

}  // namespace

std::vector<absl::string_view> DataFrameGlobals() {
  std::vector<absl::string_view> globals(NumpyGlobals().begin(), NumpyGlobals().end());
  globals.insert(globals.end(), {
                                    "builtins slice",
                                    "pandas.core.frame DataFrame",
                                    "pandas.core.indexes.base Index",
                                    "pandas.core.indexes.base _new_Index",
                                    "pandas.core.indexes.range RangeIndex",
                                    "pandas.core.internals.managers BlockManager",
                                });
  return globals;
}

absl::StatusOr<absl::Span<const double>> DataFrame::Numbers(absl::string_view name) const {
  ASSIGN_OR_RETURN(const DataFrameColumn* column, FindColumn(*this, name));
  const auto* values = std::get_if<std::vector<double>>(&column->values);
  if (values == nullptr) return absl::InvalidArgumentError(absl::StrCat("column \"", name, "\" holds strings"));
  return absl::MakeConstSpan(*values);
}

absl::StatusOr<absl::Span<const std::string>> DataFrame::Strings(absl::string_view name) const {
  ASSIGN_OR_RETURN(const DataFrameColumn* column, FindColumn(*this, name));
  const auto* values = std::get_if<std::vector<std::string>>(&column->values);
  if (values == nullptr) return absl::InvalidArgumentError(absl::StrCat("column \"", name, "\" holds numbers"));
  return absl::MakeConstSpan(*values);
}

absl::StatusOr<DataFrame> ReadDataFrame(const Document& document) {
  RETURN_IF_ERROR(document.GetCall(document.root(), "pandas.core.frame", "DataFrame").status());
  const Object& root = std::get<Object>(document.at(document.root()));
  if (!root.state.has_value()) return absl::InvalidArgumentError("the data frame has no state");
  ASSIGN_OR_RETURN(const ValueId manager_id, document.GetItem(*root.state, "_data"));
  RETURN_IF_ERROR(document.GetCall(manager_id, "pandas.core.internals.managers", "BlockManager").status());
  const Object& manager = std::get<Object>(document.at(manager_id));
  if (!manager.state.has_value()) return absl::InvalidArgumentError("the block manager has no state");
  ASSIGN_OR_RETURN(const Tuple* state, document.Get<Tuple>(*manager.state));
  if (state->items.size() != 4) {
    return absl::InvalidArgumentError(
        absl::StrCat("the state of the block manager has ", state->items.size(), " parts, not 4"));
  }
  ASSIGN_OR_RETURN(const ValueId current, document.GetItem(state->items[3], "0.14.1"));
  ASSIGN_OR_RETURN(const ValueId axes_id, document.GetItem(current, "axes"));
  ASSIGN_OR_RETURN(const ValueId blocks_id, document.GetItem(current, "blocks"));
  ASSIGN_OR_RETURN(const List* axes, document.Get<List>(axes_id));
  ASSIGN_OR_RETURN(const List* blocks, document.Get<List>(blocks_id));
  if (axes->items.size() != 2) {
    return absl::InvalidArgumentError(absl::StrCat("a data frame with ", axes->items.size(), " axes"));
  }
  DataFrame frame;
  ASSIGN_OR_RETURN(const std::vector<std::string> names, ReadColumnNames(document, axes->items[0]));
  for (const std::string& name : names) frame.columns.push_back({name, {}});
  std::vector<bool> is_set(names.size());
  for (const ValueId block : blocks->items) RETURN_IF_ERROR(ReadBlock(document, block, is_set, frame));
  for (size_t i = 0; i < names.size(); ++i) {
    if (!is_set[i]) return absl::InvalidArgumentError(absl::StrCat("column \"", names[i], "\" has no values"));
  }
  return frame;
}

}  // namespace duet::pickle
