// What is behind a person: rooms with their things, the outdoors, pictures that video calls put there, and clutter
// that makes a mask hard to find (colours of skin and clothes, pictures of people on walls, chairs, coats).
//
// Lengths are in heights of the picture: y from 0 to 1 down, x from 0 to the aspect ratio.

#ifndef DATASETS_PORTRAITS_BACKGROUND_H_
#define DATASETS_PORTRAITS_BACKGROUND_H_

#include <cstdint>
#include <optional>

#include "datasets/portraits/raster.h"
#include "datasets/portraits/shading.h"

namespace duet::portraits {

struct BackgroundOptions {
  uint64_t seed = 0;
  int64_t id = 0;
  Light light;
  // The colour of the main surface, if it shall not be that of the id: one like the clothes or hair of the person.
  std::optional<Colour> main_colour;
  Placement place;   // heights of the picture -> pixels
  Placement person;  // heights of the head -> pixels, for a chair
};

// Fills the canvas.
void PaintBackground(const BackgroundOptions& options, Canvas& canvas);

// Paints what stands between camera and person, if anything does, over the canvas: a desk, a mug, a microphone.
void PaintForeground(const BackgroundOptions& options, Canvas& canvas);

}  // namespace duet::portraits

#endif  // DATASETS_PORTRAITS_BACKGROUND_H_
