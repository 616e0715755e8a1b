// Turns the pinned trees behind Text and Image into tables: 50,000 and 60,000 small files become one.
//
//     imdb.tar           data/aclImdb/{train,val,test}/{neg,pos}/*.txt    bytes, negative 0, positive 1
//     cifar10_jpeg.tar   {train,test}/<class>/*.jpg                       32 x 32 grey values, classes by name
//
// The tree's val was cut out of IMDb's training half and is joined to train again, after it: 25,000 and 25,000. The
// last tenth of each training class of CIFAR-10 validates: 45,000, 5,000 and 10,000. The pictures went through JPEG, so
// results are PROXY DATA.

#ifndef DATASETS_LRA_TREE_TABLES_H_
#define DATASETS_LRA_TREE_TABLES_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "datasets/lra/example_table.pb.h"
#include "datasets/pins.h"

namespace duet::lra {

// Both take the path of a tar as pinned and fill in everything but where it is from. DataLoss with path and member for
// an archive or picture that is broken; InvalidArgument with the member for one that does not belong there.
absl::StatusOr<ExampleTable> TextTable(absl::string_view tar_path);
absl::StatusOr<ExampleTable> ImageTable(absl::string_view tar_path);

// Where it is from.
void SetSource(const datasets::Pin& pin, ExampleTable& table);

}  // namespace duet::lra

#endif  // DATASETS_LRA_TREE_TABLES_H_
