#include "datasets/nasbench101/md5_lanes.h"

#include <openssl/evp.h>

#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "common/random.h"
#include "gtest/gtest.h"

namespace duet::nasbench101 {
namespace {

std::string Hex(const Md5Digest& digest) {
  return absl::BytesToHexString({reinterpret_cast<const char*>(digest.data()), digest.size()});
}

// RFC 1321, section A.5.
TEST(Md5LanesTest, GivesKnownDigests) {
  const std::pair<std::string, std::string> kKnown[] = {
      {"", "d41d8cd98f00b204e9800998ecf8427e"},
      {"a", "0cc175b9c0f1b6a831c399e269772661"},
      {"message digest", "f96b697d7cb7938d525a2f31aaf161d0"},
      {"12345678901234567890123456789012345678901234567890123456789012345678901234567890",
       "57edf4a22be3c955ac49da2e2107b67a"},
  };
  for (const auto& [text, digest] : kKnown) {
    std::array<const char*, kNumMd5Lanes> messages;
    messages.fill(text.data());
    for (const Md5Digest& lane : Md5OfLanes(messages, static_cast<int64_t>(text.size()))) EXPECT_EQ(Hex(lane), digest);
  }
}

// Lengths around the ends of blocks and of their padding (55 and 119 bytes), another text in each lane.
TEST(Md5LanesTest, AgreesWithOpenSslInEveryLane) {
  RandomStream random(1, "texts");
  for (int64_t num_bytes = 0; num_bytes <= 330; ++num_bytes) {
    std::vector<std::string> texts(kNumMd5Lanes, std::string(num_bytes, '\0'));
    std::array<const char*, kNumMd5Lanes> messages;
    for (int64_t lane = 0; lane < kNumMd5Lanes; ++lane) {
      for (char& c : texts[lane]) c = static_cast<char>(random.UniformInt(256));
      messages[lane] = texts[lane].data();
    }
    const std::array<Md5Digest, kNumMd5Lanes> digests = Md5OfLanes(messages, num_bytes);
    for (int64_t lane = 0; lane < kNumMd5Lanes; ++lane) {
      Md5Digest expected;
      ASSERT_EQ(EVP_Digest(messages[lane], num_bytes, expected.data(), nullptr, EVP_md5(), nullptr), 1);
      EXPECT_EQ(Hex(digests[lane]), Hex(expected)) << num_bytes << " bytes, lane " << lane;
    }
  }
}

}  // namespace
}  // namespace duet::nasbench101
