// Trains, evaluates and applies latency predictors: bazel run //predictors:latency -- --help

#include <algorithm>
#include <iostream>
#include <string>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/files.h"
#include "common/progress.h"
#include "common/random.h"
#include "common/status_macros.h"
#include "datasets/device_runner/measurement_table.h"
#include "datasets/latbench/measurement_file.h"
#include "nlohmann/json.hpp"
#include "predictors/latency_model_file.h"
#include "predictors/latency_predictor.h"
#include "predictors/latency_split.h"
#include "predictors/metrics.h"
#include "predictors/nasbench201_encoder.h"

ABSL_FLAG(std::string, space, "nasbench201", "search space of the architectures");
ABSL_FLAG(std::string, measurements, "", "file with columns arch,latency_ms: what to learn from, or to evaluate on");
ABSL_FLAG(std::string, operations, "", "file with columns operation,latency_ms: what recipe LAYER_WISE adds up");
ABSL_FLAG(std::string, recipe, "DUET", "kind of predictor; --help lists them");
ABSL_FLAG(int64_t, train_samples, 900, "train: measurements to learn from, chosen at random; the others evaluate");
ABSL_FLAG(int64_t, validation_samples, 100, "train: measurements that recipes with an early stop watch");
ABSL_FLAG(uint64_t, seed, 1, "train: seed of the split and of the training");
ABSL_FLAG(std::string, model, "", "the trained predictor: written by train, read by evaluate and predict");
ABSL_FLAG(std::string, architectures, "", "predict: file with one architecture a line; all of the space if empty");
ABSL_FLAG(std::string, output, "", "predict: file to write arch,latency_ms to; evaluate: file for the JSON");
ABSL_FLAG(std::string, format, "text", "evaluate: text or json");

namespace duet::predictors {
namespace {

constexpr char kUsage[] = R"(trains, evaluates and applies latency predictors

  latency train    --measurements=FILE.csv --model=FILE.pb [--recipe=DUET] [--train_samples=900] [--seed=1]
  latency evaluate --measurements=FILE.csv --model=FILE.pb [--format=json] [--output=FILE.json]
  latency predict  --model=FILE.pb --output=FILE.csv [--architectures=FILE.txt]

FILE.csv has the columns arch,latency_ms, an architecture in the notation of its space, for NAS-Bench-201
  |nor_conv_3x3~0|+|none~0|skip_connect~1|+|skip_connect~0|none~1|avg_pool_3x3~2|,4.81
`bazel run //datasets/latbench:measure` writes such a file for this machine.

train learns from random rows and prints how well it predicts the rest. evaluate leaves out the rows that the model
learned from if it is given the file that the model was trained on.

Recipes: )";

absl::Status CheckSpace(absl::string_view space) {
  if (space == "nasbench201") return absl::OkStatus();
  return absl::UnimplementedError(absl::StrCat("unknown --space=", space, "; known: nasbench201"));
}

absl::StatusOr<std::string> RequiredPath(absl::string_view flag, const std::string& value) {
  if (value.empty()) return absl::InvalidArgumentError(absl::StrCat("--", flag, "=FILE is missing; see --help"));
  return ResolveUserPath(value);
}

struct Measurements {
  LatencySamples samples;
  std::string path, sha256;
};

absl::StatusOr<Measurements> ReadMeasurements() {
  Measurements measurements;
  ASSIGN_OR_RETURN(measurements.path, RequiredPath("measurements", absl::GetFlag(FLAGS_measurements)));
  ASSIGN_OR_RETURN(const std::string contents, ReadFile(measurements.path));
  ASSIGN_OR_RETURN(const auto table, device_runner::ParseMeasurementTable(contents, measurements.path));
  ASSIGN_OR_RETURN(const auto rows, latbench::CellLatencies(table, measurements.path));
  std::vector<nasbench201::Cell> cells;
  for (const auto& [cell, latency_ms] : rows) {
    cells.push_back(cell);
    measurements.samples.latency_ms.push_back(latency_ms);
  }
  measurements.samples.architectures = EncodeNasBench201(cells);
  measurements.sha256 = Sha256Hex(contents);
  return measurements;
}

absl::StatusOr<LatencyModel> ReadModel() {
  ASSIGN_OR_RETURN(const std::string path, RequiredPath("model", absl::GetFlag(FLAGS_model)));
  return ReadLatencyModel(path);
}

struct Interval {
  std::string name;
  double value, low, high;
};

// Each metric with its 95 % interval over resampled test sets (bootstrap, percentiles).
std::vector<Interval> MetricsWithIntervals(const std::vector<double>& predicted, const std::vector<double>& truth) {
  constexpr int kNumResamples = 200;
  const auto values = [](const LatencyMetrics& m) {
    return std::vector<double>{m.within_1_pct, m.within_5_pct, m.within_10_pct,
                               m.spearman,     m.kendall,      m.mean_absolute_error_ms};
  };
  const std::vector<std::string> names = {"within_1_pct", "within_5_pct", "within_10_pct",
                                          "spearman",     "kendall",      "mean_absolute_error_ms"};
  std::vector<std::vector<double>> resampled(names.size());
  for (int r = 0; r < kNumResamples; ++r) {
    RandomStream random(absl::GetFlag(FLAGS_seed), "bootstrap", r);
    std::vector<double> p, t;
    for (size_t i = 0; i < truth.size(); ++i) {
      const uint64_t k = random.UniformInt(truth.size());
      p.push_back(predicted[k]);
      t.push_back(truth[k]);
    }
    const std::vector<double> sample = values(EvaluateLatency(p, t));
    for (size_t m = 0; m < names.size(); ++m) resampled[m].push_back(sample[m]);
  }
  const std::vector<double> exact = values(EvaluateLatency(predicted, truth));
  std::vector<Interval> intervals;
  for (size_t m = 0; m < names.size(); ++m) {
    std::sort(resampled[m].begin(), resampled[m].end());
    intervals.push_back(
        {names[m], exact[m], resampled[m][kNumResamples / 40], resampled[m][kNumResamples - 1 - kNumResamples / 40]});
  }
  return intervals;
}

absl::Status Report(const LatencyModel& model, const LatencyPredictor& predictor, const LatencySamples& test,
                    absl::string_view path) {
  ASSIGN_OR_RETURN(const std::vector<double> predicted, predictor.PredictMs(test.architectures));
  const std::vector<Interval> intervals = MetricsWithIntervals(predicted, test.latency_ms);
  nlohmann::ordered_json json = {{"recipe", model.recipe()},
                                 {"space", model.space()},
                                 {"measurements", std::string(path)},
                                 {"num_train_samples", model.provenance().num_train_samples()},
                                 {"num_test_samples", test.latency_ms.size()}};
  std::string text = absl::StrFormat(
      "%s, %d training samples, tested on %d samples of %s\n\n  %-24s%10s   95 %% interval\n", model.recipe(),
      model.provenance().num_train_samples(), test.latency_ms.size(), std::string(path), "metric", "value");
  for (const Interval& i : intervals) {
    absl::StrAppendFormat(&text, "  %-24s%10.4g   %.4g to %.4g\n", i.name, i.value, i.low, i.high);
    json["metrics"][i.name] = {{"value", i.value}, {"low", i.low}, {"high", i.high}};
  }
  std::cout << (absl::GetFlag(FLAGS_format) == "json" ? json.dump(2) + "\n" : text);
  if (const std::string output = absl::GetFlag(FLAGS_output); !output.empty()) {
    return WriteFileAtomically(ResolveUserPath(output), json.dump(2) + "\n");
  }
  return absl::OkStatus();
}

absl::StatusOr<LatencySplit> SplitOf(const Measurements& measurements, const Provenance& provenance) {
  return SplitSamples(measurements.samples.latency_ms.size(),
                      {provenance.num_train_samples(), provenance.num_validation_samples(), provenance.seed()});
}

absl::Status Train() {
  ASSIGN_OR_RETURN(const std::string model_path, RequiredPath("model", absl::GetFlag(FLAGS_model)));
  Progress progress;
  RecipeOptions options;
  options.on_epoch = [&](int64_t epoch, int64_t num_epochs, double) {
    if (epoch == 1) progress.Start("training, epochs", num_epochs);
    progress.Advance();
  };
  if (const std::string path = absl::GetFlag(FLAGS_operations); !path.empty()) {
    ASSIGN_OR_RETURN(const auto table, device_runner::ReadMeasurementTable(ResolveUserPath(path)));
    for (const auto& row : table.rows) options.operation_latency_ms[row.key] = row.values[0];
  }
  ASSIGN_OR_RETURN(const auto predictor, CreateLatencyPredictor(absl::GetFlag(FLAGS_recipe), options));
  ASSIGN_OR_RETURN(const Measurements measurements, ReadMeasurements());
  Provenance provenance;
  provenance.set_measurements(measurements.path);
  provenance.set_measurements_sha256(measurements.sha256);
  provenance.set_num_train_samples(absl::GetFlag(FLAGS_train_samples));
  provenance.set_num_validation_samples(absl::GetFlag(FLAGS_validation_samples));
  provenance.set_seed(absl::GetFlag(FLAGS_seed));
  ASSIGN_OR_RETURN(const LatencySplit split, SplitOf(measurements, provenance));
  RETURN_IF_ERROR(predictor->Fit(Select(measurements.samples, split.train),
                                 Select(measurements.samples, split.validation), provenance.seed()));
  progress.Finish();
  LatencyModel model = SaveLatencyPredictor(*predictor, absl::GetFlag(FLAGS_space));
  *model.mutable_provenance() = provenance;
  RETURN_IF_ERROR(WriteFileAtomically(model_path, model.SerializeAsString()));
  RETURN_IF_ERROR(Report(model, *predictor, Select(measurements.samples, split.test), measurements.path));
  std::cout << "\nwrote " << model_path << "\n";
  return absl::OkStatus();
}

absl::Status Evaluate() {
  ASSIGN_OR_RETURN(const LatencyModel model, ReadModel());
  ASSIGN_OR_RETURN(const auto predictor, LoadLatencyPredictor(model));
  ASSIGN_OR_RETURN(const Measurements measurements, ReadMeasurements());
  if (measurements.sha256 != model.provenance().measurements_sha256()) {
    return Report(model, *predictor, measurements.samples, measurements.path);
  }
  ASSIGN_OR_RETURN(const LatencySplit split, SplitOf(measurements, model.provenance()));
  return Report(model, *predictor, Select(measurements.samples, split.test), measurements.path);
}

absl::StatusOr<std::vector<nasbench201::Cell>> CellsToPredict() {
  std::vector<nasbench201::Cell> cells;
  const std::string given = absl::GetFlag(FLAGS_architectures);
  if (given.empty()) {
    for (int64_t id = 0; id < nasbench201::kNumCells; ++id) {
      if (HasPath(nasbench201::CellFromId(id))) cells.push_back(nasbench201::CellFromId(id));
    }
    return cells;
  }
  const std::string path = ResolveUserPath(given);
  ASSIGN_OR_RETURN(const std::string contents, ReadFile(path));
  int64_t line_number = 0;
  for (absl::string_view line : absl::StrSplit(contents, '\n')) {
    ++line_number;
    line = absl::StripAsciiWhitespace(line);
    if (line.empty() || line[0] == '#') continue;
    const absl::StatusOr<nasbench201::Cell> cell = nasbench201::ParseCell(line);
    if (!cell.ok() || !HasPath(*cell)) {
      return absl::InvalidArgumentError(absl::StrCat(
          path, ":", line_number, ": ", cell.ok() ? "no path from input to output" : cell.status().message()));
    }
    cells.push_back(*cell);
  }
  return cells;
}

absl::Status Predict() {
  ASSIGN_OR_RETURN(const std::string output, RequiredPath("output", absl::GetFlag(FLAGS_output)));
  ASSIGN_OR_RETURN(const LatencyModel model, ReadModel());
  ASSIGN_OR_RETURN(const auto predictor, LoadLatencyPredictor(model));
  ASSIGN_OR_RETURN(const std::vector<nasbench201::Cell> cells, CellsToPredict());
  const EncodedArchitectures architectures = EncodeNasBench201(cells);
  ASSIGN_OR_RETURN(const std::vector<double> latency_ms, predictor->PredictMs(architectures));
  std::string csv =
      absl::StrCat("# predicted_by: recipe ", model.recipe(), " trained on ", model.provenance().num_train_samples(),
                   " samples with sha256 ", model.provenance().measurements_sha256(), "\narch,latency_ms\n");
  for (size_t i = 0; i < latency_ms.size(); ++i) {
    absl::StrAppendFormat(&csv, "%s,%.6g\n", architectures.names[i], latency_ms[i]);
  }
  RETURN_IF_ERROR(WriteFileAtomically(output, csv));
  std::cout << "wrote " << latency_ms.size() << " predictions to " << output << "\n";
  return absl::OkStatus();
}

absl::Status Run(const std::vector<char*>& arguments) {
  RETURN_IF_ERROR(CheckSpace(absl::GetFlag(FLAGS_space)));
  const std::string command = arguments.size() == 2 ? arguments[1] : "";
  if (command == "train") return Train();
  if (command == "evaluate") return Evaluate();
  if (command == "predict") return Predict();
  return absl::InvalidArgumentError(absl::StrCat("expected one of train, evaluate and predict, got ",
                                                 arguments.size() - 1, " arguments; see --help"));
}

}  // namespace
}  // namespace duet::predictors

int main(int argc, char** argv) {
  absl::SetProgramUsageMessage(
      absl::StrCat(duet::predictors::kUsage, absl::StrJoin(duet::predictors::LatencyRecipes(), ", ")));
  const absl::Status status = duet::predictors::Run(absl::ParseCommandLine(argc, argv));
  if (status.ok()) return 0;
  std::cerr << "latency: " << status.message() << "\n";
  return 1;
}
