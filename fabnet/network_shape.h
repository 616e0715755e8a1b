// The shape of an encoder: what operations, parameters and latency depend on, weights apart.
//
//   family        mixing of tokens    feed-forward layers   paper
//   kTransformer  softmax attention   dense                 BERT and its kin
//   kFNet         Fourier             dense                 FNet
//   kFabnet       Fourier             butterfly             FABNet without ABfly blocks (N_ABfly = 0)
//
// Every block is token mixing and two feed-forward layers, hidden -> feed_forward -> hidden.

#ifndef FABNET_NETWORK_SHAPE_H_
#define FABNET_NETWORK_SHAPE_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace duet::fabnet {

enum class Family { kTransformer, kFNet, kFabnet };

struct NetworkShape {
  std::string name;
  Family family = Family::kFabnet;
  int64_t hidden = 0;        // D_hid
  int64_t feed_forward = 0;  // D_hid R_ffn
  int64_t num_blocks = 0;    // N_total
};

// FABNet-Base and -Large (section 6.1 of the FABNet paper), BERT-Base and -Large of the same sizes, and the four
// networks of its Fig. 1.
absl::Span<const NetworkShape> NamedShapes();

// The shape of that name, as "fabnet_base", or NotFound with all names.
absl::StatusOr<NetworkShape> FindShape(absl::string_view name);

// OK if every size is in [1, 2^20]; InvalidArgument otherwise.
absl::Status CheckShape(const NetworkShape& shape);

}  // namespace duet::fabnet

#endif  // FABNET_NETWORK_SHAPE_H_
