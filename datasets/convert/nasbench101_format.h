// The published parts of NAS-Bench-101, turned into the table of datasets/nasbench101/published.proto.

#ifndef DATASETS_CONVERT_NASBENCH101_FORMAT_H_
#define DATASETS_CONVERT_NASBENCH101_FORMAT_H_

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "datasets/nasbench101/published.pb.h"
#include "datasets/pins.h"

namespace duet::datasets {

// data-*.json: arrays by cell. A cell that two files have must agree in all numbers, and where a file has graphs, each
// must hash to its key. 7v_data.pt: tensors by graph, whose hash finds the cell that its energy is added to; the
// numbers of parameters must agree. Accuracies become percent. Errors have the file's name in front.
absl::StatusOr<nasbench101::PublishedTable> ConvertNasBench101(absl::Span<const PinnedFile> files);

}  // namespace duet::datasets

#endif  // DATASETS_CONVERT_NASBENCH101_FORMAT_H_
