#include "hw/top/program_file.h"

#include <string>
#include <vector>

#include "common/files.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "hw/top/accelerator_4.h"
#include "hw/top/descriptor.h"
#include "hw/top/random_blocks.h"

namespace duet::hw {
namespace {

using ::testing::HasSubstr;

TEST(ProgramFileTest, HoldsTheWholeProgram) {
  const absl::StatusOr<Program> program = CompileAbfly(RandomAbfly({8, 16, 16, 2}, 1), 8, kAccelerator4);
  ASSERT_TRUE(program.ok()) << program.status();
  const std::string prefix = testing::TempDir() + "/block";
  ASSERT_TRUE(WriteProgramFiles(*program, prefix).ok());

  const absl::StatusOr<std::vector<uint32_t>> memory = ReadHexFile(prefix + ".memory.hex");
  ASSERT_TRUE(memory.ok()) << memory.status();
  std::vector<uint32_t> bits;
  for (const Half half : program->memory) bits.push_back(half.bits);
  EXPECT_EQ(*memory, bits);

  const absl::StatusOr<std::vector<uint32_t>> descriptors = ReadHexFile(prefix + ".descriptors.hex");
  ASSERT_TRUE(descriptors.ok()) << descriptors.status();
  std::vector<uint32_t> words;
  for (const Descriptor& descriptor : program->descriptors) {
    for (const uint32_t word : ToWords(descriptor)) words.push_back(word);
  }
  EXPECT_EQ(*descriptors, words);
}

TEST(ProgramFileTest, SaysWhichLineIsNoNumber) {
  const std::string path = testing::TempDir() + "/broken.hex";
  for (const std::string bad : {"3c0g", "1ffffffff", " ", "-1"}) {
    ASSERT_TRUE(WriteFileAtomically(path, "// 2 halves\n3c00\n" + bad + "\n").ok());
    const absl::Status status = ReadHexFile(path).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << bad;
    EXPECT_THAT(std::string(status.message()), HasSubstr("broken.hex:3: \"" + bad));
  }
  EXPECT_EQ(ReadHexFile(testing::TempDir() + "/none.hex").status().code(), absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace duet::hw
