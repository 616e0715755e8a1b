// Trains an encoder on a task of the Long Range Arena, by its published recipe or smaller. --help teaches.

#include <cstdio>
#include <string>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "absl/strings/str_cat.h"
#include "common/files.h"
#include "common/progress.h"
#include "common/status_macros.h"
#include "datasets/lra/resize.h"
#include "datasets/lra/task.h"
#include "fabnet/models/encoder.h"
#include "fabnet/models/encoder_file.h"
#include "fabnet/training/keep_memory.h"
#include "fabnet/training/recipe.h"
#include "fabnet/training/train.h"

ABSL_FLAG(std::string, task, "listops", "listops, text, retrieval, image or pathfinder");
ABSL_FLAG(std::string, model, "fabnet", "transformer, fnet, fabnet or fabnet_half; the recipe of that model and task");
ABSL_FLAG(std::string, data, "", "text, retrieval, image: a table or the published directory (datasets/lra)");
ABSL_FLAG(uint64_t, seed, 0, "of weights, batches, dropout; the data's is always 0");
ABSL_FLAG(std::string, device, "cpu", "where LibTorch computes: cpu, cuda, cuda:1");
ABSL_FLAG(int, num_threads, 1, "on a CPU; the bits of the result may depend on it");
ABSL_FLAG(std::string, checkpoint, "", "goes on from this file if it is there, and keeps what is done in it");
ABSL_FLAG(int64_t, checkpoint_every, 1000, "steps");
ABSL_FLAG(std::string, output, "", "where to write the best weights");
ABSL_FLAG(std::string, metrics, "", "where to write the evaluations as CSV");
// In place of the recipe's; 0 leaves it.
ABSL_FLAG(int64_t, seq_len, 0, "tokens of a sequence. Shorter ListOps are smaller trees, shorter texts are cut");
ABSL_FLAG(int64_t, num_train, 0, "examples");
ABSL_FLAG(int64_t, num_validation, 0, "examples");
ABSL_FLAG(int64_t, num_test, 0, "examples");
ABSL_FLAG(std::string, pathfinder_level, "hard", "easy, intermediate or hard");
ABSL_FLAG(int64_t, steps, 0, "of the optimizer");
ABSL_FLAG(int64_t, warmup_steps, 0, "of them");
ABSL_FLAG(int64_t, eval_every, 0, "steps");
ABSL_FLAG(int64_t, batch_size, 0, "examples");
ABSL_FLAG(double, learning_rate, 0, "the peak");
ABSL_FLAG(int64_t, hidden, 0, "D_hid");
ABSL_FLAG(int64_t, feed_forward, 0, "D_hid R_ffn");
ABSL_FLAG(int64_t, blocks, 0, "N_total");
ABSL_FLAG(bool, for_accelerator, false, "FABNet: strides decrease, as the accelerator has them (//fabnet:classify)");
ABSL_FLAG(int64_t, attention_blocks, 0, "FABNet: how many of the blocks are ABfly (N_ABfly)");

namespace duet::fabnet {
namespace {

void Override(const absl::Flag<int64_t>& flag, int64_t& value) {
  if (absl::GetFlag(flag) != 0) value = absl::GetFlag(flag);
}

absl::StatusOr<lra::TaskOptions> OptionsOfTask(const std::string& name) {
  ASSIGN_OR_RETURN(lra::TaskOptions options, lra::PublishedOptions(name));
  options.data_path = absl::GetFlag(FLAGS_data).empty() ? "" : ResolveUserPath(absl::GetFlag(FLAGS_data));
  Override(FLAGS_num_train, options.num_train);
  Override(FLAGS_num_validation, options.num_validation);
  Override(FLAGS_num_test, options.num_test);
  ASSIGN_OR_RETURN(options.pathfinder_level, pathfinder::LevelFromName(absl::GetFlag(FLAGS_pathfinder_level)));
  if (absl::GetFlag(FLAGS_seq_len) != 0) lra::Resize(absl::GetFlag(FLAGS_seq_len), options);
  return options;
}

absl::Status Main() {
  const std::string task_name = absl::GetFlag(FLAGS_task);
  ASSIGN_OR_RETURN(Recipe recipe, FindRecipe(task_name, absl::GetFlag(FLAGS_model)));
  ASSIGN_OR_RETURN(const lra::TaskOptions task_options, OptionsOfTask(task_name));
  EncoderOptions& encoder_options = recipe.encoder;
  TrainOptions& options = recipe.train;
  encoder_options.seq_len = task_options.seq_len;
  Override(FLAGS_hidden, encoder_options.hidden);
  Override(FLAGS_feed_forward, encoder_options.feed_forward);
  Override(FLAGS_blocks, encoder_options.num_blocks);
  Override(FLAGS_attention_blocks, encoder_options.num_attention_blocks);
  if (absl::GetFlag(FLAGS_for_accelerator)) encoder_options.stride_order = StrideOrder::kDecreasing;
  Override(FLAGS_steps, options.num_steps);
  Override(FLAGS_warmup_steps, options.num_warmup_steps);
  Override(FLAGS_eval_every, options.eval_every);
  Override(FLAGS_batch_size, options.batch_size);
  if (absl::GetFlag(FLAGS_learning_rate) != 0) options.peak_learning_rate = absl::GetFlag(FLAGS_learning_rate);
  if (options.num_warmup_steps > options.num_steps) options.num_warmup_steps = options.num_steps / 5;
  options.seed = absl::GetFlag(FLAGS_seed);
  options.device = absl::GetFlag(FLAGS_device);
  options.num_threads = absl::GetFlag(FLAGS_num_threads);
  options.checkpoint_every = absl::GetFlag(FLAGS_checkpoint_every);
  if (const std::string path = absl::GetFlag(FLAGS_checkpoint); !path.empty()) {
    options.checkpoint_path = ResolveUserPath(path);
  }
  Progress progress;
  options.progress = &progress;

  ASSIGN_OR_RETURN(const lra::Task task, lra::OpenTask(task_name, task_options));
  encoder_options.vocabulary = task.vocabulary;
  encoder_options.num_classes = task.num_classes;
  encoder_options.is_pair = task.is_pair;
  ASSIGN_OR_RETURN(Encoder encoder, CreateEncoder(encoder_options, options.seed));
  if (!task.proxy_reason.empty()) std::printf("PROXY DATA: %s\n", task.proxy_reason.c_str());
  std::printf("%lld parameters, %lld training examples of %lld tokens\n",
              static_cast<long long>(encoder->NumParameters()), static_cast<long long>(task.train.size()),
              static_cast<long long>(task.train.seq_len));
  ASSIGN_OR_RETURN(const TrainMetrics metrics, Train(encoder, task, options));
  const std::string csv = ToCsv(metrics);
  std::printf("%stest accuracy %.4f, at step %lld (validation %.4f)\n", csv.c_str(), metrics.test_accuracy,
              static_cast<long long>(metrics.best_step), metrics.best_validation_accuracy);
  if (const std::string path = absl::GetFlag(FLAGS_metrics); !path.empty()) {
    RETURN_IF_ERROR(WriteFileAtomically(ResolveUserPath(path), csv));
  }
  if (const std::string path = absl::GetFlag(FLAGS_output); !path.empty()) {
    RETURN_IF_ERROR(SaveEncoder(encoder, ResolveUserPath(path)));
  }
  return absl::OkStatus();
}

}  // namespace
}  // namespace duet::fabnet

int main(int argc, char** argv) {
  absl::SetProgramUsageMessage(
      "Trains an encoder on a task of the Long Range Arena by its published recipe. Examples:\n\n"
      "  train --task=listops --model=fabnet --device=cuda --checkpoint=listops.checkpoint --output=listops.model\n"
      "  train --task=listops --seq_len=128 --num_train=20000 --steps=1000   # minutes on a CPU\n\n"
      "A run that is cut off goes on from its checkpoint and ends with the same weights.");
  absl::ParseCommandLine(argc, argv);
  duet::KeepFreedMemory();
  const absl::Status status = duet::fabnet::Main();
  if (status.ok()) return 0;
  std::fprintf(stderr, "%s\n", status.ToString().c_str());
  return 1;
}
