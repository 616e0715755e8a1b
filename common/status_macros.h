#ifndef COMMON_STATUS_MACROS_H_
#define COMMON_STATUS_MACROS_H_

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

// Returns from the current function with the status of `expression` unless it is OK.
#define RETURN_IF_ERROR(expression)            \
  do {                                         \
    absl::Status duet_status = (expression);   \
    if (!duet_status.ok()) return duet_status; \
  } while (false)

// Assigns the value of the StatusOr `expression` to `lhs`, which may be a declaration, or returns its status.
#define ASSIGN_OR_RETURN(lhs, expression) \
  DUET_ASSIGN_OR_RETURN_(DUET_CONCAT_(duet_statusor_, __LINE__), lhs, expression)

#define DUET_ASSIGN_OR_RETURN_(statusor, lhs, expression) \
  auto statusor = (expression);                           \
  if (!statusor.ok()) return statusor.status();           \
  lhs = std::move(statusor).value()
#define DUET_CONCAT_(a, b) DUET_CONCAT_INNER_(a, b)
#define DUET_CONCAT_INNER_(a, b) a##b

#endif  // COMMON_STATUS_MACROS_H_
