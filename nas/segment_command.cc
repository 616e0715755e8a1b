#include "nas/segment_command.h"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <set>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/status_macros.h"
#include "nas/refine_mask.h"

namespace duet::segmentation {
namespace {

namespace fs = std::filesystem;

absl::StatusOr<std::vector<std::string>> FramePaths(const std::string& input) {
  std::error_code error;
  if (!fs::is_directory(input, error)) {
    if (!fs::exists(input, error)) return absl::NotFoundError(absl::StrCat("--input: there is no ", input));
    return std::vector<std::string>{input};
  }
  std::vector<std::string> paths;
  for (fs::directory_iterator it(input, error), end; !error && it != end; it.increment(error)) {
    if (images::IsImageName(it->path().string())) paths.push_back(it->path().string());
  }
  if (error) return absl::UnavailableError(absl::StrCat("--input: ", input, ": ", error.message()));
  if (paths.empty()) return absl::NotFoundError(absl::StrCat("--input: no .png or .jpg in ", input));
  std::sort(paths.begin(), paths.end());
  return paths;
}

std::string Stem(const std::string& path) { return fs::path(path).stem().string(); }

absl::Status CheckNames(const std::vector<std::string>& paths) {
  std::set<std::string> names;
  for (const std::string& path : paths) {
    if (names.insert(Stem(path)).second) continue;
    return absl::InvalidArgumentError(absl::StrCat("--input: two frames are called ", Stem(path), ", as is ", path));
  }
  return absl::OkStatus();
}

std::string Rate(absl::string_view what, absl::Duration duration, size_t num_frames) {
  const double seconds = absl::ToDoubleSeconds(duration) / num_frames;
  return absl::StrFormat("%-8s %7.2f ms a frame, %6.1f frames a second\n", what, 1e3 * seconds, 1 / seconds);
}

}  // namespace

absl::Status RunSegmentCommand(const SegmentCommand& command, const Segmenter& segment, Progress& progress,
                               std::ostream& out) {
  if (command.input.empty()) return absl::InvalidArgumentError("--input=IMAGE or DIRECTORY is missing");
  if (command.output_directory.empty()) return absl::InvalidArgumentError("--output=DIR is missing");
  if (!(command.smoothing >= 0 && command.smoothing < 1)) {
    return absl::InvalidArgumentError(absl::StrCat("--smoothing=", command.smoothing, " must be 0 to less than 1"));
  }
  ASSIGN_OR_RETURN(const std::vector<std::string> paths, FramePaths(command.input));
  RETURN_IF_ERROR(CheckNames(paths));
  std::optional<images::Image> last_frame;
  std::vector<float> alpha;
  absl::Duration network_time, composite_time, whole_time;
  double num_person = 0, num_pixels = 0;
  bool has_one_size = true;
  progress.Start("frames", paths.size());
  for (const std::string& path : paths) {
    absl::Time start = absl::Now();
    ASSIGN_OR_RETURN(images::Image image, images::ReadImage(path));
    const images::Image frame = images::ToRgb(image);
    const auto segment_frame = [&]() -> absl::StatusOr<std::vector<float>> {
      absl::StatusOr<std::vector<float>> shares = segment(frame);
      if (shares.ok()) return shares;
      return absl::Status(shares.status().code(), absl::StrCat(path, ": ", shares.status().message()));
    };
    if (!last_frame) {
      RETURN_IF_ERROR(segment_frame().status());
      start = absl::Now();
    }
    const absl::Time network_start = absl::Now();
    ASSIGN_OR_RETURN(std::vector<float> shares, segment_frame());
    network_time += absl::Now() - network_start;
    if (command.refines) shares = RefineMask(frame, shares);
    const bool goes_on = last_frame && last_frame->width == frame.width && last_frame->height == frame.height;
    if (last_frame && !goes_on) has_one_size = false;
    if (goes_on) {
      const float old_share = static_cast<float>(command.smoothing);
      for (size_t i = 0; i < alpha.size(); ++i) alpha[i] = old_share * alpha[i] + (1 - old_share) * shares[i];
    } else {
      alpha = std::move(shares);
    }
    ASSIGN_OR_RETURN(const images::Image composite, Compose(frame, alpha, command.background));
    composite_time += absl::Now() - network_start;
    const std::string name = absl::StrCat("/", Stem(path), ".png");
    RETURN_IF_ERROR(images::WriteImage(absl::StrCat(command.output_directory, "/masks", name),
                                       AlphaImage(alpha, frame.width, frame.height)));
    RETURN_IF_ERROR(images::WriteImage(absl::StrCat(command.output_directory, "/composites", name), composite));
    whole_time += absl::Now() - start;
    num_person += std::count_if(alpha.begin(), alpha.end(), [](float share) { return share >= 0.5f; });
    num_pixels += alpha.size();
    last_frame = frame;
    progress.Advance();
  }
  progress.Finish();
  const std::string size = has_one_size ? absl::StrCat(last_frame->width, " x ", last_frame->height) : "several sizes";
  out << absl::StrFormat("Frames   %d of %s; %.1f %% of the pixels are person\n", paths.size(), size,
                         100 * num_person / num_pixels)
      << Rate("Network", network_time, paths.size()) << Rate("Call", composite_time, paths.size())
      << Rate("Files", whole_time, paths.size()) << command.output_directory << "\n";
  return absl::OkStatus();
}

}  // namespace duet::segmentation
