// Trainings of networks of the codesign, kept in a file since they take long, with the command that makes them.
//
//     # command: ...
//     family,hidden,expansion,num_blocks,num_abfly_blocks,seed,validation_pct,test_pct,best_step,cpu_s
//     FABNet,64,2,2,0,0,58.1,57.2,300,12.4

#ifndef EXPERIMENTS_FABNET_RECORDED_TRAININGS_H_
#define EXPERIMENTS_FABNET_RECORDED_TRAININGS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "codesign/fabnet/pair.h"

namespace duet::experiments {

struct TrainingKey {
  bool is_transformer = false;  // of the same sizes, all blocks dense; num_abfly_blocks is 0
  codesign::FabnetNetwork network;
  uint64_t seed = 0;
};
bool operator==(const TrainingKey& a, const TrainingKey& b);
std::string ToString(const TrainingKey& key);

struct RecordedTraining {
  TrainingKey key;
  double validation_pct = 0, test_pct = 0;  // accuracies of the best step by validation
  int64_t best_step = 0;
  double cpu_s = 0;  // processor time
};

constexpr absl::string_view kRecordedTrainingsHeader =
    "family,hidden,expansion,num_blocks,num_abfly_blocks,seed,validation_pct,test_pct,best_step,cpu_s";

// All of a file. InvalidArgument with file and line for a row that is not as above, or that is there twice.
absl::StatusOr<std::vector<RecordedTraining>> ReadRecordedTrainings(absl::string_view path);

// A row of the file, with its end.
std::string RecordedTrainingRow(const RecordedTraining& training);

// Mean test accuracies over seeds of a network, and of how many; nothing of one that was not trained.
struct MeanAccuracy {
  int64_t num_seeds = 0;
  double test_pct = 0;
};
MeanAccuracy MeanTestAccuracy(const std::vector<RecordedTraining>& trainings, bool is_transformer,
                              const codesign::FabnetNetwork& network);

}  // namespace duet::experiments

#endif  // EXPERIMENTS_FABNET_RECORDED_TRAININGS_H_
