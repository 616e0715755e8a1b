#include "datasets/pathfinder/sheet.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/rounding.h"

namespace duet::pathfinder {
namespace {

// All in pixels of the pictures; the sheet is drawn kScale times as large.
constexpr double kScale = 4;
constexpr int64_t kGap = 4;
constexpr int64_t kText = 6;
constexpr int64_t kCellWidth = 2 * kImageSize + 3 * kGap;
constexpr int64_t kCellHeight = kImageSize + kText + kGap;

void AppendImage(const Raster& image, std::string& svg) {
  absl::StrAppend(&svg, "<rect width=\"", kImageSize, "\" height=\"", kImageSize, "\"/>\n");
  for (int64_t y = 0; y < image.height; ++y) {
    for (int64_t x = 0; x < image.width; ++x) {
      const int grey = image.at({y, x});
      if (grey == 0) continue;
      absl::StrAppendFormat(&svg, "<rect x=\"%d\" y=\"%d\" width=\"1\" height=\"1\" fill=\"#%02x%02x%02x\"/>\n", x, y,
                            grey, grey, grey);
    }
  }
}

// Pixel centres are at 1/2.
void AppendSnake(const Snake& snake, const char* colour, std::string& svg) {
  absl::StrAppendFormat(&svg, "<path fill=\"none\" stroke=\"%s\" stroke-width=\"0.8\" d=\"", colour);
  for (const Paddle& paddle : snake.paddles) {
    absl::StrAppendFormat(&svg, "M%g %gL%g %g", paddle.outer.x + 0.5, paddle.outer.y + 0.5, paddle.inner.x + 0.5,
                          paddle.inner.y + 0.5);
  }
  absl::StrAppend(&svg, "\"/>\n");
}

void AppendMarker(Point centre, std::string& svg) {
  absl::StrAppendFormat(&svg, "<circle cx=\"%g\" cy=\"%g\" r=\"%g\" fill=\"#222\"/>\n", centre.x + 0.5, centre.y + 0.5,
                        kMarkerRadius);
}

void AppendGeometry(const Sample& sample, std::string& svg) {
  absl::StrAppend(&svg, "<rect width=\"", kImageSize, "\" height=\"", kImageSize, "\" fill=\"#f4f4f4\"/>\n");
  for (const Snake& snake : sample.distractors) AppendSnake(snake, "#bbb", svg);
  AppendMarker(sample.targets[sample.origin_target].Origin(), svg);
  AppendMarker(sample.targets[sample.terminal_target].Terminal(), svg);
  AppendSnake(sample.targets[0], "#1f77b4", svg);
  AppendSnake(sample.targets[1], "#ff7f0e", svg);
}

}  // namespace

std::string SheetSvg(absl::Span<const Sample> samples, int64_t num_columns) {
  const int64_t num_samples = samples.size();
  const int64_t width = num_columns * kCellWidth;
  const int64_t height = CeilDiv(num_samples, num_columns) * kCellHeight + kGap;
  std::string svg = absl::StrFormat(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%g\" height=\"%g\" viewBox=\"0 0 %d %d\" "
      "shape-rendering=\"crispEdges\" font-family=\"sans-serif\" font-size=\"4\">\n"
      "<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>\n",
      kScale * width, kScale * height, width, height, width, height);
  for (int64_t i = 0; i < num_samples; ++i) {
    const Sample& sample = samples[i];
    const int64_t x = i % num_columns * kCellWidth + kGap;
    const int64_t y = i / num_columns * kCellHeight + kGap;
    absl::StrAppendFormat(&svg, "<g transform=\"translate(%d %d)\">\n", x, y);
    AppendImage(sample.image, svg);
    absl::StrAppendFormat(&svg, "<g transform=\"translate(%d 0)\" shape-rendering=\"auto\">\n", kImageSize + kGap);
    AppendGeometry(sample, svg);
    absl::StrAppendFormat(&svg, "</g>\n<text y=\"%d\">%s</text>\n</g>\n", kImageSize + kText - 1,
                          sample.label == 1 ? "1: one snake" : "0: two snakes");
  }
  absl::StrAppend(&svg, "</svg>\n");
  return svg;
}

}  // namespace duet::pathfinder
