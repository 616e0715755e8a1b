// How difficult frames are, without a network: sizes, edges, contrast, and what is known before looking at a frame.

#ifndef DATASETS_PORTRAITS_STATISTICS_H_
#define DATASETS_PORTRAITS_STATISTICS_H_

#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "datasets/portraits/portraits.h"

namespace duet::portraits {

// The share of the pixels that are person, and of those that are so in part.
double PersonShare(const Frame& frame);
double SoftShare(const Frame& frame);

// Colours on both sides of the edge: for each pixel of the person whose right or lower neighbour is none, and the other
// way round, the distance |inside - outside| / sqrt(3) of the RGB colours `reach` pixels to either side, 0 to 255.
std::vector<double> EdgeContrasts(const Frame& frame, int64_t reach);

// Mean over person and background of the intersection over union, over all pixels of all masks, in percent. The spans
// have one length, and so have the masks. A class that neither has counts as 100.
double MeanIouPct(absl::Span<const std::vector<uint8_t>> predicted, absl::Span<const std::vector<uint8_t>> truth);

// Where the person is in at least half of the frames: the best mask for somebody who does not look.
std::vector<uint8_t> UsualMask(absl::Span<const Frame> frames);

}  // namespace duet::portraits

#endif  // DATASETS_PORTRAITS_STATISTICS_H_
