// Line and toggle coverage of RTL: the counts that Verilator writes, added up over simulations and tests.
//
// A line of the file is a point:   C '<attributes>' <count>   where an attribute is \x01 name \x02 value:
//   f file, l line, page v_line/... v_branch/... or v_toggle/..., o name of the block or bit, S lines of a block,
//   h instance (left out here: what one instance of a module does, the module does)
//
// Limits: a bit counts as toggled when it changed once; instances of other parameters count as the same module.

#ifndef HW_TESTING_COVERAGE_H_
#define HW_TESTING_COVERAGE_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace duet::hw {

struct FileCoverage {
  std::string file;
  std::map<int64_t, int64_t> line_counts;                      // line -> how often it ran
  std::map<int64_t, std::vector<std::string>> untoggled_bits;  // line of the declaration -> names
  int64_t num_bits = 0;

  int64_t num_lines() const { return static_cast<int64_t>(line_counts.size()); }
  int64_t num_lines_covered() const;
  int64_t num_bits_covered() const;
};

class Coverage {
 public:
  // Adds the counts of a file of this format. InvalidArgument with the line's number if one is not of it.
  absl::Status Add(absl::string_view text);
  // The sum, in the same format.
  std::string ToText() const;
  // By file, in order of name. InvalidArgument if a point lacks an attribute.
  absl::StatusOr<std::vector<FileCoverage>> Summarize() const;

 private:
  std::map<std::string, int64_t> counts_;  // attributes without the instance -> count
};

}  // namespace duet::hw

#endif  // HW_TESTING_COVERAGE_H_
