// bazel run //datasets/pathfinder:preview: see --help.

#include <algorithm>
#include <iostream>
#include <string>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "absl/status/status.h"
#include "absl/strings/str_format.h"
#include "common/files.h"
#include "datasets/pathfinder/pathfinder.h"
#include "datasets/pathfinder/sheet.h"

ABSL_FLAG(std::string, level, "hard", "easy, intermediate or hard; the Long Range Arena's task is hard");
ABSL_FLAG(int64_t, samples, 24, "samples to draw");
ABSL_FLAG(int64_t, show, 24, "samples on the sheet");
ABSL_FLAG(uint64_t, seed, 1, "of the samples");
ABSL_FLAG(std::string, output, "", "SVG file to write; relative to where you are");

namespace {

constexpr char kUsage[] = R"(draws Pathfinder samples of the Long Range Arena and describes them.

  bazel run //datasets/pathfinder:preview -- --output=sheet.svg                   # a sheet for any browser
  bazel run //datasets/pathfinder:preview -- --output=easy.svg --level=easy
  bazel run //datasets/pathfinder:preview -- --samples=5000                       # statistics alone

On the sheet, each picture has beside it what it shows: the two targets in colours, distractors in grey, both discs.
The same level and seed give the same samples; more of them begin with the fewer.)";

void Describe(duet::pathfinder::Level level, const std::vector<duet::pathfinder::Sample>& samples) {
  int64_t num_connected = 0, num_distractors = 0, num_black = 0;
  for (const duet::pathfinder::Sample& sample : samples) {
    num_connected += sample.label;
    num_distractors += sample.distractors.size();
    num_black += std::count(sample.image.pixels.begin(), sample.image.pixels.end(), 0);
  }
  const double num_samples = samples.size();
  std::cout << absl::StrFormat("%d samples, two targets of %d paddles, up to %d distractors of %d\n", samples.size(),
                               ContourLength(level), NumDistractors(level), DistractorLength(level));
  std::cout << absl::StrFormat("label 1 (one snake): %.2f %%\n", 100 * num_connected / num_samples);
  std::cout << absl::StrFormat("distractors that fit: %.2f\n", num_distractors / num_samples);
  std::cout << absl::StrFormat("black pixels: %.1f of %d\n", num_black / num_samples,
                               duet::pathfinder::kImageSize * duet::pathfinder::kImageSize);
}

}  // namespace

int main(int argc, char** argv) {
  absl::SetProgramUsageMessage(kUsage);
  const std::vector<char*> positional = absl::ParseCommandLine(argc, argv);
  if (positional.size() > 1) {
    std::cerr << "preview: " << positional[1] << " is no flag; see --help\n";
    return 2;
  }
  const absl::StatusOr<duet::pathfinder::Level> level = duet::pathfinder::LevelFromName(absl::GetFlag(FLAGS_level));
  if (!level.ok()) {
    std::cerr << "preview: --level: " << level.status().message() << "\n";
    return 2;
  }
  if (absl::GetFlag(FLAGS_samples) < 1 || absl::GetFlag(FLAGS_show) < 0) {
    std::cerr << "preview: --samples is " << absl::GetFlag(FLAGS_samples) << " and --show " << absl::GetFlag(FLAGS_show)
              << ", must be 1 or more and 0 or more\n";
    return 2;
  }
  std::vector<duet::pathfinder::Sample> samples;
  for (int64_t i = 0; i < absl::GetFlag(FLAGS_samples); ++i) {
    samples.push_back(duet::pathfinder::GenerateSample(*level, absl::GetFlag(FLAGS_seed), i));
  }
  Describe(*level, samples);
  if (absl::GetFlag(FLAGS_output).empty()) return 0;
  const std::string path = duet::ResolveUserPath(absl::GetFlag(FLAGS_output));
  const int64_t num_shown = std::min<int64_t>(absl::GetFlag(FLAGS_show), samples.size());
  const absl::Status status = duet::WriteFileAtomically(
      path, duet::pathfinder::SheetSvg(absl::MakeSpan(samples).subspan(0, num_shown), /*num_columns=*/4));
  if (!status.ok()) {
    std::cerr << "preview: " << status.message() << "\n";
    return 1;
  }
  std::cout << path << "\n";
  return 0;
}
