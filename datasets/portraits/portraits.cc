#include "datasets/portraits/portraits.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/random.h"
#include "datasets/portraits/background.h"
#include "datasets/portraits/camera.h"
#include "datasets/portraits/person.h"
#include "datasets/portraits/raster.h"
#include "datasets/portraits/shading.h"

namespace duet::portraits {
namespace {

constexpr float kPi = 3.14159265f;
constexpr int64_t kNumFrames = 1500;  // a minute
constexpr int64_t kMinSide = 16, kMaxSide = 4096;

// The stream of a scene: what is neither the person's nor the background's.
class SceneStream {
 public:
  SceneStream(uint64_t seed, const SceneId& scene)
      : random_(seed ^ (0x9e3779b97f4a7c15u * static_cast<uint64_t>(scene.background + 1)), "portraits/scene",
                scene.person) {}

  float Between(float low, float high) { return low + (high - low) * static_cast<float>(random_.Uniform()); }
  bool Chance(double share) { return random_.Uniform() < share; }
  // A smooth motion around 0 of about that size, at this frame.
  float Sway(float size, float seconds) {
    const float period = Between(3, 8), phase = Between(0, 2 * kPi), fast_phase = Between(0, 2 * kPi);
    return size * (0.7f * std::sin(2 * kPi * seconds / period + phase) +
                   0.3f * std::sin(5.3f * kPi * seconds / period + fast_phase));
  }

  // The same, around a position at most `position` from 0.
  float Around(float position, float size, float seconds) {
    const float centre = Between(-position, position);
    return centre + Sway(size, seconds);
  }

 private:
  RandomStream random_;
};

// Goes up to 1 and down again for a moment, now and then.
float Pulse(float seconds, float period, float phase, float duration) {
  const float t = std::fmod(seconds + phase * period, period);
  return t < duration ? std::sin(kPi * t / duration) : 0;
}

float SmoothStep(float t) {
  t = std::clamp(t, 0.0f, 1.0f);
  return t * t * (3 - 2 * t);
}

Pose PoseAt(SceneStream& scene, float seconds) {
  Pose pose;
  pose.lean = scene.Around(0.06f, 0.025f, seconds);
  pose.head_x = scene.Sway(0.05f, seconds);
  pose.head_y = scene.Sway(0.02f, seconds);
  pose.roll = scene.Around(0.08f, 0.05f, seconds);
  pose.yaw = scene.Around(0.4f, 0.25f, seconds);
  pose.pitch = scene.Around(0.2f, 0.15f, seconds);
  pose.gaze_x = scene.Sway(0.7f, seconds);
  pose.gaze_y = scene.Sway(0.4f, seconds);
  const float blink_period = scene.Between(2.5f, 5), blink_phase = scene.Between(0, 1);
  pose.blink = Pulse(seconds, blink_period, blink_phase, 0.3f);
  const bool talks = scene.Chance(0.5);
  const float talk = 0.45f * (1 + std::sin(2 * kPi * 2.7f * seconds)) * std::max(0.0f, scene.Sway(1.2f, seconds));
  pose.mouth = talks ? std::min(0.9f, talk) : 0;
  pose.smile = scene.Between(-0.4f, 1);
  pose.elbow_left = scene.Between(-0.05f, 0.4f);
  pose.elbow_right = scene.Between(-0.05f, 0.4f);
  const bool gestures = scene.Chance(0.34);
  const float kind = scene.Between(0, 3), period = scene.Between(4, 12), phase = scene.Between(0, 2 * kPi);
  pose.right_hand = scene.Chance(0.5);
  if (gestures) {
    pose.gesture = kind < 1.5f ? Gesture::kWave : kind < 2.3f ? Gesture::kChin : Gesture::kPoint;
    pose.raised = SmoothStep(0.8f + 1.6f * std::sin(2 * kPi * seconds / period + phase));
    pose.wave = 0.35f * std::sin(2 * kPi * 1.1f * seconds);
  }
  return pose;
}

// Where the head is, in heights of the picture, and how high.
Placement PlaceAt(SceneStream& scene, const Placement& picture, float aspect, float lean, float seconds) {
  const float distance = scene.Between(0, 1);
  const float head = distance < 0.25f   ? scene.Between(0.42f, 0.62f)
                     : distance < 0.75f ? scene.Between(0.29f, 0.42f)
                                        : scene.Between(0.18f, 0.29f);
  const bool is_cut = scene.Chance(0.08);
  const float top = is_cut ? scene.Between(-0.25f, 0) * head : scene.Between(0.03f, 0.26f);
  const float side = scene.Between(-1, 1), off_centre = scene.Between(0, 0.26f);  // rarely far
  const float x = aspect * (0.5f + side * off_centre);
  const float size = head * (1 + scene.Sway(0.03f, seconds));
  const Point centre = {x + scene.Sway(0.035f, seconds), top + 0.62f * head + scene.Sway(0.012f, seconds)};
  return Placement(picture(centre), size * picture.scale(), lean);
}

Light LightOf(SceneStream& scene) {
  const float azimuth = scene.Between(0, 2 * kPi), slant = scene.Between(0.15f, 0.95f);
  Light light;
  const float y = -std::abs(0.8f * std::sin(azimuth)) * slant, x = std::cos(azimuth) * slant;
  light.direction = {x, y, std::sqrt(std::max(0.05f, 1 - x * x - y * y))};
  const float warmth = scene.Between(-1, 1);
  const float contrast = scene.Between(0.35f, 0.85f);
  light.key = contrast * Colour{1 + 0.15f * warmth, 1, 1 - 0.22f * warmth};
  const float fill_warmth = scene.Between(-1, 1);
  light.ambient =
      (1 - contrast) * scene.Between(0.8f, 1.3f) * Colour{1 + 0.1f * fill_warmth, 1, 1 - 0.14f * fill_warmth};
  return light;
}

Camera CameraOf(SceneStream& scene) {
  Camera camera;
  camera.exposure = scene.Between(0.2f, 0.5f);
  camera.adaptation = scene.Between(0.5f, 0.9f);
  const float warmth = scene.Between(-1, 1), tint = scene.Between(-1, 1);
  camera.white_balance = {1 + 0.1f * warmth, 1 + 0.04f * tint, 1 - 0.12f * warmth};
  camera.vignette = scene.Between(0, 0.3f);
  camera.blur = std::max(0.0f, scene.Between(-0.004f, 0.005f));
  const float noise = scene.Between(0, 1);
  camera.noise = 0.045f * noise * noise * noise;
  camera.saturation = scene.Between(0.65f, 1.1f);
  const bool compresses = scene.Chance(0.8);
  const int quality = static_cast<int>(scene.Between(30, 95));
  if (compresses) camera.jpeg_quality = quality;
  return camera;
}

// The person's shadow on what is behind.
void CastShadow(const Canvas& person, const Light& light, float scale, float strength, Canvas& canvas) {
  Layer shadow(canvas.width, canvas.height);
  const int64_t dx = std::lround(-0.35f * light.direction[0] * scale),
                dy = std::lround(-0.2f * light.direction[1] * scale);
  shadow.Fill(Rectangle({0, 0}, {static_cast<float>(canvas.width), static_cast<float>(canvas.height)}));
  for (int64_t y = 0; y < canvas.height; ++y) {
    for (int64_t x = 0; x < canvas.width; ++x) {
      const int64_t u = x - dx, v = std::min(y - dy, canvas.height - 1);
      shadow.at(x, y) = 0 <= u && u < canvas.width && 0 <= v ? person.pixels[v * canvas.width + u].a : 0;
    }
  }
  shadow.Blur(0.12f * scale);
  Shade(shadow, strength, canvas);
}

uint8_t ToByte(float share) { return static_cast<uint8_t>(std::clamp(255 * share + 0.5f, 0.0f, 255.0f)); }

}  // namespace

absl::StatusOr<Split> SplitFromName(absl::string_view name) {
  if (name == "train") return Split::kTrain;
  if (name == "validation") return Split::kValidation;
  if (name == "test") return Split::kTest;
  return absl::InvalidArgumentError(absl::StrCat("no split \"", name, "\"; known: train, validation, test"));
}

IdRange IdsOf(Split split) {
  switch (split) {
    case Split::kTrain:
      return {0, 8'000};
    case Split::kValidation:
      return {8'000, 1'000};
    default:
      return {9'000, 1'000};
  }
}

FrameId SampleFrame(Split split, uint64_t seed, int64_t index) {
  RandomStream random(seed, "portraits/sample", index);
  const IdRange ids = IdsOf(split);
  FrameId id;
  id.scene.person = ids.first + random.UniformInt(ids.count);
  id.scene.background = ids.first + random.UniformInt(ids.count);
  id.frame = random.UniformInt(kNumFrames);
  return id;
}

absl::StatusOr<PortraitGenerator> PortraitGenerator::Create(const Options& options) {
  for (const int64_t side : {options.width, options.height}) {
    if (side < kMinSide || side > kMaxSide) {
      return absl::InvalidArgumentError(absl::StrCat("frames of ", options.width, " x ", options.height,
                                                     ": sides must be ", kMinSide, " to ", kMaxSide));
    }
  }
  return PortraitGenerator(options);
}

Frame PortraitGenerator::Render(const SceneId& scene_id, int64_t frame) const {
  const int64_t width = options_.width, height = options_.height;
  const float seconds = static_cast<float>(frame / kFramesPerSecond);
  SceneStream scene(options_.seed, scene_id);
  const Look look = SampleLook(options_.seed, scene_id.person);
  const Light light = LightOf(scene);
  const Camera camera = CameraOf(scene);
  const float aspect = static_cast<float>(width) / height;
  // A camera in somebody's lap.
  const float shake = scene.Chance(0.25) ? 0.006f : 0;
  const Placement picture({height * scene.Sway(shake, seconds), height * scene.Sway(shake, seconds)}, height, 0);
  const Pose pose = PoseAt(scene, seconds);
  const Placement place = PlaceAt(scene, picture, aspect, pose.lean, seconds);

  BackgroundOptions background;
  background.seed = options_.seed;
  background.id = scene_id.background;
  background.light = light;
  background.place = picture;
  background.person = place;
  const bool is_alike = scene.Chance(0.22), is_like_hair = scene.Chance(0.4);
  const float likeness = scene.Between(0.75f, 1.15f);
  if (is_alike) background.main_colour = likeness * (is_like_hair ? look.hair : look.cloth);
  Canvas canvas(width, height);
  PaintBackground(background, canvas);

  Canvas person(width, height);
  PaintPerson(look, pose, place, light, person);
  const float shadow = scene.Chance(0.6) ? scene.Between(0.1f, 0.5f) : 0;
  if (shadow > 0) CastShadow(person, light, place.scale(), shadow, canvas);
  Composite(person, canvas);
  Canvas front(width, height);
  PaintForeground(background, front);
  Composite(front, canvas);

  Frame result;
  result.image =
      TakePicture(camera, std::move(canvas),
                  RandomStream(options_.seed ^ static_cast<uint64_t>(scene_id.background) << 32, "portraits/noise",
                               static_cast<uint64_t>(scene_id.person) * kNumFrames + frame));
  for (int64_t i = 0; i < width * height; ++i) {
    const float alpha = person.pixels[i].a * (1 - front.pixels[i].a);
    result.alpha.push_back(ToByte(alpha));
    result.mask.push_back(alpha >= 0.5f);
  }
  return result;
}

std::vector<Frame> MakeFrames(Split split, int64_t count, uint64_t seed) {
  const absl::StatusOr<PortraitGenerator> generator = PortraitGenerator::Create({});
  std::vector<Frame> frames;
  for (int64_t i = 0; generator.ok() && i < count; ++i)
    frames.push_back(generator->Render(SampleFrame(split, seed, i)));
  return frames;
}

}  // namespace duet::portraits
