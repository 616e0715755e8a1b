// Changes samples of every format in many ways: no change may crash a reader, and under the asan and ubsan
// configurations none may show a finding. The fuzzer looks further; this runs everywhere and always the same.

#include "common/random.h"
#include "datasets/pickle/read_anything.h"
#include "datasets/pickle/sample_pickles.h"
#include "gtest/gtest.h"

namespace duet::pickle {
namespace {

constexpr uint64_t kSeed = 20240229;
constexpr int kNumMutations = 3000;  // of each sample

// Opcodes and lengths that turn a pickle into something else more often than random bytes do.
constexpr char kInteresting[] = {'(', '.', 't',    'u',    'e',    'a',  's',  'b',    'R',    'Q',   'h',
                                 'q', 'N', '\x81', '\x85', '\x93', '\0', '\1', '\x7f', '\x80', '\xff'};

std::string Mutate(std::string bytes, RandomStream& random) {
  const int num_changes = 1 + static_cast<int>(random.UniformInt(4));
  for (int i = 0; i < num_changes && !bytes.empty(); ++i) {
    const size_t at = random.UniformInt(bytes.size());
    switch (random.UniformInt(6)) {
      case 0:
        bytes[at] = static_cast<char>(bytes[at] ^ (1 << random.UniformInt(8)));
        break;
      case 1:
        bytes[at] = static_cast<char>(random.UniformInt(256));
        break;
      case 2:
        bytes[at] = kInteresting[random.UniformInt(sizeof(kInteresting))];
        break;
      case 3:
        bytes.erase(at, 1 + random.UniformInt(8));
        break;
      case 4:
        bytes.insert(at, 1 + random.UniformInt(3), kInteresting[random.UniformInt(sizeof(kInteresting))]);
        break;
      default: {
        // A piece of the same pickle somewhere else.
        const std::string piece = bytes.substr(random.UniformInt(bytes.size()), 1 + random.UniformInt(40));
        bytes.insert(at, piece);
      }
    }
  }
  return bytes;
}

TEST(MutationTest, SamplesAreRead) {
  for (const auto& [name, bytes] : SampleFiles()) EXPECT_TRUE(ReadAnything(bytes)) << name;
}

TEST(MutationTest, EveryTruncationIsSurvived) {
  for (const auto& [name, bytes] : SampleFiles()) {
    for (size_t size = 0; size < bytes.size(); ++size) ReadAnything(absl::string_view(bytes).substr(0, size));
  }
}

TEST(MutationTest, EveryBitFlipIsSurvived) {
  for (const auto& [name, sample] : SampleFiles()) {
    std::string bytes = sample;
    for (size_t bit = 0; bit < 8 * bytes.size(); ++bit) {
      const char mask = static_cast<char>(1 << bit % 8);
      bytes[bit / 8] = static_cast<char>(bytes[bit / 8] ^ mask);
      ReadAnything(bytes);
      bytes[bit / 8] = static_cast<char>(bytes[bit / 8] ^ mask);
    }
  }
}

TEST(MutationTest, RandomMutationsAreSurvived) {
  std::cout << "seed " << kSeed << "\n";
  uint64_t sample = 0;
  int64_t num_read = 0;
  for (const auto& [name, bytes] : SampleFiles()) {
    RandomStream random(kSeed, "pickle mutation", sample++);
    for (int i = 0; i < kNumMutations; ++i) num_read += ReadAnything(Mutate(bytes, random));
  }
  // Mutations that only ever broke the outermost layer would test little.
  EXPECT_GT(num_read, 1000);
}

// The checksums of a zip archive hide what is inside from mutations of the whole.
TEST(MutationTest, MutatedPicklesInsideArchivesAreSurvived) {
  uint64_t sample = 0;
  for (const std::string& pickle : {TensorTuple(), NumberList(), IndexDict()}) {
    RandomStream random(kSeed, "pickle mutation in an archive", sample++);
    for (int i = 0; i < kNumMutations; ++i) ReadAnything(TorchZip(Mutate(pickle, random)));
  }
}

}  // namespace
}  // namespace duet::pickle
