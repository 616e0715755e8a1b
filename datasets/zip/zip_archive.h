// Reads a zip archive that is in memory, with limits on what it may unpack to: the sizes that it claims are checked
// before anything is unpacked, the checksums of the members while they are read. By libzip.

#ifndef DATASETS_ZIP_ZIP_ARCHIVE_H_
#define DATASETS_ZIP_ZIP_ARCHIVE_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

struct zip;

namespace duet {

struct ZipLimits {
  int64_t max_bytes = int64_t{64} << 20;  // of all members together, unpacked
  int64_t max_members = 4096;
};

class ZipArchive {
 public:
  // InvalidArgument if `bytes` is no zip archive, ResourceExhausted if it is beyond `limits`.
  static absl::StatusOr<ZipArchive> Open(std::string bytes, const ZipLimits& limits = ZipLimits());

  // In the order of the archive's directory.
  const std::vector<std::string>& names() const { return names_; }

  // The contents of a member, NotFound, or DataLoss if it cannot be unpacked or its checksum is wrong.
  absl::StatusOr<std::string> Read(absl::string_view name);

 private:
  struct Discard {
    void operator()(struct zip* archive) const;
  };

  std::unique_ptr<const std::string> bytes_;
  std::unique_ptr<struct zip, Discard> archive_;
  std::vector<std::string> names_;
  std::vector<int64_t> sizes_;
};

}  // namespace duet

#endif  // DATASETS_ZIP_ZIP_ARCHIVE_H_
