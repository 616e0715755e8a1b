// The small benchmark of this project: which networks of NAS-Bench-ASR are trained, how much smaller than published,
// and how. A stand-in, since neither TIMIT nor 8,242 trainings of 26 million parameters are to be had here.
//
//                     published                  here
//     filters         600, 800, 1000, 1200       60, 80, 100, 120
//     groups          100                        10
//     cells           3, 4, 5, 6                 1 a block
//     LSTM            500 units                  64
//     dropout         0.2                        none
//
// Strides, kernels, paddings and norms are the benchmark's.
//
// datasets/nasbench_asr/measurements/small_trainings.csv holds what :record_trainings made of it.

#ifndef EXPERIMENTS_NAS_BENCH_ASR_SMALL_TRAININGS_H_
#define EXPERIMENTS_NAS_BENCH_ASR_SMALL_TRAININGS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "asr/training/feature_corpus.h"
#include "asr/training/train_options.h"
#include "datasets/nasbench_asr/cell.h"
#include "datasets/nasbench_asr/skeleton.h"
#include "datasets/nasbench_asr/trainings.h"
#include "datasets/speech/corpus.h"

namespace duet::experiments {

nasbench_asr::Skeleton SmallSkeleton();

// The schedule of `num_epochs`: the benchmark's, with a learning rate, a penalty and batches for a few epochs of a
// small corpus. Budgets are separate trainings, as published.
asr::TrainOptions SmallTrainOptions(int64_t num_epochs, uint64_t seed);

// In words, for the header of a file.
std::string DescribeSmallTrainings(int64_t num_epochs);

// How much of a corpus is used.
struct CorpusPart {
  double train_s = 120;
  double validation_s = 80;
  double test_s = 80;
};

// Features of the first utterances of each set that last no longer than `part` says. Those of the training set are cut
// between phones, once into pieces of at most 0.22 s, two phones or three, and once of at most 1 s; the curriculum
// begins with the shortest. Without them, whole sentences keep the networks on CTC's plateau, where all that is heard
// is the blank, for longer than a small budget lasts. Validation and test are whole sentences. InvalidArgument for a
// corpus without starts of phones.
absl::StatusOr<asr::FeatureCorpus> SmallCorpus(const speech::Corpus& corpus, const CorpusPart& part);

// The networks that are trained: the extremes (each operation alone, without skips and with all; the identity;
// nothing), and one at random of each of `num_strata` equal parts of all models in the order of their parameters.
std::vector<nasbench_asr::Cell> SampledCells(int64_t num_strata);

// One training from the first weights to the test set. The errors of asr::Train.
absl::StatusOr<nasbench_asr::RecordedTraining> TrainSmall(const nasbench_asr::Cell& cell,
                                                          const asr::FeatureCorpus& corpus,
                                                          const asr::TrainOptions& options);

}  // namespace duet::experiments

#endif  // EXPERIMENTS_NAS_BENCH_ASR_SMALL_TRAININGS_H_
