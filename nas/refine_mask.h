// A mask as networks give it, made presentable: edges where the picture has them, nothing half there, one person.
//
//   1. guided filter (He, Sun & Tang 2010, "Guided image filtering", eqs. 5, 6 and 8) with the luminance I as guide:
//      alpha <- mean(a) I + mean(b), in each window a = cov(I, alpha) / (var(I) + epsilon), b = mean(alpha) - a
//      mean(I);
//   2. below 0.2 becomes 0, above 0.8 becomes 1, smooth between;
//   3. parts that hang together (alpha at least 1/2, 4 neighbours) and have less than a fifth of the largest part's
//      pixels go away, and so does what is soft and further than 4 % of the height from the parts that stay.
//
// For people to look at; accuracies in this project are those of networks alone.

#ifndef NAS_REFINE_MASK_H_
#define NAS_REFINE_MASK_H_

#include <vector>

#include "datasets/images/image.h"

namespace duet::segmentation {

// rgb: 3 channels; alpha: [height][width], 0 to 1, of the same size.
std::vector<float> RefineMask(const images::Image& rgb, const std::vector<float>& alpha);

}  // namespace duet::segmentation

#endif  // NAS_REFINE_MASK_H_
