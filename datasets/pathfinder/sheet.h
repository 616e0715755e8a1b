// A page of Pathfinder samples as people look at them: each picture, what it shows in lines, and its label.

#ifndef DATASETS_PATHFINDER_SHEET_H_
#define DATASETS_PATHFINDER_SHEET_H_

#include <cstdint>
#include <string>

#include "absl/types/span.h"
#include "datasets/pathfinder/pathfinder.h"

namespace duet::pathfinder {

// An SVG with `num_columns` samples a row: left the pixels, right the targets in two colours, the distractors in grey
// and the discs. `num_columns` > 0.
std::string SheetSvg(absl::Span<const Sample> samples, int64_t num_columns);

}  // namespace duet::pathfinder

#endif  // DATASETS_PATHFINDER_SHEET_H_
