// What the network of a search space executes, step by step, and how that is written down. Each space has its own kinds
// of operations: an enumeration with
//
//   absl::string_view KindName(Kind kind);  // in Kind's namespace; the first part of an operation's key
//
// A step is an operation on values; value 0 is the image and value i + 1 is what step i computes.

#ifndef DATASETS_NETWORKS_STEPS_H_
#define DATASETS_NETWORKS_STEPS_H_

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"

namespace duet::networks {

// A kind with the shapes that it is executed on: [C, S, S] -> [C', S', S'].
template <typename Kind>
struct Operation {
  Kind kind;
  int64_t num_input_channels;
  int64_t input_size;
  int64_t num_output_channels;
  int64_t output_size;

  friend bool operator==(const Operation& a, const Operation& b) {
    return a.kind == b.kind && a.num_input_channels == b.num_input_channels && a.input_size == b.input_size &&
           a.num_output_channels == b.num_output_channels && a.output_size == b.output_size;
  }
};

// The operation's name in files: "conv3x3_relu_16x32x32_to_16x32x32" (kind, input shape, output shape).
template <typename Kind>
std::string Key(const Operation<Kind>& operation) {
  return absl::StrCat(KindName(operation.kind), "_", operation.num_input_channels, "x", operation.input_size, "x",
                      operation.input_size, "_to_", operation.num_output_channels, "x", operation.output_size, "x",
                      operation.output_size);
}

template <typename Kind>
struct Step {
  Operation<Kind> operation;
  std::vector<int64_t> inputs;  // values
};

template <typename Kind>
struct OperationCount {
  Operation<Kind> operation;
  int64_t count;
};

// How often each operation is executed, in order of first use.
template <typename Kind>
std::vector<OperationCount<Kind>> CountOperations(const std::vector<Step<Kind>>& steps) {
  std::vector<OperationCount<Kind>> counts;
  for (const Step<Kind>& step : steps) {
    const auto known = std::find_if(counts.begin(), counts.end(),
                                    [&](const OperationCount<Kind>& c) { return c.operation == step.operation; });
    if (known == counts.end()) {
      counts.push_back({step.operation, 1});
    } else {
      ++known->count;
    }
  }
  return counts;
}

// Adds those operations of `steps` that `operations` does not have.
template <typename Kind>
void AddNewOperations(const std::vector<Step<Kind>>& steps, std::vector<Operation<Kind>>& operations) {
  for (const Step<Kind>& step : steps) {
    if (std::find(operations.begin(), operations.end(), step.operation) == operations.end()) {
      operations.push_back(step.operation);
    }
  }
}

// A tensor of the network while its steps are written down.
struct Value {
  int64_t index;
  int64_t num_channels;
  int64_t size;
};

template <typename Kind>
class StepWriter {
 public:
  // Of [C, S, S] -> [num_channels, size, size].
  Value Apply(Kind kind, const Value& x, int64_t num_channels, int64_t size) {
    steps_.push_back({{kind, x.num_channels, x.size, num_channels, size}, {x.index}});
    return {static_cast<int64_t>(steps_.size()), num_channels, size};
  }

  // Of an operation that keeps the shape.
  Value Apply(Kind kind, const Value& x) { return Apply(kind, x, x.num_channels, x.size); }

  // The last operation reads `x` as well.
  void AddInput(const Value& x) { steps_.back().inputs.push_back(x.index); }

  const std::vector<Step<Kind>>& steps() const { return steps_; }

 private:
  std::vector<Step<Kind>> steps_;
};

}  // namespace duet::networks

#endif  // DATASETS_NETWORKS_STEPS_H_
