#include "datasets/ljspeech/text_grid.h"

#include <cmath>
#include <cstdint>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/status_macros.h"

namespace duet::ljspeech {
namespace {

// Takes what counts out of the text, one after the other.
class Reader {
 public:
  explicit Reader(absl::string_view text) : text_(text) {}

  absl::Status Error(absl::string_view what) const {
    return absl::InvalidArgumentError(absl::StrCat("not a TextGrid: line ", line_, ": ", what));
  }

  absl::StatusOr<std::string> String() {
    while (true) {
      ASSIGN_OR_RETURN(const absl::string_view word, NextWord("a text in quotes"));
      double ignored;
      if (IsNumber(word, ignored)) return Error(absl::StrCat("\"", word, "\" is no text in quotes"));
      if (word[0] == '"') return Quoted();
    }
  }

  absl::StatusOr<double> Number() {
    while (true) {
      ASSIGN_OR_RETURN(const absl::string_view word, NextWord("a number"));
      if (word[0] == '"') return Error("a text stands where a number is expected");
      double number;
      if (IsNumber(word, number)) return number;
    }
  }

  // A number of things that take `min_bytes` each at least.
  absl::StatusOr<int64_t> Count(int64_t min_bytes) {
    ASSIGN_OR_RETURN(const double number, Number());
    const double most = static_cast<double>(text_.size() - position_) / static_cast<double>(min_bytes);
    if (number < 0 || number != std::floor(number) || number > most) {
      return Error(absl::StrCat("there cannot be ", number, " of them"));
    }
    return static_cast<int64_t>(number);
  }

  absl::Status Exists() {
    while (true) {
      ASSIGN_OR_RETURN(const absl::string_view word, NextWord("<exists>"));
      double ignored;
      if (word[0] == '"' || IsNumber(word, ignored)) return Error("<exists> is expected");
      if (word == "<exists>") return absl::OkStatus();
      if (word[0] == '<') return Error(absl::StrCat(word, " in place of <exists>"));
    }
  }

 private:
  static bool IsNumber(absl::string_view word, double& number) {
    return (absl::ascii_isdigit(word[0]) || word[0] == '-' || word[0] == '+' || word[0] == '.') &&
           absl::SimpleAtod(word, &number) && std::isfinite(number);
  }

  // The next word between spaces, or only the quote where a text begins.
  absl::StatusOr<absl::string_view> NextWord(absl::string_view expected) {
    while (position_ < text_.size() && absl::ascii_isspace(text_[position_])) Step();
    if (position_ == text_.size()) return Error(absl::StrCat("it ends where ", expected, " is expected"));
    const size_t begin = position_;
    if (text_[begin] == '"') {
      Step();
    } else {
      while (position_ < text_.size() && !absl::ascii_isspace(text_[position_])) Step();
    }
    return text_.substr(begin, position_ - begin);
  }

  // The rest of a text, behind its first quote.
  absl::StatusOr<std::string> Quoted() {
    std::string value;
    while (position_ < text_.size()) {
      const char c = text_[position_];
      Step();
      if (c != '"') {
        value.push_back(c);
      } else if (position_ < text_.size() && text_[position_] == '"') {
        value.push_back(c);
        Step();
      } else {
        return value;
      }
    }
    return Error("it ends within a text");
  }

  void Step() { line_ += text_[position_++] == '\n' ? 1 : 0; }

  const absl::string_view text_;
  size_t position_ = 0;
  int64_t line_ = 1;
};

// Times are printed with rounding that differs between tiers and intervals.
constexpr double kSameTime = 1e-6;

bool IsSame(double a, double b) { return std::abs(a - b) < kSameTime; }

absl::StatusOr<Tier> ReadTier(double end_s, Reader& reader) {
  Tier tier;
  ASSIGN_OR_RETURN(const std::string type, reader.String());
  if (type != "IntervalTier") return reader.Error(absl::StrCat("a tier of the class \"", type, "\""));
  ASSIGN_OR_RETURN(tier.name, reader.String());
  ASSIGN_OR_RETURN(const double tier_begin, reader.Number());
  ASSIGN_OR_RETURN(const double tier_end, reader.Number());
  if (!IsSame(tier_begin, 0) || !IsSame(tier_end, end_s)) {
    return reader.Error(absl::StrCat("the tier lasts from ", tier_begin, " to ", tier_end, ", not to ", end_s, " s"));
  }
  constexpr int64_t kMinIntervalBytes = 6;  // 0 1 ""
  ASSIGN_OR_RETURN(const int64_t num_intervals, reader.Count(kMinIntervalBytes));
  double last_end = 0;
  for (int64_t i = 0; i < num_intervals; ++i) {
    Interval interval;
    ASSIGN_OR_RETURN(interval.begin_s, reader.Number());
    ASSIGN_OR_RETURN(interval.end_s, reader.Number());
    ASSIGN_OR_RETURN(interval.text, reader.String());
    if (!IsSame(interval.begin_s, last_end) || interval.end_s <= interval.begin_s) {
      return reader.Error(absl::StrCat("an interval from ", interval.begin_s, " to ", interval.end_s,
                                       " s after one to ", last_end, " s"));
    }
    last_end = interval.end_s;
    tier.intervals.push_back(std::move(interval));
  }
  if (!IsSame(last_end, end_s)) return reader.Error(absl::StrCat("the intervals end at ", last_end, " s"));
  return tier;
}

}  // namespace

absl::StatusOr<const Tier*> TextGrid::FindTier(absl::string_view name) const {
  for (const Tier& tier : tiers) {
    if (tier.name == name) return &tier;
  }
  return absl::NotFoundError(absl::StrCat("the TextGrid has no tier \"", name, "\""));
}

absl::StatusOr<TextGrid> ParseTextGrid(absl::string_view text) {
  Reader reader(text);
  ASSIGN_OR_RETURN(const std::string file_type, reader.String());
  if (file_type != "ooTextFile") return reader.Error(absl::StrCat("a file of the type \"", file_type, "\""));
  ASSIGN_OR_RETURN(const std::string object_class, reader.String());
  if (object_class != "TextGrid") return reader.Error(absl::StrCat("an object of the class \"", object_class, "\""));
  TextGrid grid;
  ASSIGN_OR_RETURN(const double begin_s, reader.Number());
  ASSIGN_OR_RETURN(grid.end_s, reader.Number());
  if (!IsSame(begin_s, 0) || grid.end_s <= 0) {
    return reader.Error(absl::StrCat("it lasts from ", begin_s, " to ", grid.end_s, " s"));
  }
  RETURN_IF_ERROR(reader.Exists());
  constexpr int64_t kMinTierBytes = 20;  // "IntervalTier" ...
  ASSIGN_OR_RETURN(const int64_t num_tiers, reader.Count(kMinTierBytes));
  for (int64_t i = 0; i < num_tiers; ++i) {
    ASSIGN_OR_RETURN(Tier tier, ReadTier(grid.end_s, reader));
    grid.tiers.push_back(std::move(tier));
  }
  return grid;
}

}  // namespace duet::ljspeech
