// Verilog's operators by the names that Verilator's XML has for them.

#ifndef HW_SYNTH_VERILOG_OPERATORS_H_
#define HW_SYNTH_VERILOG_OPERATORS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace duet::hw {

// "(a + b)" of "add" and a, b; "" if `tag` is no operator of so many operands. Verilator has given operands and result
// the widths that Verilog's own rules would, so that widths need no care here. Operators of signed numbers give
// unsigned results, as all variables are.
std::string OperatorExpression(absl::string_view tag, const std::vector<std::string>& operands);

}  // namespace duet::hw

#endif  // HW_SYNTH_VERILOG_OPERATORS_H_
