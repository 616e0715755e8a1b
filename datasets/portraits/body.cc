// Neck, clothes, arms and hands.

#include <algorithm>
#include <cmath>
#include <vector>

#include "datasets/portraits/person_painter.h"

namespace duet::portraits {
namespace {

constexpr float kBelow = 6;  // below every picture

// The colour of the cloth at a point of the body.
Colour ClothAt(const Look& look, Point p) {
  const float phase_y = std::fmod(p.y + 20, look.pattern_period) / look.pattern_period;
  const float phase_x = std::fmod(p.x + 20, look.pattern_period) / look.pattern_period;
  switch (look.pattern) {
    case Pattern::kHeather:
      return (1 + 0.3f * FractalNoise(look.texture_seed, 30 * p.x, 30 * p.y, 2)) * look.cloth;
    case Pattern::kStripes:
      return phase_y < 0.5f ? look.cloth : look.second_cloth;
    case Pattern::kPinstripes:
      return phase_x < 0.12f ? Mix(look.cloth, look.second_cloth, 0.6f) : look.cloth;
    case Pattern::kChecks:
      return Mix(look.cloth, look.second_cloth, 0.38f * ((phase_x < 0.5f) + (phase_y < 0.5f)));
    case Pattern::kDots: {
      const float u = phase_x - 0.5f, v = phase_y - 0.5f;
      return u * u + v * v < 0.06f ? look.second_cloth : look.cloth;
    }
    case Pattern::kBlock:
      return p.y < 1.75f ? look.second_cloth : look.cloth;
    case Pattern::kPrint: {
      const float u = p.x / 0.42f, v = (p.y - 1.75f) / 0.34f;
      return u * u + v * v < 1 && Noise(look.texture_seed + 5, 3.2f * u, 3.2f * v) > 0.02f ? look.second_cloth
                                                                                           : look.cloth;
    }
    default:
      return look.cloth;
  }
}

// Right half of the torso, from the neck down.
std::vector<Point> TorsoHalf(const Look& look) {
  const float s = look.shoulders, b = look.build;
  return {{0.6f * look.neck, 0.73f},
          {look.neck + 0.1f, 0.76f},
          {0.55f * s, 0.92f},
          {0.84f * s, 1.02f},
          {0.95f * s, 1.2f},
          {0.88f * s, 1.7f},
          {0.62f * s + 0.2f * b, 2.7f},
          {0.7f * s + 0.22f * b, 3.6f},
          {0.72f * s + 0.22f * b, kBelow}};
}

Polygon Mirrored(const std::vector<Point>& right_half) {
  std::vector<Point> points = right_half;
  for (auto point = right_half.rbegin(); point != right_half.rend(); ++point) points.push_back({-point->x, point->y});
  return ClosedSpline(points);
}

void PaintCloth(const PersonPainter& painter, const Layer& layer, float radius, float depth,
                Colour (*cloth_at)(const Look&, Point)) {
  Relief relief;
  relief.radius = painter.Pixels(radius);
  relief.depth = depth;
  relief.crumple = 0.22f;
  relief.crumple_size = 0.34f;
  relief.crumple_seed = painter.look.texture_seed;
  relief.place = painter.body;
  PaintLit(
      layer, relief, painter.light, [&](Point pixel) { return cloth_at(painter.look, painter.body.Inverse(pixel)); },
      painter.canvas);
}

Colour SecondCloth(const Look& look, Point) { return look.second_cloth; }

// What the garment leaves free at the neck.
Polygon Neckline(const Look& look) {
  const float n = look.neck;
  switch (look.garment) {
    case Garment::kVneck:
      return ClosedSpline({{-n - 0.1f, 0.5f},
                           {n + 0.1f, 0.5f},
                           {n + 0.08f, 0.82f},
                           {0.03f, 1.24f},
                           {-0.03f, 1.24f},
                           {-n - 0.08f, 0.82f}});
    case Garment::kShirt:
      return Polygon{{-n - 0.06f, 0.5f}, {n + 0.06f, 0.5f}, {n + 0.05f, 0.76f}, {0, 1.08f}, {-n - 0.05f, 0.76f}};
    case Garment::kBlazer:
      return Polygon{{-n - 0.16f, 0.5f}, {n + 0.16f, 0.5f}, {n + 0.12f, 0.8f},
                     {0.05f, 2.0f},      {-0.05f, 2.0f},    {-n - 0.12f, 0.8f}};
    case Garment::kTank:
      return Ellipse({0, 0.78f}, 0.46f * look.shoulders, 0.52f);
    case Garment::kTurtleneck:
      return Ellipse({0, 0.4f}, n, 0.12f);
    default:
      return Ellipse({0, 0.7f}, n + 0.11f, 0.27f);
  }
}

void PaintNeck(const PersonPainter& painter) {
  const Look& look = painter.look;
  Layer layer = painter.NewLayer();
  const std::vector<float> radii = {look.neck, look.neck * 1.02f, look.neck * 1.25f};
  const Point chin = painter.body.Inverse(painter.head({0, 0.25f}));
  layer.Fill(painter.body(Stroke({chin, {0.4f * chin.x, 0.62f}, {0, 0.95f}}, radii)));
  // What clothes leave free: shoulders, or a chest that stays below them.
  const float s = look.shoulders;
  layer.Fill(painter.body(Mirrored(look.garment == Garment::kTank ? TorsoHalf(look)
                                                                  : std::vector<Point>{{look.neck, 0.62f},
                                                                                       {look.neck + 0.05f, 0.8f},
                                                                                       {0.4f * s, 0.98f},
                                                                                       {0.45f * s, 1.2f},
                                                                                       {0.3f, 2.1f},
                                                                                       {0, 2.2f}})));
  painter.Lit(layer, 0.12f, 1.2f, look.skin, 0.04f);
  // Collar bones, and the shadow of the head.
  for (const float side : {-1.0f, 1.0f}) {
    painter.Shadow(painter.body, Stroke({{0.06f * side, 1.0f}, {0.3f * side, 0.96f}, {0.55f * side, 0.92f}}, {0.02f}),
                   0.02f, 0.25f);
  }
}

void PaintCollar(const PersonPainter& painter) {
  const Look& look = painter.look;
  const float n = look.neck;
  const Colour cloth = look.cloth;
  switch (look.garment) {
    case Garment::kTshirt:
    case Garment::kVneck:
    case Garment::kHoodie: {
      Layer band = painter.NewLayer();
      Polygon edge = Neckline(look);
      band.Fill(painter.body(edge));
      Layer hole = painter.NewLayer();
      for (Point& p : edge) p = {0.86f * p.x, 0.86f * (p.y - 0.6f) + 0.6f};
      band.Erase(painter.body(edge));
      band.Erase(painter.body(Rectangle({-2, -2}, {2, 0.64f})));
      painter.Lit(band, 0.03f, 1, 0.8f * cloth);
      if (look.garment == Garment::kHoodie) {
        for (const float side : {-1.0f, 1.0f}) {
          Layer cord = painter.NewLayer();
          cord.Fill(
              painter.body(Stroke({{0.16f * side, 0.92f}, {0.18f * side, 1.2f}, {0.16f * side, 1.5f}}, {0.017f})));
          painter.Lit(cord, 0.015f, 1, Mix(cloth, Colour{0.9f, 0.9f, 0.9f}, 0.75f));
        }
      }
      break;
    }
    case Garment::kShirt:
    case Garment::kBlazer: {
      const Colour shirt = look.garment == Garment::kShirt ? cloth : look.second_cloth;
      for (const float side : {-1.0f, 1.0f}) {
        Layer flap = painter.NewLayer();
        flap.Fill(painter.body(Polygon{{side * (n + 0.01f), 0.6f},
                                       {side * (n + 0.1f), 0.74f},
                                       {side * 0.27f, 1.1f},
                                       {side * 0.02f, 1.03f},
                                       {side * (n - 0.02f), 0.78f}}));
        painter.Shadow(painter.body, Polygon{{side * 0.28f, 1.12f}, {side * 0.02f, 1.06f}, {side * n, 0.85f}}, 0.02f,
                       0.3f);
        painter.Lit(flap, 0.05f, 0.8f, Mix(shirt, {1, 1, 1}, 0.06f));
      }
      if (look.garment == Garment::kShirt) {
        painter.Shadow(painter.body, Stroke({{0.05f, 1.1f}, {0.05f, kBelow}}, {0.008f}), 0.005f, 0.5f);
        for (int i = 0; i < 8; ++i) {
          painter.Flat(painter.body, Ellipse({0.01f, 1.3f + 0.42f * i}, 0.022f, 0.022f), Mix(shirt, {1, 1, 1}, 0.5f));
        }
      }
      break;
    }
    case Garment::kTurtleneck: {
      Layer band = painter.NewLayer();
      band.Fill(painter.body(ClosedSpline(
          {{-n - 0.03f, 0.53f}, {n + 0.03f, 0.53f}, {n + 0.07f, 0.84f}, {0, 0.95f}, {-n - 0.07f, 0.84f}})));
      painter.Lit(band, 0.1f, 1.2f,
                  [&](Point pixel) { return (1 + 0.12f * std::sin(70 * painter.body.Inverse(pixel).x)) * cloth; });
      break;
    }
    default:
      break;
  }
}

void PaintBlazer(const PersonPainter& painter, const Layer& torso) {
  const Look& look = painter.look;
  if (look.texture_seed % 3 == 0) {  // a tie
    Layer tie = painter.NewLayer();
    tie.Fill(painter.body(
        Polygon{{-0.07f, 0.98f}, {0.07f, 0.98f}, {0.05f, 1.13f}, {0.13f, 2.2f}, {-0.13f, 2.2f}, {-0.05f, 1.13f}}));
    painter.Lit(tie, 0.05f, 1, FromHsv({(look.texture_seed >> 8 & 0xff) / 255.0f, 0.7f, 0.4f}));
  }
  PaintCollar(painter);
  Layer jacket = torso;
  jacket.Erase(painter.body(Neckline(look)));
  PaintCloth(painter, jacket, 0.3f, 1, ClothAt);
  for (const float side : {-1.0f, 1.0f}) {
    Layer lapel = painter.NewLayer();
    lapel.Fill(painter.body(Polygon{{side * (look.neck + 0.1f), 0.74f},
                                    {side * 0.42f, 1.12f},
                                    {side * 0.34f, 1.22f},
                                    {side * 0.43f, 1.3f},
                                    {side * 0.05f, 2.05f},
                                    {side * (look.neck + 0.1f), 0.85f}}));
    painter.Shadow(
        painter.body,
        Stroke({{side * 0.42f, 1.14f}, {side * 0.36f, 1.24f}, {side * 0.44f, 1.32f}, {side * 0.06f, 2.06f}}, {0.02f}),
        0.02f, 0.4f);
    PaintCloth(painter, lapel, 0.06f, 0.8f, ClothAt);
  }
}

void PaintArm(const PersonPainter& painter, float side, float elbow_out, float raised, Point wrist_up) {
  const Look& look = painter.look;
  // The arm begins at the shoulder's outline, whatever its thickness.
  const Point shoulder = {side * (look.shoulders - 0.16f * look.build), 1.03f + 0.2f * look.build};
  const Point elbow_down = {side * (0.99f * look.shoulders + 0.12f + elbow_out), 2.45f};
  const Point elbow_up = {side * (look.shoulders + 0.32f), 2.25f};
  const Point wrist_down = {side * (0.45f + 0.5f * elbow_out), 3.5f};
  const auto mix = [raised](Point a, Point b) { return (1 - raised) * a + raised * b; };
  const Point elbow = mix(elbow_down, elbow_up), wrist = mix(wrist_down, wrist_up);
  const float b = look.build;
  const auto upper = [&](Layer& layer, float grow, float end) {
    const Point stop = (1 - end) * shoulder + end * elbow;
    layer.Fill(painter.body(Stroke({shoulder, 0.5f * (shoulder + stop), stop},
                                   {(0.2f + grow) * b, (0.185f + grow) * b, (0.16f + grow) * b})));
  };
  const auto lower = [&](Layer& layer, float grow) {
    layer.Fill(painter.body(Stroke({elbow, 0.5f * (elbow + wrist), wrist},
                                   {(0.15f + grow) * b, (0.135f + grow) * b, (0.095f + grow) * b})));
  };
  if (!look.has_long_sleeves) {
    Layer skin = painter.NewLayer();
    upper(skin, -0.03f, 1);
    lower(skin, -0.03f);
    painter.Lit(skin, 0.1f, 1.2f, look.skin, 0.04f);
  }
  if (look.garment == Garment::kTank) return;
  Layer sleeve = painter.NewLayer();
  upper(sleeve, 0.01f, look.has_long_sleeves ? 1 : 0.55f);
  if (look.has_long_sleeves) lower(sleeve, 0.01f);
  PaintCloth(painter, sleeve, 0.12f, 1.3f, ClothAt);
}

// The wrist of a raised arm, and the angle in which the hand goes on.
struct Wrist {
  Point position;
  float angle;
};
Wrist RaisedWrist(const Look& look, const Pose& pose) {
  const float side = pose.right_hand ? 1 : -1;
  switch (pose.gesture) {
    case Gesture::kChin:
      return {{side * 0.3f, 1.05f}, -side * 0.45f};
    case Gesture::kPoint:
      return {{side * (look.shoulders + 0.25f), 1.0f}, side * 0.15f};
    default:
      return {{side * (look.shoulders + 0.22f + 0.25f * pose.wave), 0.95f}, side * 0.1f + 0.7f * pose.wave};
  }
}

// A hand whose wrist is at the origin and whose fingers point up.
void PaintHand(const PersonPainter& painter, const Placement& place, Gesture gesture, float side) {
  const Look& look = painter.look;
  const auto lit = [&](const Layer& layer) { painter.Lit(layer, 0.045f, 1.2f, look.skin, 0.04f); };
  constexpr float kLengths[] = {0.2f, 0.24f, 0.225f, 0.17f};
  const bool is_fist = gesture == Gesture::kChin;
  Layer fingers = painter.NewLayer();
  for (int i = 0; i < 4; ++i) {
    const bool is_stretched = gesture == Gesture::kWave || (gesture == Gesture::kPoint && i == 0);
    const float length = is_stretched ? kLengths[i] : 0.06f;
    const float x = -side * (0.095f - 0.062f * i), spread = -side * (0.05f - 0.035f * i);
    fingers.Fill(place(Stroke({{x, -0.2f}, {x + spread, -0.26f - 0.5f * length}, {x + 1.6f * spread, -0.26f - length}},
                              {0.033f, 0.031f, 0.026f})));
  }
  lit(fingers);
  for (int i = 0; i < 3; ++i) {  // between the fingers
    const float x = -side * (0.064f - 0.062f * i);
    painter.Shadow(place, Stroke({{x, -0.22f}, {x, is_fist ? -0.3f : -0.34f}}, {0.006f}), 0.004f, 0.4f);
  }
  Layer palm = painter.NewLayer();
  palm.Fill(place(ClosedSpline({{-0.085f, 0.02f},
                                {-0.13f, -0.12f},
                                {-0.13f, -0.26f},
                                {0, -0.3f},
                                {0.13f, -0.26f},
                                {0.13f, -0.12f},
                                {0.085f, 0.02f},
                                {0, 0.08f}})));
  lit(palm);
  Layer thumb = painter.NewLayer();
  if (gesture == Gesture::kWave) {
    thumb.Fill(place(
        Stroke({{-side * 0.09f, -0.08f}, {-side * 0.19f, -0.17f}, {-side * 0.23f, -0.28f}}, {0.05f, 0.038f, 0.03f})));
  } else {
    thumb.Fill(place(
        Stroke({{-side * 0.1f, -0.1f}, {-side * 0.08f, -0.2f}, {side * 0.02f, -0.24f}}, {0.045f, 0.038f, 0.032f})));
  }
  lit(thumb);
}

}  // namespace

void PaintBody(const PersonPainter& painter) {
  const Look& look = painter.look;
  const Pose& pose = painter.pose;
  if (look.garment == Garment::kHoodie) {
    Layer hood = painter.NewLayer();
    hood.Fill(painter.body(
        ClosedSpline({{-0.5f, 0.86f}, {-0.4f, 0.56f}, {0, 0.46f}, {0.4f, 0.56f}, {0.5f, 0.86f}, {0, 1.0f}})));
    PaintCloth(painter, hood, 0.1f, 1.2f, [](const Look& l, Point) { return 0.75f * l.cloth; });
  }
  PaintNeck(painter);
  // The arm of a gesture is painted later, in front.
  for (const float side : {-1.0f, 1.0f}) {
    if (pose.gesture != Gesture::kNone && (side > 0) == pose.right_hand) continue;
    PaintArm(painter, side, side > 0 ? pose.elbow_right : pose.elbow_left, 0, {});
  }
  Layer torso = painter.NewLayer();
  torso.Fill(painter.body(Mirrored(TorsoHalf(look))));
  if (look.garment == Garment::kTank) {
    for (const float side : {-1.0f, 1.0f})
      torso.Erase(painter.body(Ellipse({side * 1.02f * look.shoulders, 1.1f}, 0.36f * look.shoulders, 0.62f)));
  }
  Layer cloth = torso;
  if (look.garment == Garment::kBlazer) {
    Layer hole = painter.NewLayer();
    hole.Fill(painter.body(Polygon{{-look.neck - 0.05f, 0.5f},
                                   {look.neck + 0.05f, 0.5f},
                                   {look.neck + 0.03f, 0.76f},
                                   {0, 1.02f},
                                   {-look.neck - 0.03f, 0.76f}}));
    cloth.Erase(painter.body(Polygon{{-look.neck - 0.05f, 0.5f},
                                     {look.neck + 0.05f, 0.5f},
                                     {look.neck + 0.03f, 0.76f},
                                     {0, 1.02f},
                                     {-look.neck - 0.03f, 0.76f}}));
    PaintCloth(painter, cloth, 0.3f, 1, SecondCloth);
    PaintBlazer(painter, torso);
  } else {
    cloth.Erase(painter.body(Neckline(look)));
    PaintCloth(painter, cloth, 0.3f, 1, ClothAt);
    PaintCollar(painter);
  }
  // The shadow of the head on neck and chest, away from the light.
  const float x = -0.12f * painter.light.direction[0];
  painter.Shadow(painter.body, Ellipse({painter.pose.head_x + x, 0.56f}, 0.27f, 0.17f), 0.06f, 0.5f);
}

void PaintRaisedHand(const PersonPainter& painter) {
  const Pose& pose = painter.pose;
  if (pose.gesture == Gesture::kNone) return;
  const float side = pose.right_hand ? 1 : -1;
  const Wrist wrist = RaisedWrist(painter.look, pose);
  PaintArm(painter, side, pose.right_hand ? pose.elbow_right : pose.elbow_left, pose.raised, wrist.position);
  // Where PaintArm brings the wrist.
  const Point down = {side * (0.45f + 0.5f * (pose.right_hand ? pose.elbow_right : pose.elbow_left)), 3.5f};
  const Point position = (1 - pose.raised) * down + pose.raised * wrist.position;
  const Placement place(painter.body(position), painter.body.scale() * 1.12f, pose.lean + wrist.angle);
  PaintHand(painter, place, pose.gesture, side);
}

}  // namespace duet::portraits
