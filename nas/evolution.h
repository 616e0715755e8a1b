// Regularised (ageing) evolution: of a random sample of the population, the best has a child that differs in one
// decision; the child joins the population and the oldest member leaves it.
//
// Source: Real et al. 2019, Regularized Evolution for Image Classifier Architecture Search, algorithm 1; population 64
// and sample 10 as the authors of BRP-NAS use on NAS-Bench-201 (Abdelfattah et al. 2021, released notebook).
// Differs: a child that has been trained before joins at no cost; after 100 of these in a row, a random candidate
// does.

#ifndef NAS_EVOLUTION_H_
#define NAS_EVOLUTION_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "nas/search.h"

namespace duet::nas {

struct EvolutionOptions {
  int64_t population_size = 64;
  int64_t sample_size = 10;
};

class Evolution : public SearchStrategy {
 public:
  explicit Evolution(const EvolutionOptions& options) : options_(options) {}

  std::string name() const override { return "evolution"; }
  absl::Status Run(Search& search) const override;

 private:
  EvolutionOptions options_;
};

}  // namespace duet::nas

#endif  // NAS_EVOLUTION_H_
