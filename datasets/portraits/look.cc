// How people of (seed, id) look.

#include <algorithm>
#include <array>
#include <iterator>

#include "common/random.h"
#include "datasets/portraits/person.h"

namespace duet::portraits {
namespace {

// From very light to very dark, with the undertone of blood that photographs show.
constexpr uint32_t kSkinTones[] = {0xf7dfd0, 0xf1cfb8, 0xe9bf9f, 0xdcab86, 0xcd9670, 0xb87f59,
                                   0x9c6743, 0x7f5034, 0x633d28, 0x4a2d1f, 0x382219};
constexpr uint32_t kHairColours[] = {0x0e0c0c, 0x15110f, 0x231914, 0x33231a, 0x4a3121, 0x664430,
                                     0x7d4a2b, 0x8f6a43, 0xb08d57, 0xd2b47c, 0x8d8a86, 0xc9c6c1};
constexpr uint32_t kIrises[] = {0x2b1a10, 0x3b2516, 0x51361f, 0x5d5a34, 0x4d6b4a, 0x53708a, 0x6d8496};

float Between(RandomStream& random, float low, float high) {
  return low + (high - low) * static_cast<float>(random.Uniform());
}

bool Chance(RandomStream& random, double share) { return random.Uniform() < share; }

// An index with probability proportional to its weight.
template <size_t kSize>
int64_t Choose(RandomStream& random, const std::array<double, kSize>& weights) {
  double sum = 0;
  for (const double weight : weights) sum += weight;
  double rest = random.Uniform() * sum;
  for (size_t i = 0; i + 1 < kSize; ++i) {
    if (rest < weights[i]) return i;
    rest -= weights[i];
  }
  return kSize - 1;
}

// Clothes are black, white, grey or navy as often as they have a colour.
Colour SampleCloth(RandomStream& random) {
  if (Chance(random, 0.45)) {
    const float grey = std::array<float, 6>{0.09f, 0.16f, 0.3f, 0.5f, 0.75f, 0.93f}[random.UniformInt(6)];
    return FromHsv({Between(random, 0.55f, 0.68f), Between(random, 0, 0.18f), grey});
  }
  return FromHsv({Between(random, 0, 1), Between(random, 0.2f, 0.75f), Between(random, 0.18f, 0.9f)});
}

Colour Between(RandomStream& random, const uint32_t* colours, int64_t count, float position) {
  const float scaled = position * (count - 1);
  const int64_t i = std::min<int64_t>(static_cast<int64_t>(scaled), count - 2);
  const Colour mixed = Mix(FromSrgb(colours[i]), FromSrgb(colours[i + 1]), scaled - i);
  return mixed * Colour{Between(random, 0.95f, 1.06f), Between(random, 0.96f, 1.04f), Between(random, 0.94f, 1.06f)};
}

void SampleHair(RandomStream& random, bool is_feminine, float age, Look& look) {
  // Bald, buzz, receding, short, side part, fringe, curly, afro, bob, long, wavy, bun, ponytail.
  look.hair_style = static_cast<Hair>(
      is_feminine
          ? Choose<13>(random, {0.1, 0.2, 0, 0.5, 0.5, 0.5, 1, 0.7, 1.6, 2.4, 2, 0.9, 0.9})
          : Choose<13>(random, {0.9, 1.2, age > 0.4 ? 1.4 : 0.2, 2.6, 2, 0.7, 1, 0.6, 0.1, 0.35, 0.25, 0.2, 0.2}));
  const float grey = std::clamp((age - 0.72f) * 3 + Between(random, -0.3f, 0.3f), 0.0f, 0.95f);
  const float tone =
      Chance(random, Luminance(look.skin) < 0.25f ? 0.9 : 0.4) ? Between(random, 0, 0.25f) : Between(random, 0, 0.82f);
  look.hair = Between(random, kHairColours, 10, tone / 0.82f);
  if (Chance(random, 0.04)) look.hair = FromHsv({Between(random, 0, 1), 0.65f, Between(random, 0.35f, 0.75f)});
  look.hair = Mix(look.hair, FromSrgb(0xb9b6b2), grey);
  look.hair_volume = Between(random, 0.85f, 1.25f);
  look.hair_length = Between(random, 0.75f, 1.4f);
  look.parting = Between(random, -0.6f, 0.6f);
}

void SampleWorn(RandomStream& random, bool is_feminine, Look& look) {
  look.glasses = static_cast<Glasses>(Choose<4>(random, {6.8, 1.3, 1.5, 0.3}));
  look.glasses_frame = Chance(random, 0.6) ? FromSrgb(0x17171a) : SampleCloth(random);
  // None, cap, beanie, hat, headscarf.
  look.headwear = static_cast<Headwear>(is_feminine ? Choose<5>(random, {8.4, 0.25, 0.3, 0.35, 0.8})
                                                    : Choose<5>(random, {8.4, 0.8, 0.6, 0.25, 0.12}));
  look.headwear_cloth = SampleCloth(random);
  look.has_headphones = look.headwear != Headwear::kBrim && Chance(random, 0.16);
  look.headphones = Chance(random, 0.7) ? FromSrgb(0x1b1b1e) : SampleCloth(random);
  look.has_earrings = is_feminine && Chance(random, 0.4);
}

}  // namespace

Look SampleLook(uint64_t seed, int64_t id) {
  RandomStream random(seed, "portraits/person", id);
  Look look;
  look.texture_seed = static_cast<uint32_t>(random());
  const bool is_feminine = Chance(random, 0.5);
  const float age = Between(random, 0, 1);
  look.skin = Between(random, kSkinTones, std::size(kSkinTones), Between(random, 0, 1));
  const bool is_painted = is_feminine && Chance(random, 0.5);
  look.lips = Mix(look.skin, FromSrgb(is_painted ? 0xa03038 : 0x9c4a45), Between(random, 0.3f, 0.6f));
  look.iris = FromSrgb(kIrises[random.UniformInt(Luminance(look.skin) < 0.3f ? 3 : std::size(kIrises))]);
  look.cheeks = Between(random, 0.345f, 0.405f);
  look.jaw = look.cheeks * (is_feminine ? Between(random, 0.7f, 0.82f) : Between(random, 0.76f, 0.92f));
  look.chin = is_feminine ? Between(random, 0.1f, 0.15f) : Between(random, 0.13f, 0.2f);
  look.eye_size = Between(random, 0.85f, 1.2f) * (is_feminine ? 1.06f : 1);
  look.eye_distance = Between(random, 0.93f, 1.07f);
  look.brow_weight = Between(random, 0.6f, 1.1f) * (is_feminine ? 0.8f : 1.25f);
  look.nose_width = Between(random, 0.85f, 1.25f);
  look.mouth_width = Between(random, 0.85f, 1.15f);
  look.lip_fullness = Between(random, 0.7f, 1.3f) * (is_feminine ? 1.15f : 0.9f);
  look.wrinkles = std::max(0.0f, age - 0.4f);
  SampleHair(random, is_feminine, age, look);
  // None, stubble, moustache, goatee, full.
  if (!is_feminine) look.beard = static_cast<Beard>(Choose<5>(random, {4.5, 2, 0.5, 0.8, 2}));
  SampleWorn(random, is_feminine, look);
  look.shoulders = is_feminine ? Between(random, 0.84f, 1.0f) : Between(random, 0.98f, 1.22f);
  look.build = Between(random, 0.85f, 1.3f);
  look.neck =
      (is_feminine ? Between(random, 0.15f, 0.185f) : Between(random, 0.185f, 0.235f)) * (0.6f + 0.4f * look.build);
  // T-shirt, V-neck, shirt, hoodie, blazer, turtleneck, tank top.
  look.garment = static_cast<Garment>(is_feminine ? Choose<7>(random, {2.4, 1.8, 1.2, 1, 1, 0.8, 0.9})
                                                  : Choose<7>(random, {2.8, 0.7, 2, 1.5, 1.3, 0.5, 0.2}));
  // Plain, heather, stripes, pinstripes, checks, dots, block, print.
  look.pattern = static_cast<Pattern>(Choose<8>(random, {4.5, 1.2, 1.1, 0.5, 0.9, 0.4, 0.5, 0.9}));
  look.cloth = SampleCloth(random);
  look.second_cloth = Chance(random, 0.4) ? FromHsv({0.6f, 0.03f, Between(random, 0.85f, 0.97f)}) : SampleCloth(random);
  look.pattern_period = Between(random, 0.12f, 0.4f);
  look.has_long_sleeves = look.garment == Garment::kTank     ? false
                          : look.garment == Garment::kTshirt ? Chance(random, 0.25)
                                                             : Chance(random, 0.9);
  return look;
}

}  // namespace duet::portraits
