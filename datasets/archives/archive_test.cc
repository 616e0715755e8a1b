#include "datasets/archives/archive.h"

#include <cstdio>
#include <fstream>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/random.h"
#include "datasets/archives/tar_writer.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace duet {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;

using Files = std::vector<std::pair<std::string, std::string>>;

constexpr size_t kTarBlock = 512;

// Without waiting for the disk, as WriteFileAtomically does, and file systems where a file is written anew: there are
// thousands.
std::string Write(absl::string_view bytes) {
  const std::string path = absl::StrCat(testing::TempDir(), "/archive_test.tar");
  std::remove(path.c_str());
  std::ofstream(path, std::ios::binary) << bytes;
  return path;
}

absl::Status Read(absl::string_view bytes, Files& files, const ArchiveLimits& limits = ArchiveLimits()) {
  files.clear();
  return ForEachFile(
      Write(bytes),
      [&](absl::string_view name, absl::string_view contents) {
        files.emplace_back(name, contents);
        return absl::OkStatus();
      },
      limits);
}

// Writes `digits` octal digits into the header of the first member and mends its checksum.
void SetSize(absl::string_view digits, std::string& tar) {
  tar.replace(124, 12, std::string(digits) + std::string(12 - digits.size(), '\0'));
  tar.replace(148, 8, "        ");
  unsigned sum = 0;
  for (size_t i = 0; i < kTarBlock; ++i) sum += static_cast<unsigned char>(tar[i]);
  char checksum[8];
  std::snprintf(checksum, sizeof(checksum), "%06o", sum);
  tar.replace(148, 7, checksum, 7);
}

TEST(ArchiveTest, VisitsFilesInOrderCompressedOrNot) {
  const std::string large(200'000, 'x');
  for (const TarCompression compression : {TarCompression::kNone, TarCompression::kGzip}) {
    Files files;
    const absl::Status status = Read(
        MakeTar({{"b/", ""}, {"b/2", large}, {"b/1", "one"}, {"empty", ""}, {"link", "-> b/1"}}, compression), files);
    ASSERT_TRUE(status.ok()) << status;
    EXPECT_THAT(files, ElementsAre(Pair("b/2", large), Pair("b/1", "one"), Pair("empty", "")));
  }
}

TEST(ArchiveTest, AnEmptyArchiveHasNoFiles) {
  Files files;
  EXPECT_TRUE(Read(std::string(1024, '\0'), files).ok());
  EXPECT_THAT(files, IsEmpty());
}

TEST(ArchiveTest, StopsWhereTheVisitorFails) {
  int num_calls = 0;
  const absl::Status status =
      ForEachFile(Write(MakeTar({{"a", "1"}, {"b", "2"}})), [&](absl::string_view name, absl::string_view) {
        ++num_calls;
        return absl::UnimplementedError(absl::StrCat("at ", name));
      });
  EXPECT_EQ(status, absl::UnimplementedError("at a"));
  EXPECT_EQ(num_calls, 1);
}

TEST(ArchiveTest, SaysWhichPathIsMissing) {
  const absl::Status status =
      ForEachFile("/no/such.tar", [](absl::string_view, absl::string_view) { return absl::OkStatus(); });
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(std::string(status.message()), HasSubstr("/no/such.tar"));
}

TEST(ArchiveTest, RefusesWhatIsNoTar) {
  for (const std::string& bytes : {std::string(), std::string("no archive"), std::string(4096, 'x')}) {
    Files files;
    const absl::Status status = Read(bytes, files);
    EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss) << bytes.size();
    EXPECT_THAT(std::string(status.message()), HasSubstr("archive_test.tar"));
  }
}

TEST(ArchiveTest, NamesTheMemberThatIsCutOff) {
  const std::string tar = MakeTar({{"whole", "contents"}, {"cut", std::string(5000, 'y')}});
  Files files;
  const absl::Status status = Read(tar.substr(0, 3 * kTarBlock + 1000), files);
  EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss);
  EXPECT_THAT(std::string(status.message()), HasSubstr("archive_test.tar, cut: "));
  EXPECT_THAT(files, ElementsAre(Pair("whole", "contents")));
}

TEST(ArchiveTest, NoticesADamagedHeader) {
  std::string tar = MakeTar({{"a", "1"}, {"b", "2"}});
  tar[2 * kTarBlock] = 'c';  // the name of the second member no longer fits its checksum
  Files files;
  EXPECT_EQ(Read(tar, files).code(), absl::StatusCode::kDataLoss);
  EXPECT_THAT(files, ElementsAre(Pair("a", "1")));
}

TEST(ArchiveTest, RefusesAnAbsurdSizeBeforeReadingIt) {
  std::string tar = MakeTar({{"a", "1"}});
  SetSize("77777777777", tar);  // 8 GiB
  Files files;
  const absl::Status status = Read(tar, files);
  EXPECT_EQ(status.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_THAT(std::string(status.message()), HasSubstr(", a: unpacks to more than the limit of 67108864 bytes"));

  SetSize("00000000001", tar);
  ASSERT_TRUE(Read(tar, files).ok());
  EXPECT_THAT(files, ElementsAre(Pair("a", "1")));
}

TEST(ArchiveTest, StopsAtItsLimits) {
  const std::string bomb =
      MakeTar({{"a", std::string(1000, '\0')}, {"b", std::string(1000, '\0')}}, TarCompression::kGzip);
  ArchiveLimits limits;
  limits.max_file_bytes = 1000;
  limits.max_bytes = 2000;
  limits.max_members = 2;
  Files files;
  EXPECT_TRUE(Read(bomb, files, limits).ok());
  for (int64_t ArchiveLimits::*limit :
       {&ArchiveLimits::max_file_bytes, &ArchiveLimits::max_bytes, &ArchiveLimits::max_members}) {
    ArchiveLimits tighter = limits;
    tighter.*limit -= 1;
    EXPECT_EQ(Read(bomb, files, tighter).code(), absl::StatusCode::kResourceExhausted);
  }
}

// Bytes changed, removed, repeated at random: whatever it answers, it comes back, and within its limits.
TEST(ArchiveTest, SurvivesMutations) {
  ArchiveLimits limits;
  limits.max_file_bytes = 1 << 16;
  limits.max_bytes = 1 << 18;
  limits.max_members = 100;
  std::map<absl::StatusCode, int> codes;
  for (const TarCompression compression : {TarCompression::kNone, TarCompression::kGzip}) {
    const std::string tar =
        MakeTar({{"d/", ""}, {"d/a", "some text"}, {"l", "-> d/a"}, {"b", std::string(3000, 'b')}}, compression);
    for (uint64_t i = 0; i < 1500; ++i) {
      RandomStream random(/*seed=*/1, "archive_test", i);
      std::string mutated = tar;
      for (uint64_t change = 0; change <= random.UniformInt(4); ++change) {
        const size_t at = random.UniformInt(mutated.size());
        switch (random.UniformInt(4)) {
          case 0:
            mutated[at] = static_cast<char>(random.UniformInt(256));
            break;
          case 1:
            mutated[at] ^= static_cast<char>(1 << random.UniformInt(8));
            break;
          case 2:
            mutated.erase(at, 1 + random.UniformInt(600));
            break;
          default:
            mutated.insert(at, mutated.substr(random.UniformInt(mutated.size()), 1 + random.UniformInt(600)));
        }
        if (mutated.empty()) mutated = "x";
      }
      Files files;
      ++codes[Read(mutated, files, limits).code()];
      int64_t num_bytes = 0;
      for (const auto& [name, contents] : files) num_bytes += contents.size();
      EXPECT_LE(num_bytes, limits.max_bytes) << i;
    }
  }
  EXPECT_GT(codes[absl::StatusCode::kDataLoss], 0);
  EXPECT_GT(codes[absl::StatusCode::kOk], 0);  // a change of what is contained is none of the format's business
  for (const auto& [code, count] : codes) {
    EXPECT_TRUE(code == absl::StatusCode::kOk || code == absl::StatusCode::kDataLoss ||
                code == absl::StatusCode::kResourceExhausted)
        << absl::StatusCodeToString(code) << ", " << count << " times";
  }
}

}  // namespace
}  // namespace duet
