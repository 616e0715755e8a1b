// Estimates pi as four times the share of random points of the unit square that lie in the quarter disc.

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <thread>
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

absl::StatusOr<double> ReadNumber(const std::string& path) {
  ASSIGN_OR_RETURN(const std::string text, ReadFile(path));
  double number = 0;
  if (!absl::SimpleAtod(absl::StripAsciiWhitespace(text), &number)) {
    return absl::InvalidArgumentError(absl::StrCat(path, ": \"", text, "\" is not a number"));
  }
  return number;
}

absl::StatusOr<RunResult> Run(const RunContext& context) {
  ASSIGN_OR_RETURN(const std::string digits_path, context.DataPath("digits"));
  ASSIGN_OR_RETURN(const double pi, ReadNumber(digits_path));
  ASSIGN_OR_RETURN(const std::vector<std::string> bound_paths, context.DataPaths("bounds"));
  std::vector<double> bounds;
  for (const std::string& path : bound_paths) {
    ASSIGN_OR_RETURN(bounds.emplace_back(), ReadNumber(path));
  }
  std::sort(bounds.begin(), bounds.end());
  ASSIGN_OR_RETURN(const int64_t num_strata, context.Int("num_strata"));
  ASSIGN_OR_RETURN(const int64_t num_rounds, context.Int("num_rounds"));
  ASSIGN_OR_RETURN(const bool is_stratified, context.Flag("is_stratified"));

  // A round draws one point per stratum, or as many anywhere; what it draws depends on its number alone.
  std::vector<int64_t> num_inside_of_round(num_rounds, 0);
  const auto run_round = [&](int64_t round) {
    RandomStream random(context.seed(), "points", round);
    for (int64_t i = 0; i < num_strata; ++i) {
      for (int64_t j = 0; j < num_strata; ++j) {
        const double u = random.Uniform();
        const double v = random.Uniform();
        const double x = is_stratified ? (i + u) / num_strata : u;
        const double y = is_stratified ? (j + v) / num_strata : v;
        num_inside_of_round[round] += x * x + y * y < 1;
      }
    }
    context.progress().Advance();
  };
  context.progress().Start("drawing points", num_rounds);
  std::vector<std::thread> threads;
  for (int t = 0; t < context.num_threads(); ++t) {
    threads.emplace_back([&, t] {
      for (int64_t round = t; round < num_rounds; round += context.num_threads()) run_round(round);
    });
  }
  for (std::thread& thread : threads) thread.join();

  const int64_t num_points_per_round = num_strata * num_strata;
  int64_t num_inside = 0;
  std::vector<double> points, errors;
  for (int64_t round = 0; round < num_rounds; ++round) {
    num_inside += num_inside_of_round[round];
    points.push_back((round + 1) * num_points_per_round);
    errors.push_back(std::abs(4.0 * num_inside / points.back() - pi));
  }

  const double estimate = 4.0 * num_inside / points.back();
  RunResult result;
  AddMeasurement(result, "pi", {}, estimate);
  AddMeasurement(result, "abs_error", {}, errors.back());
  AddMeasurement(result, "within_bounds_pct", {}, bounds.front() < estimate && estimate < bounds.back() ? 100 : 0);
  AddMeasurement(result, "num_points", {}, points.back());
  AddSeries(result, "convergence", {}, points, errors);
  return result;
}

}  // namespace
}  // namespace duet::experiments

int main(int argc, char** argv) { return duet::experiments::RunExperiment(argc, argv, duet::experiments::Run); }
