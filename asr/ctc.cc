#include "asr/ctc.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

#include "asr/phones.h"

namespace duet::asr {
namespace {

constexpr double kImpossible = -std::numeric_limits<double>::infinity();

double LogSum(double a, double b) {
  if (a < b) std::swap(a, b);
  return b == kImpossible ? a : a + std::log1p(std::exp(b - a));
}

// Prefixes are nodes of a tree: a label behind the parent's prefix.
struct Prefix {
  int32_t parent;
  int32_t label;
  std::vector<std::pair<int32_t, int32_t>> children;  // (label, node)
  // Of the paths so far: those that end in a blank, and those that end in the label.
  double ends_in_blank = kImpossible;
  double ends_in_label = kImpossible;
  // The same with the frame at hand.
  double next_ends_in_blank = kImpossible;
  double next_ends_in_label = kImpossible;
  bool is_touched = false;

  double log_probability() const { return LogSum(ends_in_blank, ends_in_label); }
};

class PrefixTree {
 public:
  PrefixTree() : prefixes_(1) {
    prefixes_[0].parent = prefixes_[0].label = -1;
    prefixes_[0].ends_in_blank = 0;
  }

  Prefix& operator[](int32_t node) { return prefixes_[node]; }

  int32_t ChildOf(int32_t node, int32_t label) {
    for (const auto& [child_label, child] : prefixes_[node].children) {
      if (child_label == label) return child;
    }
    const auto child = static_cast<int32_t>(prefixes_.size());
    prefixes_[node].children.emplace_back(label, child);
    prefixes_.emplace_back();
    prefixes_.back().parent = node;
    prefixes_.back().label = label;
    return child;
  }

 private:
  std::vector<Prefix> prefixes_;
};

}  // namespace

std::vector<int64_t> GreedyDecode(const LogProbabilities& log_probabilities) {
  std::vector<int64_t> labels;
  int64_t last = kBlank;
  for (int64_t t = 0; t < log_probabilities.num_frames(); ++t) {
    const float* const row = &log_probabilities.values[t * log_probabilities.num_classes];
    const int64_t best = std::max_element(row, row + log_probabilities.num_classes) - row;
    if (best != last && best != kBlank) labels.push_back(best);
    last = best;
  }
  return labels;
}

DecodedLabels BeamSearchDecode(const LogProbabilities& log_probabilities, int64_t beam_width) {
  assert(beam_width >= 1);
  PrefixTree tree;
  std::vector<int32_t> beam = {0};
  std::vector<int32_t> touched;
  const auto touch = [&](int32_t node) -> Prefix& {
    Prefix& prefix = tree[node];
    if (!prefix.is_touched) {
      prefix.is_touched = true;
      touched.push_back(node);
    }
    return prefix;
  };
  for (int64_t t = 0; t < log_probabilities.num_frames(); ++t) {
    touched.clear();
    for (const int32_t node : beam) {
      const double ends_in_blank = tree[node].ends_in_blank;
      const double ends_in_label = tree[node].ends_in_label;
      const int32_t last = tree[node].label;
      Prefix& same = touch(node);
      same.next_ends_in_blank =
          LogSum(same.next_ends_in_blank, LogSum(ends_in_blank, ends_in_label) + log_probabilities.At(t, kBlank));
      if (node != 0) {
        same.next_ends_in_label = LogSum(same.next_ends_in_label, ends_in_label + log_probabilities.At(t, last));
      }
      for (int64_t label = 0; label < log_probabilities.num_classes; ++label) {
        if (label == kBlank) continue;
        // The same label again is a new one only behind a blank.
        const double before = label == last ? ends_in_blank : LogSum(ends_in_blank, ends_in_label);
        const double extended = before + log_probabilities.At(t, label);
        if (extended == kImpossible) continue;
        Prefix& longer = touch(tree.ChildOf(node, static_cast<int32_t>(label)));
        longer.next_ends_in_label = LogSum(longer.next_ends_in_label, extended);
      }
    }
    for (const int32_t node : beam) tree[node].ends_in_blank = tree[node].ends_in_label = kImpossible;
    std::vector<std::pair<double, int32_t>> ranked;
    for (const int32_t node : touched) {
      Prefix& prefix = tree[node];
      prefix.ends_in_blank = prefix.next_ends_in_blank;
      prefix.ends_in_label = prefix.next_ends_in_label;
      prefix.next_ends_in_blank = prefix.next_ends_in_label = kImpossible;
      prefix.is_touched = false;
      ranked.emplace_back(-prefix.log_probability(), node);
    }
    const size_t kept = std::min<size_t>(beam_width, ranked.size());
    std::partial_sort(ranked.begin(), ranked.begin() + kept, ranked.end());
    for (size_t i = kept; i < ranked.size(); ++i) {
      tree[ranked[i].second].ends_in_blank = tree[ranked[i].second].ends_in_label = kImpossible;
    }
    beam.clear();
    for (size_t i = 0; i < kept; ++i) beam.push_back(ranked[i].second);
  }
  DecodedLabels decoded;
  decoded.log_probability = tree[beam.front()].log_probability();
  for (int32_t node = beam.front(); node != 0; node = tree[node].parent) decoded.labels.push_back(tree[node].label);
  std::reverse(decoded.labels.begin(), decoded.labels.end());
  return decoded;
}

}  // namespace duet::asr
