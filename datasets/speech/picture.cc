#include "datasets/speech/picture.h"

#include <fftw3.h>

#include <algorithm>
#include <cmath>
#include <complex>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "common/fftw_planner.h"
#include "common/status_macros.h"

namespace duet::speech {
namespace {

constexpr int64_t kWindow = 160;
constexpr int64_t kHop = 40;
constexpr int kFft = 512;
constexpr int64_t kNumBins = kFft / 2 + 1;
constexpr double kRangeDb = 60;
constexpr double kPi = 3.14159265358979323846;

std::string XmlText(absl::string_view text) {
  return absl::StrReplaceAll(text, {{"&", "&amp;"}, {"<", "&lt;"}, {">", "&gt;"}, {"\"", "&quot;"}});
}

}  // namespace

absl::StatusOr<images::Image> Spectrogram(const Utterance& utterance) {
  const auto num_samples = static_cast<int64_t>(utterance.samples.size());
  if (num_samples < kWindow) {
    return absl::InvalidArgumentError(
        absl::StrCat("utterance \"", utterance.id, "\" has ", num_samples, " samples, less than a window"));
  }
  const int64_t num_columns = 1 + (num_samples - kWindow) / kHop;
  std::vector<float> input(kFft);
  std::vector<std::complex<float>> output(kNumBins);
  fftwf_plan plan;
  {
    const absl::MutexLock lock(&FftwPlannerMutex());
    plan = fftwf_plan_dft_r2c_1d(kFft, input.data(), reinterpret_cast<fftwf_complex*>(output.data()), FFTW_ESTIMATE);
  }
  std::vector<double> level_db(num_columns * kNumBins);
  for (int64_t column = 0; column < num_columns; ++column) {
    for (int64_t i = 0; i < kWindow; ++i) {
      const double hann = 0.5 - 0.5 * std::cos(2 * kPi * static_cast<double>(i) / kWindow);
      input[i] = static_cast<float>(hann * utterance.samples[column * kHop + i]);
    }
    fftwf_execute(plan);
    for (int64_t bin = 0; bin < kNumBins; ++bin) {
      level_db[column * kNumBins + bin] = 10 * std::log10(std::norm(output[bin]) + 1e-12);
    }
  }
  {
    const absl::MutexLock lock(&FftwPlannerMutex());
    fftwf_destroy_plan(plan);
  }
  const double loudest_db = *std::max_element(level_db.begin(), level_db.end());
  images::Image image{num_columns, kNumBins, 1, std::vector<uint8_t>(num_columns * kNumBins)};
  for (int64_t column = 0; column < num_columns; ++column) {
    for (int64_t bin = 0; bin < kNumBins; ++bin) {
      const double below = (loudest_db - level_db[column * kNumBins + bin]) / kRangeDb;
      image.pixels[(kNumBins - 1 - bin) * num_columns + column] =
          static_cast<uint8_t>(std::lrint(255 * std::clamp(below, 0.0, 1.0)));
    }
  }
  return image;
}

absl::StatusOr<std::string> UtteranceSvg(const Utterance& utterance) {
  ASSIGN_OR_RETURN(const images::Image image, Spectrogram(utterance));
  ASSIGN_OR_RETURN(const std::string png, images::EncodePng(image));
  constexpr double kPixelsPerSample = 0.026;
  constexpr int kTop = 30, kHeight = 200, kPhones = 26, kLeft = 44;
  const double width = kPixelsPerSample * static_cast<double>(utterance.samples.size());
  std::string svg = absl::StrFormat(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %.0f %d\" font-family=\"sans-serif\" font-size=\"12\">\n"
      "<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>\n"
      "<text x=\"%d\" y=\"20\" font-size=\"14\">%s (%s)</text>\n"
      "<image x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" preserveAspectRatio=\"none\" "
      "href=\"data:image/png;base64,%s\"/>\n",
      width + kLeft + 10, kTop + kHeight + kPhones + 22, kLeft, XmlText(utterance.text), XmlText(utterance.speaker),
      kLeft, kTop, width, kHeight, absl::Base64Escape(png));
  for (const int khz : {0, 4, 8}) {
    absl::StrAppendFormat(&svg, "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%d kHz</text>\n", kLeft - 4,
                          kTop + kHeight - khz * kHeight / 8 + 4, khz);
  }
  for (size_t i = 0; i < utterance.phone_starts.size(); ++i) {
    const auto end = static_cast<double>(i + 1 < utterance.phone_starts.size() ? utterance.phone_starts[i + 1]
                                                                               : utterance.samples.size());
    const auto start = static_cast<double>(utterance.phone_starts[i]);
    absl::StrAppendFormat(&svg,
                          "<path d=\"M%.1f %dv%d\" stroke=\"#d95f02\" stroke-width=\"0.8\"/><text x=\"%.1f\" y=\"%d\" "
                          "text-anchor=\"middle\">%s</text>\n",
                          kLeft + kPixelsPerSample * start, kTop, kHeight + kPhones - 6,
                          kLeft + kPixelsPerSample * (start + end) / 2, kTop + kHeight + 15,
                          XmlText(utterance.phones[i]));
  }
  for (double second = 0; second * kSampleRateHz < static_cast<double>(utterance.samples.size()); second += 0.5) {
    absl::StrAppendFormat(&svg, "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\" fill=\"#666\">%.1f s</text>\n",
                          kLeft + kPixelsPerSample * kSampleRateHz * second, kTop + kHeight + kPhones + 14, second);
  }
  return svg + "</svg>\n";
}

}  // namespace duet::speech
