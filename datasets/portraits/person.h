// One person: how they look, how they hold themselves, and their picture.
//
// Lengths are in heights of the head: its centre is the origin, the crown at y = -1/2, the chin at 1/2, shoulders at
// about y = 1, x = ±1. A head that turns moves its features around an ellipsoid; everything else is flat layers, back
// to front: hair behind, neck, body and arms, head, face, hair in front, what is worn, a raised hand.

#ifndef DATASETS_PORTRAITS_PERSON_H_
#define DATASETS_PORTRAITS_PERSON_H_

#include <cstdint>

#include "datasets/portraits/raster.h"
#include "datasets/portraits/shading.h"

namespace duet::portraits {

enum class Hair {
  kBald,
  kBuzz,
  kReceding,
  kShort,
  kSidePart,
  kFringe,
  kCurly,
  kAfro,
  kBob,
  kLong,
  kWavy,
  kBun,
  kPonytail,
  kCount
};
enum class Beard { kNone, kStubble, kMoustache, kGoatee, kFull, kCount };
enum class Glasses { kNone, kRound, kSquare, kDark, kCount };
enum class Headwear { kNone, kCap, kBeanie, kBrim, kScarf, kCount };
enum class Garment { kTshirt, kVneck, kShirt, kHoodie, kBlazer, kTurtleneck, kTank, kCount };
enum class Pattern { kPlain, kHeather, kStripes, kPinstripes, kChecks, kDots, kBlock, kPrint, kCount };

struct Look {
  uint32_t texture_seed = 0;
  Colour skin, lips, iris, hair;
  // Half widths of the head at cheeks, jaw and chin.
  float cheeks = 0.375f, jaw = 0.29f, chin = 0.14f;
  float eye_size = 1, eye_distance = 1, brow_weight = 1, nose_width = 1, mouth_width = 1, lip_fullness = 1;
  float wrinkles = 0;  // 0 to 1
  Hair hair_style = Hair::kShort;
  float hair_volume = 1, hair_length = 1, parting = 0;
  Beard beard = Beard::kNone;
  Glasses glasses = Glasses::kNone;
  Colour glasses_frame;
  Headwear headwear = Headwear::kNone;
  Colour headwear_cloth;
  bool has_headphones = false;
  bool has_earrings = false;
  Colour headphones;
  float shoulders = 1.05f, neck = 0.19f, build = 1;  // half widths; build multiplies those of arms and waist
  Garment garment = Garment::kTshirt;
  Pattern pattern = Pattern::kPlain;
  Colour cloth, second_cloth;
  float pattern_period = 0.3f;
  bool has_long_sleeves = true;
};

// The person of (seed, id).
Look SampleLook(uint64_t seed, int64_t id);

enum class Gesture { kNone, kWave, kChin, kPoint };

struct Pose {
  float lean = 0;                         // of the body, radians
  float head_x = 0, head_y = 0;           // moves the head
  float roll = 0;                         // of the head, clockwise, radians
  float yaw = 0, pitch = 0;               // of the head, radians; right and down
  float gaze_x = 0, gaze_y = 0;           // -1 to 1
  float blink = 0;                        // 1: closed
  float mouth = 0;                        // 1: wide open
  float smile = 0;                        // -1 to 1
  float elbow_left = 0, elbow_right = 0;  // how far elbows are out
  Gesture gesture = Gesture::kNone;
  float raised = 0;        // 0 to 1: how far the hand of the gesture is up
  float wave = 0;          // turn of that hand, radians
  bool right_hand = true;  // of the picture
};

// Paints the person over `canvas`. `place`: from heights of the head to pixels, as the body stands.
void PaintPerson(const Look& look, const Pose& pose, const Placement& place, const Light& light, Canvas& canvas);

}  // namespace duet::portraits

#endif  // DATASETS_PORTRAITS_PERSON_H_
