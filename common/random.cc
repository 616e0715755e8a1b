#include "common/random.h"

#include <cassert>
#include <cmath>
#include <numeric>

namespace duet {
namespace {

constexpr double kPi = 3.14159265358979323846;

// FNV-1a, 64 bits.
uint64_t HashOf(absl::string_view text) {
  uint64_t hash = 0xcbf29ce484222325;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  return hash;
}

// SplitMix64's finaliser: seeds that differ in one bit get unrelated keys.
uint64_t Mix(uint64_t x) {
  x += 0x9e3779b97f4a7c15;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
  x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
  return x ^ (x >> 31);
}

}  // namespace

std::array<uint32_t, 4> Philox4x32(const std::array<uint32_t, 4>& counter, const std::array<uint32_t, 2>& key) {
  std::array<uint32_t, 4> c = counter;
  std::array<uint32_t, 2> k = key;
  for (int round = 0; round < 10; ++round) {
    const uint64_t product0 = uint64_t{0xD2511F53} * c[0];
    const uint64_t product1 = uint64_t{0xCD9E8D57} * c[2];
    c = {static_cast<uint32_t>(product1 >> 32) ^ c[1] ^ k[0], static_cast<uint32_t>(product1),
         static_cast<uint32_t>(product0 >> 32) ^ c[3] ^ k[1], static_cast<uint32_t>(product0)};
    k = {k[0] + 0x9E3779B9, k[1] + 0xBB67AE85};
  }
  return c;
}

RandomStream::RandomStream(uint64_t seed, absl::string_view purpose, uint64_t index) : index_(index) {
  const uint64_t key = Mix(Mix(seed) ^ HashOf(purpose));
  key_ = {static_cast<uint32_t>(key), static_cast<uint32_t>(key >> 32)};
}

uint64_t RandomStream::operator()() {
  if (num_left_ == 0) {
    values_ = Philox4x32({static_cast<uint32_t>(block_), static_cast<uint32_t>(block_ >> 32),
                          static_cast<uint32_t>(index_), static_cast<uint32_t>(index_ >> 32)},
                         key_);
    ++block_;
    num_left_ = 2;
  }
  --num_left_;
  return num_left_ == 1 ? values_[0] | uint64_t{values_[1]} << 32 : values_[2] | uint64_t{values_[3]} << 32;
}

double RandomStream::Uniform() { return static_cast<double>((*this)() >> 11) * 0x1p-53; }

uint64_t RandomStream::UniformInt(uint64_t bound) {
  assert(bound > 0);
  // Values of the last, incomplete run of `bound` are drawn again.
  const uint64_t limit = max() - max() % bound;
  uint64_t value = (*this)();
  while (value >= limit) value = (*this)();
  return value % bound;
}

double RandomStream::Normal() {
  const double radius = std::sqrt(-2.0 * std::log(1.0 - Uniform()));
  return radius * std::cos(2.0 * kPi * Uniform());
}

std::vector<int64_t> RandomStream::SampleWithoutReplacement(int64_t population, int64_t count) {
  assert(0 <= count && count <= population);
  std::vector<int64_t> values(population);
  std::iota(values.begin(), values.end(), int64_t{0});
  for (int64_t i = 0; i < count; ++i) std::swap(values[i], values[i + UniformInt(population - i)]);
  values.resize(count);
  return values;
}

}  // namespace duet
