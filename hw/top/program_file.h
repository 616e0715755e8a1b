// A program as files for $readmemh or a loader of memory: hexadecimal numbers, one a line, after lines with // that say
// what they are.
//
//   <prefix>.memory.hex       a half a line (16 bits), from address 0 on: weights, with room for input and results
//   <prefix>.descriptors.hex  a word a line (32 bits), in the order in which the accelerator takes them

#ifndef HW_TOP_PROGRAM_FILE_H_
#define HW_TOP_PROGRAM_FILE_H_

#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "hw/top/program.h"

namespace duet::hw {

// Writes both files; each is there whole or not at all. The status of writing.
absl::Status WriteProgramFiles(const Program& program, absl::string_view prefix);

// The numbers of such a file. InvalidArgument, with file and line, for a line that is no hexadecimal number of at most
// 32 bits; else the status of reading.
absl::StatusOr<std::vector<uint32_t>> ReadHexFile(absl::string_view path);

}  // namespace duet::hw

#endif  // HW_TOP_PROGRAM_FILE_H_
