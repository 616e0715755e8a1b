#include "datasets/nasbench_asr/sample_release.h"

#include "absl/strings/str_cat.h"
#include "common/files.h"
#include "datasets/nasbench_asr/fingerprint.h"
#include "datasets/pickle/sample_pickles.h"

namespace duet::nasbench_asr {
namespace {

using pickle::PickleWriter;

// The header that all files have, with "seed" or "device" and "epochs" yet to come.
PickleWriter Header(absl::string_view type, std::initializer_list<absl::string_view> columns) {
  PickleWriter w;
  w.Proto(3).Op('}').Op('(').Text("dataset_type").Text(type).Text("version").Int(2);
  w.Text("columns").Op(']').Op('(');
  for (const absl::string_view column : columns) w.Text(column);
  w.Op('e').Text("search_space").Op('}').Op('(').Text("nodes").Int(kNumNodes).Text("ops").Op(']').Op('(');
  for (int64_t op = 0; op < kNumOps; ++op) w.Text(OpName(static_cast<Op>(op)));
  w.Op('e').Op('u');
  return w;
}

std::string Float32Bytes(float value) { return std::string(reinterpret_cast<const char*>(&value), sizeof(value)); }

// Pushes the function that makes a numpy scalar, and the type float32, and remembers both as 1 and 2.
void PutFloat32Type(PickleWriter& w) {
  w.Global("numpy.core.multiarray", "scalar").Put(1);
  w.Global("numpy", "dtype").Text("f4").Op('\x89').Op('\x88').Op('\x87').Op('R');
  w.Op('(').Int(3).Text("<").Op('N').Op('N').Op('N').Int(-1).Int(-1).Int(0).Op('t').Op('b').Put(2);
}

// [(1, 0), (1, 0, 0), (1, 0, 0, 0)]
void PutArchitecture(PickleWriter& w, const Cell& cell) {
  w.Op(']').Op('(');
  for (int64_t k = 1; k <= kNumNodes; ++k) {
    w.Op('(').Int(static_cast<int64_t>(cell.op(k)));
    for (int64_t i = 0; i < k; ++i) w.Int(cell.HasSkip(k, i) ? 1 : 0);
    w.Op('t');
  }
  w.Op('e');
}

}  // namespace

std::string TrainingPickle(int64_t epochs, int64_t seed, absl::Span<const SampleTraining> trainings) {
  PickleWriter header = Header("training", {"model_hash", "val_per", "test_per", "arch_vec"});
  header.Text("epochs").Int(epochs).Text("seed").Int(seed).Op('u');
  PickleWriter rows;
  rows.Proto(3).Op(']').Op('(');
  bool is_first = true;
  for (const SampleTraining& training : trainings) {
    rows.Op(']').Op('(').Text(Fingerprint(training.cell)).Op(']').Op('(');
    for (const float per : training.validation_pers) {
      is_first ? PutFloat32Type(rows) : void(rows.Get(1).Get(2));
      is_first = false;
      rows.Bytes(Float32Bytes(per)).Op('\x86').Op('R');
    }
    rows.Op('e').Float(training.test_per);
    PutArchitecture(rows, training.cell);
    rows.Op('e');
  }
  return header.Stop() + rows.Op('e').Stop();
}

std::string LatencyPickle(absl::string_view device, absl::Span<const Cell> cells, double latency_s) {
  PickleWriter header = Header("benchmarking", {"model_hash", "latency"});
  header.Text("device").Text(device).Op('u');
  PickleWriter rows;
  rows.Proto(3).Op(']').Op('(');
  for (const Cell& cell : cells) rows.Text(Fingerprint(cell)).Float(latency_s).Op('\x86');
  return header.Stop() + rows.Op('e').Stop();
}

std::string InfoPickle(absl::Span<const Cell> cells, int64_t num_params, double flops) {
  PickleWriter header = Header("static", {"model_hash", "params", "flops"});
  header.Op('u');
  PickleWriter rows;
  rows.Proto(3).Op(']').Op('(');
  for (const Cell& cell : cells) rows.Text(Fingerprint(cell)).Int(num_params).Float(flops).Op('\x87');
  return header.Stop() + rows.Op('e').Stop();
}

absl::Status WriteSampleRelease(absl::string_view directory, int64_t num_models) {
  std::vector<Cell> cells = EnumerateModels();
  cells.resize(num_models);
  for (const int64_t seed : {1234, 1235, 1236}) {
    std::vector<SampleTraining> trainings;
    for (int64_t i = 0; i < num_models; ++i) {
      const double per = 0.5 - static_cast<double>(i) / 100 + static_cast<double>(seed - 1235) / 1000;
      std::vector<float> validation_pers(40, 0.9f);
      validation_pers[20] = static_cast<float>(per);
      trainings.push_back({cells[i], validation_pers, per + 0.02});
    }
    const std::string path = absl::StrCat(directory, "/nb-asr-e40-", seed, ".pickle");
    if (absl::Status status = WriteFileAtomically(path, TrainingPickle(40, seed, trainings)); !status.ok()) {
      return status;
    }
  }
  return WriteFileAtomically(absl::StrCat(directory, "/nb-asr-bench-jetson-nano-fp32.pickle"),
                             LatencyPickle("jetson-nano-fp32", cells, 0.5));
}

}  // namespace duet::nasbench_asr
