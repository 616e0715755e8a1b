#include "common/progress.h"

#include <unistd.h>

#include <cmath>
#include <cstdio>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"

namespace duet {
namespace {

std::string DurationText(double seconds) {
  const int64_t total = std::llround(seconds);
  if (total < 60) return absl::StrCat(total, " s");
  if (total < 3600) return absl::StrCat(total / 60, " min ", total % 60, " s");
  return absl::StrCat(total / 3600, " h ", total % 3600 / 60, " min");
}

void ShowOnTerminal(absl::string_view line) {
  // Carriage return, line, erase to the end of the line.
  absl::FPrintF(stderr, "\r%s\x1b[K", line);
}

Progress::Options WithDefaults(Progress::Options options) {
  if (!options.show && isatty(STDERR_FILENO) == 1) options.show = ShowOnTerminal;
  if (!options.now) options.now = [] { return absl::Now(); };
  return options;
}

}  // namespace

std::string ProgressLine(absl::string_view label, int64_t num_done, int64_t num_total, absl::Duration elapsed) {
  std::string line = absl::StrCat(label, "  ", num_done);
  if (num_total > 0) absl::StrAppend(&line, "/", num_total, "  ", 100 * num_done / num_total, " %");
  const double seconds = absl::ToDoubleSeconds(elapsed);
  if (num_done == 0 || seconds <= 0) return line;
  const double rate = num_done / seconds;
  if (rate >= 1) {
    absl::StrAppendFormat(&line, "  %.3g/s", rate);
  } else {
    absl::StrAppendFormat(&line, "  %.3g s each", 1 / rate);
  }
  if (num_total > num_done) absl::StrAppend(&line, "  ", DurationText((num_total - num_done) / rate), " left");
  return line;
}

Progress::Progress() : Progress(Options()) {}

Progress::Progress(Options options) : options_(WithDefaults(std::move(options))) {}

Progress::~Progress() { Finish(); }

void Progress::Start(absl::string_view label, int64_t num_total) {
  Finish();
  const absl::MutexLock lock(&mutex_);
  label_ = std::string(label);
  num_done_ = 0;
  num_total_ = num_total;
  start_ = options_.now();
  last_shown_ = start_;
}

void Progress::Advance(int64_t num_steps) {
  const absl::MutexLock lock(&mutex_);
  num_done_ += num_steps;
  if (!options_.show) return;
  const absl::Time now = options_.now();
  if (now - last_shown_ >= options_.interval) Show(now);
}

void Progress::Finish() {
  const absl::MutexLock lock(&mutex_);
  if (!is_shown_) return;
  Show(options_.now());
  options_.show("");
  is_shown_ = false;
}

void Progress::Show(absl::Time now) {
  options_.show(ProgressLine(label_, num_done_, num_total_, now - start_));
  last_shown_ = now;
  is_shown_ = true;
}

}  // namespace duet
