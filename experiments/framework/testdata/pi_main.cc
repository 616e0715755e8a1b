// Estimates pi as four times the share of random points of the unit square that lie in the quarter disc.

#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/files.h"
#include "common/random.h"
#include "common/status_macros.h"
#include "experiments/framework/run_experiment.h"

namespace duet::experiments {
namespace {

absl::StatusOr<double> ReadPi(const RunContext& context) {
  ASSIGN_OR_RETURN(const std::string path, context.DataPath("digits"));
  ASSIGN_OR_RETURN(const std::string text, ReadFile(path));
  double pi = 0;
  if (!absl::SimpleAtod(absl::StripAsciiWhitespace(text), &pi)) {
    return absl::InvalidArgumentError(absl::StrCat(path, ": \"", text, "\" is not a number"));
  }
  return pi;
}

absl::StatusOr<RunResult> Run(const RunContext& context) {
  ASSIGN_OR_RETURN(const double pi, ReadPi(context));
  ASSIGN_OR_RETURN(const int64_t num_strata, context.Int("num_strata"));
  ASSIGN_OR_RETURN(const int64_t num_rounds, context.Int("num_rounds"));
  ASSIGN_OR_RETURN(const bool is_stratified, context.Flag("is_stratified"));

  // A round draws one point per stratum, or as many anywhere.
  int64_t num_points = 0;
  int64_t num_inside = 0;
  std::vector<double> points, errors;
  context.progress().Start("drawing points", num_rounds);
  for (int64_t round = 0; round < num_rounds; ++round) {
    RandomStream random(context.seed(), "points", round);
    for (int64_t i = 0; i < num_strata; ++i) {
      for (int64_t j = 0; j < num_strata; ++j) {
        const double u = random.Uniform();
        const double v = random.Uniform();
        const double x = is_stratified ? (i + u) / num_strata : u;
        const double y = is_stratified ? (j + v) / num_strata : v;
        num_inside += x * x + y * y < 1;
        ++num_points;
      }
    }
    points.push_back(num_points);
    errors.push_back(std::abs(4.0 * num_inside / num_points - pi));
    context.progress().Advance();
  }

  RunResult result;
  AddMeasurement(result, "pi", {}, 4.0 * num_inside / num_points);
  AddMeasurement(result, "abs_error", {}, errors.back());
  AddMeasurement(result, "num_points", {}, num_points);
  AddSeries(result, "convergence", {}, points, errors);
  return result;
}

}  // namespace
}  // namespace duet::experiments

int main(int argc, char** argv) { return duet::experiments::RunExperiment(argc, argv, duet::experiments::Run); }
