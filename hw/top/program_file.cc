#include "hw/top/program_file.h"

#include <string>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "common/files.h"
#include "common/status_macros.h"
#include "hw/top/descriptor.h"

namespace duet::hw {

absl::Status WriteProgramFiles(const Program& program, absl::string_view prefix) {
  std::string memory = absl::StrFormat("// %d halves; x [L, D] at %d, y [L, D] at %d\n", program.memory.size(),
                                       program.input, program.output);
  for (const Half half : program.memory) absl::StrAppendFormat(&memory, "%04x\n", half.bits);
  std::string descriptors = absl::StrFormat("// %d descriptors\n", program.descriptors.size());
  for (const Descriptor& descriptor : program.descriptors) {
    for (const uint32_t word : ToWords(descriptor)) absl::StrAppendFormat(&descriptors, "%08x\n", word);
  }
  RETURN_IF_ERROR(WriteFileAtomically(absl::StrCat(prefix, ".memory.hex"), memory));
  return WriteFileAtomically(absl::StrCat(prefix, ".descriptors.hex"), descriptors);
}

absl::StatusOr<std::vector<uint32_t>> ReadHexFile(absl::string_view path) {
  ASSIGN_OR_RETURN(const std::string text, ReadFile(path));
  std::vector<uint32_t> numbers;
  int64_t line_number = 0;
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    ++line_number;
    if (line.empty() || absl::StartsWith(line, "//")) continue;
    if (!absl::SimpleHexAtoi(line, &numbers.emplace_back())) {
      return absl::InvalidArgumentError(
          absl::StrCat(path, ":", line_number, ": \"", line, "\" is no hexadecimal number of at most 32 bits"));
    }
  }
  return numbers;
}

}  // namespace duet::hw
