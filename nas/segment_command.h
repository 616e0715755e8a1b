// The command line of the segmentation tool, without its flags: cuts people out of frames and puts another background
// behind them.
//
//     DIR/masks/NAME.png         255 times the share of each pixel that is person
//     DIR/composites/NAME.png    the person in front of the other background

#ifndef NAS_SEGMENT_COMMAND_H_
#define NAS_SEGMENT_COMMAND_H_

#include <functional>
#include <ostream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/progress.h"
#include "datasets/images/image.h"
#include "nas/composite.h"

namespace duet::segmentation {

struct SegmentCommand {
  std::string input;  // an image, or a directory whose images are frames in the order of their names
  std::string output_directory;
  Background background;
  // Share of the last frame's mask in this one's, 0 to less than 1: calmer edges, but they lag behind.
  double smoothing = 0;
  bool refines = true;  // the masks, by refine_mask.h
};

// RGB frame -> the share of each pixel that is person, [height][width].
using Segmenter = std::function<absl::StatusOr<std::vector<float>>(const images::Image& rgb)>;

// Writes masks and composites. Prints how many frames a second the network alone, the network with mask and composite,
// and everything with reading and writing files manage: the first frame is segmented once more before, so that it does
// not pay for the start.
//
// InvalidArgument for a command that cannot be, naming the flag; NotFound without frames; the errors of reading,
// segmenting and writing, with the path.
absl::Status RunSegmentCommand(const SegmentCommand& command, const Segmenter& segment, Progress& progress,
                               std::ostream& out);

}  // namespace duet::segmentation

#endif  // NAS_SEGMENT_COMMAND_H_
