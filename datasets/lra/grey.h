// Grey values of coloured pictures of 8 bits as the Long Range Arena's pipeline has them, by TensorFlow's
// rgb_to_grayscale:
//
//     grey = floor(255.5 y),  y = (0.2989 R + 0.5870 G + 0.1140 B) / 255
//
// Source: LRA's image pipeline, which calls that function; weights of ITU-R BT.601. Recalled, not checked against
// TensorFlow: the factor 255.5 is how it converts fractions back to 8 bits.

#ifndef DATASETS_LRA_GREY_H_
#define DATASETS_LRA_GREY_H_

#include <algorithm>
#include <cstdint>

namespace duet::lra {

inline uint8_t Grey(uint8_t red, uint8_t green, uint8_t blue) {
  const float luma = (0.2989f * red + 0.5870f * green + 0.1140f * blue) / 255.0f;
  return static_cast<uint8_t>(std::min(255.0f, 255.5f * luma));
}

}  // namespace duet::lra

#endif  // DATASETS_LRA_GREY_H_
