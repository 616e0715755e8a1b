// bazel run //datasets/portraits:preview: see --help.

#include <algorithm>
#include <cstdint>
#include <iostream>
#include <string>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "absl/status/status.h"
#include "absl/strings/str_format.h"
#include "common/files.h"
#include "common/status_macros.h"
#include "datasets/images/image.h"
#include "datasets/portraits/portraits.h"

ABSL_FLAG(std::string, split, "train", "train, validation or test");
ABSL_FLAG(int64_t, count, 24, "frames");
ABSL_FLAG(int64_t, columns, 6, "frames in a row of the sheet");
ABSL_FLAG(int64_t, width, duet::portraits::kDefaultWidth, "of a frame, pixels");
ABSL_FLAG(int64_t, height, duet::portraits::kDefaultHeight, "of a frame, pixels");
ABSL_FLAG(uint64_t, seed, 1, "of the samples");
ABSL_FLAG(int64_t, sequence, -1, "if given, frames of one scene in order: that of sample number N");
ABSL_FLAG(bool, masks, false, "on the sheet, greens what is not the person");
ABSL_FLAG(std::string, output, "", "sheet to write (.png or .jpg), or a directory for frames one by one");

namespace duet::portraits {
namespace {

constexpr char kUsage[] = R"(draws people in front of backgrounds, with masks, and describes them.

  bazel run //datasets/portraits:preview -- --output=sheet.png                   # a sheet
  bazel run //datasets/portraits:preview -- --output=masks.png --masks           # the same people, cut out
  bazel run //datasets/portraits:preview -- --output=scene.png --sequence=3      # one scene, 25 frames a second
  bazel run //datasets/portraits:preview -- --output=frames --sequence=3 --count=100

The last writes frames/Images/*.png and frames/Labels/*.png; //nas:segment reads such a directory of frames. The same
flags give the same frames.)";

images::Image Sheet(const std::vector<Frame>& frames, int64_t num_columns, bool shows_masks) {
  const int64_t width = frames[0].image.width, height = frames[0].image.height;
  const int64_t num_frames = frames.size();
  const int64_t num_rows = (num_frames + num_columns - 1) / num_columns;
  images::Image sheet{num_columns * width, num_rows * height, 3, {}};
  sheet.pixels.resize(sheet.width * sheet.height * 3, 255);
  for (int64_t i = 0; i < num_frames; ++i) {
    const int64_t left = i % num_columns * width, top = i / num_columns * height;
    for (int64_t k = 0; k < width * height; ++k) {
      uint8_t* to = &sheet.pixels[((top + k / width) * sheet.width + left + k % width) * 3];
      const uint8_t* from = &frames[i].image.pixels[3 * k];
      for (int64_t c = 0; c < 3; ++c) {
        const int green = c == 1 ? 180 : 60, alpha = shows_masks ? frames[i].alpha[k] : 255;
        to[c] = static_cast<uint8_t>((from[c] * alpha + green * (255 - alpha) + 127) / 255);
      }
    }
  }
  return sheet;
}

absl::Status WriteFrames(const std::string& directory, const std::vector<Frame>& frames) {
  for (size_t i = 0; i < frames.size(); ++i) {
    const std::string name = absl::StrFormat("%05d.png", i);
    RETURN_IF_ERROR(images::WriteImage(directory + "/Images/" + name, frames[i].image));
    const images::Image alpha{frames[i].image.width, frames[i].image.height, 1, frames[i].alpha};
    RETURN_IF_ERROR(images::WriteImage(directory + "/Labels/" + name, alpha));
  }
  return absl::OkStatus();
}

absl::Status Run() {
  const int64_t count = absl::GetFlag(FLAGS_count), columns = absl::GetFlag(FLAGS_columns);
  if (count < 1 || columns < 1) {
    return absl::InvalidArgumentError(absl::StrFormat("--count=%d, --columns=%d: must be 1 or more", count, columns));
  }
  ASSIGN_OR_RETURN(const Split split, SplitFromName(absl::GetFlag(FLAGS_split)));
  PortraitGenerator::Options options;
  options.width = absl::GetFlag(FLAGS_width);
  options.height = absl::GetFlag(FLAGS_height);
  ASSIGN_OR_RETURN(const PortraitGenerator generator, PortraitGenerator::Create(options));
  const int64_t scene = absl::GetFlag(FLAGS_sequence);
  std::vector<Frame> frames;
  double num_person = 0;
  for (int64_t i = 0; i < count; ++i) {
    FrameId id = SampleFrame(split, absl::GetFlag(FLAGS_seed), scene < 0 ? i : scene);
    if (scene >= 0) id.frame = i;
    frames.push_back(generator.Render(id));
    num_person += std::count(frames.back().mask.begin(), frames.back().mask.end(), 1);
  }
  std::cout << absl::StrFormat("%d frames of %d x %d; %.1f %% of the pixels are person\n", count, options.width,
                               options.height, 100 * num_person / (count * options.width * options.height));
  if (absl::GetFlag(FLAGS_output).empty()) return absl::OkStatus();
  const std::string path = ResolveUserPath(absl::GetFlag(FLAGS_output));
  if (images::IsImageName(path)) {
    RETURN_IF_ERROR(images::WriteImage(path, Sheet(frames, std::min(columns, count), absl::GetFlag(FLAGS_masks))));
  } else {
    RETURN_IF_ERROR(WriteFrames(path, frames));
  }
  std::cout << path << "\n";
  return absl::OkStatus();
}

}  // namespace
}  // namespace duet::portraits

int main(int argc, char** argv) {
  absl::SetProgramUsageMessage(duet::portraits::kUsage);
  const std::vector<char*> positional = absl::ParseCommandLine(argc, argv);
  if (positional.size() > 1) {
    std::cerr << "preview: " << positional[1] << " is no flag; see --help\n";
    return 2;
  }
  const absl::Status status = duet::portraits::Run();
  if (status.ok()) return 0;
  std::cerr << "preview: " << status.message() << "\n";
  return absl::IsInvalidArgument(status) ? 2 : 1;
}
