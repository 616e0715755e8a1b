// What a camera makes of the light that reaches it: exposure, white balance, lens, sensor, JPEG.

#ifndef DATASETS_PORTRAITS_CAMERA_H_
#define DATASETS_PORTRAITS_CAMERA_H_

#include <cstdint>
#include <optional>

#include "common/random.h"
#include "datasets/images/image.h"
#include "datasets/portraits/shading.h"

namespace duet::portraits {

struct Camera {
  float exposure = 0.3f;             // mean brightness after automatic exposure, linear
  float adaptation = 0.8f;           // 1: the exposure reaches that mean whatever the scene, 0: not at all
  Colour white_balance = {1, 1, 1};  // factors
  float vignette = 0;                // darkens corners by this share
  float blur = 0;                    // half width of the lens' blur, heights of the picture
  float noise = 0;                   // standard deviation at a brightness of 1, in linear light
  float saturation = 1;
  std::optional<int> jpeg_quality;  // compresses, as cameras and calls do
};

// `random`: the noise of the frame.
images::Image TakePicture(const Camera& camera, Canvas canvas, RandomStream random);

}  // namespace duet::portraits

#endif  // DATASETS_PORTRAITS_CAMERA_H_
