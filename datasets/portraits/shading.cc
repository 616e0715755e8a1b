#include "datasets/portraits/shading.h"

#include <algorithm>
#include <cmath>

namespace duet::portraits {
namespace {

constexpr float kAmbientFromAbove = 0.3f;

float ToLinear(float srgb) { return srgb <= 0.04045f ? srgb / 12.92f : std::pow((srgb + 0.055f) / 1.055f, 2.4f); }

// A value in [-1, 1] for a point of the lattice (the finaliser of MurmurHash3).
float LatticeValue(uint32_t seed, int32_t x, int32_t y) {
  uint32_t h = seed ^ (static_cast<uint32_t>(x) * 0x9e3779b1u) ^ (static_cast<uint32_t>(y) * 0x85ebca77u);
  h ^= h >> 16;
  h *= 0x85ebca6bu;
  h ^= h >> 13;
  h *= 0xc2b2ae35u;
  h ^= h >> 16;
  return static_cast<int32_t>(h) * (1.0f / 2147483648.0f);
}

// Front over back, where a surface of `colour` covers `coverage` of the pixel.
void Blend(Colour colour, float coverage, Canvas::Pixel& pixel) {
  const float rest = 1 - coverage;
  pixel.r = coverage * colour.r + rest * pixel.r;
  pixel.g = coverage * colour.g + rest * pixel.g;
  pixel.b = coverage * colour.b + rest * pixel.b;
  pixel.a = coverage + rest * pixel.a;
}

}  // namespace

Colour FromSrgb(uint32_t rgb) {
  const auto channel = [rgb](int shift) { return ToLinear((rgb >> shift & 0xff) / 255.0f); };
  return {channel(16), channel(8), channel(0)};
}

float ToSrgb(float linear) {
  return linear <= 0.0031308f ? 12.92f * linear : 1.055f * std::pow(linear, 1 / 2.4f) - 0.055f;
}

Colour FromHsv(Hsv hsv) {
  const auto channel = [&](float offset) {
    const float k = std::fmod(offset + 6 * hsv.hue, 6.0f);
    return ToLinear(hsv.value * (1 - hsv.saturation * std::clamp(std::min(k, 4 - k), 0.0f, 1.0f)));
  };
  return {channel(5), channel(3), channel(1)};
}

float Noise(uint32_t seed, float x, float y) {
  const float floor_x = std::floor(x), floor_y = std::floor(y);
  const int32_t i = static_cast<int32_t>(floor_x), j = static_cast<int32_t>(floor_y);
  float u = x - floor_x, v = y - floor_y;
  u = u * u * (3 - 2 * u);
  v = v * v * (3 - 2 * v);
  const float top = LatticeValue(seed, i, j) * (1 - u) + LatticeValue(seed, i + 1, j) * u;
  const float bottom = LatticeValue(seed, i, j + 1) * (1 - u) + LatticeValue(seed, i + 1, j + 1) * u;
  return top * (1 - v) + bottom * v;
}

float FractalNoise(uint32_t seed, float x, float y, int octaves) {
  float sum = 0, height = 1;
  for (int octave = 0; octave < octaves; ++octave) {
    sum += height * Noise(seed + octave, x, y);
    x *= 2;
    y *= 2;
    height /= 2;
  }
  return sum;
}

void Paint(const Layer& layer, Shader shader, Canvas& canvas) {
  const Box& box = layer.box();
  for (int64_t y = box.y0; y < box.y1; ++y) {
    for (int64_t x = box.x0; x < box.x1; ++x) {
      const float coverage = layer.at(x, y);
      if (coverage <= 0) continue;
      Blend(shader({x + 0.5f, y + 0.5f}), coverage, canvas.pixels[y * canvas.width + x]);
    }
  }
}

void Paint(const Layer& layer, Colour colour, Canvas& canvas) {
  Paint(
      layer, [colour](Point) { return colour; }, canvas);
}

void PaintLit(const Layer& layer, const Relief& relief, const Light& light, Shader shader, Canvas& canvas) {
  if (layer.box().IsEmpty()) return;
  Layer height = layer;
  height.Blur(relief.radius);
  const float slope = relief.depth * relief.radius;
  const Box& box = layer.box();
  const auto height_at = [&](int64_t x, int64_t y) {
    return height.at(std::clamp<int64_t>(x, 0, layer.width() - 1), std::clamp<int64_t>(y, 0, layer.height() - 1));
  };
  for (int64_t y = box.y0; y < box.y1; ++y) {
    for (int64_t x = box.x0; x < box.x1; ++x) {
      const float coverage = layer.at(x, y);
      if (coverage <= 0) continue;
      float nx = -slope * (height_at(x + 1, y) - height_at(x - 1, y));
      float ny = -slope * (height_at(x, y + 1) - height_at(x, y - 1));
      if (relief.crumple > 0) {
        const Point uv = (1 / relief.crumple_size) * relief.place.Inverse({x + 0.5f, y + 0.5f});
        nx += relief.crumple * FractalNoise(relief.crumple_seed, uv.x, uv.y, 2);
        ny += relief.crumple * FractalNoise(relief.crumple_seed + 97, uv.x, uv.y, 2);
      }
      const float inverse = 1 / std::sqrt(nx * nx + ny * ny + 1);
      nx *= inverse;
      ny *= inverse;
      const float nz = inverse;
      const float cosine = nx * light.direction[0] + ny * light.direction[1] + nz * light.direction[2];
      const float lit = std::max(0.0f, (cosine + relief.wrap) / (1 + relief.wrap));
      Colour colour = shader({x + 0.5f, y + 0.5f}) * ((1 - kAmbientFromAbove * ny) * light.ambient + lit * light.key);
      if (relief.gloss > 0 && cosine > 0) {
        // Half-way vector between the light and the viewer.
        const float hx = light.direction[0], hy = light.direction[1], hz = light.direction[2] + 1;
        const float shine = std::max(0.0f, nx * hx + ny * hy + nz * hz) / std::sqrt(hx * hx + hy * hy + hz * hz);
        const float power2 = shine * shine, power4 = power2 * power2, power16 = power4 * power4 * power4 * power4;
        colour = colour + relief.gloss * power16 * light.key;
      }
      Blend(colour, coverage, canvas.pixels[y * canvas.width + x]);
    }
  }
}

void Composite(const Canvas& front, Canvas& canvas) {
  for (size_t i = 0; i < canvas.pixels.size(); ++i) {
    const Canvas::Pixel& over = front.pixels[i];
    if (over.a <= 0) continue;
    Canvas::Pixel& pixel = canvas.pixels[i];
    const float rest = 1 - over.a;
    pixel = {over.r + rest * pixel.r, over.g + rest * pixel.g, over.b + rest * pixel.b, over.a + rest * pixel.a};
  }
}

void Shade(const Layer& layer, float strength, Canvas& canvas) {
  const Box& box = layer.box();
  for (int64_t y = box.y0; y < box.y1; ++y) {
    for (int64_t x = box.x0; x < box.x1; ++x) {
      const float keep = 1 - strength * layer.at(x, y);
      Canvas::Pixel& pixel = canvas.pixels[y * canvas.width + x];
      pixel.r *= keep;
      pixel.g *= keep;
      pixel.b *= keep;
    }
  }
}

void BlurCanvas(float radius, Canvas& canvas) {
  if (radius <= 0) return;
  const int64_t width = canvas.width, height = canvas.height;
  const int64_t whole = static_cast<int64_t>(radius);
  const float part = radius - whole;
  const float scale = 1 / (2 * radius + 1);
  std::vector<Canvas::Pixel> line;
  // One box filter along a line of n pixels, `step` apart; the line goes on at its ends as it ends.
  const auto filter = [&](Canvas::Pixel* pixels, int64_t n, int64_t step) {
    const int64_t pad = whole + 1;
    line.resize(n + 2 * pad);
    for (int64_t i = 0; i < n + 2 * pad; ++i) line[i] = pixels[std::clamp<int64_t>(i - pad, 0, n - 1) * step];
    Canvas::Pixel sum;
    const auto add = [](Canvas::Pixel& to, const Canvas::Pixel& p, float weight) {
      to.r += weight * p.r;
      to.g += weight * p.g;
      to.b += weight * p.b;
      to.a += weight * p.a;
    };
    for (int64_t i = -whole; i <= whole; ++i) add(sum, line[pad + i], 1);
    for (int64_t i = 0; i < n; ++i) {
      Canvas::Pixel mean = sum;
      add(mean, line[i], part);
      add(mean, line[i + 2 * pad], part);
      pixels[i * step] = {scale * mean.r, scale * mean.g, scale * mean.b, scale * mean.a};
      add(sum, line[i + 2 * pad], 1);
      add(sum, line[i + 1], -1);
    }
  };
  for (int pass = 0; pass < 2; ++pass) {
    for (int64_t y = 0; y < height; ++y) filter(&canvas.pixels[y * width], width, 1);
    for (int64_t x = 0; x < width; ++x) filter(&canvas.pixels[x], height, width);
  }
}

}  // namespace duet::portraits
