// Trains a segmentation network on generated people and writes its model file.

#include <iostream>
#include <string>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "absl/strings/str_cat.h"
#include "common/files.h"
#include "common/progress.h"
#include "common/status_macros.h"
#include "datasets/portraits/portraits.h"
#include "datasets/segmentation_networks/layers.h"
#include "nas/segmentation/model_file.h"
#include "nas/segmentation/train.h"

ABSL_FLAG(std::string, network, "",
          "as datasets/segmentation_networks names it, or a baseline such as portraitnet50-256x144");
ABSL_FLAG(std::string, output, "", "model file to write");
ABSL_FLAG(int64_t, frames, 1200, "generated frames to train on");
ABSL_FLAG(int64_t, epochs, 12, "times that each frame is seen");
ABSL_FLAG(int64_t, test_frames, 200, "generated frames, of other people in front of other backgrounds, to test on");
ABSL_FLAG(double, boundary_weight, 0, "of PortraitNet's auxiliary loss");
ABSL_FLAG(uint64_t, seed, 0, "of weights, order and disturbances");

namespace duet::segmentation {
namespace {

constexpr absl::string_view kUsage = R"(trains a segmentation network on generated people.

  bazel run //nas/segmentation:train_network -- --network=128x80-s12-k3e4w16d2-k5e4w24d2-k3e4w48d2-bilinear16-concat \
      --output=my_model.binpb

Paths are relative to the directory of the caller. Then: bazel run //nas:segment -- --model=my_model.binpb ...)";

constexpr uint64_t kFrameSeed = 1;

absl::Status Main() {
  const std::string network = absl::GetFlag(FLAGS_network);
  ASSIGN_OR_RETURN(const LayerList layers, LayersByName(network));
  if (absl::GetFlag(FLAGS_output).empty()) return absl::InvalidArgumentError("--output is missing; see --help");
  const auto train = portraits::MakeFrames(portraits::Split::kTrain, absl::GetFlag(FLAGS_frames), kFrameSeed);
  const auto test = portraits::MakeFrames(portraits::Split::kTest, absl::GetFlag(FLAGS_test_frames), kFrameSeed);
  TrainOptions options;
  options.num_epochs = absl::GetFlag(FLAGS_epochs);
  options.boundary_weight = absl::GetFlag(FLAGS_boundary_weight);
  options.seed = absl::GetFlag(FLAGS_seed);
  Progress progress;
  progress.Start("training", NumSteps(options, train.size()));
  options.on_step = [&] { progress.Advance(); };
  ASSIGN_OR_RETURN(const TrainedWeights trained, Train(layers, train, options));
  progress.Finish();
  ASSIGN_OR_RETURN(const double miou_pct, MeanIouPct(layers, trained.weights, test));
  const std::string path = ResolveUserPath(absl::GetFlag(FLAGS_output));
  RETURN_IF_ERROR(WriteModel(
      path, network, trained.weights,
      {{"data", absl::StrCat(train.size(), " frames of //datasets/portraits (PROXY DATA: generated people)")},
       {"training", absl::StrCat(options.num_epochs, " epochs, seed ", options.seed)},
       {"mean_iou_pct", absl::StrCat(miou_pct, " on ", test.size(), " test frames")},
       {"command", "bazel run //nas/segmentation:train_network"}}));
  std::cout << network << ": mean IoU " << miou_pct << " % on " << test.size() << " generated test frames, "
            << NumParameters(layers) << " parameters\n"
            << path << "\n";
  return absl::OkStatus();
}

}  // namespace
}  // namespace duet::segmentation

int main(int argc, char** argv) {
  absl::SetProgramUsageMessage(duet::segmentation::kUsage);
  absl::ParseCommandLine(argc, argv);
  const absl::Status status = duet::segmentation::Main();
  if (status.ok()) return 0;
  std::cerr << "train: " << status.message() << "\n";
  return absl::IsInvalidArgument(status) ? 2 : 1;
}
