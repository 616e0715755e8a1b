// What the generated people are like: sizes, edges, contrast, motion, and some of the frames.

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "common/status_macros.h"
#include "datasets/images/image.h"
#include "datasets/images/resize.h"
#include "datasets/portraits/portraits.h"
#include "datasets/portraits/statistics.h"
#include "experiments/framework/run_experiment.h"

namespace duet::experiments {
namespace {

using portraits::Frame;
using portraits::FrameId;
using portraits::PortraitGenerator;
using portraits::Split;

constexpr int64_t kPictureWidth = 128, kPictureHeight = 72;
constexpr int kPictureQuality = 80;
constexpr int64_t kReach = 3;  // pixels to either side of an edge

// An image as a URL that holds it.
absl::StatusOr<std::string> DataUrl(const images::Image& image) {
  ASSIGN_OR_RETURN(const std::string bytes,
                   images::EncodeJpeg(images::Resize(image, kPictureWidth, kPictureHeight), kPictureQuality));
  return absl::StrCat("data:image/jpeg;base64,", absl::Base64Escape(bytes));
}

// The person alone.
images::Image CutOut(const Frame& frame) {
  images::Image image = frame.image;
  for (size_t i = 0; i < image.pixels.size(); ++i) {
    image.pixels[i] = (image.pixels[i] * frame.alpha[i / 3] + 255 * (255 - frame.alpha[i / 3]) + 127) / 255;
  }
  return image;
}

// The first samples: frames in even rows, what is person of them below.
absl::Status AddPictures(const RunContext& context, const PortraitGenerator& generator, Split split,
                         RunResult& result) {
  ASSIGN_OR_RETURN(const int64_t num_pictures, context.Int("num_pictures"));
  ASSIGN_OR_RETURN(const int64_t num_columns, context.Int("num_columns"));
  for (int64_t i = 0; i < num_pictures; ++i) {
    const Frame frame = generator.Render(SampleFrame(split, context.seed(), i));
    const double column = i % num_columns, row = 2 * (i / num_columns);
    ASSIGN_OR_RETURN(const std::string picture, DataUrl(frame.image));
    ASSIGN_OR_RETURN(const std::string person, DataUrl(CutOut(frame)));
    AddSeries(result, "picture", {{"picture", picture}}, {column}, {row});
    AddSeries(result, "picture", {{"picture", person}}, {column}, {row + 1});
  }
  return absl::OkStatus();
}

absl::StatusOr<RunResult> Run(const RunContext& context) {
  ASSIGN_OR_RETURN(const std::string split_name, context.Text("split"));
  ASSIGN_OR_RETURN(const Split split, portraits::SplitFromName(split_name));
  ASSIGN_OR_RETURN(const int64_t num_frames, context.Int("num_frames"));
  ASSIGN_OR_RETURN(const double low_contrast, context.Real("low_contrast"));
  ASSIGN_OR_RETURN(const PortraitGenerator generator, PortraitGenerator::Create({}));

  RunResult result;
  double person = 0, soft = 0;
  std::vector<Frame> frames;
  std::vector<std::vector<uint8_t>> masks, next_masks;
  int64_t num_edges = 0, num_low = 0;
  context.progress().Start("rendering", num_frames);
  for (int64_t i = 0; i < num_frames; ++i) {
    FrameId id = SampleFrame(split, context.seed(), i);
    frames.push_back(generator.Render(id));
    const Frame& frame = frames.back();
    ++id.frame;
    next_masks.push_back(generator.Render(id).mask);
    masks.push_back(frame.mask);
    person += PersonShare(frame);
    soft += SoftShare(frame);
    for (const double contrast : EdgeContrasts(frame, kReach)) {
      ++num_edges;
      num_low += contrast < low_contrast;
    }
    context.progress().Advance();
  }
  // Usual masks are those of the training split, so that the others are judged by what was known before.
  std::vector<Frame> known;
  for (int64_t i = 0; i < num_frames; ++i) {
    known.push_back(generator.Render(SampleFrame(Split::kTrain, context.seed(), i)));
  }
  const std::vector<std::vector<uint8_t>> usual(num_frames, portraits::UsualMask(known));
  AddMeasurement(result, "person_pct", {}, 100 * person / num_frames);
  AddMeasurement(result, "soft_pct", {}, 100 * soft / num_frames);
  AddMeasurement(result, "low_contrast_pct", {}, 100.0 * num_low / num_edges);
  AddMeasurement(result, "usual_mask_miou_pct", {}, portraits::MeanIouPct(usual, masks));
  AddMeasurement(result, "next_frame_miou_pct", {}, portraits::MeanIouPct(next_masks, masks));
  if (context.seed() == 0) RETURN_IF_ERROR(AddPictures(context, generator, split, result));
  return result;
}

}  // namespace
}  // namespace duet::experiments

int main(int argc, char** argv) { return duet::experiments::RunExperiment(argc, argv, duet::experiments::Run); }
