#include "codesign/search/pair_space.h"

#include <utility>

#include "absl/strings/str_cat.h"

namespace duet::codesign {

PairSpace::PairSpace(int64_t max_num_vertices, AcceleratorSpace accelerators)
    : cells_(max_num_vertices), accelerators_(std::move(accelerators)) {
  num_choices_.assign(cells_.num_choices().begin(), cells_.num_choices().end());
  for (const int64_t n : accelerators_.NumChoices()) num_choices_.push_back(n);
}

nas::Choices PairSpace::ChoicesOf(int64_t index) const {
  const Pair pair = PairOf(index);
  nas::Choices choices = cells_.ChoicesOf(pair.cell);
  for (const int64_t choice : accelerators_.ChoicesOf(pair.accelerator)) {
    choices.push_back(static_cast<int8_t>(choice));
  }
  return choices;
}

std::optional<int64_t> PairSpace::IndexOf(const nas::Choices& choices) const {
  const auto end_of_cell = choices.begin() + num_cell_decisions();
  const std::optional<int64_t> cell = cells_.IndexOf(nas::Choices(choices.begin(), end_of_cell));
  if (!cell.has_value()) return std::nullopt;
  return IndexOf(Pair{*cell, accelerators_.IndexOfChoices(std::vector<int64_t>(end_of_cell, choices.end()))});
}

std::string PairSpace::NameOf(int64_t index) const {
  const Pair pair = PairOf(index);
  return absl::StrCat(cells_.NameOf(pair.cell), " on ", ToString(accelerators_.At(pair.accelerator)));
}

predictors::Graph PairSpace::GraphOf(int64_t index) const { return cells_.GraphOf(PairOf(index).cell); }

}  // namespace duet::codesign
