// Colours in linear light, texture noise, and layers lit as if they were inflated.
//
// A layer is blurred, and the result taken as a height: it falls towards the edge, so that its slope gives a normal
//
//     n ~ (-k dh/dx, -k dh/dy, 1),
//
// which turns a flat shape into a round one (Johnston 2002, "Lumo", has the idea). The light is ambient, from above
// more than from below, and one key light, wrapped around the shape (the colour of a surface times
// ambient (1 - u n_y) + key max(0, n l + w) / (1 + w)).

#ifndef DATASETS_PORTRAITS_SHADING_H_
#define DATASETS_PORTRAITS_SHADING_H_

#include <array>
#include <cstdint>
#include <vector>

#include "absl/functional/function_ref.h"
#include "datasets/portraits/raster.h"

namespace duet::portraits {

// Linear light; 1 is white in full light.
struct Colour {
  float r = 0, g = 0, b = 0;
};
inline Colour operator*(float s, Colour c) { return {s * c.r, s * c.g, s * c.b}; }
inline Colour operator*(Colour a, Colour b) { return {a.r * b.r, a.g * b.g, a.b * b.b}; }
inline Colour operator+(Colour a, Colour b) { return {a.r + b.r, a.g + b.g, a.b + b.b}; }
inline Colour Mix(Colour a, Colour b, float share_of_b) { return (1 - share_of_b) * a + share_of_b * b; }
inline float Luminance(Colour c) { return 0.2126f * c.r + 0.7152f * c.g + 0.0722f * c.b; }

// From and to the sRGB curve (IEC 61966-2-1). `rgb` as in 0xRRGGBB.
Colour FromSrgb(uint32_t rgb);
float ToSrgb(float linear);
// Hue, saturation and value as painters use them, in sRGB; each 0 to 1. Callers write FromHsv({hue, saturation,
// value}): in braces, unlike in parentheses, random numbers are drawn in the order that is written.
struct Hsv {
  float hue, saturation, value;
};
Colour FromHsv(Hsv hsv);

// Smooth noise of mean 0 within [-1, 1] and a period of about 1, and the sum of `octaves` of it, each twice as fine and
// half as high.
float Noise(uint32_t seed, float x, float y);
float FractalNoise(uint32_t seed, float x, float y, int octaves);

struct Light {
  std::array<float, 3> direction = {-0.4f, -0.5f, 0.77f};  // towards the light; x right, y down, z to the viewer
  Colour key = {1, 1, 1};
  Colour ambient = {0.4f, 0.4f, 0.4f};
};

// A picture in linear light with premultiplied alpha.
struct Canvas {
  struct Pixel {
    float r = 0, g = 0, b = 0, a = 0;
  };

  Canvas(int64_t width, int64_t height) : width(width), height(height), pixels(width * height) {}

  int64_t width;
  int64_t height;
  std::vector<Pixel> pixels;
};

using Shader = absl::FunctionRef<Colour(Point pixel)>;  // the colour of a surface at the centre of a pixel

// Composites a layer over the canvas in flat colours.
void Paint(const Layer& layer, Shader shader, Canvas& canvas);
void Paint(const Layer& layer, Colour colour, Canvas& canvas);

struct Relief {
  float radius = 4;    // of the blur, pixels
  float depth = 1;     // k: how round
  float wrap = 0.35f;  // w
  float gloss = 0;     // share of the key light that a smooth surface reflects
  // Creases: moves the normal by noise of local coordinates.
  float crumple = 0;
  float crumple_size = 0.3f;
  uint32_t crumple_seed = 0;
  Placement place;
};

// Composites a layer over the canvas, lit as an inflated shape.
void PaintLit(const Layer& layer, const Relief& relief, const Light& light, Shader shader, Canvas& canvas);

// Composites `front` over `canvas`.
void Composite(const Canvas& front, Canvas& canvas);

// Darkens what is there, by a layer: 1 - strength coverage.
void Shade(const Layer& layer, float strength, Canvas& canvas);

// Two box filters of half width `radius` on the colours.
void BlurCanvas(float radius, Canvas& canvas);

}  // namespace duet::portraits

#endif  // DATASETS_PORTRAITS_SHADING_H_
