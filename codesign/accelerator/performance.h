// What cycles, clock and area come to.

#ifndef CODESIGN_ACCELERATOR_PERFORMANCE_H_
#define CODESIGN_ACCELERATOR_PERFORMANCE_H_

#include <cstdint>

namespace duet::codesign {

inline double CyclesToMs(int64_t num_cycles, double clock_mhz) { return num_cycles / (1000 * clock_mhz); }

// Performance per area, 1 / (latency x area), in images per second and square centimetre.
inline double PerfPerArea(double latency_ms, double area_mm2) {
  constexpr double kMsPerS = 1000, kMm2PerCm2 = 100;
  return kMsPerS * kMm2PerCm2 / (latency_ms * area_mm2);
}

}  // namespace duet::codesign

#endif  // CODESIGN_ACCELERATOR_PERFORMANCE_H_
