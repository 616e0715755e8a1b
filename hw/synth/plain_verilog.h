// SystemVerilog as Verilator understands it, in the plain Verilog that Yosys reads.
//
//   SystemVerilog --verilator --xml-only--> XML --this--> Verilog --yosys--> netlist
//
// Yosys 0.23 reads few of SystemVerilog's types: no packed arrays, arrays of structs, imports, returns. Verilator's XML
// has them resolved: parameters are numbers, generate blocks unrolled, every operation and its operands have one width,
// selections are bit offsets. What is left is plain: vectors, memories, always blocks, instances, functions.
//
//   variable   logic [width-1:0]; an unpacked array becomes a memory, or a variable an element if no index varies
//   selection  part-select of a variable; of an expression a function that shifts and truncates
//   scope      escaped name, \gen_lane[1].sum_q
//   module     escaped name with its parameters, \engine(Units=4)
//
// Assertions are left out, with all other always blocks that assign nothing. Not supported: what a message says, among
// them interfaces, tasks, hierarchical references, initial values, early returns.

#ifndef HW_SYNTH_PLAIN_VERILOG_H_
#define HW_SYNTH_PLAIN_VERILOG_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace duet::hw {

// `xml` as Verilator 5.006 writes it with --xml-only. InvalidArgument if it is something else; Unimplemented, with
// module and construct, for what is not supported.
absl::StatusOr<std::string> PlainVerilog(absl::string_view xml);

}  // namespace duet::hw

#endif  // HW_SYNTH_PLAIN_VERILOG_H_
