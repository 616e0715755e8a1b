#include "experiments/framework/format.h"

#include <charconv>
#include <cstdlib>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace duet::experiments {

std::string FormatNumber(double value, int decimals) {
  std::string text = absl::StrFormat("%.*f", decimals, value);
  const bool is_minus_zero = text[0] == '-' && text.find_first_not_of("-0.") == std::string::npos;
  return is_minus_zero ? text.substr(1) : text;
}

std::string FormatTolerance(double value) { return absl::StrFormat("%.6g", value); }

std::string FormatExactly(double value) {
  char buffer[32];
  const std::to_chars_result end = std::to_chars(buffer, buffer + sizeof(buffer), value);
  return std::string(buffer, end.ptr);
}

std::string FormatMean(const Metric& metric, const MetricSummary& summary) {
  const std::string mean = FormatNumber(summary.mean(), metric.decimals());
  if (metric.deterministic() || !summary.has_ci95_high()) return mean;
  return absl::StrCat(mean, " ± ", FormatNumber(summary.ci95_high() - summary.mean(), metric.decimals()));
}

std::string MetricTitle(const Metric& metric) {
  const std::string& title = metric.title().empty() ? metric.name() : metric.title();
  return metric.unit() == "1" ? title : absl::StrCat(title, " (", metric.unit(), ")");
}

std::string Capitalised(absl::string_view text) {
  std::string result(text);
  if (!result.empty()) result[0] = absl::ascii_toupper(result[0]);
  return result;
}

}  // namespace duet::experiments
