// Rate and remaining time of a long job, on one line of a terminal:
//
//   training  412/1000  41 %  8.3/s  1 min 11 s left
//
// Silent where the output is not a terminal, so that logs stay short. Results never depend on it.

#ifndef COMMON_PROGRESS_H_
#define COMMON_PROGRESS_H_

#include <cstdint>
#include <functional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace duet {

// The line above, without its end: "1 min 11 s left" from the mean rate so far. `num_total` 0 if it is not known.
std::string ProgressLine(absl::string_view label, int64_t num_done, int64_t num_total, absl::Duration elapsed);

// Thread-safe.
class Progress {
 public:
  struct Options {
    // Shows a line in place of the last one. Default: standard error if that is a terminal, else nothing.
    std::function<void(absl::string_view line)> show;
    std::function<absl::Time()> now;  // default: absl::Now
    absl::Duration interval = absl::Milliseconds(200);
  };

  Progress();
  explicit Progress(Options options);
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  ~Progress();  // ends the line

  // Begins a job of `num_total` steps (0: not known) and forgets the last one.
  void Start(absl::string_view label, int64_t num_total);
  // Counts steps; shows a line at most once per interval.
  void Advance(int64_t num_steps = 1);
  // Shows the last line of the job and ends it.
  void Finish();

 private:
  void Show(absl::Time now) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const Options options_;
  absl::Mutex mutex_;
  std::string label_ ABSL_GUARDED_BY(mutex_);
  int64_t num_done_ ABSL_GUARDED_BY(mutex_) = 0;
  int64_t num_total_ ABSL_GUARDED_BY(mutex_) = 0;
  absl::Time start_ ABSL_GUARDED_BY(mutex_);
  absl::Time last_shown_ ABSL_GUARDED_BY(mutex_);
  bool is_shown_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace duet

#endif  // COMMON_PROGRESS_H_
