// A Transformer whose last blocks are FBfly, on one task of the Long Range Arena.

#include "absl/strings/str_cat.h"
#include "common/status_macros.h"
#include "experiments/fabnet/lra_runs.h"
#include "experiments/framework/run_experiment.h"
#include "fabnet/training/keep_memory.h"

namespace duet::experiments {
namespace {

absl::StatusOr<RunResult> Run(const RunContext& context) {
  ASSIGN_OR_RETURN(const int64_t num_compressed, context.Int("num_compressed"));
  ASSIGN_OR_RETURN(const lra::Task task, OpenLraTask(context));
  ASSIGN_OR_RETURN(fabnet::Recipe recipe, ReadRecipe(context, task, "fabnet"));
  ASSIGN_OR_RETURN(recipe.encoder.num_heads, context.Int("num_heads"));
  recipe.encoder.num_attention_blocks = recipe.encoder.num_blocks - num_compressed;
  recipe.encoder.has_dense_attention_blocks = true;
  RunResult result;
  result.set_proxy_reason(task.proxy_reason);
  RETURN_IF_ERROR(TrainAndReport(context, task, recipe, {{"compressed", absl::StrCat(num_compressed)}}, result));
  return result;
}

}  // namespace
}  // namespace duet::experiments

int main(int argc, char** argv) {
  duet::KeepFreedMemory();
  return duet::experiments::RunExperiment(argc, argv, duet::experiments::Run);
}
