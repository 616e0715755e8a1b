#include "datasets/zip/zip_archive.h"

#include <zip.h>

#include <algorithm>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace duet {
namespace {

// The message of a zip_error_t, which this takes over.
std::string TakeMessage(zip_error_t& error) {
  std::string message = zip_error_strerror(&error);
  zip_error_fini(&error);
  return message;
}

}  // namespace

void ZipArchive::Discard::operator()(struct zip* archive) const { zip_discard(archive); }

absl::StatusOr<ZipArchive> ZipArchive::Open(std::string bytes, const ZipLimits& limits) {
  ZipArchive result;
  result.bytes_ = std::make_unique<const std::string>(std::move(bytes));
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(result.bytes_->data(), result.bytes_->size(), 0, &error);
  if (source == nullptr) return absl::InternalError(TakeMessage(error));
  result.archive_.reset(zip_open_from_source(source, ZIP_RDONLY, &error));
  if (result.archive_ == nullptr) {
    zip_source_free(source);
    return absl::InvalidArgumentError(absl::StrCat("not a zip archive: ", TakeMessage(error)));
  }
  zip_error_fini(&error);
  const int64_t num_members = zip_get_num_entries(result.archive_.get(), 0);
  if (num_members > limits.max_members) {
    return absl::ResourceExhaustedError(
        absl::StrCat("a zip archive of ", num_members, " members, the limit is ", limits.max_members));
  }
  int64_t num_bytes = 0;
  for (int64_t i = 0; i < num_members; ++i) {
    zip_stat_t stat;
    constexpr zip_uint64_t kNeeded = ZIP_STAT_NAME | ZIP_STAT_SIZE;
    if (zip_stat_index(result.archive_.get(), i, 0, &stat) != 0 || (stat.valid & kNeeded) != kNeeded) {
      return absl::InvalidArgumentError(absl::StrCat("member ", i, " of a zip archive has no name or size"));
    }
    if (stat.size > static_cast<zip_uint64_t>(limits.max_bytes - num_bytes)) {
      return absl::ResourceExhaustedError(
          absl::StrCat("a zip archive unpacks to more than the limit of ", limits.max_bytes, " bytes"));
    }
    num_bytes += static_cast<int64_t>(stat.size);
    result.names_.emplace_back(stat.name);
    result.sizes_.push_back(static_cast<int64_t>(stat.size));
  }
  return result;
}

absl::StatusOr<std::string> ZipArchive::Read(absl::string_view name) {
  const auto found = std::find(names_.begin(), names_.end(), name);
  if (found == names_.end()) return absl::NotFoundError(absl::StrCat("the zip archive has no member ", name));
  const int64_t index = found - names_.begin();
  zip_file_t* file = zip_fopen_index(archive_.get(), index, 0);
  if (file == nullptr) {
    return absl::DataLossError(absl::StrCat("cannot unpack ", name, ": ", zip_strerror(archive_.get())));
  }
  std::string contents(sizes_[index], '\0');
  // A size of 0 reads nothing; one byte more than is claimed makes libzip reach the end and check the sum.
  zip_int64_t num_read = zip_fread(file, contents.data(), contents.size());
  char beyond;
  const zip_int64_t num_beyond = num_read < 0 ? -1 : zip_fread(file, &beyond, 1);
  std::string message = zip_file_strerror(file);
  zip_fclose(file);
  if (num_beyond < 0) return absl::DataLossError(absl::StrCat("cannot unpack ", name, ": ", message));
  if (num_read != sizes_[index] || num_beyond != 0) {
    return absl::DataLossError(absl::StrCat(name, " does not unpack to the ", sizes_[index], " bytes that it claims"));
  }
  return contents;
}

}  // namespace duet
