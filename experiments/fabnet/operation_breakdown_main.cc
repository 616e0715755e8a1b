// Share of attention and of linear layers among the multiplications of four Transformers, by sequence length.

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/status_macros.h"
#include "experiments/fabnet/parameter_lists.h"
#include "experiments/framework/run_experiment.h"
#include "fabnet/network_shape.h"
#include "fabnet/operation_counts.h"

namespace duet::experiments {
namespace {

absl::StatusOr<RunResult> Run(const RunContext& context) {
  ASSIGN_OR_RETURN(const std::vector<int64_t> seq_lens, IntegerList(context, "seq_lens"));
  const std::vector<std::pair<std::string, std::string>> networks = {
      {"t5_small", "T5-Small"}, {"bert_base", "BERT-Base"}, {"roberta_large", "RoBERTa-Large"}, {"gpt2_xl", "GPT2-XL"}};
  RunResult result;
  for (const auto& [name, title] : networks) {
    ASSIGN_OR_RETURN(const fabnet::NetworkShape shape, fabnet::FindShape(name));
    for (const int64_t seq_len : seq_lens) {
      const fabnet::Operations operations = fabnet::CountOperations(shape, seq_len);
      const double percent = 100.0 / operations.total();
      const Labels labels = {{"network", title}, {"tokens", absl::StrCat(seq_len)}};
      AddMeasurement(result, "attention_pct", labels, percent * operations.mixing);
      AddMeasurement(result, "linear_pct", labels, percent * (operations.projection + operations.feed_forward));
    }
  }
  return result;
}

}  // namespace
}  // namespace duet::experiments

int main(int argc, char** argv) { return duet::experiments::RunExperiment(argc, argv, duet::experiments::Run); }
