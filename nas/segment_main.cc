// bazel run //nas:segment: see --help.

#include <iostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/files.h"
#include "common/progress.h"
#include "datasets/images/image.h"
#include "nas/composite.h"
#include "nas/segment_command.h"
#include "nas/segmentation/model_file.h"

ABSL_FLAG(std::string, model, "", "model file; default: a small one that comes with the project");
ABSL_FLAG(std::string, input, "", "an image, or a directory whose images are frames in the order of their names");
ABSL_FLAG(std::string, output, "", "directory for masks and composites");
ABSL_FLAG(std::string, background, "blur",
          "blur, a colour (#rrggbb, white, black, grey, green, blue) or an image file");
ABSL_FLAG(double, smoothing, 0, "share of the last frame's mask in this one's, 0 to less than 1");
ABSL_FLAG(bool, refine, true,
          "brings masks to the edges of the picture and keeps one person; false: as the network says");

namespace {

constexpr char kUsage[] = R"(cuts people out of pictures and puts another background behind them.

  bazel run //nas:segment -- --input=me.jpg --output=/tmp/me                            # blurs what is behind
  bazel run //nas:segment -- --input=me.jpg --output=/tmp/me --background=beach.jpg
  bazel run //nas:segment -- --input=frames --output=/tmp/call --background=green --smoothing=0.4

No picture at hand? Frames of generated people, 25 a second:

  bazel run //datasets/portraits:preview -- --output=frames --split=test --sequence=3 --count=100
  bazel run //nas:segment -- --input=frames/Images --output=/tmp/call

The output directory gets masks/*.png and composites/*.png. A model that comes with the project has learned from
generated people alone: expect less of photographs.)";

constexpr char kDefaultModel[] = "nas/segmentation/default_model.binpb";

absl::Status Run() {
  using namespace duet::segmentation;
  SegmentCommand command;
  if (!absl::GetFlag(FLAGS_input).empty()) command.input = duet::ResolveUserPath(absl::GetFlag(FLAGS_input));
  if (!absl::GetFlag(FLAGS_output).empty())
    command.output_directory = duet::ResolveUserPath(absl::GetFlag(FLAGS_output));
  command.smoothing = absl::GetFlag(FLAGS_smoothing);
  command.refines = absl::GetFlag(FLAGS_refine);
  absl::StatusOr<Background> background = ReadBackground(absl::GetFlag(FLAGS_background));
  if (!background.ok()) {
    return absl::Status(background.status().code(), absl::StrCat("--background: ", background.status().message()));
  }
  command.background = *std::move(background);
  const std::string model_flag = absl::GetFlag(FLAGS_model);
  const absl::StatusOr<SegmentationModel> model =
      SegmentationModel::Read(model_flag.empty() ? kDefaultModel : duet::ResolveUserPath(model_flag));
  if (!model.ok()) return absl::Status(model.status().code(), absl::StrCat("--model: ", model.status().message()));
  std::cout << "Model    " << model->network() << "\n";
  for (const auto& [name, value] : model->provenance()) std::cout << "         " << name << ": " << value << "\n";
  duet::Progress progress;
  return RunSegmentCommand(
      command, [&](const duet::images::Image& rgb) { return model->Segment(rgb); }, progress, std::cout);
}

}  // namespace

int main(int argc, char** argv) {
  absl::SetProgramUsageMessage(kUsage);
  const std::vector<char*> positional = absl::ParseCommandLine(argc, argv);
  if (positional.size() > 1) {
    std::cerr << "segment: " << positional[1] << " is no flag; see --help\n";
    return 2;
  }
  const absl::Status status = Run();
  if (status.ok()) return 0;
  std::cerr << "segment: " << status.message() << "\n";
  return absl::IsInvalidArgument(status) ? 2 : 1;
}
