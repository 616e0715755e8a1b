// Readers of Text, Image and Retrieval as they were published, from a directory of the user's.
//
//     text       aclImdb/{train,test}/{neg,pos}/*.txt           (Maas et al. 2011)
//     image      cifar-10-batches-bin/{data_batch_1..5,test_batch}.bin: rows of a label and 3 x 1,024 bytes, red,
//                green, blue                                    (Krizhevsky 2009)
//     retrieval  new_aan_pairs.{train,eval,test}.tsv: lines of label, two ids, two texts   (LRA's release)
//
// `directory` is the one that holds these folders or files, or the named folder itself. Texts are bytes as they stand
// in the file; pictures become grey (grey.h). Of CIFAR-10's 50,000 training pictures the last 5,000 validate: LRA takes
// a tenth as well.

#ifndef DATASETS_LRA_PUBLISHED_H_
#define DATASETS_LRA_PUBLISHED_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "datasets/lra/example_table.pb.h"

namespace duet::lra {

// Splits are train, validation and test; of text, train and test. Sequences are cut after `max_bytes`; pairs are two
// sequences to a label. `task` is text, image or retrieval. InvalidArgument for another, NotFound with the path for
// what is missing, DataLoss with path and line or row for what is malformed.
absl::StatusOr<ExampleTable> ReadPublished(absl::string_view task, absl::string_view directory, int64_t max_bytes);

}  // namespace duet::lra

#endif  // DATASETS_LRA_PUBLISHED_H_
