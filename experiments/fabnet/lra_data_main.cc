// What the data of the Long Range Arena's tasks is made of: sets, classes, lengths, tokens; pictures of Pathfinder.

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/status_macros.h"
#include "datasets/listops/listops.h"
#include "datasets/lra/example_table.h"
#include "datasets/lra/statistics.h"
#include "datasets/lra/task.h"
#include "datasets/pathfinder/pathfinder.h"
#include "experiments/framework/run_experiment.h"

namespace duet::experiments {
namespace {

constexpr int64_t kLengthBin = 50;

double Percent(int64_t part, int64_t whole) { return 100.0 * static_cast<double>(part) / static_cast<double>(whole); }

// The task at the scale of the run: smaller sets are the first ones of the larger.
absl::StatusOr<lra::TaskOptions> Options(const RunContext& context, const std::string& name) {
  ASSIGN_OR_RETURN(lra::TaskOptions options, lra::PublishedOptions(name));
  ASSIGN_OR_RETURN(const int64_t divisor, context.Int("sets_divided_by"));
  options.num_train /= divisor;
  options.num_validation /= divisor;
  options.num_test /= divisor;
  options.seed = context.seed();
  if (name == "text" || name == "image") {
    ASSIGN_OR_RETURN(options.data_path, context.DataPath(absl::StrCat(name, "_table")));
  }
  return options;
}

void AddLengths(const std::vector<int64_t>& lengths, RunResult& result) {
  const auto [smallest, lower, median, upper, largest] = lra::QuartilesOf(lengths);
  AddMeasurement(result, "smallest_length", {}, smallest);
  AddMeasurement(result, "lower_quartile_length", {}, lower);
  AddMeasurement(result, "median_length", {}, median);
  AddMeasurement(result, "upper_quartile_length", {}, upper);
  AddMeasurement(result, "largest_length", {}, largest);
  const lra::Histogram histogram = lra::HistogramOf(lengths, kLengthBin);
  AddSeries(result, "length", {}, histogram.middles, histogram.percent);
}

void AddSets(const lra::Task& task, RunResult& result) {
  AddMeasurement(result, "examples", {{"set", "train"}}, task.train.size());
  AddMeasurement(result, "examples", {{"set", "validation"}}, task.validation.size());
  AddMeasurement(result, "examples", {{"set", "test"}}, task.test.size());
  const int64_t num_distinct = lra::NumDistinctSequences({&task.train, &task.validation, &task.test});
  AddMeasurement(result, "distinct_sequences", {}, num_distinct);
}

void AddClasses(const lra::Task& task, RunResult& result) {
  const std::vector<int64_t> counts = lra::LabelCounts(task.train, task.num_classes);
  for (size_t label = 0; label < counts.size(); ++label) {
    AddMeasurement(result, "class_pct", {{"class", absl::StrCat(label)}}, Percent(counts[label], task.train.size()));
  }
  const auto [rarest, commonest] = std::minmax_element(counts.begin(), counts.end());
  AddMeasurement(result, "rarest_class_pct", {}, Percent(*rarest, task.train.size()));
  AddMeasurement(result, "commonest_class_pct", {}, Percent(*commonest, task.train.size()));
}

void AddTokens(const lra::Task& task, RunResult& result) {
  const std::vector<int64_t> counts = lra::TokenCounts(task.train, task.vocabulary);
  const int64_t num_tokens = static_cast<int64_t>(task.train.tokens.size());
  AddMeasurement(result, "symbols", {},
                 std::count_if(counts.begin() + 1, counts.end(), [](int64_t n) { return n > 0; }));
  AddMeasurement(result, "masked_pct", {}, Percent(counts[0], num_tokens));
  std::vector<double> tokens, percent;
  for (int64_t token = 1; token < task.vocabulary; ++token) {
    tokens.push_back(static_cast<double>(token));
    percent.push_back(Percent(counts[token], num_tokens - counts[0]));
  }
  AddSeries(result, "token", {}, tokens, percent);
}

void AddDepths(const lra::Task& task, const std::vector<int64_t>& lengths, RunResult& result) {
  std::vector<int64_t> depths;
  for (size_t i = 0; i < lengths.size(); ++i) {
    const auto begin = task.train.tokens.begin() + static_cast<int64_t>(i) * task.train.seq_len;
    depths.push_back(listops::Depth(listops::Expression(begin, begin + lengths[i])));
  }
  const int64_t deepest = *std::max_element(depths.begin(), depths.end());
  AddMeasurement(result, "largest_depth", {}, deepest);
  AddMeasurement(result, "at_largest_depth_pct", {},
                 Percent(std::count(depths.begin(), depths.end(), deepest), static_cast<int64_t>(depths.size())));
}

// Lengths of whole reviews, before they are cut.
absl::Status AddReviews(const lra::TaskOptions& options, RunResult& result) {
  ASSIGN_OR_RETURN(const lra::ExampleTable table, lra::ReadExampleTable(options.data_path, "text"));
  ASSIGN_OR_RETURN(const lra::ByteExamples* train, lra::FindSplit(table, "train"));
  const std::vector<int64_t> lengths(train->lengths().begin(), train->lengths().end());
  AddLengths(lengths, result);
  const int64_t num_cut =
      std::count_if(lengths.begin(), lengths.end(), [&](int64_t length) { return length > *options.max_tokens; });
  AddMeasurement(result, "cut_pct", {}, Percent(num_cut, static_cast<int64_t>(lengths.size())));
  return absl::OkStatus();
}

// Each sample's pixels (number, grey value; those that are not black), its two targets and its two discs.
absl::Status AddPictures(const RunContext& context, RunResult& result) {
  ASSIGN_OR_RETURN(const int64_t num_pictures, context.Int("num_pictures"));
  for (int64_t i = 0; i < num_pictures; ++i) {
    const pathfinder::Sample sample = pathfinder::GenerateSample(pathfinder::Level::kHard, context.seed(), i);
    const std::string name = absl::StrCat(i + 1, sample.label == 1 ? ": one curve" : ": two curves");
    std::vector<double> numbers, greys;
    for (size_t pixel = 0; pixel < sample.image.pixels.size(); ++pixel) {
      if (sample.image.pixels[pixel] == 0) continue;
      numbers.push_back(static_cast<double>(pixel));
      greys.push_back(sample.image.pixels[pixel]);
    }
    AddSeries(result, "pixel", {{"sample", name}}, numbers, greys);
    for (size_t target = 0; target < sample.targets.size(); ++target) {
      std::vector<double> x, y;
      const auto add = [&](const pathfinder::Point& point) {
        x.push_back(static_cast<double>(point.x) + 0.5);
        y.push_back(static_cast<double>(point.y) + 0.5);
      };
      add(sample.targets[target].Origin());
      for (const pathfinder::Paddle& paddle : sample.targets[target].paddles) add(paddle.inner);
      add(sample.targets[target].Terminal());
      AddSeries(result, "curve", {{"sample", name}, {"target", target == 0 ? "first" : "second"}}, x, y);
    }
    const pathfinder::Point origin = sample.targets[sample.origin_target].Origin();
    const pathfinder::Point terminal = sample.targets[sample.terminal_target].Terminal();
    AddSeries(result, "disc", {{"sample", name}}, {origin.x + 0.5, terminal.x + 0.5},
              {origin.y + 0.5, terminal.y + 0.5});
  }
  return absl::OkStatus();
}

absl::StatusOr<RunResult> Run(const RunContext& context) {
  const std::string& name = context.configuration();
  ASSIGN_OR_RETURN(const lra::TaskOptions options, Options(context, name));
  ASSIGN_OR_RETURN(const lra::Task task, lra::OpenTask(name, options));
  RunResult result;
  AddSets(task, result);
  AddClasses(task, result);
  AddTokens(task, result);
  result.set_proxy_reason(task.proxy_reason);
  if (name == "listops") {
    const std::vector<int64_t> lengths = lra::Lengths(task.train);
    AddLengths(lengths, result);
    AddDepths(task, lengths, result);
  }
  if (name == "text") RETURN_IF_ERROR(AddReviews(options, result));
  if (name == "pathfinder") RETURN_IF_ERROR(AddPictures(context, result));
  return result;
}

}  // namespace
}  // namespace duet::experiments

int main(int argc, char** argv) { return duet::experiments::RunExperiment(argc, argv, duet::experiments::Run); }
