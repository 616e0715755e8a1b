#include "datasets/portraits/person.h"

#include <algorithm>
#include <cmath>

#include "datasets/portraits/person_painter.h"

namespace duet::portraits {
namespace {

constexpr float kHeadRadius = 0.44f;  // of the ellipsoid that features move on

float Longitude(float x) { return std::asin(std::clamp(x / kHeadRadius, -0.95f, 0.95f)); }

}  // namespace

Point PersonPainter::OnFace(Point feature) const {
  return {kHeadRadius * std::sin(Longitude(feature.x) + pose.yaw) - 0.1f * pose.yaw, feature.y + 0.13f * pose.pitch};
}

float PersonPainter::Foreshortening(float x) const {
  const float longitude = Longitude(x);
  return std::clamp(std::cos(longitude + pose.yaw) / std::cos(longitude), 0.25f, 1.1f);
}

void PersonPainter::Shadow(const Placement& place, const Polygon& polygon, float blur, float strength) const {
  Layer layer = NewLayer();
  layer.Fill(place(polygon));
  layer.Blur(Pixels(blur));
  Shade(layer, strength, canvas);
}

void PersonPainter::Flat(const Placement& place, const Polygon& polygon, Colour colour, float opacity) const {
  Layer layer = NewLayer();
  layer.Fill(place(polygon), opacity);
  Lit(layer, /*radius=*/0, /*depth=*/0, colour);
}

void PersonPainter::Lit(const Layer& layer, float radius, float depth, Shader shader, float gloss) const {
  Relief relief;
  relief.radius = Pixels(radius);
  relief.depth = depth;
  relief.gloss = gloss;
  PaintLit(layer, relief, light, shader, canvas);
}

void PersonPainter::Lit(const Layer& layer, float radius, float depth, Colour colour, float gloss) const {
  Lit(
      layer, radius, depth, [colour](Point) { return colour; }, gloss);
}

void PaintPerson(const Look& look, const Pose& pose, const Placement& place, const Light& light, Canvas& canvas) {
  const Placement head(place({pose.head_x, pose.head_y}), place.scale(), pose.lean + pose.roll);
  const PersonPainter painter{look, pose, light, place, head, canvas};
  PaintHairBehind(painter);
  PaintHeadwearBehind(painter);
  PaintBody(painter);
  PaintHead(painter);
  PaintHairInFront(painter);
  PaintGlasses(painter);
  PaintHeadwear(painter);
  PaintHeadphones(painter);
  PaintRaisedHand(painter);
}

}  // namespace duet::portraits
