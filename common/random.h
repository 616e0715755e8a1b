// Counter-based random streams: the value at position p of the stream (seed, purpose, index) is a function of these
// four alone, so that a result does not depend on the order of draws elsewhere, on threads or on resumption.
//
// Source: Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3", generator Philox4x32-10.

#ifndef COMMON_RANDOM_H_
#define COMMON_RANDOM_H_

#include <array>
#include <cstdint>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"

namespace duet {

// One Philox4x32-10 block.
std::array<uint32_t, 4> Philox4x32(const std::array<uint32_t, 4>& counter, const std::array<uint32_t, 2>& key);

// A stream of random values. Satisfies UniformRandomBitGenerator; the distributions of the standard library are not
// the same everywhere, so use the members instead.
class RandomStream {
 public:
  using result_type = uint64_t;

  RandomStream(uint64_t seed, absl::string_view purpose, uint64_t index = 0);

  static constexpr uint64_t min() { return 0; }
  static constexpr uint64_t max() { return ~uint64_t{0}; }
  uint64_t operator()();

  // Uniform in [0, 1), 53 bits.
  double Uniform();
  // Uniform in [0, bound), without bias. `bound` > 0.
  uint64_t UniformInt(uint64_t bound);
  // Standard normal (Box-Muller).
  double Normal();

  // Fisher-Yates.
  template <typename T>
  void Shuffle(std::vector<T>& values) {
    for (uint64_t i = values.size(); i > 1; --i) std::swap(values[i - 1], values[UniformInt(i)]);
  }

  // `count` distinct values of [0, population) in random order. `count` <= `population`.
  std::vector<int64_t> SampleWithoutReplacement(int64_t population, int64_t count);

 private:
  std::array<uint32_t, 2> key_;
  uint64_t index_;
  uint64_t block_ = 0;
  std::array<uint32_t, 4> values_;
  int num_left_ = 0;
};

}  // namespace duet

#endif  // COMMON_RANDOM_H_
