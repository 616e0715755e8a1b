// MD5 of eight messages of one length at once: word w of the eight states is one vector, and each step of RFC 1321 one
// operation on vectors.
//
// Why not OpenSSL's: a key of the benchmark is some 60 digests of 10 to 300 bytes, where the cost of a call weighs as
// much as the digest; enumerate_benchmark.cc measures both. MD5 names graphs here, and protects nothing.

#ifndef DATASETS_NASBENCH101_MD5_LANES_H_
#define DATASETS_NASBENCH101_MD5_LANES_H_

#include <array>
#include <cstdint>

namespace duet::nasbench101 {

constexpr int64_t kNumMd5Lanes = 8;

using Md5Digest = std::array<uint8_t, 16>;

// messages: kNumMd5Lanes addresses of num_bytes >= 0 bytes each -> their digests.
std::array<Md5Digest, kNumMd5Lanes> Md5OfLanes(const std::array<const char*, kNumMd5Lanes>& messages,
                                               int64_t num_bytes);

}  // namespace duet::nasbench101

#endif  // DATASETS_NASBENCH101_MD5_LANES_H_
