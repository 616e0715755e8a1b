// Calibrates the models on measurements: area by least squares, latency by a direct search.
//
// A measurement of time is a sequence of layers, run one after the other on one accelerator, in seconds; those of
// CHaiDNN are networks, those of RTL single layers. The fit minimises the sum of squared logarithms of predicted over
// measured time, over logarithms of the constants, by the pattern search of Hooke and Jeeves: steps along each constant
// that are kept if they help and halved when none does. It needs no gradient, which maxima of the model do not have
// everywhere, and is deterministic.
//
// Source: Hooke & Jeeves 1961, "Direct search" solution of numerical and statistical problems.

#ifndef CODESIGN_ACCELERATOR_FIT_H_
#define CODESIGN_ACCELERATOR_FIT_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "codesign/accelerator/accelerator.h"
#include "codesign/accelerator/calibration.h"
#include "codesign/accelerator/chaidnn.h"
#include "codesign/accelerator/latency.h"
#include "codesign/accelerator/layer.h"

namespace duet::codesign {

struct TimeMeasurement {
  std::string name;  // of the network, or the layer
  std::vector<Layer> layers;
  Accelerator accelerator;
  double clock_mhz = 0;
  ExecutionOptions execution;
  double time_ms = 0;  // of all images together
};

// Of a measurement's layers, by the model at the measurement's clock.
double PredictMs(const TimeMeasurement& measurement, const LatencyCalibration& calibration);

// Predicted time over measured, less 1, in percent.
double TimeErrorPct(const TimeMeasurement& measurement, const LatencyCalibration& calibration);

// The published frame rates: two images in lockstep.
std::vector<TimeMeasurement> ChaiDnnTimes();

// Fits `constants`, names of fields of LatencyCalibration, and keeps the rest of `start`, whose constants must be
// positive. InvalidArgument for no measurement, or a name that is none.
absl::StatusOr<LatencyCalibration> FitLatency(absl::Span<const TimeMeasurement> measurements,
                                              const LatencyCalibration& start, absl::Span<const std::string> constants);

// Those that published frame rates determine.
std::vector<std::string> ConstantsOfFrameRates();

// Fits DSP, LUT and FF to CHaiDNN's utilisation, and sets `second_engine` to what Diet has beside its compute DSPs; the
// rest is as in `start`. InvalidArgument for fewer designs than unknowns.
absl::StatusOr<AreaCalibration> FitArea(absl::Span<const Utilisation> designs, const Utilisation& diet,
                                        const AreaCalibration& start);

}  // namespace duet::codesign

#endif  // CODESIGN_ACCELERATOR_FIT_H_
