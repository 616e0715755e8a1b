// Head, face and beard, glasses and headphones.

#include <algorithm>
#include <cmath>
#include <vector>

#include "datasets/portraits/person_painter.h"

namespace duet::portraits {
namespace {

constexpr Colour kDark = {0.012f, 0.009f, 0.008f};
constexpr Colour kTeeth = {0.72f, 0.7f, 0.64f};
constexpr Colour kEyeWhite = {0.72f, 0.7f, 0.68f};
constexpr float kEyeX = 0.165f, kEyeY = -0.02f;
constexpr float kBrowY = -0.13f;
constexpr float kNoseY = 0.19f;
constexpr float kMouthY = 0.315f;

// A polygon around `centre` of the face, given for a face that looks ahead, moved and narrowed with the head.
Polygon OnFace(const PersonPainter& painter, Point centre, Polygon polygon) {
  const Point moved = painter.OnFace(centre);
  const float narrow = painter.Foreshortening(centre.x);
  for (Point& p : polygon) p = {moved.x + narrow * p.x, moved.y + p.y};
  return polygon;
}

void PaintEye(const PersonPainter& painter, float side) {
  const Look& look = painter.look;
  const Pose& pose = painter.pose;
  const Point centre = {side * kEyeX * look.eye_distance, kEyeY};
  const float size = look.eye_size;
  const float half_width = 0.074f * size;
  const float open = 0.036f * size * (1 - pose.blink) * (1 - 0.25f * std::max(0.0f, pose.smile));
  painter.Shadow(painter.head, OnFace(painter, centre, Ellipse({0, -0.02f}, 0.1f, 0.075f)), 0.035f, 0.26f);
  // Lids, from the inner to the outer corner.
  const Polygon slit = ClosedSpline(std::vector<Point>{{-half_width * side, 0.008f},
                                                       {-0.4f * half_width * side, -0.85f * open},
                                                       {0.3f * half_width * side, -open},
                                                       {half_width * side, -0.004f},
                                                       {0.4f * half_width * side, 0.75f * open},
                                                       {-0.4f * half_width * side, 0.7f * open}});
  if (pose.blink < 0.9f) {
    Layer white = painter.NewLayer();
    white.Fill(painter.head(OnFace(painter, centre, slit)));
    Layer iris = painter.NewLayer(), pupil = painter.NewLayer();
    const Point gaze = {0.03f * pose.gaze_x + 0.02f * pose.yaw, 0.012f * pose.gaze_y - 0.004f};
    iris.Fill(painter.head(OnFace(painter, centre, Ellipse(gaze, 0.036f * size, 0.036f * size))));
    pupil.Fill(painter.head(OnFace(painter, centre, Ellipse(gaze, 0.016f * size, 0.016f * size))));
    iris.Intersect(white);
    pupil.Intersect(white);
    painter.Lit(white, 0.02f, 0.8f, kEyeWhite);
    painter.Lit(iris, 0, 0, look.iris);
    painter.Lit(pupil, 0, 0, kDark);
    if (pose.blink < 0.4f) {
      painter.Flat(painter.head, OnFace(painter, centre, Ellipse(gaze + Point{-0.012f, -0.014f}, 0.008f, 0.008f)),
                   {1.2f, 1.2f, 1.2f});
    }
  }
  std::vector<Point> lid = {{-half_width * side, 0.008f},
                            {-0.4f * half_width * side, -0.85f * open},
                            {0.3f * half_width * side, -open},
                            {1.08f * half_width * side, -0.008f}};
  painter.Flat(painter.head, OnFace(painter, centre, Stroke(OpenSpline(lid), {0.009f})),
               0.3f * look.hair + 0.6f * kDark, 0.85f);
  for (Point& p : lid) p.y -= 0.024f;
  painter.Shadow(painter.head, OnFace(painter, centre, Stroke(OpenSpline(lid), {0.006f})), 0.006f, 0.3f);
  painter.Shadow(painter.head, OnFace(painter, centre, Ellipse({0, 0.055f}, 0.06f, 0.012f)), 0.012f,
                 0.1f + 0.3f * look.wrinkles);
  // Brow.
  const Point brow = {side * 0.17f * look.eye_distance, kBrowY - 0.02f * pose.smile};
  const float weight = 0.017f * look.brow_weight;
  painter.Flat(
      painter.head,
      OnFace(
          painter, brow,
          Stroke(
              OpenSpline(
                  {{-side * 0.085f, 0.018f}, {-side * 0.02f, -0.012f}, {side * 0.05f, -0.014f}, {side * 0.1f, 0.016f}},
                  3),
              {weight, weight, weight, weight, weight, weight, 0.8f * weight, 0.7f * weight, 0.6f * weight,
               0.4f * weight})),
      Mix(look.hair, kDark, 0.35f), 0.8f);
}

void PaintNose(const PersonPainter& painter) {
  const Look& look = painter.look;
  const float width = 0.062f * look.nose_width;
  // Of the bridge, on the side away from the light.
  const float dark_side = painter.light.direction[0] > 0 ? -1 : 1;
  const float turn = 0.05f * painter.pose.yaw;
  painter.Shadow(painter.head,
                 OnFace(painter, {dark_side * 0.045f, 0.08f},
                        Polygon{{-0.02f, -0.13f}, {0.012f, -0.1f}, {0.028f + turn, 0.1f}, {-0.01f, 0.1f}}),
                 0.025f, 0.22f);
  Layer bridge = painter.NewLayer();
  bridge.Fill(painter.head(OnFace(painter, {turn, 0.05f},
                                  Polygon{{-0.012f, -0.12f}, {0.012f, -0.12f}, {0.026f, 0.08f}, {-0.026f, 0.08f}})),
              0.5f);
  bridge.Blur(painter.Pixels(0.02f));
  painter.Lit(bridge, 0.02f, 0.5f, 1.08f * look.skin, 0.06f);
  Layer tip = painter.NewLayer();
  const Point nose = {2 * turn, kNoseY - 0.03f};
  tip.Fill(painter.head(OnFace(painter, nose, Ellipse({0, 0}, 0.9f * width, 0.05f))));
  tip.Fill(painter.head(OnFace(painter, nose, Ellipse({-width, 0.012f}, 0.5f * width, 0.032f))));
  tip.Fill(painter.head(OnFace(painter, nose, Ellipse({width, 0.012f}, 0.5f * width, 0.032f))));
  tip.Blur(painter.Pixels(0.008f));
  painter.Lit(tip, 0.035f, 1.1f, Mix(look.skin, look.skin * Colour{1.12f, 0.9f, 0.88f}, 0.7f), 0.1f);
  for (const float side : {-1.0f, 1.0f}) {
    painter.Shadow(painter.head,
                   OnFace(painter, nose + Point{side * 0.55f * width, 0.036f}, Ellipse({0, 0}, 0.019f, 0.01f)), 0.008f,
                   0.75f);
    // Folds to the corners of the mouth.
    painter.Shadow(painter.head,
                   OnFace(painter, {side * 0.12f, 0.25f},
                          Stroke({{-side * 0.03f, -0.05f}, {side * 0.01f, 0}, {side * 0.02f, 0.06f}}, {0.008f})),
                   0.018f, 0.15f + 0.5f * look.wrinkles + 0.15f * std::max(0.0f, painter.pose.smile));
  }
  painter.Shadow(painter.head, OnFace(painter, nose + Point{0, 0.055f}, Ellipse({0, 0}, 1.3f * width, 0.02f)), 0.02f,
                 0.3f);
}

void PaintMouth(const PersonPainter& painter) {
  const Look& look = painter.look;
  const Pose& pose = painter.pose;
  const Point centre = {0, kMouthY + 0.02f * pose.mouth};
  const float half = 0.115f * look.mouth_width * (1 + 0.18f * std::max(0.0f, pose.smile) - 0.2f * pose.mouth);
  const float corner = -0.022f * pose.smile, full = 0.026f * look.lip_fullness, open = 0.055f * pose.mouth;
  const auto on_face = [&](Polygon polygon) { return OnFace(painter, centre, polygon); };
  Layer lips = painter.NewLayer();
  lips.Fill(painter.head(on_face(ClosedSpline({{-half, corner},
                                               {-0.4f * half, -0.9f * full - 0.3f * open},
                                               {-0.1f * half, -full - 0.4f * open},
                                               {0, -0.8f * full - 0.4f * open},
                                               {0.1f * half, -full - 0.4f * open},
                                               {0.4f * half, -0.9f * full - 0.3f * open},
                                               {half, corner},
                                               {0.5f * half, 1.1f * full + open},
                                               {0, 1.5f * full + open},
                                               {-0.5f * half, 1.1f * full + open}}))));
  painter.Lit(lips, 0.02f, 0.8f, look.lips, 0.05f);
  const Polygon inside = ClosedSpline(
      {{-0.86f * half, corner}, {0, -0.45f * open - 0.002f}, {0.86f * half, corner}, {0, 0.9f * open + 0.004f}});
  if (pose.mouth > 0.12f) {
    Layer hole = painter.NewLayer();
    hole.Fill(painter.head(on_face(inside)));
    Layer teeth = painter.NewLayer();
    teeth.Fill(painter.head(on_face(Rectangle({-0.6f * half, -open}, {0.6f * half, 0.1f * open}))));
    teeth.Intersect(hole);
    painter.Lit(hole, 0, 0, Colour{0.05f, 0.012f, 0.012f});
    painter.Lit(teeth, 0, 0, kTeeth);
  } else {
    painter.Flat(
        painter.head,
        on_face(Stroke(
            OpenSpline({{-half, corner}, {-0.4f * half, 0.002f}, {0, 0.005f}, {0.4f * half, 0.002f}, {half, corner}}),
            {0.005f})),
        0.25f * look.lips, 0.8f);
  }
  painter.Shadow(painter.head,
                 OnFace(painter, {0, kMouthY + 0.075f + 0.04f * pose.mouth}, Ellipse({0, 0}, 0.07f, 0.015f)), 0.02f,
                 0.2f);
}

void PaintBeard(const PersonPainter& painter, const Layer& head) {
  const Look& look = painter.look;
  if (look.beard == Beard::kNone) return;
  const float w = look.cheeks;
  const Polygon mouth = OnFace(painter, {0, kMouthY}, Ellipse({0, 0.012f}, 0.085f, 0.03f));
  const Polygon moustache = OnFace(painter, {0, 0.265f},
                                   ClosedSpline({{-0.14f, 0.07f},
                                                 {-0.1f, 0.005f},
                                                 {0, -0.018f},
                                                 {0.1f, 0.005f},
                                                 {0.14f, 0.07f},
                                                 {0.06f, 0.032f},
                                                 {0, 0.022f},
                                                 {-0.06f, 0.032f}}));
  Layer beard = painter.NewLayer();
  float opacity = 0.9f;
  if (look.beard == Beard::kStubble || look.beard == Beard::kFull) {
    const float x = painter.OnFace({0, 0}).x;
    const float low = look.beard == Beard::kFull ? 0.6f : 0.54f;
    beard.Fill(painter.head(ClosedSpline({{-w - 0.03f, -0.02f},
                                          {-0.85f * w, 0.06f},
                                          {x - 0.2f, 0.2f},
                                          {x - 0.1f, 0.25f},
                                          {x, 0.24f},
                                          {x + 0.1f, 0.25f},
                                          {x + 0.2f, 0.2f},
                                          {0.85f * w, 0.06f},
                                          {w + 0.03f, -0.02f},
                                          {1.03f * w, 0.22f},
                                          {look.jaw + 0.03f, 0.42f},
                                          {0.5f * x + 0.12f, low},
                                          {0.5f * x - 0.12f, low},
                                          {-look.jaw - 0.03f, 0.42f},
                                          {-1.03f * w, 0.22f}})));
    if (look.beard == Beard::kStubble) {
      beard.Intersect(head);
      opacity = 0.4f;
    }
  }
  if (look.beard == Beard::kGoatee) {
    beard.Fill(painter.head(OnFace(
        painter, {0, 0.4f},
        ClosedSpline({{-0.13f, -0.07f}, {0, -0.03f}, {0.13f, -0.07f}, {0.13f, 0.05f}, {0, 0.16f}, {-0.13f, 0.05f}}))));
  }
  if (look.beard != Beard::kStubble) beard.Fill(painter.head(moustache));
  beard.Blur(painter.Pixels(look.beard == Beard::kStubble ? 0.03f : 0.012f));
  beard.Erase(painter.head(mouth));
  // Thin and uneven.
  const Box& box = beard.box();
  for (int64_t y = box.y0; y < box.y1; ++y) {
    for (int64_t x = box.x0; x < box.x1; ++x) {
      const Point p = painter.head.Inverse({x + 0.5f, y + 0.5f});
      beard.at(x, y) *= opacity * (0.9f + 0.1f * FractalNoise(look.texture_seed, 60 * p.x, 30 * p.y, 2));
    }
  }
  painter.Lit(beard, 0.08f, 0.8f, [&](Point pixel) {
    const Point p = painter.head.Inverse(pixel);
    return (1 + 0.4f * FractalNoise(look.texture_seed + 9, 50 * p.x, 18 * p.y, 2)) * look.hair;
  });
}

}  // namespace

Polygon HeadOutline(const PersonPainter& painter, float grow) {
  const Look& look = painter.look;
  const float w = look.cheeks;
  const std::vector<Point> half = {{0.6f * w, -0.455f}, {0.95f * w, -0.25f}, {w, -0.03f},
                                   {0.96f * w, 0.14f},  {look.jaw, 0.33f},   {look.chin, 0.465f}};
  std::vector<Point> points = {{0, -0.5f}};
  points.insert(points.end(), half.begin(), half.end());
  points.push_back({0, 0.5f});
  for (auto p = half.rbegin(); p != half.rend(); ++p) points.push_back({-p->x, p->y});
  const float open = 0.035f * painter.pose.mouth;
  for (Point& p : points) {
    // The chin goes where the face turns, the back of the head the other way.
    p.x += painter.pose.yaw * (p.y > 0 ? 0.2f * p.y : 0.06f * p.y);
    if (p.y > 0.3f) p.y += open;
    const float length = std::hypot(p.x, p.y);
    p = (1 + grow / length) * p;
  }
  return ClosedSpline(points);
}

void PaintHead(const PersonPainter& painter) {
  const Look& look = painter.look;
  const float yaw = painter.pose.yaw;
  for (const float side : {-1.0f, 1.0f}) {
    Layer ear = painter.NewLayer();
    // The ear of the side that turns to the viewer moves into the picture.
    const float x = side * (look.cheeks + 0.012f) - 0.16f * yaw;
    ear.Fill(painter.head(Ellipse({x, 0.03f + 0.05f * painter.pose.pitch}, 0.05f + 0.05f * std::max(0.0f, -side * yaw),
                                  0.105f, side * 0.15f)));
    painter.Lit(ear, 0.035f, 1, Mix(look.skin, look.lips, 0.22f), 0.03f);
    painter.Shadow(painter.head, Ellipse({x + side * 0.008f, 0.03f}, 0.02f, 0.06f), 0.012f, 0.35f);
    if (look.has_earrings) painter.Flat(painter.head, Ellipse({x, 0.16f}, 0.022f, 0.03f), {0.8f, 0.68f, 0.35f});
  }
  Layer head = painter.NewLayer();
  head.Fill(painter.head(HeadOutline(painter, 0)));
  const Point left_cheek = painter.OnFace({-0.2f, 0.16f}), right_cheek = painter.OnFace({0.2f, 0.16f});
  painter.Lit(
      head, 0.17f, 1.5f,
      [&](Point pixel) {
        const Point p = painter.head.Inverse(pixel);
        const auto near = [p](Point centre) {
          const Point d = p - centre;
          return std::max(0.0f, 1 - (d.x * d.x + d.y * d.y) / 0.022f);
        };
        const float red = 0.35f * std::max(near(left_cheek), near(right_cheek));
        return Mix(look.skin, look.skin * Colour{1.1f, 0.82f, 0.8f}, red);
      },
      0.05f);
  for (const float side : {-1.0f, 1.0f}) PaintEye(painter, side);
  PaintNose(painter);
  PaintMouth(painter);
  PaintBeard(painter, head);
  if (look.wrinkles > 0) {
    for (int i = 0; i < 3; ++i) {
      const float y = -0.2f - 0.055f * i;
      painter.Shadow(painter.head, OnFace(painter, {0, y}, Stroke({{-0.15f, 0.01f}, {0, 0}, {0.15f, 0.01f}}, {0.005f})),
                     0.008f, 0.4f * look.wrinkles);
    }
  }
}

void PaintGlasses(const PersonPainter& painter) {
  const Look& look = painter.look;
  if (look.glasses == Glasses::kNone) return;
  const Colour frame = look.glasses_frame;
  for (const float side : {-1.0f, 1.0f}) {
    const Point centre = {side * kEyeX * 1.06f, kEyeY + 0.018f};
    Polygon lens = Ellipse({0, 0}, 0.118f, 0.11f);
    if (look.glasses != Glasses::kRound) {
      lens = ClosedSpline({{-0.125f, -0.07f},
                           {-0.1f, -0.09f},
                           {0.1f, -0.09f},
                           {0.125f, -0.07f},
                           {0.115f, 0.06f},
                           {0.08f, 0.09f},
                           {-0.08f, 0.09f},
                           {-0.115f, 0.06f}});
    }
    lens = OnFace(painter, centre, lens);
    if (look.glasses == Glasses::kDark) {
      painter.Flat(painter.head, lens, {0.02f, 0.02f, 0.022f}, 0.93f);
    } else {
      painter.Flat(painter.head,
                   OnFace(painter, centre, Polygon{{-0.07f, 0.06f}, {0.0f, -0.08f}, {0.03f, -0.08f}, {-0.04f, 0.06f}}),
                   {0.9f, 0.9f, 0.92f}, 0.12f);
    }
    Layer rim = painter.NewLayer();
    rim.Fill(painter.head(lens));
    Polygon inner = lens;
    Point mean;
    for (const Point& p : lens) mean = mean + (1.0f / lens.size()) * p;
    for (Point& p : inner) p = mean + 0.85f * (p - mean);
    rim.Erase(painter.head(inner));
    painter.Lit(rim, 0.01f, 0.5f, frame, 0.1f);
    // To the ear.
    const Point hinge = painter.OnFace({side * 0.285f, kEyeY - 0.03f});
    painter.Flat(painter.head, Stroke({hinge, {side * look.cheeks - 0.1f * painter.pose.yaw, kEyeY - 0.03f}}, {0.012f}),
                 frame);
  }
  const Point left = painter.OnFace({-0.065f, kEyeY}), right = painter.OnFace({0.065f, kEyeY});
  painter.Flat(painter.head, Stroke({left, 0.5f * (left + right) + Point{0, -0.018f}, right}, {0.011f}), frame);
}

void PaintHeadphones(const PersonPainter& painter) {
  const Look& look = painter.look;
  if (!look.has_headphones) return;
  const float volume = look.hair_style == Hair::kAfro ? 0.12f : look.hair_style == Hair::kBald ? -0.02f : 0.04f;
  const float x = look.cheeks + 0.05f, shift = -0.1f * painter.pose.yaw;
  std::vector<Point> band;
  for (int i = 0; i <= 12; ++i) {
    const float angle = 3.14159f * i / 12;
    band.push_back({shift - x * std::cos(angle), -(0.55f + volume) * std::sin(angle)});
  }
  Layer arc = painter.NewLayer();
  arc.Fill(painter.head(Stroke(band, {0.032f})));
  painter.Lit(arc, 0.02f, 1, look.headphones, 0.08f);
  for (const float side : {-1.0f, 1.0f}) {
    Layer cup = painter.NewLayer();
    cup.Fill(painter.head(Ellipse({side * (x + 0.02f) + shift, 0.03f}, 0.085f, 0.155f)));
    painter.Lit(cup, 0.05f, 1.2f, look.headphones, 0.1f);
    Layer cushion = painter.NewLayer();
    cushion.Fill(painter.head(Ellipse({side * (x - 0.045f) + shift, 0.03f}, 0.045f, 0.14f)));
    painter.Lit(cushion, 0.03f, 1, 0.5f * look.headphones);
  }
  if (look.texture_seed % 2 == 0) {  // a microphone
    Layer boom = painter.NewLayer();
    boom.Fill(painter.head(Stroke(OpenSpline({{-x + shift, 0.12f}, {-x + 0.03f, 0.3f}, {-0.17f, 0.4f}}), {0.014f})));
    boom.Fill(painter.head(Ellipse({-0.16f, 0.4f}, 0.04f, 0.03f)));
    painter.Lit(boom, 0.02f, 1, look.headphones);
  }
}

}  // namespace duet::portraits
