// Operations and weights of FABNet against Transformer and FNet on one task of the Long-Range Arena.

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/status_macros.h"
#include "experiments/fabnet/parameter_lists.h"
#include "experiments/framework/run_experiment.h"
#include "fabnet/network_shape.h"
#include "fabnet/operation_counts.h"

namespace duet::experiments {
namespace {

using fabnet::Family;
using fabnet::NetworkShape;

// The parameter `name`, "blocks,hidden,feed-forward", as a shape.
absl::StatusOr<NetworkShape> ShapeOf(const RunContext& context, Family family, absl::string_view name) {
  ASSIGN_OR_RETURN(const std::vector<int64_t> sizes, IntegerList(context, name));
  if (sizes.size() != 3) {
    return absl::InvalidArgumentError(absl::StrCat("parameter ", name, " has ", sizes.size(), " sizes, not 3"));
  }
  const NetworkShape shape = {std::string(name), family, sizes[1], sizes[2], sizes[0]};
  RETURN_IF_ERROR(fabnet::CheckShape(shape));
  return shape;
}

struct Size {
  double operations, weights;
};

void Report(RunResult& result, const std::string& counting, const std::vector<std::pair<std::string, Size>>& models) {
  const Size fabnet = models.back().second;
  for (const auto& [model, size] : models) {
    const Labels labels = {{"counting", counting}, {"model", model}};
    AddMeasurement(result, "operations_m", labels, size.operations / 1e6);
    AddMeasurement(result, "weights_k", labels, size.weights / 1e3);
    if (model == models.back().first) continue;
    AddMeasurement(result, "fewer_operations", labels, size.operations / fabnet.operations);
    AddMeasurement(result, "fewer_weights", labels, size.weights / fabnet.weights);
  }
}

absl::StatusOr<RunResult> Run(const RunContext& context) {
  ASSIGN_OR_RETURN(const int64_t seq_len, context.Int("seq_len"));
  ASSIGN_OR_RETURN(const NetworkShape transformer, ShapeOf(context, Family::kTransformer, "transformer"));
  ASSIGN_OR_RETURN(const NetworkShape fnet, ShapeOf(context, Family::kFNet, "fnet"));
  ASSIGN_OR_RETURN(const NetworkShape fabnet, ShapeOf(context, Family::kFabnet, "fabnet"));
  std::vector<std::pair<std::string, Size>> as_released, as_run;
  const std::vector<std::pair<std::string, NetworkShape>> models = {
      {"Transformer", transformer}, {"FNet", fnet}, {"FABNet", fabnet}};
  for (const auto& [model, shape] : models) {
    as_released.push_back({model,
                           {static_cast<double>(fabnet::CountOperationsAsReleased(shape, seq_len).total()),
                            static_cast<double>(fabnet::CountWeightsAsReleased(shape, seq_len))}});
    as_run.push_back({model,
                      {static_cast<double>(fabnet::CountOperations(shape, seq_len).total()),
                       static_cast<double>(fabnet::CountWeights(shape))}});
  }
  RunResult result;
  Report(result, "as released", as_released);
  Report(result, "as stored and run", as_run);
  return result;
}

}  // namespace
}  // namespace duet::experiments

int main(int argc, char** argv) { return duet::experiments::RunExperiment(argc, argv, duet::experiments::Run); }
