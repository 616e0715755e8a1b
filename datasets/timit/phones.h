// The 61 phones of TIMIT's transcriptions, the class of the 48 under which each is learned, and of the 39 under which
// it is scored. The glottal stop q is deleted.
//
// Source: Lee & Hon 1989; the table is that of the NAS-Bench-ASR release (Mehrotra et al. 2021). The classes' numbers:
// asr/phones.h.

#ifndef DATASETS_TIMIT_PHONES_H_
#define DATASETS_TIMIT_PHONES_H_

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace duet::timit {

struct Phone {
  absl::string_view name;
  absl::string_view learned;  // empty: deleted
  absl::string_view scored;
};

// All 61, sorted by name.
absl::Span<const Phone> Phones();

// The phone of that name, or null.
const Phone* FindPhone(absl::string_view name);

// Whether `name` is one of the 48 learned classes ("sil", "cl", "vcl", "aa", ...).
bool IsLearnedPhone(absl::string_view name);

}  // namespace duet::timit

#endif  // DATASETS_TIMIT_PHONES_H_
