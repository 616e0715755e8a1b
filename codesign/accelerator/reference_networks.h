// Networks whose frame rates on CHaiDNN are published, layer by layer as the accelerator runs them: convolutions,
// pooling and sums. Left out: fully connected layers, softmax and response normalisation, which the processor runs, and
// concatenations, which cost nothing.
//
// Source: Krizhevsky et al. 2012 (AlexNet, with its two groups), Simonyan & Zisserman 2015 (VGG-16: configuration D),
// Szegedy et al. 2015 (GoogLeNet: table 1), He et al. 2016 (ResNet-50: table 1; the stride is in the first 1x1
// convolution of a block, as in the authors' model).

#ifndef CODESIGN_ACCELERATOR_REFERENCE_NETWORKS_H_
#define CODESIGN_ACCELERATOR_REFERENCE_NETWORKS_H_

#include <string>
#include <vector>

#include "codesign/accelerator/layer.h"

namespace duet::codesign {

struct ReferenceNetwork {
  std::string name;
  std::vector<Layer> layers;  // in order of execution
};

// AlexNet, GoogLeNet, ResNet-50 and VGG-16.
std::vector<ReferenceNetwork> ReferenceNetworks();

}  // namespace duet::codesign

#endif  // CODESIGN_ACCELERATOR_REFERENCE_NETWORKS_H_
