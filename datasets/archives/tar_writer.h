// Makes a tar in memory, for tests of what reads one.

#ifndef DATASETS_ARCHIVES_TAR_WRITER_H_
#define DATASETS_ARCHIVES_TAR_WRITER_H_

#include <string>
#include <utility>
#include <vector>

namespace duet {

enum class TarCompression { kNone, kGzip };

// Members as (name, contents); a name that ends in "/" is a directory, and contents "-> target" make a symbolic link.
// Aborts where libarchive fails, which for data in memory is out of memory.
std::string MakeTar(const std::vector<std::pair<std::string, std::string>>& members,
                    TarCompression compression = TarCompression::kNone);

}  // namespace duet

#endif  // DATASETS_ARCHIVES_TAR_WRITER_H_
