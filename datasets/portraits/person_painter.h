// What the parts of a person (body.cc, head.cc, hair.cc) are painted with.

#ifndef DATASETS_PORTRAITS_PERSON_PAINTER_H_
#define DATASETS_PORTRAITS_PERSON_PAINTER_H_

#include "datasets/portraits/person.h"

namespace duet::portraits {

struct PersonPainter {
  const Look& look;
  const Pose& pose;
  const Light& light;
  Placement body;
  Placement head;
  Canvas& canvas;

  Layer NewLayer() const { return Layer(canvas.width, canvas.height); }
  float Pixels(float heads) const { return heads * body.scale(); }

  // Where a feature of a face that looks ahead goes when the head turns, and how narrow it becomes.
  Point OnFace(Point feature) const;
  float Foreshortening(float x) const;

  // Darkens by a polygon of the head or body, blurred by `blur` heads.
  void Shadow(const Placement& place, const Polygon& polygon, float blur, float strength) const;
  void Flat(const Placement& place, const Polygon& polygon, Colour colour, float opacity = 1) const;
  // `radius` of the relief in heads.
  void Lit(const Layer& layer, float radius, float depth, Shader shader, float gloss = 0) const;
  void Lit(const Layer& layer, float radius, float depth, Colour colour, float gloss = 0) const;
};

// Outline of the head without hair, in heights of the head; `grow` moves it outwards.
Polygon HeadOutline(const PersonPainter& painter, float grow);

void PaintBody(const PersonPainter& painter);        // neck, torso, arms
void PaintRaisedHand(const PersonPainter& painter);  // if there is a gesture
void PaintHead(const PersonPainter& painter);        // ears, head, face, beard
void PaintGlasses(const PersonPainter& painter);
void PaintHeadphones(const PersonPainter& painter);
void PaintHairBehind(const PersonPainter& painter);
void PaintHairInFront(const PersonPainter& painter);
void PaintHeadwear(const PersonPainter& painter);
// What of the headwear hangs behind the head.
void PaintHeadwearBehind(const PersonPainter& painter);

}  // namespace duet::portraits

#endif  // DATASETS_PORTRAITS_PERSON_PAINTER_H_
