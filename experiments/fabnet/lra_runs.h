// What the experiments that train on the Long Range Arena share: a run's parameters become a task and a training, and a
// training becomes numbers.
//
// Parameters: task; seq_len (tokens), max_tokens (of them, before padding), num_train, num_validation, num_test
// (examples); pathfinder_level; image_side (pixels: pictures are averaged to it); hidden, feed_forward, num_blocks;
// num_steps, num_warmup_steps, eval_every, batch_size, peak_learning_rate. All others are those of the recipe
// (fabnet/training/recipe.h). Data: text_table, image_table.

#ifndef EXPERIMENTS_FABNET_LRA_RUNS_H_
#define EXPERIMENTS_FABNET_LRA_RUNS_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "datasets/lra/task.h"
#include "experiments/framework/run_context.h"
#include "fabnet/training/recipe.h"

namespace duet::experiments {

// The task of the run. Its data are the same for every seed.
absl::StatusOr<lra::Task> OpenLraTask(const RunContext& context);

// Pictures of tokens [n, s s] with every square of pixels averaged, rounded to the nearest: [n, side side]. 0, which
// also pads, becomes 1 where the square was not black. InvalidArgument unless `side` divides the side there is.
absl::Status ShrinkPictures(int64_t side, lra::TokenExamples& examples);

// The recipe of that model, resized as the run's parameters say, for `task` and the run's seed.
absl::StatusOr<fabnet::Recipe> ReadRecipe(const RunContext& context, const lra::Task& task, absl::string_view model);

// Creates, trains and reports with `labels`: accuracy_pct on the test set, majority_pct (what the commonest class alone
// gives), parameters_k, train_examples (that were seen, repeats included), and the series "validation_pct" by step.
absl::Status TrainAndReport(const RunContext& context, const lra::Task& task, const fabnet::Recipe& recipe,
                            const Labels& labels, RunResult& result);

}  // namespace duet::experiments

#endif  // EXPERIMENTS_FABNET_LRA_RUNS_H_
