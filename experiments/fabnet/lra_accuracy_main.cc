// One model on one task of the Long Range Arena.

#include "common/status_macros.h"
#include "experiments/fabnet/lra_runs.h"
#include "experiments/framework/run_experiment.h"
#include "fabnet/training/keep_memory.h"

namespace duet::experiments {
namespace {

absl::StatusOr<RunResult> Run(const RunContext& context) {
  ASSIGN_OR_RETURN(const std::string model, context.Text("model"));
  ASSIGN_OR_RETURN(const lra::Task task, OpenLraTask(context));
  ASSIGN_OR_RETURN(const fabnet::Recipe recipe, ReadRecipe(context, task, model));
  RunResult result;
  result.set_proxy_reason(task.proxy_reason);
  RETURN_IF_ERROR(TrainAndReport(context, task, recipe, {}, result));
  return result;
}

}  // namespace
}  // namespace duet::experiments

int main(int argc, char** argv) {
  duet::KeepFreedMemory();
  return duet::experiments::RunExperiment(argc, argv, duet::experiments::Run);
}
