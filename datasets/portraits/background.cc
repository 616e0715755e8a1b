#include "datasets/portraits/background.h"

#include <algorithm>
#include <cmath>

#include "common/random.h"
#include "datasets/portraits/furniture.h"

namespace duet::portraits {
namespace {

enum class Wall { kPlain, kStripes, kPanels, kBricks, kPlanks, kTiles, kCount };

// The colour of a wall at a point of the picture.
Colour WallAt(Wall wall, uint32_t texture, float period, Colour colour, Colour second, Point p) {
  const float u = p.x / period, v = p.y / period;
  const float fu = u - std::floor(u), fv = v - std::floor(v);
  switch (wall) {
    case Wall::kStripes:
      return fu < 0.5f ? colour : second;
    case Wall::kPanels:
      return fu < 0.04f ? 0.7f * colour : fu < 0.08f ? 1.15f * colour : colour;
    case Wall::kBricks: {
      const float row = std::floor(3 * v), offset = u + 0.5f * (static_cast<int>(row) & 1);
      const float bu = offset - std::floor(offset), bv = 3 * v - row;
      if (bu < 0.06f || bv < 0.14f) return Mix(colour, {0.5f, 0.48f, 0.45f}, 0.6f);
      return (1 + 0.25f * Noise(texture, 7.3f * std::floor(offset), 5.1f * row)) * colour;
    }
    case Wall::kPlanks: {
      const float plank = std::floor(2 * v);
      const float grain = FractalNoise(texture + static_cast<int>(plank), 3 * u, 26 * v, 2);
      return (2 * v - plank < 0.05f ? 0.45f : 1 + 0.2f * grain + 0.12f * Noise(texture, 0.5f, 3.7f * plank)) * colour;
    }
    case Wall::kTiles:
      return fu < 0.05f || fv < 0.05f ? Mix(colour, {0.6f, 0.6f, 0.6f}, 0.5f) : colour;
    default:
      return colour;
  }
}

void PaintRoom(const Scenery& scenery, std::optional<Colour> main_colour) {
  RandomStream& random = scenery.random;
  const Wall wall =
      random.Uniform() < 0.6 ? Wall::kPlain : static_cast<Wall>(random.UniformInt(static_cast<int>(Wall::kCount)));
  const bool is_wood = wall == Wall::kPlanks || wall == Wall::kBricks;
  Colour colour =
      FromHsv({is_wood ? scenery.Between(0.01f, 0.1f) : scenery.Between(0, 1),
               is_wood ? scenery.Between(0.3f, 0.6f) : scenery.Between(0, 0.35f), scenery.Between(0.3f, 0.95f)});
  if (main_colour) colour = *main_colour;
  const Colour second = Mix(colour, scenery.Cloth(), 0.3f);
  const float period = scenery.Between(0.08f, 0.3f);
  const uint32_t texture = static_cast<uint32_t>(random());
  // Light falls off from where it comes in.
  const Point lamp = {scenery.Between(0, scenery.aspect), scenery.Between(-0.3f, 0.5f)};
  const float falloff = scenery.Between(0, 0.9f);
  const float corner = scenery.Between(-0.4f, 1.4f) * scenery.aspect, corner_light = scenery.Between(0.6f, 0.9f);
  const float skirting = random.Uniform() < 0.25 ? scenery.Between(0.75f, 0.97f) : 2;
  const Colour floor =
      FromHsv({scenery.Between(0.02f, 0.12f), scenery.Between(0.1f, 0.6f), scenery.Between(0.2f, 0.7f)});
  const Light& light = scenery.light;
  const Colour illumination = light.ambient + 0.7f * light.key;
  scenery.Fill([&](Point p) {
    const Point d = p - lamp;
    const float dim = 1 / (1 + falloff * (d.x * d.x + d.y * d.y)) * (p.x < corner ? 1 : corner_light);
    if (p.y > skirting + 0.04f)
      return dim * (1 + 0.1f * FractalNoise(texture, 4 * p.x, 40 * p.y, 2)) * floor * illumination;
    if (p.y > skirting) return dim * Colour{0.7f, 0.69f, 0.66f} * illumination;
    const float speckle = 1 + 0.03f * FractalNoise(texture, 9 * p.x, 9 * p.y, 2);
    return dim * speckle * WallAt(wall, texture, period, colour, second, p) * illumination;
  });
  PaintFurniture(scenery, 1 + random.UniformInt(6));
}

void PaintOutdoors(const Scenery& scenery, std::optional<Colour> main_colour) {
  RandomStream& random = scenery.random;
  const uint32_t texture = static_cast<uint32_t>(random());
  const float horizon = scenery.Between(0.35f, 0.85f);
  const Colour sky_top =
      random.Uniform() < 0.75
          ? FromHsv({scenery.Between(0.54f, 0.62f), scenery.Between(0.1f, 0.6f), scenery.Between(0.6f, 0.95f)})
          : FromHsv({scenery.Between(0, 0.1f), 0.4f, 0.7f});
  const Colour sky_low = Mix(sky_top, {1, 0.95f, 0.9f}, 0.7f);
  Colour ground = FromHsv({scenery.Between(0.08f, 0.36f), scenery.Between(0.2f, 0.6f), scenery.Between(0.2f, 0.6f)});
  if (main_colour) ground = *main_colour;
  const float clouds = scenery.Between(0, 0.8f), hills = scenery.Between(0, 0.18f);
  scenery.Fill([&](Point p) {
    const float ridge = horizon - hills * (0.6f + FractalNoise(texture, 2.2f * p.x, 0, 3));
    if (p.y < ridge) {
      const float cloud = std::clamp(clouds * 1.4f * FractalNoise(texture + 9, 1.5f * p.x, 4 * p.y, 3), 0.0f, 1.0f);
      return Mix(Mix(sky_top, sky_low, p.y / horizon), {1, 1, 1}, cloud);
    }
    if (p.y < horizon) return 0.6f * Mix(ground, sky_low, 0.35f);
    return (1 + 0.35f * FractalNoise(texture + 4, 14 * p.x, 30 * p.y, 3)) * ground;
  });
  const bool is_city = random.Uniform() < 0.4;
  const int64_t count = 2 + random.UniformInt(7);
  for (int64_t i = 0; i < count; ++i) {
    if (is_city) {
      PaintHouse(scenery, horizon);
    } else {
      PaintTree(scenery, horizon);
    }
  }
}

// As programs for calls put behind people: a gradient with blurred lights or waves.
void PaintGradient(const Scenery& scenery, std::optional<Colour> main_colour) {
  RandomStream& random = scenery.random;
  const Colour from = main_colour ? *main_colour : scenery.Cloth(), other = scenery.Cloth();
  const Colour to = Mix(from, other, scenery.Between(0.2f, 1));
  const float angle = scenery.Between(0, 6.28f), waves = scenery.Between(0, 0.25f);
  const uint32_t texture = static_cast<uint32_t>(random());
  scenery.Fill([&](Point p) {
    const float t = 0.5f + 0.6f * (std::cos(angle) * (p.x - 0.5f * scenery.aspect) + std::sin(angle) * (p.y - 0.5f)) +
                    waves * FractalNoise(texture, 1.5f * p.x, 1.5f * p.y, 2);
    return Mix(from, to, std::clamp(t, 0.0f, 1.0f));
  });
  if (random.Uniform() < 0.5) return;
  const int64_t count = 6 + random.UniformInt(20);
  for (int64_t i = 0; i < count; ++i) {
    Layer disc = scenery.NewLayer();
    const float radius = scenery.Between(0.02f, 0.1f);
    const Point centre = scenery.Anywhere();
    disc.Fill(scenery.place(Ellipse(centre, radius, radius)), scenery.Between(0.1f, 0.6f));
    Paint(disc, 1.2f * Mix(scenery.Cloth(), {1, 0.9f, 0.7f}, 0.5f), scenery.canvas);
  }
}

// Shapes of any colour, those of skin and hair among them.
void PaintClutter(const Scenery& scenery, std::optional<Colour> main_colour) {
  RandomStream& random = scenery.random;
  const Colour base = main_colour ? *main_colour : scenery.Cloth();
  const uint32_t texture = static_cast<uint32_t>(random());
  scenery.Fill([&](Point p) { return (1 + 0.3f * FractalNoise(texture, 5 * p.x, 5 * p.y, 3)) * base; });
  const int64_t count = 10 + random.UniformInt(30);
  for (int64_t i = 0; i < count; ++i) {
    const Colour colour =
        random.Uniform() < 0.35
            ? FromHsv({scenery.Between(0.03f, 0.08f), scenery.Between(0.25f, 0.6f), scenery.Between(0.3f, 0.95f)})
            : scenery.Cloth();
    const Point centre = scenery.Anywhere();
    Layer shape = scenery.NewLayer();
    switch (random.UniformInt(3)) {
      case 0: {
        const Point radii = {scenery.Between(0.03f, 0.22f), scenery.Between(0.03f, 0.25f)};
        shape.Fill(scenery.place(Ellipse(centre, radii.x, radii.y, scenery.Between(0, 3))));
        break;
      }
      case 1: {
        const Point size = {scenery.Between(0.03f, 0.3f), scenery.Between(0.03f, 0.3f)};
        shape.Fill(scenery.place(Rectangle(centre - size, centre + size)));
        break;
      }
      default: {
        const Polygon curve = OpenSpline({scenery.Anywhere(), centre, scenery.Anywhere()});
        shape.Fill(scenery.place(Stroke(curve, {scenery.Between(0.004f, 0.05f)})));
      }
    }
    scenery.Lit(shape, scenery.Between(0.01f, 0.08f), 1, colour);
  }
}

Scenery SceneryOf(const BackgroundOptions& options, RandomStream& random, Canvas& canvas) {
  return {options.place,
          options.light,
          random,
          canvas,
          static_cast<float>(canvas.width) / static_cast<float>(canvas.height),
          options.seed};
}

}  // namespace

void PaintBackground(const BackgroundOptions& options, Canvas& canvas) {
  RandomStream random(options.seed, "portraits/background", options.id);
  const Scenery scenery = SceneryOf(options, random, canvas);
  const double kind = random.Uniform();
  const bool has_chair = random.Uniform() < 0.35;
  if (kind < 0.6) {
    PaintRoom(scenery, options.main_colour);
  } else if (kind < 0.76) {
    PaintOutdoors(scenery, options.main_colour);
  } else if (kind < 0.86) {
    PaintGradient(scenery, options.main_colour);
  } else {
    PaintClutter(scenery, options.main_colour);
  }
  if (has_chair && (kind < 0.6 || kind > 0.86)) PaintChair(scenery, options.person);
  // Out of focus, more or less.
  const float blur = scenery.Between(-0.006f, 0.012f);
  BlurCanvas(std::max(0.0f, scenery.Pixels(blur)), canvas);
}

void PaintForeground(const BackgroundOptions& options, Canvas& canvas) {
  RandomStream random(options.seed, "portraits/foreground", options.id);
  const Scenery scenery = SceneryOf(options, random, canvas);
  const double kind = random.Uniform();
  if (kind < 0.1) {
    PaintDesk(scenery);
  } else if (kind < 0.16) {
    PaintMicrophone(scenery);
  }
}

}  // namespace duet::portraits
