// From a trained FABNet to the accelerator's numbers: weights rounded to halves, 2 x 2 matrices in the order of hw/top.
//
//   ButterflyLinear [stacks][log2 n][n / 2][2][2], T = [t00 t01; t10 t11]  -->  UnitWeights w1 = t00, w2 = t10,
//                                                                               w3 = t01, w4 = t11
//
// stage by stage, pair by pair: the same order once strides decrease, as the accelerator has them.
//
// Not there: dropout, which is identity after training. At D or F that is no power of two see hw/top/program.h.

#ifndef FABNET_EXPORT_EXPORT_H_
#define FABNET_EXPORT_EXPORT_H_

#include "absl/status/statusor.h"
#include "fabnet/export/half_network.h"

namespace duet::fabnet {

class EncoderImpl;

// InvalidArgument, with the name of what does not fit, for a block that is neither FBfly nor ABfly, increasing strides,
// pairs of sequences, or a weight that is not finite as a half.
absl::StatusOr<HalfNetwork> ExportEncoder(EncoderImpl& encoder);

}  // namespace duet::fabnet

#endif  // FABNET_EXPORT_EXPORT_H_
