// The published formats of what is known about NAS-Bench-201, each turned into a table of table.proto. Units are
// converted here: latency is in milliseconds in every table, whatever the file says.
//
// All return what is wrong with the file's name in front. A file that a format does not know is InvalidArgument.

#ifndef DATASETS_CONVERT_FORMATS_H_
#define DATASETS_CONVERT_FORMATS_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "datasets/pins.h"
#include "datasets/table.pb.h"

namespace duet::datasets {

// LatBench (BRP-NAS), one pickled dict {six codes: latency in seconds} a file, named <device>-<precision>.pickle.
// Keys: "latbench/<device>/<precision>/b1".
absl::StatusOr<Table> ConvertLatBench(absl::Span<const PinnedFile> files);

// HELP, one list of latencies in ms a file, named <device>.pt or <device>_<batch size>.pt, in the order of
// str_arch2idx.pt, which must be among the files. Keys: "help/<device>" or "help/<device>/b<batch size>".
absl::StatusOr<Table> ConvertHelp(absl::Span<const PinnedFile> files);

// HW-NAS-Bench, one CSV an image set with <device>_latency in ms and <device>_energy in mJ.
// Keys: "hwnasbench/<device>/<image set>/<latency or energy>". The column of Eyeriss' arithmetic intensity is not
// converted: it is neither.
absl::StatusOr<Table> ConvertHwNasBench(absl::Span<const PinnedFile> files);

// Measurements of this project (datasets/latbench/measurement_file.h), one device and setting a file <setting>.csv; of
// the lines above its rows, `device` is needed, `precision` and `batch_size` are used where they are there, and the
// note holds all. Keys: "embedded/<setting>".
absl::StatusOr<Table> ConvertMeasurements(absl::Span<const std::string> paths);

// Accuracies, training times, zero-cost proxies and the index order; see datasets/nasbench201/benchmark.h for the keys.
// str_arch2idx.pt must be among the files.
absl::StatusOr<Table> ConvertNasBench201(absl::Span<const PinnedFile> files);

}  // namespace duet::datasets

#endif  // DATASETS_CONVERT_FORMATS_H_
