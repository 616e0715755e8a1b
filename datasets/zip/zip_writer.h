// Makes a zip archive in memory, for tests of what reads one.

#ifndef DATASETS_ZIP_ZIP_WRITER_H_
#define DATASETS_ZIP_ZIP_WRITER_H_

#include <string>
#include <utility>
#include <vector>

namespace duet {

enum class ZipCompression { kStored, kDeflated };

// Members as (name, contents). Aborts where libzip fails, which for data in memory is out of memory.
std::string MakeZip(const std::vector<std::pair<std::string, std::string>>& members, ZipCompression compression);

}  // namespace duet

#endif  // DATASETS_ZIP_ZIP_WRITER_H_
