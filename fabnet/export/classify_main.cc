// bazel run //fabnet:classify: see --help.

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <iostream>
#include <string>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/types/span.h"
#include "common/files.h"
#include "common/status_macros.h"
#include "datasets/lra/resize.h"
#include "datasets/lra/task.h"
#include "fabnet/export/export.h"
#include "fabnet/export/half_network.h"
#include "fabnet/export/rtl_runner.h"
#include "fabnet/models/encoder_file.h"
#include "fabnet/training/train.h"
#include "hw/top/program_file.h"

ABSL_FLAG(std::string, encoder, "",
          "file of //fabnet:train --for_accelerator --output=FILE; relative to where you are");
ABSL_FLAG(std::string, task, "listops", "listops, text, image or pathfinder: whose test set is classified");
ABSL_FLAG(std::string, data, "", "text, image: a table or the published directory (datasets/lra)");
ABSL_FLAG(std::string, pathfinder_level, "hard", "easy, intermediate or hard");
ABSL_FLAG(int64_t, num_samples, 8, "of the test set");
ABSL_FLAG(double, clock_mhz, 200, "of the accelerator, to turn cycles into milliseconds");
ABSL_FLAG(std::string, program, "",
          "also writes what the accelerator runs, for sequences without padding: PROGRAM.<block>.memory.hex and "
          "PROGRAM.<block>.descriptors.hex");

namespace duet::fabnet {
namespace {

constexpr char kUsage[] = R"(classifies with a trained FABNet on the accelerator's simulated RTL.

  bazel run //fabnet:train -- --task=listops --for_accelerator --seq_len=64 --hidden=32 --feed_forward=64 \
    --num_train=10000 --steps=500 --learning_rate=2e-3 --output=$PWD/listops.encoder
  bazel run //fabnet:classify -- --task=listops --encoder=$PWD/listops.encoder --program=$PWD/listops

A line a sample: its class, what LibTorch says in float, the C++ model in halves and the RTL, and the RTL's cycles. Then
how many agree; model and RTL must in every bit of every logit. The accelerator is small (4 engines of 2 butterfly
units): up to 128 tokens, D_hid and feed-forward of up to 128, heads of up to 32.)";

absl::StatusOr<lra::Task> OpenTestSet(int64_t seq_len) {
  const std::string name = absl::GetFlag(FLAGS_task);
  ASSIGN_OR_RETURN(lra::TaskOptions options, lra::PublishedOptions(name));
  options.data_path = absl::GetFlag(FLAGS_data).empty() ? "" : ResolveUserPath(absl::GetFlag(FLAGS_data));
  ASSIGN_OR_RETURN(options.pathfinder_level, pathfinder::LevelFromName(absl::GetFlag(FLAGS_pathfinder_level)));
  options.num_test = absl::GetFlag(FLAGS_num_samples);
  // ListOps tests on what comes after all that may have been trained on.
  if (name != "listops") options.num_train = options.num_validation = 0;
  lra::Resize(seq_len, options);
  return lra::OpenTask(name, options);
}

absl::Status WritePrograms(const HalfNetwork& network, const std::string& prefix) {
  for (size_t i = 0; i < network.blocks.size(); ++i) {
    ASSIGN_OR_RETURN(const hw::Program program, CompileBlock(network.blocks[i], network.seq_len, network.seq_len));
    const std::string block_prefix = absl::StrCat(ResolveUserPath(prefix), ".", i);
    RETURN_IF_ERROR(hw::WriteProgramFiles(program, block_prefix));
    std::cout << "wrote " << block_prefix << ".{memory,descriptors}.hex\n";
  }
  return absl::OkStatus();
}

absl::Status Main() {
  if (absl::GetFlag(FLAGS_encoder).empty()) {
    return absl::InvalidArgumentError("--encoder=FILE is missing; --help says how to train one");
  }
  if (absl::GetFlag(FLAGS_num_samples) < 1 || !(absl::GetFlag(FLAGS_clock_mhz) > 0)) {
    return absl::InvalidArgumentError("--num_samples must be at least 1 and --clock_mhz above 0");
  }
  ASSIGN_OR_RETURN(Encoder encoder, LoadEncoder(ResolveUserPath(absl::GetFlag(FLAGS_encoder))));
  ASSIGN_OR_RETURN(const HalfNetwork network, ExportEncoder(*encoder));
  ASSIGN_OR_RETURN(const lra::Task task, OpenTestSet(network.seq_len));
  if (!absl::GetFlag(FLAGS_program).empty()) {
    RETURN_IF_ERROR(WritePrograms(network, absl::GetFlag(FLAGS_program)));
  }
  if (!task.proxy_reason.empty()) std::cout << "PROXY DATA: " << task.proxy_reason << "\n";

  const torch::Tensor float_logits = Logits(encoder, task.test);  // [n, classes]
  RtlRunner rtl;
  const double cycles_per_ms = absl::GetFlag(FLAGS_clock_mhz) * 1000;
  int64_t num_as_float = 0, num_right = 0, num_same_bits = 0;
  std::cout << absl::StreamFormat("%6s %6s %6s %6s %6s %12s %10s\n", "sample", "class", "float", "model", "RTL",
                                  "cycles", "ms");
  for (int64_t i = 0; i < task.test.size(); ++i) {
    const auto tokens = absl::MakeConstSpan(task.test.tokens).subspan(i * task.test.seq_len, task.test.seq_len);
    const int64_t cycles_before = rtl.num_cycles();
    ASSIGN_OR_RETURN(const std::vector<float> by_model, Logits(network, tokens, RunBlockModel));
    ASSIGN_OR_RETURN(const std::vector<float> by_rtl, Logits(network, tokens, std::ref(rtl)));
    const int64_t cycles = rtl.num_cycles() - cycles_before;
    const int64_t by_float = float_logits[i].argmax().item<int64_t>();
    const int64_t predicted = PredictedClass(by_rtl);
    num_as_float += predicted == by_float;
    num_right += predicted == task.test.labels[i];
    num_same_bits += by_model == by_rtl;
    std::cout << absl::StreamFormat("%6d %6d %6d %6d %6d %12d %10.3f\n", i, task.test.labels[i], by_float,
                                    PredictedClass(by_model), predicted, cycles, cycles / cycles_per_ms)
              << std::flush;
  }
  const int64_t n = task.test.size();
  std::cout << absl::StreamFormat("\n%d of %d right, %d as in float; on %d all logits of RTL and model are equal.\n",
                                  num_right, n, num_as_float, num_same_bits);
  std::cout << absl::StreamFormat("%.3f ms a sample at %g MHz.\n", rtl.num_cycles() / cycles_per_ms / n,
                                  absl::GetFlag(FLAGS_clock_mhz));
  if (num_same_bits != n) return absl::InternalError("the RTL and the C++ model differ");
  return absl::OkStatus();
}

}  // namespace
}  // namespace duet::fabnet

int main(int argc, char** argv) {
  absl::SetProgramUsageMessage(duet::fabnet::kUsage);
  absl::ParseCommandLine(argc, argv);
  const absl::Status status = duet::fabnet::Main();
  if (!status.ok()) std::cerr << status << "\n";
  return status.ok() ? 0 : 1;
}
