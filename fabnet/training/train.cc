#include "fabnet/training/train.h"

#include <algorithm>
#include <cmath>
#include <exception>
#include <numeric>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "ATen/Parallel.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/files.h"
#include "common/random.h"
#include "common/status_macros.h"
#include "fabnet/models/encoder_file.h"
#include "fabnet/training/checkpoint.pb.h"
#include "torch/nn/functional/loss.h"
#include "torch/optim/adamw.h"
#include "torch/optim/serialize.h"
#include "torch/serialize.h"
#include "torch/utils.h"

namespace duet::fabnet {
namespace {

constexpr int64_t kEvaluationBatch = 32;

// LibTorch's number of threads is the process's.
class ScopedThreads {
 public:
  explicit ScopedThreads(int num_threads) : before_(at::get_num_threads()) { at::set_num_threads(num_threads); }
  ~ScopedThreads() { at::set_num_threads(before_); }

 private:
  const int before_;
};

struct Batch {
  torch::Tensor tokens;  // [B or 2 B, L] int64
  torch::Tensor labels;  // [B] int64
};

Batch MakeBatch(const lra::TokenExamples& examples, absl::Span<const int64_t> indices, torch::Device device) {
  const int64_t num_examples = static_cast<int64_t>(indices.size());
  const int64_t example_size = static_cast<int64_t>(examples.tokens.size()) / examples.size();  // L or 2 L
  torch::Tensor tokens = torch::empty({num_examples, example_size}, torch::kLong);
  torch::Tensor labels = torch::empty({num_examples}, torch::kLong);
  for (int64_t i = 0; i < num_examples; ++i) {
    std::copy_n(examples.tokens.data() + indices[i] * example_size, example_size,
                tokens.data_ptr<int64_t>() + i * example_size);
    labels.data_ptr<int64_t>()[i] = examples.labels[indices[i]];
  }
  return {tokens.view({-1, examples.seq_len}).to(device), labels.to(device)};
}

// Training examples one after the other, in a new random order each time through them.
class ExampleOrder {
 public:
  ExampleOrder(uint64_t seed, int64_t num_examples) : seed_(seed), order_(num_examples) {}

  int64_t At(int64_t position) {
    const int64_t pass = position / static_cast<int64_t>(order_.size());
    if (pass != pass_) {
      pass_ = pass;
      std::iota(order_.begin(), order_.end(), 0);
      RandomStream(seed_, "fabnet training order", pass).Shuffle(order_);
    }
    return order_[position % static_cast<int64_t>(order_.size())];
  }

 private:
  const uint64_t seed_;
  std::vector<int64_t> order_;
  int64_t pass_ = -1;
};

struct Score {
  double loss = 0;
  double accuracy = 0;
};

Score Judge(Encoder& encoder, const lra::TokenExamples& examples) {
  if (examples.size() == 0) return {};
  const torch::Tensor logits = Logits(encoder, examples);
  const torch::Tensor labels = torch::tensor(std::vector<int64_t>(examples.labels.begin(), examples.labels.end()));
  const torch::Tensor is_right = logits.argmax(1).eq(labels);
  return {torch::nn::functional::cross_entropy(logits, labels).item<double>(),
          static_cast<double>(is_right.sum().item<int64_t>()) / static_cast<double>(examples.size())};
}

absl::Status CheckExamples(const lra::Task& task, const lra::TokenExamples& examples, const EncoderOptions& options) {
  const int64_t num_rows = examples.size() * (task.is_pair ? 2 : 1);
  if (examples.seq_len != options.seq_len ||
      static_cast<int64_t>(examples.tokens.size()) != num_rows * examples.seq_len) {
    return absl::InvalidArgumentError(absl::StrCat(task.name, ": ", examples.tokens.size(), " tokens of ", num_rows,
                                                   " sequences of ", examples.seq_len, " for an encoder of ",
                                                   options.seq_len));
  }
  for (const uint16_t token : examples.tokens) {
    if (token >= task.vocabulary) return absl::InvalidArgumentError(absl::StrCat(task.name, ": token ", token));
  }
  for (const uint8_t label : examples.labels) {
    if (label >= task.num_classes) return absl::InvalidArgumentError(absl::StrCat(task.name, ": class ", label));
  }
  return absl::OkStatus();
}

absl::Status CheckTask(const lra::Task& task, const EncoderOptions& options) {
  if (task.vocabulary != options.vocabulary || task.num_classes != options.num_classes ||
      task.is_pair != options.is_pair) {
    return absl::InvalidArgumentError(
        absl::StrCat(task.name, ": ", task.vocabulary, " tokens, ", task.num_classes, " classes, pairs: ", task.is_pair,
                     "; the encoder: ", options.vocabulary, ", ", options.num_classes, ", ", options.is_pair));
  }
  if (task.train.size() == 0 || task.validation.size() == 0) {
    return absl::InvalidArgumentError(absl::StrCat(task.name, ": no examples to train or to validate"));
  }
  for (const lra::TokenExamples* examples : {&task.train, &task.validation, &task.test}) {
    RETURN_IF_ERROR(CheckExamples(task, *examples, options));
  }
  return absl::OkStatus();
}

std::string HashOf(const lra::TokenExamples& examples) {
  const auto bytes = [](const auto& values) {
    return absl::string_view(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(values[0]));
  };
  return absl::StrCat(Sha256Hex(bytes(examples.tokens)), Sha256Hex(bytes(examples.labels)));
}

// What decides the result, as text.
std::string RunOf(const EncoderOptions& e, const lra::Task& task, const TrainOptions& t) {
  std::string blocks;
  for (const BlockKind kind : BlockKinds(e)) absl::StrAppend(&blocks, BlockName(kind), " ");
  return absl::StrCat(
      blocks, absl::StrJoin({e.vocabulary, e.seq_len, e.hidden, e.feed_forward, e.num_heads, e.num_classes}, " "), " ",
      static_cast<int>(e.pooling), static_cast<int>(e.stride_order), static_cast<int>(e.precision), " ",
      absl::StrJoin(
          {e.dropout, e.attention_dropout, t.peak_learning_rate, t.beta_1, t.beta_2, t.epsilon, t.weight_decay}, " "),
      " ", absl::StrJoin({t.batch_size, t.num_steps, t.num_warmup_steps, t.eval_every}, " "), " ", t.seed, " ",
      t.device, " ", HashOf(task.train), HashOf(task.validation));
}

class Training {
 public:
  Training(Encoder& encoder, const lra::Task& task, const TrainOptions& options)
      : encoder_(encoder),
        task_(task),
        options_(options),
        device_(options.device),
        order_(options.seed, task.train.size()) {}

  absl::StatusOr<TrainMetrics> Run() {
    encoder_->to(device_);
    optimizer_ = std::make_unique<torch::optim::AdamW>(encoder_->parameters(),
                                                       torch::optim::AdamWOptions()
                                                           .betas(std::make_tuple(options_.beta_1, options_.beta_2))
                                                           .eps(options_.epsilon)
                                                           .weight_decay(options_.weight_decay));
    RETURN_IF_ERROR(Resume());
    if (options_.progress != nullptr) {
      options_.progress->Start(absl::StrCat("training ", task_.name), options_.num_steps);
      options_.progress->Advance(step_);
    }
    while (step_ < options_.num_steps) {
      if (step_ > 0 && step_ == options_.stop_before_step) {
        RETURN_IF_ERROR(WriteCheckpoint());
        return absl::CancelledError(absl::StrCat("stopped after ", step_, " of ", options_.num_steps, " steps"));
      }
      TakeStep();
      if (step_ % options_.eval_every == 0 || step_ == options_.num_steps) Evaluate();
      if (step_ % options_.checkpoint_every == 0) RETURN_IF_ERROR(WriteCheckpoint());
      if (options_.progress != nullptr) options_.progress->Advance();
    }
    if (options_.progress != nullptr) options_.progress->Finish();
    RETURN_IF_ERROR(WriteCheckpoint());
    RETURN_IF_ERROR(SetWeights(best_weights_, encoder_));
    metrics_.test_accuracy = Accuracy(encoder_, task_.test);
    return metrics_;
  }

 private:
  void TakeStep() {
    torch::manual_seed(RandomStream(options_.seed, "fabnet training step", step_)());
    for (auto& group : optimizer_->param_groups()) {
      static_cast<torch::optim::AdamWOptions&>(group.options()).lr(LearningRate(options_, step_));
    }
    std::vector<int64_t> indices(options_.batch_size);
    for (int64_t i = 0; i < options_.batch_size; ++i) indices[i] = order_.At(step_ * options_.batch_size + i);
    const Batch batch = MakeBatch(task_.train, indices, device_);
    encoder_->train();
    optimizer_->zero_grad();
    const torch::Tensor loss = torch::nn::functional::cross_entropy(encoder_(batch.tokens), batch.labels);
    loss.backward();
    optimizer_->step();
    loss_sum_ += loss.item<double>();
    ++step_;
  }

  void Evaluate() {
    const Score score = Judge(encoder_, task_.validation);
    const int64_t since = metrics_.evaluations.empty() ? 0 : metrics_.evaluations.back().step;
    metrics_.evaluations.push_back({step_, loss_sum_ / (step_ - since), score.loss, score.accuracy});
    loss_sum_ = 0;
    if (metrics_.best_step > 0 && score.accuracy <= metrics_.best_validation_accuracy) return;
    metrics_.best_step = step_;
    metrics_.best_validation_accuracy = score.accuracy;
    best_weights_ = WeightsOf(encoder_);
  }

  absl::Status WriteCheckpoint() const {
    if (options_.checkpoint_path.empty()) return absl::OkStatus();
    Checkpoint checkpoint;
    checkpoint.set_run(run_);
    checkpoint.set_num_steps_done(step_);
    for (const Evaluation& evaluation : metrics_.evaluations) {
      Checkpoint::Evaluation& kept = *checkpoint.add_evaluations();
      kept.set_step(evaluation.step);
      kept.set_train_loss(evaluation.train_loss);
      kept.set_validation_loss(evaluation.validation_loss);
      kept.set_validation_accuracy(evaluation.validation_accuracy);
    }
    checkpoint.set_loss_sum(loss_sum_);
    checkpoint.set_best_step(metrics_.best_step);
    checkpoint.set_weights(WeightsOf(encoder_));
    checkpoint.set_best_weights(best_weights_);
    std::ostringstream optimizer;
    torch::save(*optimizer_, optimizer);
    checkpoint.set_optimizer(optimizer.str());
    return WriteFileAtomically(options_.checkpoint_path, checkpoint.SerializeAsString());
  }

  absl::Status Resume() {
    if (options_.checkpoint_path.empty()) return absl::OkStatus();
    run_ = RunOf(encoder_->options(), task_, options_);
    const absl::StatusOr<std::string> bytes = ReadFile(options_.checkpoint_path);
    if (absl::IsNotFound(bytes.status())) return absl::OkStatus();
    RETURN_IF_ERROR(bytes.status());
    Checkpoint checkpoint;
    if (!checkpoint.ParseFromString(*bytes)) {
      return absl::DataLossError(absl::StrCat(options_.checkpoint_path, ": not a checkpoint"));
    }
    if (checkpoint.run() != run_) {
      return absl::FailedPreconditionError(absl::StrCat(options_.checkpoint_path, ": of a run with other options (\"",
                                                        checkpoint.run(), "\"; this run: \"", run_, "\")"));
    }
    RETURN_IF_ERROR(SetWeights(checkpoint.weights(), encoder_));
    try {
      std::istringstream optimizer(checkpoint.optimizer());
      torch::load(*optimizer_, optimizer, device_);
    } catch (const std::exception& error) {
      return absl::DataLossError(absl::StrCat(options_.checkpoint_path, ": ", error.what()));
    }
    step_ = checkpoint.num_steps_done();
    for (const Checkpoint::Evaluation& kept : checkpoint.evaluations()) {
      metrics_.evaluations.push_back(
          {kept.step(), kept.train_loss(), kept.validation_loss(), kept.validation_accuracy()});
      if (kept.step() == checkpoint.best_step()) metrics_.best_validation_accuracy = kept.validation_accuracy();
    }
    loss_sum_ = checkpoint.loss_sum();
    metrics_.best_step = checkpoint.best_step();
    best_weights_ = checkpoint.best_weights();
    return absl::OkStatus();
  }

  Encoder& encoder_;
  const lra::Task& task_;
  const TrainOptions& options_;
  const torch::Device device_;
  ExampleOrder order_;
  std::unique_ptr<torch::optim::AdamW> optimizer_;
  std::string run_;
  // What a checkpoint keeps.
  int64_t step_ = 0;  // steps done
  double loss_sum_ = 0;
  TrainMetrics metrics_;
  std::string best_weights_;
};

}  // namespace

absl::StatusOr<TrainMetrics> Train(Encoder& encoder, const lra::Task& task, const TrainOptions& options) {
  RETURN_IF_ERROR(CheckTrainOptions(options));
  RETURN_IF_ERROR(CheckTask(task, encoder->options()));
  const ScopedThreads threads(options.num_threads);
  try {
    return Training(encoder, task, options).Run();
  } catch (const c10::Error& error) {  // a device that is not there, memory
    return absl::InvalidArgumentError(
        absl::StrCat("training on ", options.device, ": ", error.what_without_backtrace()));
  }
}

torch::Tensor Logits(Encoder& encoder, const lra::TokenExamples& examples) {
  const torch::NoGradGuard no_gradient;
  const torch::Device device = encoder->position_embedding.device();
  encoder->eval();
  std::vector<torch::Tensor> logits = {torch::empty({0, encoder->options().num_classes})};
  for (int64_t first = 0; first < examples.size(); first += kEvaluationBatch) {
    std::vector<int64_t> indices(std::min(kEvaluationBatch, examples.size() - first));
    std::iota(indices.begin(), indices.end(), first);
    logits.push_back(encoder(MakeBatch(examples, indices, device).tokens).cpu());
  }
  return torch::cat(logits);
}

double Accuracy(Encoder& encoder, const lra::TokenExamples& examples) { return Judge(encoder, examples).accuracy; }

}  // namespace duet::fabnet
