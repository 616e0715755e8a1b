// Praat's TextGrid files, as forced aligners write them: tiers of intervals with a text each.
//
//     File type = "ooTextFile"        What counts are the numbers, texts in quotes ("" is a quote) and flags
//     Object class = "TextGrid"       <exists> that stand alone; the rest, such as "xmin =" or "[1]:", is comment. The
//     xmin = 0.0                      long and the short form of the format are therefore the same.
//     xmax = 1.9
//     tiers? <exists>
//     size = 1
//     ...
//
// Source: Praat's manual, "TextGrid file formats". Not supported: tiers of points, UTF-16, the binary form.

#ifndef DATASETS_LJSPEECH_TEXT_GRID_H_
#define DATASETS_LJSPEECH_TEXT_GRID_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace duet::ljspeech {

struct Interval {
  double begin_s = 0;
  double end_s = 0;
  std::string text;  // empty: silence
};

// Intervals follow each other without a gap, and cover the whole file.
struct Tier {
  std::string name;
  std::vector<Interval> intervals;
};

struct TextGrid {
  double end_s = 0;  // it begins at 0
  std::vector<Tier> tiers;

  // NotFound if there is none of that name.
  absl::StatusOr<const Tier*> FindTier(absl::string_view name) const;
};

// InvalidArgument with the line where `text` is no such file, or where intervals leave a gap, overlap, or do not cover
// the whole.
absl::StatusOr<TextGrid> ParseTextGrid(absl::string_view text);

}  // namespace duet::ljspeech

#endif  // DATASETS_LJSPEECH_TEXT_GRID_H_
