#include "experiments/quickstart/quickstart.h"

#include <algorithm>
#include <cmath>
#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "common/files.h"
#include "common/program.h"
#include "common/status_macros.h"
#include "datasets/device_runner/measure.h"
#include "datasets/device_runner/measurement_table.h"
#include "datasets/device_runner/outlier_filter.h"
#include "datasets/nasbench201/cell.h"
#include "experiments/quickstart/held_out.h"
#include "experiments/quickstart/measured_sample.h"
#include "experiments/quickstart/picks.h"
#include "predictors/latbench_samples.h"
#include "predictors/latency_predictor.h"
#include "predictors/metrics.h"
#include "predictors/nasbench201_encoder.h"

namespace duet::quickstart {
namespace {

using device_runner::MeasurementTable;
using device_runner::Percentile;
using nasbench201::Cell;
using predictors::LatencySamples;

constexpr int64_t kNumFolds = 5;
constexpr int64_t kNumRepeats = 5;
constexpr double kBandPct = 90;  // of the predictions of the sample are in the band

absl::Status CheckOptions(const QuickstartOptions& options) {
  if (options.num_cells < kMinCells || options.num_cells > nasbench201::kNumCellsWithPath) {
    return absl::InvalidArgumentError(absl::StrCat("--num_cells=", options.num_cells, " must be from ", kMinCells,
                                                   " to ", nasbench201::kNumCellsWithPath));
  }
  if (options.latency_limit_ms.has_value() && !(*options.latency_limit_ms > 0)) {
    return absl::InvalidArgumentError(
        absl::StrCat("--latency_limit_ms=", *options.latency_limit_ms, " must be above zero"));
  }
  return absl::OkStatus();
}

absl::StatusOr<LatencySamples> SamplesOfTable(const MeasurementTable& table) {
  std::vector<Cell> cells;
  LatencySamples samples;
  for (const MeasurementTable::Row& row : table.rows) {
    ASSIGN_OR_RETURN(cells.emplace_back(), nasbench201::ParseCell(row.key));
    samples.latency_ms.push_back(row.values[0]);
  }
  samples.architectures = predictors::EncodeNasBench201(cells);
  return samples;
}

absl::StatusOr<std::vector<Candidate>> PredictAll(const predictors::LatencyPredictor& predictor) {
  std::vector<Candidate> candidates = AllCandidates();
  std::vector<Cell> cells;
  for (const Candidate& candidate : candidates) cells.push_back(candidate.cell);
  ASSIGN_OR_RETURN(const std::vector<double> predicted_ms, predictor.PredictMs(predictors::EncodeNasBench201(cells)));
  for (size_t i = 0; i < candidates.size(); ++i) candidates[i].predicted_ms = predicted_ms[i];
  return candidates;
}

std::vector<double> PredictedMs(const std::vector<Candidate>& candidates) {
  std::vector<double> predicted_ms;
  for (const Candidate& candidate : candidates) predicted_ms.push_back(candidate.predicted_ms);
  return predicted_ms;
}

// "3x3 skip none 1x1 3x3 pool": the operations by edge.
std::string ShortName(const Cell& cell) {
  constexpr absl::string_view kNames[] = {"none", "skip", "1x1", "3x3", "pool"};
  std::string name;
  for (const nasbench201::Op op : cell.ops) absl::StrAppendFormat(&name, "%-5s", kNames[static_cast<int>(op)]);
  name.erase(name.find_last_not_of(' ') + 1);
  return name;
}

void PrintLearned(const std::string& name, int64_t num_train, const HeldOut& held_out, std::ostream& out) {
  const predictors::LatencyMetrics metrics = predictors::EvaluateLatency(held_out.predicted_ms, held_out.measured_ms);
  out << absl::StreamFormat("   %-28s%12d%13d%11.3f%12.1f %%%12.1f %%\n", name, num_train, metrics.num_samples,
                            metrics.spearman, metrics.within_10_pct, metrics.within_5_pct);
}

// How well as many samples of each embedded setting predict the others.
absl::Status PrintEmbedded(const latbench::LatBench& embedded, int64_t num_train, uint64_t seed, std::ostream& out) {
  int64_t num_shown = 0;
  for (size_t i = 0; i < embedded.settings().size(); ++i) {
    if (embedded.settings()[i].quantity != latbench::Quantity::kLatency || embedded.NumPresent(i) <= num_train)
      continue;
    const LatencySamples samples = predictors::SamplesOf(embedded, i);
    ASSIGN_OR_RETURN(const HeldOut held_out, TrainAndTest(samples, num_train, kNumRepeats, seed));
    PrintLearned(embedded.settings()[i].key, num_train, held_out, out);
    ++num_shown;
  }
  if (num_shown == 0) out << "   (no embedded measurements of more than " << num_train << " cells)\n";
  return absl::OkStatus();
}

void PrintSample(const MeasurementTable& table, const LatencySamples& samples, std::ostream& out) {
  out << absl::StreamFormat("1. Measured %d random cells of NAS-Bench-201 on %s\n", table.rows.size(),
                            FindProvenance(table, "device").value_or("?"));
  out << absl::StreamFormat("   %.3g to %.3g ms, median %.3g ms\n", Percentile(samples.latency_ms, 0),
                            Percentile(samples.latency_ms, 100), Percentile(samples.latency_ms, 50));
  out << absl::StreamFormat("   one cell measured again and again: noise %s %%, drift %s %%\n\n",
                            FindProvenance(table, "reference_noise_pct").value_or("?"),
                            FindProvenance(table, "reference_drift_pct").value_or("?"));
}

struct Band {
  double low, high;  // factors of a prediction
};

void PrintPicks(const std::vector<Candidate>& picks, const std::vector<double>& ratios, const Band& band,
                double limit_ms, std::ostream& out) {
  out << absl::StreamFormat("   %4s%9s%10s%14s%18s%14s   %s\n", "rank", "MFLOPs", "Mparams", "predicted ms",
                            absl::StrCat(kBandPct, " % band ms"), "under limit", "cell");
  for (size_t i = 0; i < picks.size(); ++i) {
    const double predicted_ms = picks[i].predicted_ms;
    out << absl::StreamFormat("   %4d%9.1f%10.3f%14.3f%18s%12.0f %%   %s\n", i + 1, picks[i].mega_flops,
                              picks[i].mega_params, predicted_ms,
                              absl::StrFormat("%.3f to %.3f", band.low * predicted_ms, band.high * predicted_ms),
                              ChanceUnderPct(ratios, predicted_ms, limit_ms), ShortName(picks[i].cell));
  }
}

std::string CandidatesCsv(const std::vector<Candidate>& candidates) {
  std::string csv = "arch,latency_ms,mega_flops,mega_params\n";
  for (const Candidate& candidate : candidates) {
    absl::StrAppendFormat(&csv, "%s,%.6g,%.6g,%.6g\n", ToString(candidate.cell), candidate.predicted_ms,
                          candidate.mega_flops, candidate.mega_params);
  }
  return csv;
}

// What the figure shows: every prediction of a cell that was measured.
void AppendPoints(absl::string_view series, const HeldOut& held_out, std::string& csv) {
  for (size_t i = 0; i < held_out.predicted_ms.size(); ++i) {
    absl::StrAppendFormat(&csv, "%s,%.6g,%.6g\n", series, held_out.measured_ms[i], held_out.predicted_ms[i]);
  }
}

// Measures the first picks; prints and returns them beside their predictions.
absl::StatusOr<HeldOut> MeasurePicks(const QuickstartOptions& options, const device_runner::Space& space,
                                     device_runner::Device& device, const std::vector<Candidate>& picks,
                                     const Band& band, double limit_ms, std::ostream& out) {
  std::vector<std::string> keys;
  for (const Candidate& pick : picks) {
    if (static_cast<int64_t>(keys.size()) < options.num_remeasured) keys.push_back(ToString(pick.cell));
  }
  MeasuringOptions measuring = {options.seed, options.protocol,
                                absl::StrCat(options.output_directory, "/picks_measured.csv"), "measuring the picks",
                                options.should_stop};
  ASSIGN_OR_RETURN(const MeasurementTable table, MeasureAnew(space, device, keys, measuring));
  HeldOut held_out;
  out << absl::StreamFormat("\n4. Measured the first %d of them\n", keys.size());
  out << absl::StreamFormat("   %4s%14s%13s%9s%12s%14s\n", "rank", "predicted ms", "measured ms", "error", "in band",
                            "under limit");
  for (size_t i = 0; i < keys.size(); ++i) {
    const auto row = std::find_if(table.rows.begin(), table.rows.end(),
                                  [&](const MeasurementTable::Row& candidate) { return candidate.key == keys[i]; });
    const double measured_ms = row->values[0];
    const double ratio = measured_ms / picks[i].predicted_ms;
    held_out.predicted_ms.push_back(picks[i].predicted_ms);
    held_out.measured_ms.push_back(measured_ms);
    out << absl::StreamFormat("   %4d%14.3f%13.3f%+7.1f %%%12s%14s\n", i + 1, picks[i].predicted_ms, measured_ms,
                              100 * (1 / ratio - 1), band.low <= ratio && ratio <= band.high ? "yes" : "no",
                              measured_ms <= limit_ms ? "yes" : "no");
  }
  return held_out;
}

absl::Status Draw(const QuickstartOptions& options) {
  if (options.figure_command.empty()) return absl::OkStatus();
  std::vector<std::string> command = options.figure_command;
  const std::string stem = absl::StrCat(options.output_directory, "/predicted_against_measured");
  command.push_back(absl::StrCat("--specification=", options.figure_specification));
  command.push_back(absl::StrCat("--data_directory=", options.output_directory));
  command.push_back(absl::StrCat("--svg=", stem, ".svg"));
  command.push_back(absl::StrCat("--output=", stem, ".vl.json"));
  return OutputOf(command).status();
}

}  // namespace

absl::Status RunQuickstart(const QuickstartOptions& options, const device_runner::Space& space,
                           device_runner::Device& device, const latbench::LatBench& embedded, std::ostream& out) {
  RETURN_IF_ERROR(CheckOptions(options));
  const auto write = [&](absl::string_view name, const std::string& contents) {
    return WriteFileAtomically(absl::StrCat(options.output_directory, "/", name), contents);
  };
  const std::string sample_path =
      absl::StrCat(options.output_directory, "/measured_", options.num_cells, "_seed", options.seed, ".csv");
  ASSIGN_OR_RETURN(const std::vector<std::string> keys,
                   device_runner::SampleKeys(space, options.num_cells, options.seed));
  ASSIGN_OR_RETURN(const MeasurementTable table,
                   MeasureOnce(space, device, keys,
                               {options.seed, options.protocol, sample_path, "measuring", options.should_stop}));
  ASSIGN_OR_RETURN(const LatencySamples samples, SamplesOfTable(table));
  PrintSample(table, samples, out);

  ASSIGN_OR_RETURN(const HeldOut held_out, CrossValidate(samples, kNumFolds, options.seed));
  const std::vector<double> ratios = SortedRatios(held_out);
  const Band band = {Percentile(ratios, 50 - kBandPct / 2), Percentile(ratios, 50 + kBandPct / 2)};
  const int64_t num_train = options.num_cells - options.num_cells / kNumFolds;
  out << "2. Learned latency by recipe DUET; every prediction is of a cell that its predictor had not seen\n";
  out << absl::StreamFormat("   %-28s%12s%13s%11s%14s%14s\n", "measurements", "trained on", "predictions", "Spearman",
                            "within 10 %", "within 5 %");
  PrintLearned("this device", num_train, held_out, out);
  RETURN_IF_ERROR(PrintEmbedded(embedded, num_train, options.seed, out));
  out << absl::StreamFormat(
      "   On this device %g %% of the measurements were from %+.1f %% to %+.1f %% off the prediction.\n\n", kBandPct,
      100 * (band.low - 1), 100 * (band.high - 1));

  ASSIGN_OR_RETURN(const auto predictor, Train(samples, options.seed));
  ASSIGN_OR_RETURN(const std::vector<Candidate> candidates, PredictAll(*predictor));
  const std::vector<double> predicted_ms = PredictedMs(candidates);
  const double median_ms = Percentile(predicted_ms, 50);
  const double limit_ms = options.latency_limit_ms.value_or(median_ms);
  const std::vector<Candidate> picks = PicksUnder(candidates, limit_ms, options.num_picks);
  out << absl::StreamFormat("3. Predicted all %d cells: %.3g to %.3g ms, median %.3g ms\n", candidates.size(),
                            Percentile(predicted_ms, 0), Percentile(predicted_ms, 100), median_ms);
  out << absl::StreamFormat(
      "   Up to %.4g ms%s, those with the most operations. That stands in for accuracy and is not it:\n", limit_ms,
      options.latency_limit_ms.has_value() ? "" : " (the median)");
  out << "   accuracies are not embedded in this project but downloaded (bazel run //datasets:describe lists them).\n";
  RETURN_IF_ERROR(write("predictions.csv", CandidatesCsv(candidates)));
  RETURN_IF_ERROR(write("picks.csv", CandidatesCsv(picks)));
  std::string points = "series,measured_ms,predicted_ms\n";
  AppendPoints("held-out sample", held_out, points);
  if (picks.empty()) {
    out << "   No cell is predicted under the limit: give a higher --latency_limit_ms.\n";
  } else {
    PrintPicks(picks, ratios, band, limit_ms, out);
    out << "   A cell is its operations on the edges 0-1, 0-2, 1-2, 0-3, 1-3, 2-3.\n"
           "   Band and chance are those of random cells. Picks are chosen for a low prediction: expect them in the "
           "upper\n"
           "   half of the band, and the limit kept less often. Step 4 tells; a lower limit makes them surer.\n";
    ASSIGN_OR_RETURN(const HeldOut measured_picks, MeasurePicks(options, space, device, picks, band, limit_ms, out));
    AppendPoints("picks", measured_picks, points);
  }
  RETURN_IF_ERROR(write("points.csv", points));
  RETURN_IF_ERROR(Draw(options));
  out << "\n" << options.output_directory << "\n";
  return absl::OkStatus();
}

}  // namespace duet::quickstart
