// NSGA-II: a population that spreads along the front between validation accuracy and costs known without training, such
// as predicted latency. Each generation, parents win tournaments of two by front and then by crowding distance;
// children take each choice from either parent and then change one; the best of parents and children live on.
//
// Source: Deb et al. 2002, section III, with uniform crossover. Differs: a child that is no candidate is replaced by a
// mutation of a parent, one that has been trained before by a random candidate.

#ifndef NAS_NSGA2_H_
#define NAS_NSGA2_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "nas/search.h"

namespace duet::nas {

struct Nsga2Options {
  int64_t population_size = 32;
  // Costs, each of every architecture of the space by number.
  std::vector<std::vector<double>> costs;
  // More costs, all of one architecture, finite and always as many: for spaces too large for tables.
  std::function<std::vector<double>(int64_t index)> costs_of;
};

class Nsga2 : public SearchStrategy {
 public:
  explicit Nsga2(const Nsga2Options& options) : options_(options) {}

  std::string name() const override { return "nsga2"; }

  // InvalidArgument without a cost, or where a candidate's is not finite.
  absl::Status Run(Search& search) const override;

 private:
  Nsga2Options options_;
};

}  // namespace duet::nas

#endif  // NAS_NSGA2_H_
