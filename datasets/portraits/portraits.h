// People in front of backgrounds as a camera of a video call sees them, with the exact mask of the person.
//
//     (seed, person) ──► look (body, face, hair, clothes, what is worn) ─┐
//     (seed, background) ──► room, street, gradient, clutter ────────────┼──► layers, linear light ──► camera ──► image
//     (seed, person, background, frame) ──► light, place, pose ──────────┘        └── coverage of the person ──► mask
//
// Shapes are filled with their exact coverage of each pixel (raster.h), so edges are soft and the alpha of the person,
// with strands of hair and what is worn, is known by construction; the mask is where it is at least a half. A frame is
// a function of (options, scene, frame): a sequence is smooth in time, and any frame of it can be drawn alone. The
// splits share neither people nor backgrounds. Generated data: what is learned on it is PROXY DATA for photographs.
//
// Not here: several people at once (but pictures of people on walls), hands in front of the face in every pose,
// photographic detail.

#ifndef DATASETS_PORTRAITS_PORTRAITS_H_
#define DATASETS_PORTRAITS_PORTRAITS_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "datasets/images/image.h"

namespace duet::portraits {

constexpr int64_t kDefaultWidth = 256;
constexpr int64_t kDefaultHeight = 144;
constexpr double kFramesPerSecond = 25;

struct Frame {
  images::Image image;         // RGB
  std::vector<uint8_t> mask;   // [height][width]: 1 person, 0 background
  std::vector<uint8_t> alpha;  // [height][width]: 255 times the share of the pixel that is person
};

enum class Split { kTrain, kValidation, kTest };

// "train", "validation" or "test", or InvalidArgument.
absl::StatusOr<Split> SplitFromName(absl::string_view name);

// People of a split, and as many backgrounds, have the ids [first, first + count).
struct IdRange {
  int64_t first;
  int64_t count;
};
IdRange IdsOf(Split split);

struct SceneId {
  int64_t person = 0;
  int64_t background = 0;
};

struct FrameId {
  SceneId scene;
  int64_t frame = 0;
};

// Sample `index` of a split: any person in front of any background of it, anywhere in their first minute.
FrameId SampleFrame(Split split, uint64_t seed, int64_t index);

class PortraitGenerator {
 public:
  struct Options {
    int64_t width = kDefaultWidth;
    int64_t height = kDefaultHeight;
    uint64_t seed = 1;  // of the people and backgrounds
  };

  // InvalidArgument if a side is not 16 to 4096.
  static absl::StatusOr<PortraitGenerator> Create(const Options& options);

  // `scene` and `frame` are 0 or more.
  Frame Render(const SceneId& scene, int64_t frame) const;
  Frame Render(const FrameId& id) const { return Render(id.scene, id.frame); }

 private:
  explicit PortraitGenerator(const Options& options) : options_(options) {}

  Options options_;
};

// Samples [0, count) of a split in the default size, people and backgrounds of the default options. About 200 kB each.
std::vector<Frame> MakeFrames(Split split, int64_t count, uint64_t seed);

}  // namespace duet::portraits

#endif  // DATASETS_PORTRAITS_PORTRAITS_H_
