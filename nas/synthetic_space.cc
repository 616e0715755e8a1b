#include "nas/synthetic_space.h"

#include <array>

#include "absl/strings/str_cat.h"

namespace duet::nas {
namespace {

constexpr std::array<int64_t, SyntheticSpace::kNumDecisions> kNumChoices = {3, 3, 3, 3, 3};

}  // namespace

absl::Span<const int64_t> SyntheticSpace::num_choices() const { return kNumChoices; }

Choices SyntheticSpace::ChoicesOf(int64_t index) const {
  Choices choices(kNumDecisions);
  int64_t number = index + kNumMissing;
  for (int64_t decision = kNumDecisions; decision-- > 0; number /= kNumOptions) {
    choices[decision] = static_cast<int8_t>(number % kNumOptions);
  }
  return choices;
}

std::optional<int64_t> SyntheticSpace::IndexOf(const Choices& choices) const {
  int64_t number = 0;
  for (const int8_t choice : choices) number = number * kNumOptions + choice;
  return number < kNumMissing ? std::nullopt : std::optional(number - kNumMissing);
}

std::string SyntheticSpace::NameOf(int64_t index) const {
  std::string name;
  for (const int8_t choice : ChoicesOf(index)) absl::StrAppend(&name, static_cast<int>(choice));
  return name;
}

int64_t SyntheticSpace::num_labels() const { return kNumDecisions * kNumOptions + 1; }

// A node a decision, and a global one that reads them all.
predictors::Graph SyntheticSpace::GraphOf(int64_t index) const {
  predictors::Graph graph;
  graph.num_nodes = kNumDecisions + 1;
  graph.adjacency.assign(graph.num_nodes * graph.num_nodes, 0);
  graph.labels = {kNumDecisions * kNumOptions};
  const Choices choices = ChoicesOf(index);
  for (int64_t decision = 0; decision < kNumDecisions; ++decision) {
    graph.labels.push_back(static_cast<int8_t>(decision * kNumOptions + choices[decision]));
  }
  for (int64_t node = 0; node < graph.num_nodes; ++node) {
    graph.adjacency[node] = graph.adjacency[node * graph.num_nodes + node] = 1;
  }
  return graph;
}

double SyntheticSpace::WorthOf(const Choices& choices) {
  double worth = 0;
  for (size_t decision = 0; decision < choices.size(); ++decision) {
    worth += static_cast<double>(decision + 1) * choices[decision];
  }
  return worth;
}

absl::StatusOr<Evaluation> SyntheticEvaluator::Evaluate(int64_t index) const {
  const double worth = SyntheticSpace::WorthOf(SyntheticSpace().ChoicesOf(index));
  return Evaluation{60 + worth, 50 + worth};
}

}  // namespace duet::nas
