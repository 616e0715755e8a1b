// Hair and what covers it.

#include <algorithm>
#include <cmath>
#include <vector>

#include "common/random.h"
#include "datasets/portraits/person_painter.h"

namespace duet::portraits {
namespace {

constexpr float kPi = 3.14159265f;

bool IsCovered(const Look& look) { return look.headwear == Headwear::kScarf; }

// Streaks along the hair: around the crown above the temples, downwards below.
Colour HairAt(const PersonPainter& painter, Point pixel) {
  const Look& look = painter.look;
  const Point p = painter.head.Inverse(pixel);
  float streak = 0;
  if (look.hair_style == Hair::kCurly || look.hair_style == Hair::kAfro) {
    streak = 1.3f * FractalNoise(look.texture_seed, 14 * p.x, 14 * p.y, 2);
  } else {
    const float angle = std::atan2(p.x - 0.15f * look.parting, 0.35f - p.y);
    const float bend = look.hair_style == Hair::kWavy ? 0.07f * std::sin(9 * p.y + 3 * p.x) : 0;
    // Polar above, straight below.
    const float across =
        p.y < 0 ? 9 * angle : 9 * std::atan2(p.x - 0.15f * look.parting, 0.35f) + 14 * (bend + 0.0f * p.y);
    streak = FractalNoise(look.texture_seed, 2.2f * across + 20 * bend, 1.1f * p.y, 2);
  }
  return std::max(0.25f, 1 + 0.42f * streak) * look.hair;
}

void PaintHair(const PersonPainter& painter, const Layer& layer, float radius = 0.12f) {
  Relief relief;
  relief.radius = painter.Pixels(radius);
  relief.depth = 1.2f;
  relief.gloss = painter.look.hair_style == Hair::kAfro || painter.look.hair_style == Hair::kCurly ? 0.01f : 0.05f;
  PaintLit(
      layer, relief, painter.light, [&](Point pixel) { return HairAt(painter, pixel); }, painter.canvas);
}

// Thin curves that leave the outline of the hair. They belong to the person.
void AddStrands(const PersonPainter& painter, const Placement& place, const Polygon& outline, float length,
                int64_t count, Layer& layer) {
  RandomStream random(painter.look.texture_seed, "portraits/strands", outline.size());
  Point centre;
  for (const Point& p : outline) centre = centre + (1.0f / outline.size()) * p;
  const auto between = [&](float low, float high) { return low + (high - low) * static_cast<float>(random.Uniform()); };
  for (int64_t i = 0; i < count; ++i) {
    const size_t k = random.UniformInt(outline.size());
    const Point from = outline[k], next = outline[(k + 1) % outline.size()];
    const Point along = next - from;
    const Point out = from - centre;
    const float size = std::max(1e-3f, std::hypot(out.x, out.y)), step = std::max(1e-3f, std::hypot(along.x, along.y));
    const float reach = length * between(0.3f, 1);
    const float sign = along.y > 0 ? 1 : -1;  // more or less downwards
    const float away = between(0.05f, 0.5f), ahead = sign * between(0.9f, 1.5f), sag = between(0, 0.4f);
    const Point middle = from + (0.5f * away * reach / size) * out + (0.6f * ahead * reach / step) * along;
    const Point end = from + (away * reach / size) * out + (ahead * reach / step) * along + Point{0, sag * reach};
    const Point root = from - (0.04f / size) * out;
    layer.Fill(place(Stroke(OpenSpline({root, from, middle, end}, 3), {between(0.003f, 0.007f)})));
  }
}

// The outer outline of the hair on top, from temple to temple, and how far out it is.
Polygon Cap(const PersonPainter& painter, float grow, float hairline, float temple) {
  const Look& look = painter.look;
  const float w = look.cheeks, yaw = painter.pose.yaw;
  const float shift = -0.05f * yaw, face = 0.28f * yaw, pitch = 0.1f * painter.pose.pitch;
  const float part = 0.18f * look.parting;
  const float lift = look.hair_style == Hair::kSidePart ? 0.07f : 0;
  return ClosedSpline({{-w - 0.3f * grow, temple},
                       {-w - 0.9f * grow + shift, -0.12f},
                       {-0.88f * w - grow + shift, -0.32f},
                       {-0.5f * w + shift, -0.48f - grow},
                       {shift, -0.5f - grow - 0.3f * lift},
                       {0.5f * w + shift, -0.48f - grow},
                       {0.88f * w + grow + shift, -0.32f},
                       {w + 0.9f * grow + shift, -0.12f},
                       {w + 0.3f * grow, temple},
                       {0.86f * w + 0.3f * face, -0.06f},
                       {0.74f * w + 0.6f * face, hairline + 0.09f + pitch - (look.parting < 0 ? 0 : lift)},
                       {part + 0.1f + face, hairline + pitch - (look.parting < 0 ? -0.3f * lift : lift)},
                       {part - 0.1f + face, hairline + pitch - (look.parting < 0 ? lift : -0.3f * lift)},
                       {-0.74f * w + 0.6f * face, hairline + 0.09f + pitch - (look.parting < 0 ? lift : 0)},
                       {-0.86f * w + 0.3f * face, -0.06f}});
}

// Hair that hangs behind the shoulders or in front of them: half width at the top, at the ends, and where it ends.
Polygon Hanging(const PersonPainter& painter, float top, float end_width, float end) {
  const float wave = painter.look.hair_style == Hair::kWavy ? 0.05f : 0;
  const float shift = -0.07f * painter.pose.yaw;
  return ClosedSpline({{shift, -0.53f},
                       {0.3f + shift, -0.46f},
                       {top - 0.03f + shift, -0.2f},
                       {top + wave, 0.1f},
                       {top + 0.02f - wave, 0.1f + 0.3f * end},
                       {end_width + wave, 0.75f * end},
                       {0.9f * end_width - wave, end},
                       {0.5f * end_width, end + 0.05f},
                       {0, end - 0.04f},
                       {-0.5f * end_width, end + 0.05f},
                       {-0.9f * end_width + wave, end},
                       {-end_width - wave, 0.75f * end},
                       {-top - 0.02f + wave, 0.1f + 0.3f * end},
                       {-top - wave, 0.1f},
                       {-top + 0.03f + shift, -0.2f},
                       {-0.3f + shift, -0.46f}});
}

bool HangsDown(Hair style) { return style == Hair::kLong || style == Hair::kWavy || style == Hair::kBob; }

}  // namespace

void PaintHairBehind(const PersonPainter& painter) {
  const Look& look = painter.look;
  if (IsCovered(look)) return;
  Layer layer = painter.NewLayer();
  const float v = look.hair_volume;
  const bool is_pressed = look.headwear != Headwear::kNone;
  switch (look.hair_style) {
    case Hair::kAfro: {
      const float radius = is_pressed ? 0.5f : 0.58f * v;
      const Polygon ball = Ellipse({-0.06f * painter.pose.yaw, -0.1f}, radius, radius * 0.96f);
      layer.Fill(painter.head(ball));
      for (int i = 0; i < 44; ++i) {  // uneven
        const float angle = 2 * kPi * i / 44 + 0.1f * Noise(look.texture_seed, i, 3);
        const float r = radius * (0.97f + 0.05f * Noise(look.texture_seed, i, 0));
        layer.Fill(painter.head(Ellipse({r * std::cos(angle), -0.1f + 0.96f * r * std::sin(angle)}, 0.055f, 0.055f)));
      }
      AddStrands(painter, painter.head, ball, 0.07f, 40, layer);
      break;
    }
    case Hair::kCurly: {
      for (int i = 0; i < 34; ++i) {
        const float angle = kPi * (0.92f + 1.16f * i / 33);
        const float r = (is_pressed ? 0.4f : 0.47f * v) + 0.05f * Noise(look.texture_seed, i, 1);
        layer.Fill(
            painter.head(Ellipse({0.95f * r * std::cos(angle), -0.06f + 1.1f * r * std::sin(angle)}, 0.09f, 0.09f)));
      }
      break;
    }
    case Hair::kBob: {
      const Polygon outline = Hanging(painter, 0.43f * v, 0.42f * v, 0.42f * look.hair_length);
      layer.Fill(painter.head(outline));
      AddStrands(painter, painter.head, outline, 0.07f, 26, layer);
      break;
    }
    case Hair::kLong:
    case Hair::kWavy: {
      const Polygon outline = Hanging(painter, 0.43f * v, 0.56f * v, 1.05f * look.hair_length);
      layer.Fill(painter.head(outline));
      AddStrands(painter, painter.head, outline, 0.12f, 46, layer);
      break;
    }
    case Hair::kBun: {
      if (is_pressed) break;
      const Polygon ball = Ellipse({-0.14f * painter.pose.yaw, -0.6f}, 0.17f * v, 0.15f * v);
      layer.Fill(painter.head(ball));
      AddStrands(painter, painter.head, ball, 0.06f, 14, layer);
      break;
    }
    case Hair::kPonytail: {
      const float side = look.parting < 0 ? -1 : 1;
      const Polygon tail =
          Stroke(OpenSpline({{side * 0.2f, -0.3f},
                             {side * 0.46f, -0.1f},
                             {side * 0.52f, 0.4f},
                             {side * 0.44f, 0.9f * look.hair_length}},
                            4),
                 {0.08f, 0.09f, 0.1f, 0.1f, 0.11f, 0.12f, 0.12f, 0.12f, 0.12f, 0.11f, 0.1f, 0.08f, 0.04f});
      layer.Fill(painter.head(tail));
      AddStrands(painter, painter.head, tail, 0.07f, 16, layer);
      break;
    }
    default:
      return;
  }
  PaintHair(painter, layer, 0.1f);
  // Deeper than what is in front.
  Shade(layer, 0.3f, painter.canvas);
}

void PaintHairInFront(const PersonPainter& painter) {
  const Look& look = painter.look;
  if (IsCovered(look) || look.hair_style == Hair::kBald) return;
  const bool is_pressed = look.headwear != Headwear::kNone;
  const float v = is_pressed ? 0.5f : look.hair_volume;
  float grow = 0.055f * v, hairline = -0.3f, temple = 0.06f, strand = 0.04f;
  int64_t num_strands = 24;
  switch (look.hair_style) {
    case Hair::kBuzz:
      grow = 0.015f, hairline = -0.31f, num_strands = 0;
      break;
    case Hair::kReceding:
      grow = 0.02f, hairline = -0.43f, num_strands = 10;
      break;
    case Hair::kFringe:
      grow = 0.075f * v, hairline = -0.15f, temple = 0.12f;
      break;
    case Hair::kAfro:
    case Hair::kCurly:
      grow = 0.08f * v, hairline = -0.27f, num_strands = 30, strand = 0.06f;
      break;
    case Hair::kBun:
    case Hair::kPonytail:
      grow = 0.03f, hairline = -0.32f, num_strands = 16, strand = 0.06f;
      break;
    case Hair::kBob:
    case Hair::kLong:
    case Hair::kWavy:
      grow = 0.06f * v, hairline = -0.27f, temple = 0.2f, num_strands = 30, strand = 0.06f;
      break;
    default:
      break;
  }
  // Cast on the forehead.
  Layer layer = painter.NewLayer();
  const Polygon cap = Cap(painter, grow, hairline, temple);
  if (look.hair_style != Hair::kBuzz) {
    Layer head = painter.NewLayer(), shadow = painter.NewLayer();
    head.Fill(painter.head(HeadOutline(painter, 0)));
    Polygon moved = cap;
    for (Point& p : moved) p.y += 0.035f;
    shadow.Fill(painter.head(moved));
    shadow.Blur(painter.Pixels(0.03f));
    shadow.Intersect(head);
    Shade(shadow, 0.35f, painter.canvas);
  }
  layer.Fill(painter.head(cap), look.hair_style == Hair::kBuzz ? 0.75f : 1);
  if (look.hair_style == Hair::kCurly && !is_pressed) {
    for (int i = 0; i < 26; ++i) {
      const float angle = kPi * (1.02f + 0.96f * i / 25);
      const float r = 0.47f * v + 0.05f * Noise(look.texture_seed, i, 1);
      layer.Fill(
          painter.head(Ellipse({0.9f * r * std::cos(angle), -0.03f + 1.12f * r * std::sin(angle)}, 0.08f, 0.075f)));
    }
  }
  if (!is_pressed) AddStrands(painter, painter.head, cap, strand, num_strands, layer);
  if (HangsDown(look.hair_style)) {
    // Locks beside the face.
    const float end = look.hair_style == Hair::kBob ? 0.4f * look.hair_length
                      : look.texture_seed % 3 == 0  ? 0.35f
                                                    : 0.98f * look.hair_length;
    const float w = look.cheeks, shift = -0.06f * painter.pose.yaw;
    for (const float side : {-1.0f, 1.0f}) {
      const float wave = look.hair_style == Hair::kWavy ? 0.045f * side : 0;
      const float outer = 0.045f + 0.05f * look.hair_volume;
      const Polygon lock =
          Stroke(OpenSpline({{side * (w - 0.09f) + shift, -0.3f},
                             {side * (w + 0.01f) + shift, -0.05f},
                             {side * (w + 0.015f) + wave, 0.25f * end + 0.05f},
                             {side * (w + 0.03f) - wave, 0.7f * end},
                             {side * (w - 0.03f) + wave, end}},
                            4),
                 {outer, outer, outer, outer, outer, outer, outer, outer, 1.1f * outer, 1.1f * outer, 1.1f * outer,
                  1.1f * outer, 1.1f * outer, outer, 0.8f * outer, 0.5f * outer, 0.2f * outer});
      layer.Fill(painter.head(lock));
      AddStrands(painter, painter.head, lock, 0.08f, 14, layer);
    }
  }
  PaintHair(painter, layer);
}

void PaintHeadwearBehind(const PersonPainter& painter) {
  const Look& look = painter.look;
  if (look.headwear != Headwear::kScarf) return;
  // Over the shoulders.
  Layer layer = painter.NewLayer();
  layer.Fill(painter.head(ClosedSpline({{0, -0.56f},
                                        {0.36f, -0.42f},
                                        {0.46f, 0},
                                        {0.44f, 0.5f},
                                        {0.6f, 0.95f},
                                        {0, 1.1f},
                                        {-0.6f, 0.95f},
                                        {-0.44f, 0.5f},
                                        {-0.46f, 0},
                                        {-0.36f, -0.42f}})));
  painter.Lit(layer, 0.15f, 1.2f, 0.7f * look.headwear_cloth);
}

void PaintHeadwear(const PersonPainter& painter) {
  const Look& look = painter.look;
  const float w = look.cheeks + 0.06f, yaw = painter.pose.yaw;
  const Colour cloth = look.headwear_cloth;
  const auto dome = [&](float low, float high) {
    return ClosedSpline({{-w, low},
                         {-0.98f * w, -0.3f},
                         {-0.6f * w, high + 0.06f},
                         {0, high},
                         {0.6f * w, high + 0.06f},
                         {0.98f * w, -0.3f},
                         {w, low},
                         {0.5f * w, low + 0.03f},
                         {0, low + 0.045f},
                         {-0.5f * w, low + 0.03f}});
  };
  const auto cloth_lit = [&](const Layer& layer, float radius) {
    Relief relief;
    relief.radius = painter.Pixels(radius);
    relief.depth = 1.2f;
    relief.crumple = 0.2f;
    relief.crumple_size = 0.2f;
    relief.crumple_seed = look.texture_seed + 3;
    relief.place = painter.head;
    PaintLit(
        layer, relief, painter.light, [cloth](Point) { return cloth; }, painter.canvas);
  };
  switch (look.headwear) {
    case Headwear::kCap: {
      Layer top = painter.NewLayer();
      top.Fill(painter.head(dome(-0.21f, -0.62f)));
      cloth_lit(top, 0.15f);
      painter.Shadow(painter.head, Ellipse({0.3f * yaw, -0.13f}, 0.34f, 0.07f), 0.03f, 0.45f);
      Layer peak = painter.NewLayer();
      peak.Fill(painter.head(ClosedSpline({{-0.34f + 0.1f * yaw, -0.24f},
                                           {0.1f * yaw, -0.29f},
                                           {0.34f + 0.1f * yaw, -0.24f},
                                           {0.36f + 0.5f * yaw, -0.17f},
                                           {0.5f * yaw, -0.12f},
                                           {-0.36f + 0.5f * yaw, -0.17f}})));
      painter.Lit(peak, 0.04f, 1, 0.85f * cloth);
      break;
    }
    case Headwear::kBeanie: {
      Layer top = painter.NewLayer();
      top.Fill(painter.head(dome(-0.22f, -0.68f)));
      cloth_lit(top, 0.15f);
      Layer band = painter.NewLayer();
      band.Fill(painter.head(ClosedSpline(
          {{-w - 0.01f, -0.17f}, {-w, -0.33f}, {0, -0.3f}, {w, -0.33f}, {w + 0.01f, -0.17f}, {0, -0.13f}})));
      painter.Lit(band, 0.05f, 1.2f,
                  [&](Point pixel) { return (0.9f + 0.2f * std::sin(75 * painter.head.Inverse(pixel).x)) * cloth; });
      break;
    }
    case Headwear::kBrim: {
      Layer brim = painter.NewLayer();
      brim.Fill(painter.head(Ellipse({0.1f * yaw, -0.25f}, 0.78f, 0.13f)));
      painter.Shadow(painter.head, Ellipse({0, -0.12f}, 0.36f, 0.1f), 0.04f, 0.5f);
      painter.Lit(brim, 0.05f, 1, 0.9f * cloth);
      Layer top = painter.NewLayer();
      top.Fill(painter.head(dome(-0.3f, -0.72f)));
      cloth_lit(top, 0.15f);
      painter.Flat(painter.head, Stroke({{-w, -0.33f}, {0, -0.285f}, {w, -0.33f}}, {0.03f}), 0.35f * cloth);
      break;
    }
    case Headwear::kScarf: {
      Layer scarf = painter.NewLayer();
      scarf.Fill(painter.head(ClosedSpline({{0, -0.57f},
                                            {0.33f, -0.47f},
                                            {0.45f, -0.18f},
                                            {0.45f, 0.2f},
                                            {0.38f, 0.5f},
                                            {0.5f, 0.85f},
                                            {0.3f, 1.05f},
                                            {-0.2f, 1.12f},
                                            {-0.5f, 0.9f},
                                            {-0.38f, 0.5f},
                                            {-0.45f, 0.2f},
                                            {-0.45f, -0.18f},
                                            {-0.33f, -0.47f}})));
      const float x = 0.12f * yaw;
      scarf.Erase(painter.head(ClosedSpline({{x, -0.36f},
                                             {x + 0.22f, -0.28f},
                                             {x + 0.32f, -0.02f},
                                             {x + 0.29f, 0.24f},
                                             {x + 0.14f, 0.45f},
                                             {x, 0.49f},
                                             {x - 0.14f, 0.45f},
                                             {x - 0.29f, 0.24f},
                                             {x - 0.32f, -0.02f},
                                             {x - 0.22f, -0.28f}})));
      cloth_lit(scarf, 0.09f);
      painter.Shadow(painter.head, Stroke({{-0.36f, 0.35f}, {-0.1f, 0.62f}, {0.34f, 0.75f}}, {0.012f}), 0.02f, 0.35f);
      painter.Shadow(painter.head, Stroke({{0.36f, 0.35f}, {0.15f, 0.58f}, {-0.05f, 0.66f}}, {0.012f}), 0.02f, 0.35f);
      break;
    }
    default:
      break;
  }
}

}  // namespace duet::portraits
