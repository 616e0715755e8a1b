// The things that stand and hang in backgrounds. Each takes its place, size and colours from the scenery's stream.

#ifndef DATASETS_PORTRAITS_FURNITURE_H_
#define DATASETS_PORTRAITS_FURNITURE_H_

#include <cstdint>

#include "absl/functional/function_ref.h"
#include "common/random.h"
#include "datasets/portraits/raster.h"
#include "datasets/portraits/shading.h"

namespace duet::portraits {

struct Scenery {
  Placement place;  // heights of the picture -> pixels
  Light light;
  RandomStream& random;
  Canvas& canvas;
  float aspect;
  uint64_t seed;  // of the people on pictures

  Layer NewLayer() const { return Layer(canvas.width, canvas.height); }
  float Pixels(float length) const { return length * place.scale(); }
  float Between(float low, float high) const { return low + (high - low) * static_cast<float>(random.Uniform()); }
  Point Anywhere() const;
  Colour Cloth() const;  // any colour that things have

  // Sets every pixel to the light that comes from there.
  void Fill(absl::FunctionRef<Colour(Point)> colour_at) const;
  void Lit(const Layer& layer, float radius, float depth, Colour colour, float gloss = 0) const;
  // A flat shape, and one with the shadow that it casts on the wall.
  void Flat(const Polygon& polygon, Colour colour, float opacity = 1) const;
  void Raised(const Polygon& polygon, Colour colour) const;
};

// `count` of shelves, windows, pictures, posters of people, plants, lamps, doors, curtains, cupboards, coats, screens.
void PaintFurniture(const Scenery& scenery, int64_t count);

void PaintHouse(const Scenery& scenery, float horizon);
void PaintTree(const Scenery& scenery, float horizon);
void PaintChair(const Scenery& scenery, const Placement& person);
void PaintDesk(const Scenery& scenery);
void PaintMicrophone(const Scenery& scenery);

}  // namespace duet::portraits

#endif  // DATASETS_PORTRAITS_FURNITURE_H_
