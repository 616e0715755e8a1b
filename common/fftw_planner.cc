#include "common/fftw_planner.h"

namespace duet {

absl::Mutex& FftwPlannerMutex() {
  static auto* const mutex = new absl::Mutex;
  return *mutex;
}

}  // namespace duet
