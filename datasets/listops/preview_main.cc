// bazel run //datasets/listops:preview: see --help.

#include <algorithm>
#include <array>
#include <iostream>
#include <map>
#include <string>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "absl/status/status.h"
#include "absl/strings/str_format.h"
#include "datasets/listops/dataset.h"
#include "datasets/listops/listops.h"

ABSL_FLAG(int64_t, examples, 1000, "expressions to draw");
ABSL_FLAG(int64_t, show, 1, "expressions to print");
ABSL_FLAG(bool, short, false, "trees of 20 to 128 tokens, not the published task");
ABSL_FLAG(uint64_t, seed, 1, "of the expressions");

namespace {

constexpr char kUsage[] = R"(draws ListOps expressions of the Long Range Arena and describes them.

  bazel run //datasets/listops:preview                                     # lengths, depths, labels; one expression
  bazel run //datasets/listops:preview -- --short --show=5                 # short ones, not the published task
  bazel run //datasets/listops:preview -- --examples=100000 --show=0       # the published number, 4 s

The same seed gives the same expressions; more of them begin with the fewer.)";

void Describe(const std::vector<duet::listops::Example>& examples) {
  std::vector<int64_t> lengths;
  std::map<int64_t, int64_t> depths;
  std::array<int64_t, duet::listops::kNumClasses> labels = {};
  for (const duet::listops::Example& example : examples) {
    lengths.push_back(example.expression.size());
    ++depths[duet::listops::Depth(example.expression)];
    ++labels[example.label];
  }
  std::sort(lengths.begin(), lengths.end());
  const auto quantile = [&](double q) { return lengths[static_cast<size_t>(q * (lengths.size() - 1))]; };
  const auto percent = [&](int64_t count) { return 100.0 * count / lengths.size(); };
  std::cout << absl::StrFormat("%d distinct expressions\n", lengths.size());
  std::cout << absl::StrFormat("length in tokens: smallest %d, quartiles %d %d %d, largest %d\n", quantile(0),
                               quantile(0.25), quantile(0.5), quantile(0.75), quantile(1));
  for (const auto& [depth, count] : depths) std::cout << absl::StrFormat("depth %2d %6.2f %%\n", depth, percent(count));
  for (size_t label = 0; label < labels.size(); ++label) {
    std::cout << absl::StrFormat("label %2d %6.2f %%\n", label, percent(labels[label]));
  }
}

}  // namespace

int main(int argc, char** argv) {
  absl::SetProgramUsageMessage(kUsage);
  const std::vector<char*> positional = absl::ParseCommandLine(argc, argv);
  if (positional.size() > 1) {
    std::cerr << "preview: " << positional[1] << " is no flag; see --help\n";
    return 2;
  }
  if (absl::GetFlag(FLAGS_examples) < 1) {
    std::cerr << "preview: --examples is " << absl::GetFlag(FLAGS_examples) << ", must be 1 or more\n";
    return 2;
  }
  duet::listops::DatasetOptions options;
  options.num_train = absl::GetFlag(FLAGS_examples);
  options.num_validation = options.num_test = 0;
  if (absl::GetFlag(FLAGS_short)) options.expressions = duet::listops::ShortOptions();
  const absl::StatusOr<duet::listops::Dataset> dataset =
      duet::listops::GenerateDataset(options, absl::GetFlag(FLAGS_seed));
  if (!dataset.ok()) {
    std::cerr << "preview: " << dataset.status().message() << "\n";
    return 1;
  }
  Describe(dataset->train);
  const int64_t num_shown = std::min(absl::GetFlag(FLAGS_show), absl::GetFlag(FLAGS_examples));
  for (int64_t i = 0; i < num_shown; ++i) {
    const duet::listops::Example& example = dataset->train[i];
    std::cout << duet::listops::ToText(example.expression) << " = " << example.label << "\n";
  }
  return 0;
}
