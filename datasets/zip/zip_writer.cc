#include "datasets/zip/zip_writer.h"

#include <zip.h>

#include <cstdlib>

namespace duet {
namespace {

void Check(bool is_good) {
  if (!is_good) std::abort();
}

}  // namespace

std::string MakeZip(const std::vector<std::pair<std::string, std::string>>& members, ZipCompression compression) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(nullptr, 0, 0, &error);
  Check(source != nullptr);
  zip_source_keep(source);
  zip_t* archive = zip_open_from_source(source, ZIP_TRUNCATE, &error);
  Check(archive != nullptr);
  for (const auto& [name, contents] : members) {
    zip_source_t* member = zip_source_buffer(archive, contents.data(), contents.size(), 0);
    Check(member != nullptr);
    const zip_int64_t index = zip_file_add(archive, name.c_str(), member, ZIP_FL_ENC_UTF_8);
    Check(index >= 0);
    const zip_int32_t method = compression == ZipCompression::kStored ? ZIP_CM_STORE : ZIP_CM_DEFLATE;
    Check(zip_set_file_compression(archive, index, method, 0) == 0);
    Check(zip_file_set_mtime(archive, index, 315532800, 0) == 0);  // 1980, the first date of the format
  }
  Check(zip_close(archive) == 0);
  Check(zip_source_open(source) == 0);
  zip_stat_t stat;
  Check(zip_source_stat(source, &stat) == 0);
  std::string bytes(stat.size, '\0');
  Check(zip_source_read(source, bytes.data(), bytes.size()) == static_cast<zip_int64_t>(bytes.size()));
  zip_source_close(source);
  zip_source_free(source);
  zip_error_fini(&error);
  return bytes;
}

}  // namespace duet
