#include "fabnet/training/train_options.h"

#include <cmath>

#include "absl/strings/str_cat.h"

namespace duet::fabnet {
namespace {

constexpr double kInitialDivisor = 25;
constexpr double kFinalDivisor = kInitialDivisor * 1e4;

double Between(double from, double to, double share) { return from + (to - from) * share; }

}  // namespace

absl::Status CheckTrainOptions(const TrainOptions& options) {
  for (const int64_t count : {options.batch_size, options.num_steps, options.eval_every, options.checkpoint_every}) {
    if (count < 1) {
      return absl::InvalidArgumentError(absl::StrCat(
          "training of ", options.num_steps, " steps of ", options.batch_size, " examples, evaluated every ",
          options.eval_every, " and kept every ", options.checkpoint_every, ": each must be at least 1"));
    }
  }
  if (options.num_warmup_steps < 0 || options.num_warmup_steps > options.num_steps) {
    return absl::InvalidArgumentError(
        absl::StrCat("warm-up of ", options.num_warmup_steps, " in ", options.num_steps, " steps"));
  }
  for (const double rate : {options.peak_learning_rate, options.epsilon}) {
    if (!(rate > 0 && std::isfinite(rate))) {
      return absl::InvalidArgumentError(absl::StrCat("a learning rate or epsilon of ", rate));
    }
  }
  if (options.num_threads < 1) {
    return absl::InvalidArgumentError(absl::StrCat("training on ", options.num_threads, " threads"));
  }
  return absl::OkStatus();
}

double LearningRate(const TrainOptions& options, int64_t step) {
  const double peak = options.peak_learning_rate;
  const int64_t peak_step = options.num_warmup_steps - 1;  // as OneCycleLR has it
  if (step <= peak_step) {
    return peak_step == 0 ? peak : Between(peak / kInitialDivisor, peak, static_cast<double>(step) / peak_step);
  }
  const int64_t last_step = options.num_steps - 1;
  return Between(peak, peak / kFinalDivisor, static_cast<double>(step - peak_step) / (last_step - peak_step));
}

std::string ToCsv(const TrainMetrics& metrics) {
  std::string csv = "step,train_loss,validation_loss,validation_accuracy\n";
  for (const Evaluation& evaluation : metrics.evaluations) {
    absl::StrAppend(&csv, evaluation.step, ",", evaluation.train_loss, ",", evaluation.validation_loss, ",",
                    evaluation.validation_accuracy, "\n");
  }
  return csv;
}

}  // namespace duet::fabnet
