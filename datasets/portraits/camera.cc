#include "datasets/portraits/camera.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "absl/status/statusor.h"

namespace duet::portraits {
namespace {

constexpr float kReadNoise = 0.25f;  // of the noise, where it is dark
constexpr float kWhite = 1.8f;       // what becomes white
constexpr float kContrast = 0.05f;
constexpr int64_t kCurveSize = 4096;

// Brightness (0 to kWhite) to sRGB: a soft shoulder (Reinhard et al. 2002, eq. 4), the curve, more contrast in its
// middle.
std::array<float, kCurveSize + 1> MakeCurve() {
  std::array<float, kCurveSize + 1> curve;
  for (int64_t i = 0; i <= kCurveSize; ++i) {
    const float light = kWhite * i / kCurveSize;
    const float value = ToSrgb(light * (1 + light / (kWhite * kWhite)) / (1 + light));
    curve[i] = 255 * (value - kContrast * std::sin(6.2831853f * value));
  }
  return curve;
}

float MeanLuminance(const Canvas& canvas) {
  double sum = 0;
  for (const Canvas::Pixel& p : canvas.pixels) sum += std::min(1.5f, Luminance({p.r, p.g, p.b}));
  return sum / canvas.pixels.size();
}

// Eight bytes of the stream make two values that are nearly normal: sums of four uniform ones.
class FastNormal {
 public:
  explicit FastNormal(RandomStream& random) : random_(random) {}
  float operator()() {
    if (is_half_used_) {
      is_half_used_ = false;
      return Value(bits_ >> 32);
    }
    bits_ = random_();
    is_half_used_ = true;
    return Value(bits_ & 0xffffffff);
  }

 private:
  static float Value(uint64_t bits) {
    const int sum = (bits & 0xff) + (bits >> 8 & 0xff) + (bits >> 16 & 0xff) + (bits >> 24 & 0xff);
    return (sum - 510) * (1 / 147.8f);  // the deviation is sqrt(4 (256^2 - 1) / 12)
  }

  RandomStream& random_;
  uint64_t bits_ = 0;
  bool is_half_used_ = false;
};

}  // namespace

images::Image TakePicture(const Camera& camera, Canvas canvas, RandomStream random) {
  static const auto& curve = *new std::array<float, kCurveSize + 1>(MakeCurve());
  BlurCanvas(camera.blur * canvas.height, canvas);
  const float gain = std::pow(camera.exposure / std::max(0.01f, MeanLuminance(canvas)), camera.adaptation);
  FastNormal normal(random);
  images::Image image{canvas.width, canvas.height, 3, std::vector<uint8_t>(canvas.pixels.size() * 3)};
  const float inverse = 2.0f / canvas.width;
  const float aspect = static_cast<float>(canvas.height) / canvas.width;
  uint8_t* out = image.pixels.data();
  for (int64_t y = 0; y < canvas.height; ++y) {
    const float v = y * inverse - aspect;
    for (int64_t x = 0; x < canvas.width; ++x) {
      const Canvas::Pixel& pixel = canvas.pixels[y * canvas.width + x];
      const float u = x * inverse - 1;
      const float light = gain * (1 - camera.vignette * (u * u + v * v));
      Colour colour = light * Colour{pixel.r, pixel.g, pixel.b} * camera.white_balance;
      const float grey = Luminance(colour);
      colour = Mix({grey, grey, grey}, colour, camera.saturation);
      for (float value : {colour.r, colour.g, colour.b}) {
        if (camera.noise > 0) value += camera.noise * (kReadNoise + std::sqrt(std::max(0.0f, value))) * normal();
        const float position = std::clamp(value * (kCurveSize / kWhite), 0.0f, kCurveSize - 1.0f);
        const int64_t i = static_cast<int64_t>(position);
        *out++ = static_cast<uint8_t>(curve[i] + (position - i) * (curve[i + 1] - curve[i]) + 0.5f);
      }
    }
  }
  if (camera.jpeg_quality) {
    // Neither step fails: the image is one.
    const absl::StatusOr<std::string> bytes = images::EncodeJpeg(image, *camera.jpeg_quality);
    if (bytes.ok()) image = images::DecodeImage(*bytes).value_or(image);
  }
  return image;
}

}  // namespace duet::portraits
