// TIMIT's phones: 61 as transcribed, 48 that are learned, 39 that are scored.
//
// A class has the number 1 + its rank in the sorted list of names; 0 is the blank of CTC and padding. The glottal stop
// q is deleted. Source: Lee & Hon 1989; the table and the numbering are those of the NAS-Bench-ASR release (Mehrotra et
// al. 2021).

#ifndef ASR_PHONES_H_
#define ASR_PHONES_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace duet::asr {

constexpr int64_t kBlank = 0;
constexpr int64_t kNumTimitPhones = 61;
constexpr int64_t kNumLearnedPhones = 48;
constexpr int64_t kNumScoredPhones = 39;

// The 61, sorted.
absl::Span<const absl::string_view> TimitPhones();

// Of the learned class 1 to 48, or of the scored class 1 to 39.
absl::string_view LearnedPhoneName(int64_t phone);
absl::string_view ScoredPhoneName(int64_t phone);

// The classes 1 to 48 of TIMIT's phones, without q; or InvalidArgument with the name that is none of the 61.
absl::StatusOr<std::vector<int64_t>> LearnedPhones(absl::Span<const absl::string_view> timit_phones);

// The number of a learned class by its own name ("sil", "cl", "vcl", "aa", ...); InvalidArgument if it is none.
absl::StatusOr<int64_t> LearnedPhone(absl::string_view name);

// The scored class, 1 to 39, of a learned one.
int64_t ScoredPhone(int64_t learned_phone);
std::vector<int64_t> ScoredPhones(absl::Span<const int64_t> learned_phones);

}  // namespace duet::asr

#endif  // ASR_PHONES_H_
