#include "datasets/portraits/furniture.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <vector>

#include "datasets/portraits/person.h"

namespace duet::portraits {
namespace {

constexpr int64_t kFirstPosterId = int64_t{1} << 40;  // people who are on pictures only

Colour Wood(const Scenery& scenery) {
  return FromHsv({scenery.Between(0.05f, 0.1f), scenery.Between(0.3f, 0.65f), scenery.Between(0.25f, 0.7f)});
}

void PaintShelf(const Scenery& scenery) {
  const Point low = {scenery.Between(-0.2f, scenery.aspect - 0.2f), scenery.Between(-0.15f, 0.35f)};
  const Point size = {scenery.Between(0.35f, 0.8f), scenery.Between(0.3f, 0.85f)};
  const Colour wood = scenery.random.Uniform() < 0.4 ? Colour{0.75f, 0.75f, 0.73f} : Wood(scenery);
  const int64_t num_boards = 2 + scenery.random.UniformInt(3);
  scenery.Raised(Rectangle(low, low + size), 0.35f * wood);
  for (int64_t board = 0; board < num_boards; ++board) {
    const float bottom = low.y + size.y * (board + 1) / num_boards, height = size.y / num_boards;
    float x = low.x + 0.015f;
    while (x < low.x + size.x - 0.03f) {
      const float width = scenery.Between(0.012f, 0.035f);
      if (scenery.random.Uniform() < 0.82) {
        const float top = bottom - height * scenery.Between(0.55f, 0.88f);
        scenery.Flat(Rectangle({x, top}, {std::min(x + width * 0.93f, low.x + size.x - 0.015f), bottom}),
                     scenery.Cloth());
      } else {
        x += width;
      }
      x += width;
    }
    scenery.Flat(Rectangle({low.x, bottom - 0.01f}, {low.x + size.x, bottom + 0.012f}), wood);
  }
  for (const float x : {low.x, low.x + size.x})
    scenery.Flat(Rectangle({x - 0.01f, low.y}, {x + 0.01f, low.y + size.y + 0.012f}), wood);
}

void PaintWindow(const Scenery& scenery) {
  const Point low = {scenery.Between(-0.1f, scenery.aspect - 0.3f), scenery.Between(-0.2f, 0.2f)};
  const Point size = {scenery.Between(0.3f, 0.7f), scenery.Between(0.4f, 0.8f)};
  const bool is_night = scenery.random.Uniform() < 0.2;
  const float brightness = scenery.Between(0.9f, 1.7f), blue = scenery.Between(0.05f, 0.4f);
  const Colour sky = is_night ? Colour{0.02f, 0.025f, 0.05f} : brightness * FromHsv({0.58f, blue, 0.95f});
  const Colour frame = scenery.random.Uniform() < 0.6 ? Colour{0.75f, 0.75f, 0.74f} : Wood(scenery);
  scenery.Raised(Rectangle(low - Point{0.025f, 0.025f}, low + size + Point{0.025f, 0.025f}), frame);
  Layer pane = scenery.NewLayer();
  pane.Fill(scenery.place(Rectangle(low, low + size)));
  const uint32_t texture = static_cast<uint32_t>(scenery.random());
  const float trees = scenery.Between(0.3f, 1.2f);
  Paint(
      pane,
      [&](Point pixel) {
        const Point p = scenery.place.Inverse(pixel);
        const float leaves = FractalNoise(texture, 7 * p.x, 7 * p.y, 3);
        const bool is_tree = (p.y - low.y) / size.y + 0.3f * leaves > trees;
        return is_tree ? (0.4f + 0.3f * leaves) * sky * Colour{0.35f, 0.5f, 0.25f} : sky;
      },
      scenery.canvas);
  const float middle_x = low.x + 0.5f * size.x, middle_y = low.y + scenery.Between(0.3f, 0.6f) * size.y;
  scenery.Flat(Rectangle({middle_x - 0.012f, low.y}, {middle_x + 0.012f, low.y + size.y}), frame);
  if (scenery.random.Uniform() < 0.5)
    scenery.Flat(Rectangle({low.x, middle_y - 0.01f}, {low.x + size.x, middle_y + 0.01f}), frame);
  if (scenery.random.Uniform() < 0.35) {  // blinds
    for (float y = low.y; y < low.y + size.y * 0.8f; y += 0.035f) {
      scenery.Flat(Rectangle({low.x, y}, {low.x + size.x, y + 0.02f}), {0.75f, 0.74f, 0.7f}, 0.9f);
    }
  }
}

void PaintCurtain(const Scenery& scenery) {
  const float x = scenery.Between(-0.1f, scenery.aspect), width = scenery.Between(0.15f, 0.4f),
              folds = scenery.Between(40, 90);
  const Colour cloth = scenery.Cloth();
  Layer layer = scenery.NewLayer();
  layer.Fill(scenery.place(Rectangle({x, -0.1f}, {x + width, 1.1f})));
  Paint(
      layer,
      [&](Point pixel) {
        const float fold = std::sin(folds * scenery.place.Inverse(pixel).x);
        return (0.75f + 0.3f * fold) * cloth * (scenery.light.ambient + 0.5f * scenery.light.key);
      },
      scenery.canvas);
}

void PaintPicture(const Scenery& scenery) {
  const Point low = {scenery.Between(0, scenery.aspect - 0.15f), scenery.Between(0.03f, 0.45f)};
  const Point size = {scenery.Between(0.12f, 0.4f), scenery.Between(0.12f, 0.35f)};
  const float rim = scenery.Between(0.008f, 0.02f);
  scenery.Raised(Rectangle(low - Point{rim, rim}, low + size + Point{rim, rim}), scenery.Cloth());
  const Colour ground = scenery.Cloth(), figure = scenery.Cloth(), third = scenery.Cloth();
  Layer layer = scenery.NewLayer();
  layer.Fill(scenery.place(Rectangle(low, low + size)));
  const uint32_t texture = static_cast<uint32_t>(scenery.random());
  const float detail = scenery.Between(4, 16);
  const Colour illumination = scenery.light.ambient + 0.6f * scenery.light.key;
  Paint(
      layer,
      [&](Point pixel) {
        const Point p = detail * scenery.place.Inverse(pixel);
        const float value = FractalNoise(texture, p.x, p.y, 2);
        return (value > 0.25f ? figure : value < -0.3f ? third : ground) * illumination;
      },
      scenery.canvas);
}

// Somebody on a picture is not a person: they are background.
void PaintPoster(const Scenery& scenery) {
  const Point low = {scenery.Between(0, scenery.aspect - 0.2f), scenery.Between(0.03f, 0.35f)};
  const float width = scenery.Between(0.18f, 0.42f), height = width * scenery.Between(1, 1.4f);
  scenery.Raised(Rectangle(low - Point{0.012f, 0.012f}, low + Point{width + 0.012f, height + 0.012f}), scenery.Cloth());
  const Look look = SampleLook(scenery.seed, kFirstPosterId + scenery.random.UniformInt(1'000'000));
  Pose pose;
  pose.yaw = scenery.Between(-0.5f, 0.5f);
  Canvas picture(scenery.canvas.width, scenery.canvas.height);
  const Colour ground = scenery.Cloth();
  for (Canvas::Pixel& pixel : picture.pixels) pixel = {ground.r, ground.g, ground.b, 1};
  PaintPerson(look, pose,
              Placement(scenery.place(low + Point{0.5f * width, 0.4f * height}), scenery.Pixels(0.45f * width), 0),
              scenery.light, picture);
  Layer layer = scenery.NewLayer();
  layer.Fill(scenery.place(Rectangle(low, low + Point{width, height})));
  Paint(
      layer,
      [&](Point pixel) {
        const Canvas::Pixel& p =
            picture.pixels[static_cast<int64_t>(pixel.y) * picture.width + static_cast<int64_t>(pixel.x)];
        return Colour{p.r, p.g, p.b};
      },
      scenery.canvas);
}

void PaintPlant(const Scenery& scenery) {
  const Point foot = {scenery.Between(0, scenery.aspect), scenery.Between(0.5f, 1.05f)};
  const float size = scenery.Between(0.15f, 0.5f);
  const Colour green =
      FromHsv({scenery.Between(0.22f, 0.38f), scenery.Between(0.35f, 0.75f), scenery.Between(0.2f, 0.6f)});
  const float leaf_width = scenery.Between(0.08f, 0.25f);
  const int64_t num_leaves = 9 + scenery.random.UniformInt(16);
  for (int64_t i = 0; i < num_leaves; ++i) {
    const float angle = scenery.Between(-1.3f, 1.3f), length = size * scenery.Between(0.5f, 1);
    const Point tip = foot + length * Point{std::sin(angle), -std::cos(angle)};
    const Point bend = foot + 0.6f * length * Point{0.7f * std::sin(angle), -1.1f * std::cos(angle)};
    const float w = leaf_width * length;
    Layer leaf = scenery.NewLayer();
    leaf.Fill(
        scenery.place(Stroke(OpenSpline({foot, bend, tip}, 4), {0.05f * w, 0.1f * w, 0.15f * w, 0.3f * w, 0.5f * w,
                                                                0.55f * w, 0.5f * w, 0.3f * w, 0.02f * w})));
    scenery.Lit(leaf, 0.01f, 1, scenery.Between(0.6f, 1.2f) * green);
  }
  const Colour pot = scenery.Cloth();
  const float p = 0.16f * size + 0.03f;
  Layer layer = scenery.NewLayer();
  layer.Fill(scenery.place(Polygon{foot + Point{-p, -0.02f}, foot + Point{p, -0.02f}, foot + Point{0.75f * p, 1.6f * p},
                                   foot + Point{-0.75f * p, 1.6f * p}}));
  scenery.Lit(layer, 0.04f, 1.2f, pot);
}

void PaintLamp(const Scenery& scenery) {
  const Point top = {scenery.Between(0, scenery.aspect), scenery.Between(0, 0.5f)};
  const float width = scenery.Between(0.06f, 0.16f);
  const bool is_on = scenery.random.Uniform() < 0.6;
  scenery.Flat(Stroke({top, {top.x, 1.1f}}, {0.008f}), {0.1f, 0.1f, 0.1f});
  if (is_on) {
    Layer glow = scenery.NewLayer();
    glow.Fill(scenery.place(Ellipse(top + Point{0, 0.06f}, 2.2f * width, 2.2f * width)), 0.5f);
    glow.Blur(scenery.Pixels(width));
    Paint(glow, {1.3f, 1.05f, 0.7f}, scenery.canvas);
  }
  Layer shade = scenery.NewLayer();
  shade.Fill(scenery.place(Polygon{top + Point{-0.55f * width, 0}, top + Point{0.55f * width, 0},
                                   top + Point{width, 1.3f * width}, top + Point{-width, 1.3f * width}}));
  if (is_on) {
    Paint(shade, {1.7f, 1.4f, 0.95f}, scenery.canvas);
  } else {
    scenery.Lit(shade, 0.03f, 1, scenery.Cloth());
  }
}

void PaintDoor(const Scenery& scenery) {
  const float x = scenery.Between(-0.1f, scenery.aspect - 0.2f), width = scenery.Between(0.3f, 0.5f),
              top = scenery.Between(-0.1f, 0.15f);
  const Colour colour = scenery.random.Uniform() < 0.5 ? Colour{0.7f, 0.7f, 0.68f} : Wood(scenery);
  scenery.Raised(Rectangle({x - 0.03f, top - 0.03f}, {x + width + 0.03f, 1.1f}), 0.9f * colour);
  scenery.Flat(Rectangle({x, top}, {x + width, 1.1f}), colour);
  for (int i = 0; i < 2; ++i) {
    const float y = top + 0.06f + 0.5f * i;
    scenery.Flat(Rectangle({x + 0.06f, y}, {x + width - 0.06f, y + 0.4f}), 0.82f * colour);
    scenery.Flat(Rectangle({x + 0.07f, y + 0.012f}, {x + width - 0.07f, y + 0.39f}), colour);
  }
  scenery.Flat(Ellipse({x + 0.03f, 0.65f}, 0.014f, 0.014f), {0.55f, 0.5f, 0.35f});
}

// A sofa, a bed or a cupboard: large and low.
void PaintCupboard(const Scenery& scenery) {
  const float x = scenery.Between(-0.3f, scenery.aspect - 0.2f), width = scenery.Between(0.5f, 1.2f),
              top = scenery.Between(0.5f, 0.85f);
  const Colour colour = scenery.random.Uniform() < 0.5 ? Wood(scenery) : scenery.Cloth();
  Layer layer = scenery.NewLayer();
  const float r = scenery.Between(0, 0.08f);
  layer.Fill(scenery.place(Polygon{{x, 1.2f},
                                   {x, top + r},
                                   {x + 0.3f * r, top + 0.3f * r},
                                   {x + r, top},
                                   {x + width - r, top},
                                   {x + width - 0.3f * r, top + 0.3f * r},
                                   {x + width, top + r},
                                   {x + width, 1.2f}}));
  scenery.Lit(layer, 0.04f, 1, colour);
  const int64_t num_parts = 1 + scenery.random.UniformInt(4);
  for (int64_t i = 1; i < num_parts; ++i) {
    const float line = x + width * i / num_parts;
    scenery.Flat(Rectangle({line - 0.004f, top + 0.02f}, {line + 0.004f, 1.2f}), 0.4f * colour);
  }
}

// Hangs on the wall like a person without a head.
void PaintCoat(const Scenery& scenery) {
  const Point hook = {scenery.Between(0.05f, scenery.aspect - 0.05f), scenery.Between(0.1f, 0.4f)};
  const float size = scenery.Between(0.12f, 0.25f);
  const Placement place(scenery.place(hook), scenery.Pixels(size), scenery.Between(-0.08f, 0.08f));
  Layer layer = scenery.NewLayer();
  layer.Fill(place(ClosedSpline({{0, 0},
                                 {0.3f, 0.18f},
                                 {0.7f, 0.5f},
                                 {0.8f, 1.6f},
                                 {0.62f, 1.7f},
                                 {0.5f, 1},
                                 {0.56f, 2.6f},
                                 {-0.56f, 2.6f},
                                 {-0.5f, 1},
                                 {-0.62f, 1.7f},
                                 {-0.8f, 1.6f},
                                 {-0.7f, 0.5f},
                                 {-0.3f, 0.18f}})));
  Relief relief;
  relief.radius = 0.25f * place.scale();
  relief.crumple = 0.35f;
  relief.crumple_size = 0.35f;
  relief.place = place;
  const Colour cloth = scenery.Cloth();
  PaintLit(
      layer, relief, scenery.light, [cloth](Point) { return cloth; }, scenery.canvas);
}

void PaintScreen(const Scenery& scenery) {
  const Point low = {scenery.Between(-0.1f, scenery.aspect - 0.3f), scenery.Between(0.05f, 0.6f)};
  const float width = scenery.Between(0.3f, 0.7f);
  const bool is_board = scenery.random.Uniform() < 0.4;
  scenery.Raised(Rectangle(low, low + Point{width, 0.6f * width}),
                 is_board ? Colour{0.45f, 0.45f, 0.45f} : Colour{0.015f, 0.015f, 0.017f});
  const float brightness = scenery.Between(0.1f, 1);
  const Colour light = is_board ? Colour{0.8f, 0.8f, 0.8f} : brightness * scenery.Cloth();
  scenery.Flat(Rectangle(low + Point{0.015f, 0.015f}, low + Point{width - 0.015f, 0.6f * width - 0.015f}), light);
  const int64_t num_lines = scenery.random.UniformInt(7);
  for (int64_t i = 0; i < num_lines; ++i) {
    const Point from = low + Point{scenery.Between(0.03f, 0.2f) * width, (0.06f + 0.075f * i) * width};
    const Point to = from + Point{scenery.Between(0.1f, 0.7f) * width, 0};
    scenery.Flat(Stroke({from, to}, {0.006f}), is_board ? Colour{0.1f, 0.12f, 0.3f} : scenery.Cloth());
  }
}

}  // namespace

Point Scenery::Anywhere() const {
  const float x = Between(-0.05f, aspect + 0.05f);
  return {x, Between(-0.05f, 1.05f)};
}

Colour Scenery::Cloth() const {
  const float saturation = Between(0, 1);
  const float hue = Between(0, 1);
  return FromHsv({hue, 0.8f * saturation * saturation, Between(0.1f, 0.95f)});
}

void Scenery::Fill(absl::FunctionRef<Colour(Point)> colour_at) const {
  for (int64_t y = 0; y < canvas.height; ++y) {
    for (int64_t x = 0; x < canvas.width; ++x) {
      const Colour colour = colour_at(place.Inverse({x + 0.5f, y + 0.5f}));
      canvas.pixels[y * canvas.width + x] = {colour.r, colour.g, colour.b, 1};
    }
  }
}

void Scenery::Lit(const Layer& layer, float radius, float depth, Colour colour, float gloss) const {
  Relief relief;
  relief.radius = Pixels(radius);
  relief.depth = depth;
  relief.gloss = gloss;
  PaintLit(
      layer, relief, light, [colour](Point) { return colour; }, canvas);
}

void Scenery::Flat(const Polygon& polygon, Colour colour, float opacity) const {
  Layer layer = NewLayer();
  layer.Fill(place(polygon), opacity);
  Paint(layer, colour * (light.ambient + 0.6f * light.key), canvas);
}

void Scenery::Raised(const Polygon& polygon, Colour colour) const {
  Layer shadow = NewLayer();
  Polygon moved = polygon;
  for (Point& p : moved) p = p - 0.025f * Point{light.direction[0], light.direction[1]};
  shadow.Fill(place(moved));
  shadow.Blur(Pixels(0.015f));
  Shade(shadow, 0.45f, canvas);
  Flat(polygon, colour);
}

void PaintFurniture(const Scenery& scenery, int64_t count) {
  using Thing = void (*)(const Scenery&);
  // What is large comes first, and what may hang or stand in front of it later.
  constexpr Thing kLarge[] = {PaintShelf, PaintWindow, PaintDoor, PaintCurtain, PaintScreen};
  constexpr Thing kSmall[] = {PaintPicture, PaintPicture, PaintPoster, PaintCoat, PaintCupboard, PaintLamp, PaintPlant};
  const int64_t num_large = (count + 1) / 2;
  for (int64_t i = 0; i < num_large; ++i) kLarge[scenery.random.UniformInt(std::size(kLarge))](scenery);
  for (int64_t i = num_large; i < count; ++i) kSmall[scenery.random.UniformInt(std::size(kSmall))](scenery);
}

void PaintHouse(const Scenery& scenery, float horizon) {
  const float x = scenery.Between(-0.2f, scenery.aspect), width = scenery.Between(0.15f, 0.5f),
              top = horizon - scenery.Between(0.1f, 0.7f);
  const Colour wall = FromHsv({scenery.Between(0, 1), scenery.Between(0, 0.3f), scenery.Between(0.25f, 0.8f)});
  scenery.Flat(Rectangle({x, top}, {x + width, horizon + 0.1f}), wall);
  const float step = scenery.Between(0.04f, 0.08f);
  const Colour glass = FromHsv({0.6f, 0.2f, scenery.Between(0.15f, 0.9f)});
  Layer windows = scenery.NewLayer();
  for (float y = top + 0.03f; y < horizon - step; y += step) {
    for (float u = x + 0.02f; u + 0.5f * step < x + width; u += step)
      windows.Fill(scenery.place(Rectangle({u, y}, {u + 0.55f * step, y + 0.6f * step})));
  }
  scenery.Lit(windows, 0, 0, glass);
}

void PaintTree(const Scenery& scenery, float horizon) {
  const Point foot = {scenery.Between(0, scenery.aspect), horizon + scenery.Between(0, 0.12f)};
  const float size = scenery.Between(0.15f, 0.5f);
  scenery.Flat(Stroke({foot, foot - Point{0, 0.7f * size}}, {0.04f * size + 0.004f}), {0.08f, 0.055f, 0.04f});
  const Colour green =
      FromHsv({scenery.Between(0.1f, 0.35f), scenery.Between(0.3f, 0.7f), scenery.Between(0.2f, 0.5f)});
  Layer crown = scenery.NewLayer();
  for (int i = 0; i < 12; ++i) {
    const float r = size * scenery.Between(0.1f, 0.24f);
    crown.Fill(scenery.place(
        Ellipse(foot + size * Point{scenery.Between(-0.35f, 0.35f), scenery.Between(-1.25f, -0.6f)}, r, r)));
  }
  const uint32_t texture = static_cast<uint32_t>(scenery.random());
  Relief relief;
  relief.radius = scenery.Pixels(0.05f);
  relief.crumple = 0.8f;
  relief.crumple_size = 0.03f;
  relief.crumple_seed = texture;
  relief.place = scenery.place;
  PaintLit(
      crown, relief, scenery.light, [green](Point) { return green; }, scenery.canvas);
}

void PaintChair(const Scenery& scenery, const Placement& person) {
  const Colour cloth = scenery.random.Uniform() < 0.6 ? Colour{0.02f, 0.02f, 0.022f} : scenery.Cloth();
  const float x = scenery.Between(-0.35f, 0.35f), half = scenery.Between(0.55f, 1), top = scenery.Between(-0.45f, 0.8f);
  Layer layer = scenery.NewLayer();
  layer.Fill(person(ClosedSpline({{x - half, 4},
                                  {x - half, top + 0.7f},
                                  {x - 0.8f * half, top + 0.12f},
                                  {x, top},
                                  {x + 0.8f * half, top + 0.12f},
                                  {x + half, top + 0.7f},
                                  {x + half, 4}})));
  Relief relief;
  relief.radius = 0.15f * person.scale();
  relief.gloss = 0.04f;
  PaintLit(
      layer, relief, scenery.light, [cloth](Point) { return cloth; }, scenery.canvas);
}

void PaintDesk(const Scenery& scenery) {
  const float top = scenery.Between(0.86f, 0.96f);
  Layer desk = scenery.NewLayer();
  desk.Fill(scenery.place(Rectangle({-0.2f, top}, {scenery.aspect + 0.2f, 1.2f})));
  const Colour wood = Wood(scenery);
  scenery.Lit(desk, 0.02f, 0.8f, wood);
  if (scenery.random.Uniform() < 0.6) {
    const float x = scenery.Between(0.1f, scenery.aspect - 0.1f), size = scenery.Between(0.03f, 0.06f);
    const Colour colour = scenery.Cloth();
    Layer mug = scenery.NewLayer();
    mug.Fill(scenery.place(Rectangle({x - size, top + 0.02f - 2.2f * size}, {x + size, top + 0.03f})));
    scenery.Lit(mug, 0.03f, 1.2f, colour, 0.1f);
  }
}

void PaintMicrophone(const Scenery& scenery) {
  const float side = scenery.random.Uniform() < 0.5 ? 0 : scenery.aspect;
  const Point head = {0.5f * scenery.aspect + (side > 0 ? 1 : -1) * scenery.Between(0.12f, 0.3f),
                      scenery.Between(0.6f, 0.8f)};
  Layer arm = scenery.NewLayer();
  arm.Fill(scenery.place(Stroke(OpenSpline({head, {0.5f * (head.x + side), head.y - 0.08f}, {side, 1}}), {0.012f})));
  scenery.Lit(arm, 0.01f, 1, {0.03f, 0.03f, 0.03f}, 0.1f);
  Layer capsule = scenery.NewLayer();
  capsule.Fill(scenery.place(Stroke({head, head + Point{(side > 0 ? -1 : 1) * 0.05f, -0.07f}}, {0.035f})));
  scenery.Lit(capsule, 0.02f, 1.2f, {0.04f, 0.04f, 0.045f}, 0.15f);
}

}  // namespace duet::portraits
