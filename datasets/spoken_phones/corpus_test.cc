// What is known of the corpus as it is made by default.

#include "datasets/speech/corpus.h"

#include <cmath>
#include <map>
#include <set>

#include "asr/phones.h"
#include "gtest/gtest.h"

namespace duet::spoken_phones {
namespace {

const speech::Corpus& Corpus() {
  static const auto* const corpus = new speech::Corpus(*speech::ReadCorpus("datasets/spoken_phones/corpus.binpb"));
  return *corpus;
}

std::set<std::string> Speakers(const std::vector<speech::Utterance>& set) {
  std::set<std::string> speakers;
  for (const speech::Utterance& utterance : set) speakers.insert(utterance.speaker);
  return speakers;
}

// The part of a speaker's name that says the throat.
std::set<std::string> Variants(const std::vector<speech::Utterance>& set) {
  std::set<std::string> variants;
  for (const std::string& speaker : Speakers(set)) variants.insert(speaker.substr(speaker.find('+')));
  return variants;
}

std::map<std::string, int64_t> PhoneCounts(const std::vector<speech::Utterance>& set) {
  std::map<std::string, int64_t> counts;
  for (const speech::Utterance& utterance : set) {
    for (const std::string& phone : utterance.phones) ++counts[phone];
  }
  return counts;
}

template <typename T>
bool AreDisjoint(const std::set<T>& a, const std::set<T>& b) {
  for (const T& value : a) {
    if (b.count(value) > 0) return false;
  }
  return true;
}

TEST(CorpusTest, HasTheStatedSizesAndSaysWhatItIs) {
  EXPECT_EQ(Corpus().train.size(), 600);
  EXPECT_EQ(Corpus().validation.size(), 100);
  EXPECT_EQ(Corpus().test.size(), 100);
  EXPECT_EQ(Corpus().proxy_reason, "synthetic speech of eSpeak NG");
}

TEST(CorpusTest, NobodyAndNoSentenceIsInTwoSets) {
  const std::vector<const std::vector<speech::Utterance>*> sets = {&Corpus().train, &Corpus().validation,
                                                                   &Corpus().test};
  for (size_t a = 0; a < sets.size(); ++a) {
    for (size_t b = 0; b < a; ++b) {
      EXPECT_TRUE(AreDisjoint(Variants(*sets[a]), Variants(*sets[b])));
      std::set<std::string> texts_a, texts_b;
      for (const speech::Utterance& utterance : *sets[a]) texts_a.insert(utterance.text);
      for (const speech::Utterance& utterance : *sets[b]) texts_b.insert(utterance.text);
      EXPECT_TRUE(AreDisjoint(texts_a, texts_b));
    }
  }
  EXPECT_GT(Speakers(Corpus().train).size(), 100U);
}

TEST(CorpusTest, AllScoredPhonesOccurInEverySet) {
  for (const auto* set : {&Corpus().train, &Corpus().validation, &Corpus().test}) {
    std::map<int64_t, int64_t> scored;
    for (const auto& [phone, count] : PhoneCounts(*set)) {
      const auto learned = asr::LearnedPhone(phone);
      ASSERT_TRUE(learned.ok()) << learned.status();
      scored[asr::ScoredPhone(*learned)] += count;
    }
    EXPECT_EQ(scored.size(), asr::kNumScoredPhones);
    for (const auto& [phone, count] : scored) {
      EXPECT_GE(count, set == &Corpus().train ? 50 : 1) << asr::ScoredPhoneName(phone);
    }
  }
}

TEST(CorpusTest, DurationsAreThoseOfSpeech) {
  double seconds = 0;
  int64_t num_phones = 0;
  std::map<std::string, std::pair<double, int64_t>> by_phone;
  for (const speech::Utterance& utterance : Corpus().train) {
    const auto num_samples = static_cast<int64_t>(utterance.samples.size());
    const double duration = static_cast<double>(num_samples) / speech::kSampleRateHz;
    EXPECT_GT(duration, 0.5) << utterance.id;
    EXPECT_LT(duration, 5) << utterance.id;
    seconds += duration;
    EXPECT_EQ(utterance.phones.front(), "sil");
    EXPECT_EQ(utterance.phones.back(), "sil");
    for (size_t i = 0; i < utterance.phones.size(); ++i) {
      const int64_t end = i + 1 < utterance.phones.size() ? utterance.phone_starts[i + 1] : num_samples;
      auto& [sum, count] = by_phone[utterance.phones[i]];
      sum += static_cast<double>(end - utterance.phone_starts[i]) / speech::kSampleRateHz;
      ++count;
      num_phones += utterance.phones[i] != "sil";
    }
  }
  // People say 10 to 15 phones a second; long vowels last longer than stops and flaps.
  EXPECT_GT(num_phones / seconds, 8);
  EXPECT_LT(num_phones / seconds, 15);
  const auto mean = [&](const char* phone) { return by_phone[phone].first / by_phone[phone].second; };
  EXPECT_GT(mean("oy"), mean("ax"));
  EXPECT_GT(mean("ay"), mean("ih"));
  EXPECT_LT(mean("dx"), mean("t") + 0.02);
  for (const auto& [phone, sum_and_count] : by_phone) {
    EXPECT_GT(mean(phone.c_str()), 0.015) << phone;
    EXPECT_LT(mean(phone.c_str()), 0.3) << phone;
  }
}

TEST(CorpusTest, LevelsAreThoseOfRecordings) {
  for (const speech::Utterance& utterance : Corpus().test) {
    double sum = 0;
    for (const float sample : utterance.samples) {
      ASSERT_LE(std::abs(sample), 1);
      sum += static_cast<double>(sample) * sample;
    }
    const double level_db = 10 * std::log10(sum / static_cast<double>(utterance.samples.size()));
    // Speech is drawn at -40 to -26 dB, and silence around it lowers the mean by less than 3 dB.
    EXPECT_GT(level_db, -43) << utterance.id;
    EXPECT_LT(level_db, -25.9) << utterance.id;
  }
}

}  // namespace
}  // namespace duet::spoken_phones
