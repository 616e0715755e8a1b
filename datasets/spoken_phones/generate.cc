#include "datasets/spoken_phones/generate.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/progress.h"
#include "common/random.h"
#include "common/status_macros.h"
#include "datasets/speech/sound.h"
#include "datasets/spoken_phones/ipa.h"
#include "datasets/spoken_phones/sentences.h"

namespace duet::spoken_phones {
namespace {

// Of eSpeak NG 1.51; left out are robots, whispers and those that overdrive.
constexpr absl::string_view kTrainVariants[] = {
    "m1",    "m3",     "m4",   "m6",  "m7",     "m8",    "f1",      "f2",     "f4",     "Alex",    "Annie",  "Alicia",
    "Denis", "Diogo",  "Hugo", "Lee", "Mario",  "Mike",  "adam",    "anika",  "aunty",  "belinda", "boris",  "benjamin",
    "david", "edward", "john", "max", "michel", "pablo", "grandpa", "miguel", "quincy", "rob",     "shelby", "victor"};
constexpr absl::string_view kValidationVariants[] = {"m5",    "f3",     "Andy",  "Michael",
                                                     "linda", "robert", "steph", "travis"};
constexpr absl::string_view kTestVariants[] = {"m2",     "f5",      "Henrique",   "caleb",
                                               "sandro", "grandma", "kaukovalta", "marcelo"};
constexpr absl::string_view kAccents[] = {"gmw/en-US", "gmw/en", "gmw/en-GB-x-rp", "gmw/en-GB-scotland"};

constexpr double kTextShare = 0.15;
constexpr double kShortestPauseSeconds = 0.08;
constexpr int kMaxDraws = 1'000;

double UniformBetween(double low, double high, RandomStream& random) { return low + (high - low) * random.Uniform(); }

// One of the three sets.
struct Part {
  absl::string_view name;
  int64_t num_utterances;
  absl::Span<const absl::string_view> variants;
  std::vector<std::string> texts;
  std::vector<speech::Utterance>* utterances;
};

std::vector<std::string> TextsFor(absl::Span<const std::string> texts, int first, int end) {
  std::vector<std::string> chosen;
  for (size_t i = 0; i < texts.size(); ++i) {
    if (static_cast<int>(i % 10) >= first && static_cast<int>(i % 10) < end) chosen.push_back(texts[i]);
  }
  return chosen;
}

// A text of the part, or a sentence that no other utterance has.
absl::StatusOr<std::string> DrawText(const Part& part, RandomStream& random, std::set<std::string>& said) {
  if (!part.texts.empty() && random.Uniform() < kTextShare) return part.texts[random.UniformInt(part.texts.size())];
  for (int draw = 0; draw < kMaxDraws; ++draw) {
    std::string sentence = DrawSentence(random);
    if (said.insert(sentence).second) return sentence;
  }
  return absl::OutOfRangeError(absl::StrCat("no sentence is left for ", part.name));
}

Voice DrawVoice(absl::string_view variant, RandomStream& random) {
  Voice voice;
  const bool first = random.Uniform() < 0.5;
  voice.accent = std::string(kAccents[first ? 0 : 1 + random.UniformInt(std::size(kAccents) - 1)]);
  voice.variant = std::string(variant);
  voice.rate_wpm = 140 + static_cast<int>(random.UniformInt(61));
  voice.pitch = 35 + static_cast<int>(random.UniformInt(31));
  voice.pitch_range = 30 + static_cast<int>(random.UniformInt(41));
  return voice;
}

double RootMeanSquare(absl::Span<const float> samples) {
  double sum = 0;
  for (const float sample : samples) sum += static_cast<double>(sample) * sample;
  return std::sqrt(sum / static_cast<double>(samples.size()));
}

// White noise, and the same through a low-pass filter of one pole as that of rooms is, in a drawn proportion.
std::vector<double> DrawNoise(int64_t num_samples, RandomStream& random) {
  constexpr double kPole = 0.95;
  const double hum = random.Uniform();
  std::vector<double> noise;
  noise.reserve(num_samples);
  double low = 0;
  for (int64_t i = 0; i < num_samples; ++i) {
    const double white = random.Normal();
    low = kPole * low + std::sqrt(1 - kPole * kPole) * white;
    noise.push_back((1 - hum) * white + hum * low);
  }
  return noise;
}

// Silence before and after; level and noise of a recording: speech at -40 to -26 dB of full scale, noise 20 to 40 dB
// below it.
void Record(std::vector<float>& samples, int64_t num_before, int64_t num_after, RandomStream& random) {
  const double level = std::pow(10, UniformBetween(-40, -26, random) / 20);
  const double noise_level = level * std::pow(10, -UniformBetween(20, 40, random) / 20);
  const double gain = level / RootMeanSquare(samples);
  samples.insert(samples.begin(), num_before, 0.0F);
  samples.insert(samples.end(), num_after, 0.0F);
  const std::vector<double> noise = DrawNoise(static_cast<int64_t>(samples.size()), random);
  for (size_t i = 0; i < samples.size(); ++i) {
    samples[i] = static_cast<float>(gain * samples[i] + noise_level * noise[i]);
  }
}

absl::StatusOr<speech::Utterance> MakeUtterance(const Voice& voice, const std::string& text, RandomStream& random) {
  ASSIGN_OR_RETURN(const Speech said, Speak(voice, text));
  ASSIGN_OR_RETURN(AlignedPhones aligned, AlignPhones(said));
  speech::Utterance utterance;
  utterance.speaker = absl::StrCat(voice.accent.substr(voice.accent.find('/') + 1), "+", voice.variant);
  utterance.text = text;
  ASSIGN_OR_RETURN(utterance.samples, speech::Resample(said.samples, said.sample_rate_hz, speech::kSampleRateHz));
  const auto draw_silence = [&] {
    return static_cast<int64_t>(UniformBetween(0.05, 0.2, random) * static_cast<double>(speech::kSampleRateHz));
  };
  const int64_t num_before = draw_silence();
  const auto num_samples = static_cast<int64_t>(utterance.samples.size());
  // What eSpeak NG leaves after its last phone is silence already.
  const int64_t num_after = draw_silence();
  Record(utterance.samples, num_before, num_after, random);
  utterance.phones = std::move(aligned.phones);
  for (const int64_t start : aligned.starts)
    utterance.phone_starts.push_back(std::min(start, num_samples) + num_before);
  utterance.phones.insert(utterance.phones.begin(), "sil");
  utterance.phone_starts.insert(utterance.phone_starts.begin(), 0);
  return utterance;
}

}  // namespace

absl::Span<const absl::string_view> Accents() { return kAccents; }

VariantSets Variants() { return {kTrainVariants, kValidationVariants, kTestVariants}; }

absl::StatusOr<AlignedPhones> AlignPhones(const Speech& speech) {
  const auto num_samples = static_cast<int64_t>(speech.samples.size());
  const double to_16_khz = static_cast<double>(speech::kSampleRateHz) / static_cast<double>(speech.sample_rate_hz);
  AlignedPhones aligned;
  const auto add = [&](absl::string_view phone, double start) {
    if (!aligned.phones.empty() && aligned.phones.back() == phone) return;
    aligned.phones.emplace_back(phone);
    aligned.starts.push_back(std::llround(start * to_16_khz));
  };
  const auto is_pause = [](const SpokenPhone& phone) { return phone.ipa.empty(); };
  const std::vector<SpokenPhone>& spoken = speech.phones;
  for (auto phone = std::find_if_not(spoken.begin(), spoken.end(), is_pause); phone != spoken.end();) {
    auto next = phone + 1;
    if (is_pause(*phone)) {
      next = std::find_if_not(next, spoken.end(), is_pause);
      const int64_t end = next == spoken.end() ? num_samples : next->start;
      // eSpeak NG's softening of a vowel before another is nameless, too, and shorter than any pause.
      const bool is_long =
          static_cast<double>(end - phone->start) >= kShortestPauseSeconds * static_cast<double>(speech.sample_rate_hz);
      if (is_long || next == spoken.end()) add("sil", static_cast<double>(phone->start));
    } else {
      // The long o of "wore" before an r is the vowel of [oːɹ], elsewhere in Scotland that of "boat".
      const bool is_before_r = phone->ipa == "oː" && next != spoken.end() && next->ipa == "ɹ";
      ASSIGN_OR_RETURN(const std::vector<std::string> names, PhonesOfIpa(is_before_r ? "oːɹ" : phone->ipa));
      const double end = static_cast<double>(next == spoken.end() ? num_samples : next->start);
      const auto start = static_cast<double>(phone->start);
      for (size_t i = 0; i < names.size(); ++i) {
        add(names[i], start + (end - start) * static_cast<double>(i) / static_cast<double>(names.size()));
      }
    }
    phone = next;
  }
  if (aligned.phones.empty() || aligned.phones.back() != "sil") add("sil", static_cast<double>(num_samples));
  return aligned;
}

absl::StatusOr<speech::Corpus> GenerateCorpus(const Options& options) {
  speech::Corpus corpus;
  corpus.name = "spoken_phones";
  corpus.proxy_reason = "synthetic speech of eSpeak NG";
  const Part parts[] = {
      {"train", options.num_train, kTrainVariants, TextsFor(options.texts, 0, 8), &corpus.train},
      {"validation", options.num_validation, kValidationVariants, TextsFor(options.texts, 8, 9), &corpus.validation},
      {"test", options.num_test, kTestVariants, TextsFor(options.texts, 9, 10), &corpus.test}};
  Progress progress;
  progress.Start("speaking", options.num_train + options.num_validation + options.num_test);
  std::set<std::string> said;
  for (const Part& part : parts) {
    if (part.num_utterances < 0) {
      return absl::InvalidArgumentError(absl::StrCat("there are ", part.num_utterances, " utterances to ", part.name));
    }
    for (int64_t i = 0; i < part.num_utterances; ++i) {
      RandomStream random(options.seed, absl::StrCat("spoken_phones ", part.name), i);
      ASSIGN_OR_RETURN(const std::string text, DrawText(part, random, said));
      const Voice voice = DrawVoice(part.variants[i % part.variants.size()], random);
      ASSIGN_OR_RETURN(speech::Utterance utterance, MakeUtterance(voice, text, random));
      utterance.id = absl::StrFormat("%s-%04d", part.name, i);
      part.utterances->push_back(std::move(utterance));
      progress.Advance();
    }
  }
  return corpus;
}

}  // namespace duet::spoken_phones
