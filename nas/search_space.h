// What a search needs to know of a space of architectures; see nasbench201_space.h and nasbench101_space.h.
//
// An architecture is a number, 0 to size() - 1. It is also a list of choices, one a decision, that strategies change
// and policies draw; several lists may denote one architecture, and some none.

#ifndef NAS_SEARCH_SPACE_H_
#define NAS_SEARCH_SPACE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/types/span.h"
#include "predictors/encoding.h"

namespace duet::nas {

using Choices = std::vector<int8_t>;

class SearchSpace {
 public:
  virtual ~SearchSpace() = default;

  virtual std::string name() const = 0;
  virtual int64_t size() const = 0;

  // How many choices each decision has.
  virtual absl::Span<const int64_t> num_choices() const = 0;
  // One list of choices that denotes the architecture.
  virtual Choices ChoicesOf(int64_t index) const = 0;
  // The architecture that the choices denote, or nothing.
  virtual std::optional<int64_t> IndexOf(const Choices& choices) const = 0;

  // The space's own notation.
  virtual std::string NameOf(int64_t index) const = 0;

  // For predictors.
  virtual int64_t num_labels() const = 0;
  virtual predictors::Graph GraphOf(int64_t index) const = 0;
};

// The other architectures that one changed decision leads to, each once, ascending.
std::vector<int64_t> Neighbors(const SearchSpace& space, int64_t index);

// 0 to size() - 1: every architecture is a candidate.
std::vector<int64_t> AllArchitectures(const SearchSpace& space);

}  // namespace duet::nas

#endif  // NAS_SEARCH_SPACE_H_
