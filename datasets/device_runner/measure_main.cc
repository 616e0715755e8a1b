#include "datasets/device_runner/measure_main.h"

#include <csignal>
#include <iostream>
#include <string>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "datasets/device_runner/command_device.h"
#include "datasets/device_runner/cpu_device.h"
#include "datasets/device_runner/host.h"
#include "datasets/device_runner/measure_command.h"

ABSL_FLAG(std::string, space, "", "search space of the networks; default: the first of this program");
ABSL_FLAG(std::string, device, "cpu", "cpu: this machine, with LibTorch; command: what --command times networks on");
ABSL_FLAG(std::string, command, "",
          "for --device=command: run by /bin/sh, prints the latencies of {runs} inferences of {network} in ms");
ABSL_FLAG(std::string, device_name, "command", "for --device=command: what the output calls the device");
ABSL_FLAG(std::string, cells, "",
          "networks to measure: all, a file with one a line (a measurement file will do), or names with commas");
ABSL_FLAG(int64_t, sample, 0, "instead of --cells: so many random networks");
ABSL_FLAG(bool, profile_ops, false,
          "also measures each operation of the space's networks alone, into <output without .csv>_operations.csv");
ABSL_FLAG(std::string, output, "", "CSV file to write; must not be there");
ABSL_FLAG(uint64_t, seed, 1, "of the sample, the order, the weights and the inputs");
ABSL_FLAG(int64_t, threads, 1, "threads of an operation; with 1 the process is pinned to one core");
ABSL_FLAG(double, target_ms, 200, "time of all timed runs of a network together");
ABSL_FLAG(int64_t, inputs, 8, "random inputs of a network, over which the timed runs are spread");
ABSL_FLAG(int64_t, warm_ups, 3, "runs of a network before the timed ones");
ABSL_FLAG(int64_t, reference_every, 50, "networks between two measurements of the reference network");

namespace duet::device_runner {
namespace {

constexpr absl::string_view kUsage = R"(measures how long networks take on a device.

A hundred random networks of this machine's processor, on one thread, and the operations they are made of:

  bazel run //datasets/latbench:measure -- --sample=100 --seed=1 --profile_ops --output=my.csv

Two networks on a phone that a script of yours reaches:

  bazel run //datasets/latbench:measure -- --device=command --device_name='Pixel 6, one big core' \
      --command='/home/me/phone.sh {network} {runs}' --output=phone.csv \
      --cells='|nor_conv_3x3~0|+|none~0|none~1|+|none~0|skip_connect~1|none~2|',\
'|nor_conv_1x1~0|+|none~0|none~1|+|none~0|skip_connect~1|none~2|'

Order is random by the seed. Ctrl-C keeps what is done in <output>.partial, and the same command goes on from there.
Leave the machine alone meanwhile: the output says how steady it was (reference_noise_pct, reference_drift_pct).
Paths are relative to the directory of the caller. More: datasets/latbench/README.md.)";

volatile std::sig_atomic_t is_interrupted = 0;

void Interrupt(int) { is_interrupted = 1; }

MeasureCommand CommandOfFlags(absl::Span<const Space* const> spaces) {
  MeasureCommand command;
  command.space = absl::GetFlag(FLAGS_space).empty() ? spaces.front()->Name() : absl::GetFlag(FLAGS_space);
  command.device = absl::GetFlag(FLAGS_device);
  command.device_command = absl::GetFlag(FLAGS_command);
  command.device_name = absl::GetFlag(FLAGS_device_name);
  command.num_threads = absl::GetFlag(FLAGS_threads);
  command.networks = absl::GetFlag(FLAGS_cells);
  if (absl::GetFlag(FLAGS_sample) != 0) command.num_sample = absl::GetFlag(FLAGS_sample);
  command.has_operations = absl::GetFlag(FLAGS_profile_ops);
  command.seed = absl::GetFlag(FLAGS_seed);
  command.protocol.target_ms = absl::GetFlag(FLAGS_target_ms);
  command.protocol.num_inputs = absl::GetFlag(FLAGS_inputs);
  command.protocol.num_warm_ups = absl::GetFlag(FLAGS_warm_ups);
  command.reference_every = absl::GetFlag(FLAGS_reference_every);
  command.output_path = absl::GetFlag(FLAGS_output);
  command.should_stop = [] { return is_interrupted != 0; };
  return command;
}

DeviceFactories Devices() {
  return {
      {"cpu", [](const MeasureCommand& command) { return CpuDevice::Create({.num_threads = command.num_threads}); }},
      {"command",
       [](const MeasureCommand& command) {
         return CommandDevice::Create(command.device_command, command.device_name);
       }},
  };
}

}  // namespace

int MeasureMain(int argc, char** argv, absl::Span<const Space* const> spaces) {
  absl::SetProgramUsageMessage(kUsage);
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  const std::vector<char*> positional = absl::ParseCommandLine(argc, argv);
  if (positional.size() > 1) {
    std::cerr << "measure: " << positional[1] << " is no flag; see --help\n";
    return 2;
  }
  MeasureCommand command = CommandOfFlags(spaces);
  command.command_line = absl::StrCat("measure ", absl::StrJoin(arguments, " "));
  std::signal(SIGINT, Interrupt);
  std::signal(SIGTERM, Interrupt);
  if (const double load = LoadAverage(); command.device == "cpu" && load > 1) {
    std::cerr << "measure: other programs are running (load average " << load << "); latencies will be too high\n";
  }
  const absl::Status status = RunMeasureCommand(command, spaces, Devices(), std::cout);
  if (status.ok()) return 0;
  std::cerr << "measure: " << status.message() << "\n";
  if (is_interrupted != 0) return 130;
  return absl::IsInvalidArgument(status) ? 2 : 1;
}

}  // namespace duet::device_runner
