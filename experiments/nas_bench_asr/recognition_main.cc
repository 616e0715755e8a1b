// Recognisers trained on one corpus, or on all, and scored on each.

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "asr/error_rate.h"
#include "asr/phones.h"
#include "asr/recipe.h"
#include "asr/recognizer.h"
#include "asr/training/feature_corpus.h"
#include "common/status_macros.h"
#include "datasets/speech/corpus.h"
#include "experiments/framework/run_experiment.h"

namespace duet::experiments {
namespace {

using Phones = std::vector<int64_t>;

// At most `limit` utterances of each set; 0: all.
void Shorten(int64_t limit, speech::Corpus& corpus) {
  for (auto* set : {&corpus.train, &corpus.validation, &corpus.test}) {
    if (limit > 0 && static_cast<int64_t>(set->size()) > limit) set->resize(limit);
  }
}

absl::StatusOr<std::vector<speech::Corpus>> ReadCorpora(const RunContext& context, absl::string_view parameter) {
  ASSIGN_OR_RETURN(const std::string names, context.Text(parameter));
  ASSIGN_OR_RETURN(const int64_t limit, context.Int("max_utterances"));
  std::vector<speech::Corpus> corpora;
  for (const absl::string_view name : absl::StrSplit(names, ',')) {
    ASSIGN_OR_RETURN(const std::string path, context.DataPath(name));
    ASSIGN_OR_RETURN(corpora.emplace_back(), speech::ReadCorpus(path));
    Shorten(limit, corpora.back());
  }
  return corpora;
}

Phones WithoutSilence(const Phones& scored) {
  Phones phones;
  for (const int64_t phone : scored) {
    if (asr::ScoredPhoneName(phone) != "sil") phones.push_back(phone);
  }
  return phones;
}

std::string Names(const Phones& scored) {
  return absl::StrJoin(scored, " ",
                       [](std::string* text, int64_t phone) { absl::StrAppend(text, asr::ScoredPhoneName(phone)); });
}

struct ScoredSet {
  std::string corpus;
  std::string set;
  std::vector<speech::Utterance> utterances;
};

absl::Status Score(const asr::Recognizer& recognizer, const ScoredSet& set, int64_t num_examples, RunResult& result) {
  ASSIGN_OR_RETURN(const asr::FeatureSet features, asr::ComputeFeatures(set.utterances));
  const std::vector<Phones> recognized = recognizer.Recognize(features);
  asr::ErrorRate with_silence, without_silence;
  std::set<Labels> examples;
  for (size_t i = 0; i < features.size(); ++i) {
    const Phones heard = asr::ScoredPhones(recognized[i]), said = asr::ScoredPhones(features[i].phones);
    with_silence.Add(heard, said);
    without_silence.Add(WithoutSilence(heard), WithoutSilence(said));
    if (static_cast<int64_t>(examples.size()) >= num_examples) continue;
    const Labels example = {{"corpus", set.corpus},
                            {"words", set.utterances[i].text},
                            {"said", Names(WithoutSilence(said))},
                            {"heard", Names(WithoutSilence(heard))}};
    if (!examples.insert(example).second) continue;  // digits are said, and misheard, alike
    asr::ErrorRate of_one;
    of_one.Add(WithoutSilence(heard), WithoutSilence(said));
    AddMeasurement(result, "utterance_per_pct", example, 100 * of_one.rate());
  }
  const Labels labels = {{"corpus", set.corpus}, {"set", set.set}};
  AddMeasurement(result, "per_pct", labels, 100 * with_silence.rate());
  AddMeasurement(result, "per_without_silence_pct", labels, 100 * without_silence.rate());
  AddMeasurement(result, "num_utterances", labels, static_cast<double>(features.size()));
  return absl::OkStatus();
}

absl::StatusOr<RunResult> Run(const RunContext& context) {
  ASSIGN_OR_RETURN(const std::string recipe_name, context.Text("recipe"));
  ASSIGN_OR_RETURN(asr::Recipe recipe, asr::FindRecipe(recipe_name));
  ASSIGN_OR_RETURN(recipe.training.num_epochs, context.Int("num_epochs"));
  ASSIGN_OR_RETURN(recipe.training.learning_rate, context.Real("learning_rate"));
  ASSIGN_OR_RETURN(const int64_t num_examples, context.Int("num_examples"));
  std::vector<double> epochs, validation_per_pct;
  context.progress().Start("epochs", recipe.training.num_epochs);
  recipe.training.on_epoch = [&](int64_t epoch, const asr::EpochMetrics& metrics) {
    epochs.push_back(static_cast<double>(epoch));
    validation_per_pct.push_back(metrics.validation_per_pct);
    context.progress().Advance();
  };

  ASSIGN_OR_RETURN(std::vector<speech::Corpus> train_corpora, ReadCorpora(context, "train_on"));
  ASSIGN_OR_RETURN(const asr::FeatureCorpus train_corpus, asr::ComputeFeatures(speech::Join(std::move(train_corpora))));
  ASSIGN_OR_RETURN(const auto trained, asr::Recognizer::Train(recipe, train_corpus, context.seed()));

  RunResult result;
  result.set_proxy_reason(train_corpus.proxy_reason);
  AddSeries(result, "validation_per_pct", {}, epochs, validation_per_pct);
  AddMeasurement(result, "num_params", {}, static_cast<double>(trained.recognizer.NumParams()));
  ASSIGN_OR_RETURN(std::vector<speech::Corpus> scored, ReadCorpora(context, "score_on"));
  for (speech::Corpus& corpus : scored) {
    RETURN_IF_ERROR(Score(trained.recognizer, {corpus.name, "validation", std::move(corpus.validation)}, 0, result));
    RETURN_IF_ERROR(Score(trained.recognizer, {corpus.name, "test", std::move(corpus.test)}, num_examples, result));
  }
  return result;
}

}  // namespace
}  // namespace duet::experiments

int main(int argc, char** argv) { return duet::experiments::RunExperiment(argc, argv, duet::experiments::Run); }
