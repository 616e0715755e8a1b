#include "experiments/fabnet/lra_runs.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/status_macros.h"
#include "datasets/lra/resize.h"
#include "fabnet/models/encoder.h"
#include "fabnet/training/train.h"

namespace duet::experiments {
namespace {

constexpr uint64_t kDataSeed = 0;

bool HasPictures(absl::string_view task) { return task == "image" || task == "pathfinder"; }

absl::StatusOr<lra::TaskOptions> ReadTaskOptions(const RunContext& context, const std::string& name) {
  ASSIGN_OR_RETURN(lra::TaskOptions options, lra::PublishedOptions(name));
  ASSIGN_OR_RETURN(options.num_train, context.Int("num_train"));
  ASSIGN_OR_RETURN(options.num_validation, context.Int("num_validation"));
  ASSIGN_OR_RETURN(options.num_test, context.Int("num_test"));
  options.seed = kDataSeed;
  if (HasPictures(name)) {
    ASSIGN_OR_RETURN(const std::string level, context.Text("pathfinder_level"));
    ASSIGN_OR_RETURN(options.pathfinder_level, pathfinder::LevelFromName(level));
  } else {
    ASSIGN_OR_RETURN(options.seq_len, context.Int("seq_len"));
    ASSIGN_OR_RETURN(options.max_tokens, context.Int("max_tokens"));
  }
  if (name == "listops") lra::ShortenTrees(*options.max_tokens, options);
  if (name == "text") {
    ASSIGN_OR_RETURN(options.data_path, context.DataPath("text_table"));
  } else if (name == "image") {
    ASSIGN_OR_RETURN(options.data_path, context.DataPath("image_table"));
  }
  return options;
}

// Share of the commonest class.
double MajorityShare(const lra::TokenExamples& examples) {
  std::vector<int64_t> counts(256);
  for (const uint8_t label : examples.labels) ++counts[label];
  return static_cast<double>(*std::max_element(counts.begin(), counts.end())) /
         static_cast<double>(std::max<int64_t>(examples.size(), 1));
}

}  // namespace

absl::StatusOr<lra::Task> OpenLraTask(const RunContext& context) {
  ASSIGN_OR_RETURN(const std::string name, context.Text("task"));
  ASSIGN_OR_RETURN(const lra::TaskOptions options, ReadTaskOptions(context, name));
  ASSIGN_OR_RETURN(lra::Task task, lra::OpenTask(name, options));
  if (!HasPictures(name)) return task;
  ASSIGN_OR_RETURN(const int64_t side, context.Int("image_side"));
  if (side == pathfinder::kImageSize) return task;
  for (lra::TokenExamples* examples : {&task.train, &task.validation, &task.test}) {
    RETURN_IF_ERROR(ShrinkPictures(side, *examples));
  }
  absl::StrAppend(&task.proxy_reason, task.proxy_reason.empty() ? "" : "; ", "pictures of ", side, " x ", side,
                  " pixels in place of ", pathfinder::kImageSize, " x ", pathfinder::kImageSize);
  return task;
}

absl::Status ShrinkPictures(int64_t side, lra::TokenExamples& examples) {
  const int64_t old_side = std::llround(std::sqrt(static_cast<double>(examples.seq_len)));
  if (side < 1 || old_side * old_side != examples.seq_len || old_side % side != 0) {
    return absl::InvalidArgumentError(
        absl::StrCat("pictures of ", examples.seq_len, " pixels cannot be averaged to ", side, " x ", side));
  }
  const int64_t factor = old_side / side;
  std::vector<uint16_t> tokens;
  tokens.reserve(examples.tokens.size() / (factor * factor));
  for (size_t first = 0; first < examples.tokens.size(); first += examples.seq_len) {
    for (int64_t y = 0; y < side; ++y) {
      for (int64_t x = 0; x < side; ++x) {
        int64_t sum = 0;
        for (int64_t i = 0; i < factor * factor; ++i) {
          sum += examples.tokens[first + (y * factor + i / factor) * old_side + x * factor + i % factor];
        }
        const int64_t mean = (sum + factor * factor / 2) / (factor * factor);
        tokens.push_back(static_cast<uint16_t>(sum > 0 ? std::max<int64_t>(mean, 1) : 0));
      }
    }
  }
  examples.tokens = std::move(tokens);
  examples.seq_len = side * side;
  return absl::OkStatus();
}

absl::StatusOr<fabnet::Recipe> ReadRecipe(const RunContext& context, const lra::Task& task, absl::string_view model) {
  ASSIGN_OR_RETURN(fabnet::Recipe recipe, fabnet::FindRecipe(task.name, model));
  fabnet::EncoderOptions& encoder = recipe.encoder;
  encoder.vocabulary = task.vocabulary;
  encoder.num_classes = task.num_classes;
  encoder.is_pair = task.is_pair;
  encoder.seq_len = task.train.seq_len;
  ASSIGN_OR_RETURN(encoder.hidden, context.Int("hidden"));
  ASSIGN_OR_RETURN(encoder.feed_forward, context.Int("feed_forward"));
  ASSIGN_OR_RETURN(encoder.num_blocks, context.Int("num_blocks"));
  fabnet::TrainOptions& train = recipe.train;
  ASSIGN_OR_RETURN(train.num_steps, context.Int("num_steps"));
  ASSIGN_OR_RETURN(train.num_warmup_steps, context.Int("num_warmup_steps"));
  ASSIGN_OR_RETURN(train.eval_every, context.Int("eval_every"));
  ASSIGN_OR_RETURN(train.batch_size, context.Int("batch_size"));
  ASSIGN_OR_RETURN(train.peak_learning_rate, context.Real("peak_learning_rate"));
  train.seed = context.seed();
  train.progress = &context.progress();
  return recipe;
}

absl::Status TrainAndReport(const RunContext& context, const lra::Task& task, const fabnet::Recipe& recipe,
                            const Labels& labels, RunResult& result) {
  ASSIGN_OR_RETURN(fabnet::Encoder encoder, fabnet::CreateEncoder(recipe.encoder, context.seed()));
  ASSIGN_OR_RETURN(const fabnet::TrainMetrics metrics, fabnet::Train(encoder, task, recipe.train));
  AddMeasurement(result, "accuracy_pct", labels, 100 * metrics.test_accuracy);
  AddMeasurement(result, "majority_pct", labels, 100 * MajorityShare(task.test));
  AddMeasurement(result, "parameters_k", labels, static_cast<double>(encoder->NumParameters()) / 1000);
  AddMeasurement(result, "train_examples", labels,
                 static_cast<double>(recipe.train.num_steps * recipe.train.batch_size));
  std::vector<double> steps, accuracies_pct;
  for (const fabnet::Evaluation& evaluation : metrics.evaluations) {
    steps.push_back(static_cast<double>(evaluation.step));
    accuracies_pct.push_back(100 * evaluation.validation_accuracy);
  }
  AddSeries(result, "validation_pct", labels, steps, accuracies_pct);
  return absl::OkStatus();
}

}  // namespace duet::experiments
