// Text-form protocol buffers that people write, with errors that say where.

#ifndef CODESIGN_ACCELERATOR_TEXT_FORMAT_H_
#define CODESIGN_ACCELERATOR_TEXT_FORMAT_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"

namespace duet::codesign {

// Merges `text` into `message`; InvalidArgument "<what>, line 3, column 5: ..." for the first thing that is wrong.
absl::Status MergeText(absl::string_view text, absl::string_view what, google::protobuf::Message* message);

}  // namespace duet::codesign

#endif  // CODESIGN_ACCELERATOR_TEXT_FORMAT_H_
