// Files of torch.save (the zip format, PyTorch 1.6 and later): a pickle in the member <folder>/data.pkl, in which a
// persistent id names a storage, whose bytes are the member <folder>/data/<key>.
//
// Source: torch/serialization.py. Not supported: TorchScript, sparse and quantised tensors, storages other than of
// 32- and 64-bit floats, 64-, 32- and 8-bit integers and bools.

#ifndef DATASETS_PICKLE_TORCH_ARCHIVE_H_
#define DATASETS_PICKLE_TORCH_ARCHIVE_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "datasets/pickle/pickle.h"

namespace duet::pickle {

// A tensor's elements in row-major order as exact doubles; an int64 beyond 2^53 is an error when read.
struct Tensor {
  std::vector<int64_t> shape;
  std::vector<double> values;
};

class TorchArchive {
 public:
  // Reads the zip archive in `bytes`. Errors: those of ZipArchive and Document::Parse, and InvalidArgument if it is no
  // archive of torch.save.
  static absl::StatusOr<TorchArchive> Read(std::string bytes, const Limits& limits = Limits());

  const Document& document() const { return document_; }

  // The tensor that `id` (a call of _rebuild_tensor_v2) describes; InvalidArgument if it reaches outside its storage.
  absl::StatusOr<Tensor> ReadTensor(ValueId id) const;

 private:
  explicit TorchArchive(Document document) : document_(std::move(document)) {}

  Document document_;
  std::map<std::string, std::string, std::less<>> storages_;  // bytes by key
};

}  // namespace duet::pickle

#endif  // DATASETS_PICKLE_TORCH_ARCHIVE_H_
