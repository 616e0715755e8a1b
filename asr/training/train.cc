#include "asr/training/train.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "ATen/ATen.h"
#include "ATen/Parallel.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "asr/phones.h"
#include "asr/tensors.h"
#include "asr/training/batches.h"
#include "asr/training/checkpoint.h"
#include "asr/training/evaluate.h"
#include "common/random.h"
#include "common/status_macros.h"
#include "torch/nn/utils/clip_grad.h"
#include "torch/optim/adam.h"

namespace duet::asr {
namespace {

absl::Status CheckOptions(const FeatureCorpus& corpus, const TrainOptions& options) {
  const std::pair<absl::string_view, double> positive[] = {{"num_epochs", options.num_epochs},
                                                           {"learning_rate", options.learning_rate},
                                                           {"adam_epsilon", options.adam_epsilon},
                                                           {"decay", options.decay},
                                                           {"batch_size", options.batch_size},
                                                           {"long_batch_size", options.long_batch_size},
                                                           {"max_gradient_norm", options.max_gradient_norm}};
  for (const auto& [name, value] : positive) {
    if (!(value > 0)) return absl::InvalidArgumentError(absl::StrCat(name, " is ", value, "; it must be above 0"));
  }
  if (!(options.convolution_l2 >= 0)) {
    return absl::InvalidArgumentError(absl::StrCat("convolution_l2 is ", options.convolution_l2));
  }
  const std::pair<absl::string_view, const FeatureSet*> sets[] = {
      {"training", &corpus.train}, {"validation", &corpus.validation}, {"test", &corpus.test}};
  for (const auto& [name, set] : sets) {
    if (set->empty()) return absl::InvalidArgumentError(absl::StrCat("corpus ", corpus.name, " has no ", name, " set"));
  }
  return absl::OkStatus();
}

// CTC needs a frame for each phone and a blank between equal ones.
int64_t NumFramesNeeded(const std::vector<int64_t>& phones) {
  auto num_frames = static_cast<int64_t>(phones.size());
  for (size_t i = 1; i < phones.size(); ++i) num_frames += phones[i] == phones[i - 1] ? 1 : 0;
  return num_frames;
}

std::vector<int64_t> Spellable(const AcousticModel& model, const FeatureSet& set) {
  std::vector<int64_t> spellable;
  for (size_t i = 0; i < set.size(); ++i) {
    if (NumFramesNeeded(set[i].phones) <= model.NumOutputFrames(set[i].num_frames())) {
      spellable.push_back(static_cast<int64_t>(i));
    }
  }
  return spellable;
}

// Mean over the batch of CTC / (T' + 1).
torch::Tensor CtcLoss(AcousticModel& model, const Batch& batch) {
  const torch::Tensor log_probabilities = model.forward(batch.features, batch.num_frames);  // [B, T', V]
  torch::Tensor num_output_frames = at::empty_like(batch.num_frames);
  for (int64_t i = 0; i < num_output_frames.numel(); ++i) {
    num_output_frames.data_ptr<int64_t>()[i] = model.NumOutputFrames(batch.num_frames.data_ptr<int64_t>()[i]);
  }
  const torch::Tensor losses = at::ctc_loss(log_probabilities.transpose(0, 1), batch.phones, num_output_frames,
                                            batch.num_phones, kBlank, at::Reduction::None);
  return (losses / (num_output_frames + 1)).mean();
}

// Sum of squares of the convolutions' kernels, which are the parameters of three dimensions.
torch::Tensor SumOfSquaredKernels(const std::vector<torch::Tensor>& parameters) {
  torch::Tensor sum = at::zeros({});
  for (const torch::Tensor& parameter : parameters) {
    if (parameter.dim() == 3) sum = sum + parameter.square().sum();
  }
  return sum;
}

// LibTorch's number of threads is the process's.
class OneThread {
 public:
  OneThread() : num_threads_(at::get_num_threads()) { at::set_num_threads(1); }
  ~OneThread() { at::set_num_threads(num_threads_); }

 private:
  const int num_threads_;
};

class Training {
 public:
  Training(AcousticModel& model, const FeatureCorpus& corpus, const TrainOptions& options)
      : model_(model),
        corpus_(corpus),
        options_(options),
        parameters_(model.parameters()),
        adam_(parameters_, torch::optim::AdamOptions(options.learning_rate).eps(options.adam_epsilon)) {}

  absl::StatusOr<TrainMetrics> Run() {
    const std::vector<int64_t> utterances = Spellable(model_, corpus_.train);
    if (utterances.empty()) {
      return absl::InvalidArgumentError("no utterance of the training set has enough frames to spell its phones");
    }
    metrics_.num_left_out = static_cast<int64_t>(corpus_.train.size() - utterances.size());
    plan_ = PlanTraining(corpus_.train, utterances, options_);
    RETURN_IF_ERROR(Resume());
    while (num_epochs() < options_.num_epochs) {
      RETURN_IF_ERROR(TrainEpoch());
      if (options_.on_epoch) options_.on_epoch(num_epochs(), metrics_.epochs.back());
      if (!options_.checkpoint_path.empty()) RETURN_IF_ERROR(WriteCheckpoint(State(), options_.checkpoint_path));
    }
    RETURN_IF_ERROR(LoadTensors(best_tensors_, model_));
    model_.eval();
    metrics_.num_steps = static_cast<int64_t>(plan_.batches.size());
    metrics_.validation_per_pct = 100 * PhoneErrorRate(model_, corpus_.validation, options_.final_decoder).rate();
    metrics_.test_per_pct = 100 * PhoneErrorRate(model_, corpus_.test, options_.final_decoder).rate();
    return metrics_;
  }

 private:
  int64_t num_epochs() const { return static_cast<int64_t>(metrics_.epochs.size()); }

  TrainingState State() { return {model_, parameters_, adam_, digest_, metrics_, best_tensors_}; }

  absl::Status Resume() {
    if (options_.checkpoint_path.empty()) return absl::OkStatus();
    ASSIGN_OR_RETURN(digest_, TrainingDigest(model_, corpus_, options_));
    const absl::Status status = ReadCheckpoint(options_.checkpoint_path, State());
    if (!status.ok() && !absl::IsNotFound(status)) return status;
    if (options_.on_epoch) {
      for (int64_t epoch = 1; epoch <= num_epochs(); ++epoch) options_.on_epoch(epoch, metrics_.epochs[epoch - 1]);
    }
    return absl::OkStatus();
  }

  absl::Status TrainEpoch() {
    const int64_t first_step = num_epochs() * plan_.steps_per_epoch;
    static_cast<torch::optim::AdamOptions&>(adam_.param_groups()[0].options())
        .lr(LearningRate(options_, num_epochs() + 1));
    model_.train();
    double sum_of_losses = 0;
    for (int64_t step = first_step; step < first_step + plan_.steps_per_epoch; ++step) {
      // Dropout draws from LibTorch's generator: a function of (seed, step), so that a training can be resumed.
      at::manual_seed(RandomStream(options_.seed, "dropout", step)());
      const torch::Tensor loss = CtcLoss(model_, MakeBatch(corpus_.train, plan_.batches[step]));
      if (!std::isfinite(loss.item<double>())) {
        return absl::InternalError(absl::StrCat("the loss is ", loss.item<double>(), " at step ", step, " of ",
                                                plan_.batches.size(), "; learning rate ", options_.learning_rate));
      }
      adam_.zero_grad();
      (loss + options_.convolution_l2 * SumOfSquaredKernels(parameters_)).backward();
      torch::nn::utils::clip_grad_norm_(parameters_, options_.max_gradient_norm);
      adam_.step();
      sum_of_losses += loss.item<double>();
    }
    EpochMetrics epoch;
    epoch.training_loss = sum_of_losses / static_cast<double>(plan_.steps_per_epoch);
    epoch.validation_per_pct = 100 * PhoneErrorRate(model_, corpus_.validation, options_.epoch_decoder).rate();
    metrics_.epochs.push_back(epoch);
    if (metrics_.best_epoch == 0 ||
        epoch.validation_per_pct <= metrics_.epochs[metrics_.best_epoch - 1].validation_per_pct) {
      metrics_.best_epoch = num_epochs();
      best_tensors_.Clear();
      return SaveTensors(model_, &best_tensors_);
    }
    return absl::OkStatus();
  }

  AcousticModel& model_;
  const FeatureCorpus& corpus_;
  const TrainOptions& options_;
  const std::vector<torch::Tensor> parameters_;
  torch::optim::Adam adam_;
  TrainingPlan plan_;
  std::string digest_;
  TrainMetrics metrics_;
  NamedTensors best_tensors_;
};

}  // namespace

double LearningRate(const TrainOptions& options, int64_t epoch) {
  const int64_t num_decays = std::max<int64_t>(0, epoch - options.decay_from_epoch);
  return options.learning_rate * std::pow(options.decay, num_decays);
}

absl::StatusOr<TrainMetrics> Train(AcousticModel& model, const FeatureCorpus& corpus, const TrainOptions& options) {
  RETURN_IF_ERROR(CheckOptions(corpus, options));
  const OneThread one_thread;
  return Training(model, corpus, options).Run();
}

}  // namespace duet::asr
