#include "asr/training/checkpoint.h"

#include <memory>
#include <utility>

#include "ATen/ATen.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "asr/training/checkpoint.pb.h"
#include "c10/util/string_utils.h"
#include "common/files.h"
#include "common/status_macros.h"

namespace duet::asr {
namespace {

using torch::optim::AdamParamState;

constexpr int kVersion = 1;

std::string StateKey(const torch::Tensor& parameter) { return c10::guts::to_string(parameter.unsafeGetTensorImpl()); }

// A parameter that no output depends on has no gradient, and so no state.
absl::Status SaveMoments(const TrainingState& state, TrainingCheckpoint& checkpoint) {
  for (size_t i = 0; i < state.parameters.size(); ++i) {
    const auto found = state.adam.state().find(StateKey(state.parameters[i]));
    if (found == state.adam.state().end()) continue;
    const auto& adam_state = static_cast<const AdamParamState&>(*found->second);
    auto* moments = checkpoint.add_moments();
    moments->set_parameter(static_cast<int64_t>(i));
    moments->set_num_steps(adam_state.step());
    ASSIGN_OR_RETURN(*moments->mutable_first(), ToProto("first moment", adam_state.exp_avg()));
    ASSIGN_OR_RETURN(*moments->mutable_second(), ToProto("second moment", adam_state.exp_avg_sq()));
  }
  return absl::OkStatus();
}

absl::Status LoadMoments(const TrainingCheckpoint& checkpoint, const TrainingState& state) {
  for (const auto& moments : checkpoint.moments()) {
    if (moments.parameter() < 0 || moments.parameter() >= static_cast<int64_t>(state.parameters.size())) {
      return absl::InvalidArgumentError(absl::StrCat("moments of parameter ", moments.parameter()));
    }
    const torch::Tensor& parameter = state.parameters[moments.parameter()];
    auto adam_state = std::make_unique<AdamParamState>();
    adam_state->step(moments.num_steps());
    adam_state->exp_avg(at::zeros_like(parameter.detach()));
    adam_state->exp_avg_sq(at::zeros_like(parameter.detach()));
    RETURN_IF_ERROR(CopyFromProto(moments.first(), adam_state->exp_avg()));
    RETURN_IF_ERROR(CopyFromProto(moments.second(), adam_state->exp_avg_sq()));
    state.adam.state()[StateKey(parameter)] = std::move(adam_state);
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::string> TrainingDigest(const AcousticModel& model, const FeatureCorpus& corpus,
                                           const TrainOptions& options) {
  TrainingCheckpoint first;
  RETURN_IF_ERROR(SaveTensors(model, first.mutable_tensors()));
  std::string text = absl::StrCat(model.Kind(), "\n", model.SerializedOptions(), "\n", first.SerializeAsString());
  for (const FeatureSet* set : {&corpus.train, &corpus.validation, &corpus.test}) {
    for (const FeatureUtterance& utterance : *set) {
      absl::StrAppend(&text, utterance.id, ",", utterance.num_samples, ",", absl::StrJoin(utterance.phones, " "), "\n");
      if (!utterance.features.empty()) absl::StrAppend(&text, utterance.features.front(), utterance.features.back());
    }
  }
  for (const double value :
       {static_cast<double>(options.seed), static_cast<double>(options.num_epochs), options.learning_rate,
        options.adam_epsilon, static_cast<double>(options.decay_from_epoch), options.decay, options.max_gradient_norm,
        options.convolution_l2, static_cast<double>(options.batch_size), static_cast<double>(options.long_batch_size),
        static_cast<double>(options.long_from_frames), static_cast<double>(options.epoch_decoder.beam_width)}) {
    absl::StrAppend(&text, value, "\n");
  }
  for (const CurriculumStage& stage : options.curriculum) {
    absl::StrAppend(&text, stage.samples_limit, ",", stage.num_passes, "\n");
  }
  return Sha256Hex(text);
}

absl::Status WriteCheckpoint(const TrainingState& state, absl::string_view path) {
  TrainingCheckpoint checkpoint;
  checkpoint.set_version(kVersion);
  checkpoint.set_training(state.digest);
  for (const EpochMetrics& epoch : state.metrics.epochs) {
    auto* added = checkpoint.add_epochs();
    added->set_training_loss(epoch.training_loss);
    added->set_validation_per_pct(epoch.validation_per_pct);
  }
  checkpoint.set_best_epoch(state.metrics.best_epoch);
  RETURN_IF_ERROR(SaveTensors(state.model, checkpoint.mutable_tensors()));
  *checkpoint.mutable_best_tensors() = state.best_tensors;
  RETURN_IF_ERROR(SaveMoments(state, checkpoint));
  return WriteFileAtomically(path, checkpoint.SerializeAsString());
}

absl::Status ReadCheckpoint(absl::string_view path, TrainingState state) {
  ASSIGN_OR_RETURN(const std::string bytes, ReadFile(path));
  TrainingCheckpoint checkpoint;
  if (!checkpoint.ParseFromString(bytes) || checkpoint.version() != kVersion || checkpoint.epochs().empty() ||
      checkpoint.best_epoch() < 1 || checkpoint.best_epoch() > checkpoint.epochs_size()) {
    return absl::InvalidArgumentError(absl::StrCat(path, ": not the checkpoint of a training"));
  }
  if (checkpoint.training() != state.digest) {
    return absl::FailedPreconditionError(
        absl::StrCat(path, ": the checkpoint of a training of another model, corpus or options"));
  }
  RETURN_IF_ERROR(LoadTensors(checkpoint.tensors(), state.model));
  RETURN_IF_ERROR(LoadMoments(checkpoint, state));
  state.best_tensors = checkpoint.best_tensors();
  state.metrics.best_epoch = checkpoint.best_epoch();
  for (const auto& epoch : checkpoint.epochs()) {
    state.metrics.epochs.push_back({epoch.training_loss(), epoch.validation_per_pct()});
  }
  return absl::OkStatus();
}

}  // namespace duet::asr
