#include "datasets/nasbench101/md5_lanes.h"

#include <cstring>

namespace duet::nasbench101 {
namespace {

static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "words are read as they lie in memory");

constexpr int64_t kBlockSize = 64;
constexpr int64_t kNumBlockWords = 16;
constexpr int64_t kNumStateWords = 4;

// A 32-bit word of each lane.
using Words = uint32_t __attribute__((vector_size(4 * kNumMd5Lanes)));
using State = std::array<Words, kNumStateWords>;

// RFC 1321, section 3.4: the integer part of 2^32 |sin(i + 1)|.
constexpr std::array<uint32_t, 64> kSines = {
    0xd76aa478, 0xe8c7b756, 0x242070db, 0xc1bdceee, 0xf57c0faf, 0x4787c62a, 0xa8304613, 0xfd469501,
    0x698098d8, 0x8b44f7af, 0xffff5bb1, 0x895cd7be, 0x6b901122, 0xfd987193, 0xa679438e, 0x49b40821,
    0xf61e2562, 0xc040b340, 0x265e5a51, 0xe9b6c7aa, 0xd62f105d, 0x02441453, 0xd8a1e681, 0xe7d3fbc8,
    0x21e1cde6, 0xc33707d6, 0xf4d50d87, 0x455a14ed, 0xa9e3e905, 0xfcefa3f8, 0x676f02d9, 0x8d2a4c8a,
    0xfffa3942, 0x8771f681, 0x6d9d6122, 0xfde5380c, 0xa4beea44, 0x4bdecfa9, 0xf6bb4b60, 0xbebfbc70,
    0x289b7ec6, 0xeaa127fa, 0xd4ef3085, 0x04881d05, 0xd9d4d039, 0xe6db99e5, 0x1fa27cf8, 0xc4ac5665,
    0xf4292244, 0x432aff97, 0xab9423a7, 0xfc93a039, 0x655b59c3, 0x8f0ccc92, 0xffeff47d, 0x85845dd1,
    0x6fa87e4f, 0xfe2ce6e0, 0xa3014314, 0x4e0811a1, 0xf7537e82, 0xbd3af235, 0x2ad7d2bb, 0xeb86d391};

constexpr std::array<std::array<int, 4>, 4> kShifts = {
    {{7, 12, 17, 22}, {5, 9, 14, 20}, {4, 11, 16, 23}, {6, 10, 15, 21}}};

// Digests one block of every lane.
void DigestBlock(const std::array<Words, kNumBlockWords>& block, State& state) {
  auto [a, b, c, d] = state;
#pragma GCC unroll 64
  for (int step = 0; step < 64; ++step) {
    const int round = step / 16;
    const int word = round == 0   ? step
                     : round == 1 ? (5 * step + 1) % 16
                     : round == 2 ? (3 * step + 5) % 16
                                  : 7 * step % 16;
    const Words mixed = round == 0   ? (b & c) | (~b & d)
                        : round == 1 ? (d & b) | (~d & c)
                        : round == 2 ? b ^ c ^ d
                                     : c ^ (b | ~d);
    const Words sum = a + mixed + block[word] + kSines[step];
    const int shift = kShifts[round][step % 4];
    a = d;
    d = c;
    c = b;
    b += (sum << shift) | (sum >> (32 - shift));
  }
  state[0] += a;
  state[1] += b;
  state[2] += c;
  state[3] += d;
}

// Digests the blocks that begin at `offset` of each message.
void DigestBlockAt(const std::array<const char*, kNumMd5Lanes>& messages, int64_t offset, State& state) {
  alignas(Words) std::array<std::array<uint32_t, kNumMd5Lanes>, kNumBlockWords> words;
  for (int64_t lane = 0; lane < kNumMd5Lanes; ++lane) {
    for (int64_t w = 0; w < kNumBlockWords; ++w) std::memcpy(&words[w][lane], messages[lane] + offset + 4 * w, 4);
  }
  std::array<Words, kNumBlockWords> block;
  std::memcpy(block.data(), words.data(), sizeof(block));
  DigestBlock(block, state);
}

}  // namespace

std::array<Md5Digest, kNumMd5Lanes> Md5OfLanes(const std::array<const char*, kNumMd5Lanes>& messages,
                                               int64_t num_bytes) {
  const Words zero = {};
  State state = {zero + 0x67452301, zero + 0xefcdab89, zero + 0x98badcfe, zero + 0x10325476};
  int64_t offset = 0;
  for (; offset + kBlockSize <= num_bytes; offset += kBlockSize) DigestBlockAt(messages, offset, state);

  // The rest, a bit of one, zeros, and the number of bits at the end of the last block.
  const int64_t rest = num_bytes - offset;
  const int64_t padded_size = rest + 1 + 8 <= kBlockSize ? kBlockSize : 2 * kBlockSize;
  std::array<std::array<char, 2 * kBlockSize>, kNumMd5Lanes> padded;
  std::array<const char*, kNumMd5Lanes> padded_messages;
  const uint64_t num_bits = 8 * static_cast<uint64_t>(num_bytes);
  for (int64_t lane = 0; lane < kNumMd5Lanes; ++lane) {
    char* const text = padded[lane].data();
    if (rest > 0) std::memcpy(text, messages[lane] + offset, rest);
    std::memset(text + rest, 0, padded_size - rest);
    text[rest] = static_cast<char>(0x80);
    std::memcpy(text + padded_size - 8, &num_bits, 8);
    padded_messages[lane] = text;
  }
  for (offset = 0; offset < padded_size; offset += kBlockSize) DigestBlockAt(padded_messages, offset, state);

  std::array<Md5Digest, kNumMd5Lanes> digests;
  for (int64_t w = 0; w < kNumStateWords; ++w) {
    for (int64_t lane = 0; lane < kNumMd5Lanes; ++lane) {
      const uint32_t word = state[w][lane];
      std::memcpy(digests[lane].data() + 4 * w, &word, 4);
    }
  }
  return digests;
}

}  // namespace duet::nasbench101
