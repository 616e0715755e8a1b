#include "common/files.h"

#include <fcntl.h>
#include <openssl/sha.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <system_error>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

namespace duet {
namespace {

// Closes a file descriptor at the end of a scope.
class FileDescriptor {
 public:
  explicit FileDescriptor(int fd) : fd_(fd) {}
  FileDescriptor(const FileDescriptor&) = delete;
  FileDescriptor& operator=(const FileDescriptor&) = delete;
  ~FileDescriptor() {
    if (fd_ >= 0) close(fd_);
  }
  int get() const { return fd_; }

 private:
  int fd_;
};

absl::Status ErrnoStatus(absl::string_view action, absl::string_view path) {
  return absl::ErrnoToStatus(errno, absl::StrCat("cannot ", action, " ", path));
}

}  // namespace

absl::StatusOr<std::string> ReadFile(absl::string_view path) {
  const FileDescriptor file(open(std::string(path).c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) return ErrnoStatus("open", path);
  std::string contents;
  constexpr size_t kChunk = 1 << 16;
  while (true) {
    const size_t size = contents.size();
    contents.resize(size + kChunk);
    const ssize_t num_read = read(file.get(), contents.data() + size, kChunk);
    if (num_read < 0 && errno != EINTR) return ErrnoStatus("read", path);
    contents.resize(size + (num_read > 0 ? num_read : 0));
    if (num_read == 0) return contents;
  }
}

absl::Status WriteFileAtomically(absl::string_view path, absl::string_view contents) {
  const std::filesystem::path target{std::string(path)};
  if (target.has_parent_path()) {
    std::error_code error;
    std::filesystem::create_directories(target.parent_path(), error);
    if (error) {
      return absl::ErrnoToStatus(error.value(), absl::StrCat("cannot make directory ", target.parent_path().string()));
    }
  }
  std::string temporary = absl::StrCat(path, ".XXXXXX");
  const FileDescriptor file(mkostemp(temporary.data(), O_CLOEXEC));
  if (file.get() < 0) return ErrnoStatus("create a file beside", path);
  const auto fail = [&](absl::string_view action) {
    const absl::Status status = ErrnoStatus(action, temporary);
    unlink(temporary.c_str());
    return status;
  };
  size_t written = 0;
  while (written < contents.size()) {
    const ssize_t count = write(file.get(), contents.data() + written, contents.size() - written);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return fail("write");
    written += count;
  }
  if (fchmod(file.get(), 0644) != 0) return fail("set the mode of");
  if (fsync(file.get()) != 0) return fail("flush");
  if (rename(temporary.c_str(), target.c_str()) != 0) return fail("rename");
  return absl::OkStatus();
}

std::string ResolveUserPath(absl::string_view path) {
  const std::filesystem::path given{std::string(path)};
  const char* caller = std::getenv("BUILD_WORKING_DIRECTORY");
  if (given.is_absolute() || caller == nullptr) return given.string();
  return (std::filesystem::path(caller) / given).lexically_normal().string();
}

std::string Sha256Hex(absl::string_view bytes) {
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest);
  return absl::BytesToHexString(absl::string_view(reinterpret_cast<char*>(digest), sizeof(digest)));
}

}  // namespace duet
