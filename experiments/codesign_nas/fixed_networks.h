// Networks made by hand, each on its best accelerator: what Codesign-NAS compares with what it finds.

#ifndef EXPERIMENTS_CODESIGN_NAS_FIXED_NETWORKS_H_
#define EXPERIMENTS_CODESIGN_NAS_FIXED_NETWORKS_H_

#include <optional>

#include "absl/status/statusor.h"
#include "codesign/accelerator/accelerator.h"
#include "codesign/accelerator/calibration.h"
#include "codesign/enumerate/front_table.h"
#include "codesign/search/objective.h"
#include "datasets/nasbench101/cell.h"

namespace duet::experiments {

// Two convolutions 3x3 with a shortcut (He et al. 2016, figure 2). Its accuracy is not among the published ones.
nasbench101::Cell ResNetCell();

// 1x1; 3x3; two 3x3 in place of 5x5; max-pooling: the Inception-like cell that NAS-Bench-101 shows (Ying et al. 2019,
// figure 1). The cell that Codesign-NAS calls GoogLeNet could not be recovered.
nasbench101::Cell GoogLeNetCell();

// Validation accuracy of that cell after 108 epochs, of one of its three trainings.
// Source: google-research/nasbench, NASBench.ipynb, output of its first query; another training has 93.37 %.
constexpr double kGoogLeNetAccuracyPct = 93.760;

// A network on an accelerator. The accuracy is not filled in.
struct Deployment {
  codesign::Accelerator accelerator;
  codesign::Metrics metrics;
};

// The network on the accelerator of the space with the most performance per area; of equal ones the first. Errors as
// LatencyTable::Create.
absl::StatusOr<Deployment> BestDeployment(const nasbench101::Cell& cell, const codesign::AcceleratorSpace& space,
                                          const codesign::Calibration& calibration);

// Of the front, the most accurate pair that is neither slower nor larger than `reference`; and the one with the most
// performance per area that is not less accurate. Nothing if there is none.
const codesign::FrontPoint* MostAccurate(const codesign::FrontTable& front, const codesign::Metrics& reference);
const codesign::FrontPoint* MostPerfPerArea(const codesign::FrontTable& front, const codesign::Metrics& reference);

}  // namespace duet::experiments

#endif  // EXPERIMENTS_CODESIGN_NAS_FIXED_NETWORKS_H_
