#include "nas/benchmark.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/status_macros.h"
#include "datasets/nasbench101/published.h"
#include "datasets/nasbench201/benchmark.h"
#include "datasets/nasbench201/image_set.h"
#include "datasets/nasbench_asr/published.h"
#include "datasets/nasbench_asr/trainings.h"
#include "nas/nasbench101_space.h"
#include "nas/nasbench201_space.h"
#include "nas/nasbench_asr_space.h"

namespace duet::nas {
namespace {

using nasbench201::ImageSet;

absl::StatusOr<ImageSet> ImageSetOf(absl::string_view name) {
  const std::optional<ImageSet> image_set = nasbench201::ParseImageSet(name);
  if (image_set.has_value()) return *image_set;
  const auto append_name = [](std::string* out, ImageSet known) {
    absl::StrAppend(out, nasbench201::ImageSetName(known));
  };
  return absl::InvalidArgumentError(absl::StrCat("no image set \"", name, "\" in NAS-Bench-201; known: ",
                                                 absl::StrJoin(nasbench201::kImageSets, ", ", append_name)));
}

}  // namespace

Benchmark::Benchmark() = default;
Benchmark::Benchmark(Benchmark&&) noexcept = default;
Benchmark& Benchmark::operator=(Benchmark&&) noexcept = default;
Benchmark::~Benchmark() = default;

absl::StatusOr<Benchmark> Benchmark::Open(absl::string_view name, absl::string_view image_set,
                                          const BenchmarkTables& tables) {
  Benchmark benchmark;
  if (name == "nasbench201") {
    ASSIGN_OR_RETURN(const ImageSet trained_on, ImageSetOf(image_set));
    ASSIGN_OR_RETURN(nasbench201::NasBench201 table, nasbench201::NasBench201::Open(tables.nasbench201));
    auto space = std::make_unique<const NasBench201Space>();
    benchmark.table_ = std::make_unique<const nasbench201::NasBench201>(std::move(table));
    benchmark.evaluator_ =
        std::make_unique<const NasBench201Evaluator>(space.get(), benchmark.table_.get(), trained_on);
    benchmark.candidates_ = AllArchitectures(*space);
    benchmark.space_ = std::move(space);
    return benchmark;
  }
  if (name == "nasbench101") {
    if (image_set != nasbench201::ImageSetName(ImageSet::kCifar10)) {
      return absl::InvalidArgumentError(
          absl::StrCat("no image set \"", image_set, "\" in NAS-Bench-101, which has cifar10 alone"));
    }
    ASSIGN_OR_RETURN(const auto published, nasbench101::PublishedCells::Open(tables.nasbench101));
    auto space = std::make_unique<const NasBench101Space>();
    ASSIGN_OR_RETURN(NasBench101Evaluator evaluator, NasBench101Evaluator::Create(*space, published.table()));
    benchmark.candidates_ = evaluator.candidates();
    benchmark.proxy_reason_ = absl::StrCat("the ", benchmark.candidates_.size(), " of ", space->size(),
                                           " cells of NAS-Bench-101 whose validation accuracy is at hand");
    benchmark.evaluator_ = std::make_unique<const NasBench101Evaluator>(std::move(evaluator));
    benchmark.space_ = std::move(space);
    return benchmark;
  }
  if (name == "nasbench_asr") {
    if (image_set != "timit") {
      return absl::InvalidArgumentError(
          absl::StrCat("no image set \"", image_set, "\" in NAS-Bench-ASR, which has timit alone"));
    }
    ASSIGN_OR_RETURN(nasbench_asr::NasBenchAsr trainings,
                     tables.nasbench_asr_release.empty()
                         ? nasbench_asr::OpenTrainings(tables.nasbench_asr_trainings)
                         : nasbench_asr::NasBenchAsr::ReadRelease(tables.nasbench_asr_release));
    if (trainings.Epochs().empty()) return absl::NotFoundError("no trainings of NAS-Bench-ASR");
    benchmark.proxy_reason_ = trainings.proxy_reason();
    benchmark.asr_trainings_ = std::make_unique<const nasbench_asr::NasBenchAsr>(std::move(trainings));
    auto evaluator = std::make_unique<const NasBenchAsrEvaluator>(benchmark.asr_trainings_.get(),
                                                                  benchmark.asr_trainings_->Epochs().back());
    benchmark.candidates_ = evaluator->candidates();
    benchmark.evaluator_ = std::move(evaluator);
    benchmark.space_ = std::make_unique<const NasBenchAsrSpace>();
    return benchmark;
  }
  return absl::InvalidArgumentError(
      absl::StrCat("no benchmark \"", name, "\"; known: nasbench201, nasbench101, nasbench_asr"));
}

}  // namespace duet::nas
