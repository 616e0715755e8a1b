// Learns a device's latency from measured architectures of a space and predicts it for others.
//
// The recipes; those that are not BRP-NAS's are ours.
//
//     FLOPS                multiply-accumulates times one fitted scale (BRP-NAS, table 1)
//     LAYER_WISE           sum of the operations' latencies, each measured alone; nothing is fitted (BRP-NAS, table 1)
//     ADDITIVE             ridge regression on the one-hot operations of the pruned architecture
//     ADDITIVE_PAIRS       the same with the products of every two choices
//     ADDITIVE_RAW         ADDITIVE on the architecture as written, dead operations included
//     ADDITIVE_PAIRS_RAW   ADDITIVE_PAIRS on the architecture as written
//     MLP                  BRP-NAS's multilayer perceptron at GCN_FAST's schedule
//     GCN_FAST             BRP-NAS's GCN, narrower, float32, batches of 16, cosine schedule
//     EAGLE                BRP-NAS's GCN as released: float64, batch 1, 250 epochs
//     DUET                 Gaussian process over choices and graph statistics, relative error, robust

#ifndef PREDICTORS_LATENCY_PREDICTOR_H_
#define PREDICTORS_LATENCY_PREDICTOR_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "predictors/encoding.h"
#include "predictors/latency_model.pb.h"

namespace duet::predictors {

struct LatencySamples {
  EncodedArchitectures architectures;  // [n]
  std::vector<double> latency_ms;      // [n], positive
};

class LatencyPredictor {
 public:
  virtual ~LatencyPredictor() = default;

  // Learns from `train`; recipes that stop early watch `validation`. InvalidArgument if there are too few samples.
  virtual absl::Status Fit(const LatencySamples& train, const LatencySamples& validation, uint64_t seed) = 0;

  // Latencies [n] in milliseconds. FailedPrecondition before Fit, InvalidArgument for another space.
  virtual absl::StatusOr<std::vector<double>> PredictMs(const EncodedArchitectures& architectures) const = 0;

  // Fills in the model and its recipe.
  virtual void Save(LatencyModel* model) const = 0;

  // Restores what Save wrote. InvalidArgument if the fields contradict each other.
  virtual absl::Status Load(const LatencyModel& model) = 0;
};

// Called after each epoch of a training that takes long.
using EpochCallback = std::function<void(int64_t epoch, int64_t num_epochs, double validation_loss)>;

struct RecipeOptions {
  // LAYER_WISE: latency of each operation alone, by EncodedArchitectures::operation_names.
  absl::flat_hash_map<std::string, double> operation_latency_ms;
  EpochCallback on_epoch;
};

// The names of all recipes.
std::vector<std::string> LatencyRecipes();

// InvalidArgument for an unknown recipe, listing the known ones.
absl::StatusOr<std::unique_ptr<LatencyPredictor>> CreateLatencyPredictor(absl::string_view recipe,
                                                                         const RecipeOptions& options = {});

constexpr int kLatencyModelVersion = 1;

// A trained predictor from its model. InvalidArgument for another version, unit or recipe.
absl::StatusOr<std::unique_ptr<LatencyPredictor>> LoadLatencyPredictor(const LatencyModel& model);

// Saves version, space, unit and the predictor's parameters; the caller adds the provenance.
LatencyModel SaveLatencyPredictor(const LatencyPredictor& predictor, absl::string_view space);

}  // namespace duet::predictors

#endif  // PREDICTORS_LATENCY_PREDICTOR_H_
