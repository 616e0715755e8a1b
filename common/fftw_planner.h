// FFTW makes and destroys one plan at a time in a process (its manual, section "Thread safety"): hold this while you
// do. To execute plans needs no lock.

#ifndef COMMON_FFTW_PLANNER_H_
#define COMMON_FFTW_PLANNER_H_

#include "absl/synchronization/mutex.h"

namespace duet {

absl::Mutex& FftwPlannerMutex();

}  // namespace duet

#endif  // COMMON_FFTW_PLANNER_H_
