// Resources of a butterfly processor as linear functions of its sizes, fitted on synthesis reports:
//
//   resource ~ a + b P_be + c P_be P_bu + d P_be P_bu log2(2 P_bu)
//
// a: control and weight buffer, P_be: what an engine has once, P_be P_bu: butterfly units and banks, the last:
// crossbars, rotations of 2 P_bu items in log2(2 P_bu) steps. For one length of the longest row (the parameter
// MaxLog2Size).

#ifndef HW_SYNTH_RESOURCE_MODEL_H_
#define HW_SYNTH_RESOURCE_MODEL_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "hw/synth/linear_fit.h"
#include "hw/synth/synthesis_report.pb.h"

namespace duet::hw {

// What is fitted: "LUT", "FF", "DSP", "BRAM36".
std::map<std::string, double> ResourceValues(const Resources& resources);

class ResourceModel {
 public:
  // Fits each resource on reports of butterfly_processor with parameters NumEngines and NumUnits. InvalidArgument if a
  // report lacks one, if their MaxLog2Size differ, or if they are too few.
  static absl::StatusOr<ResourceModel> Fit(const std::vector<SynthesisReport>& reports);

  // By resource, as in ResourceValues.
  std::map<std::string, double> Predict(int64_t num_engines, int64_t num_units) const;
  const std::map<std::string, LinearFit>& fits() const { return fits_; }

 private:
  std::map<std::string, LinearFit> fits_;
};

}  // namespace duet::hw

#endif  // HW_SYNTH_RESOURCE_MODEL_H_
