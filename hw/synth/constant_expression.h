// Values of constant expressions in Verilator's XML, with loop variables taken for constants.

#ifndef HW_SYNTH_CONSTANT_EXPRESSION_H_
#define HW_SYNTH_CONSTANT_EXPRESSION_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "hw/synth/verilator_types.h"
#include "hw/synth/xml_node.h"

namespace duet::hw {

using LoopVariables = std::map<std::string, int64_t>;  // name -> bits, as a non-negative number

// The bits of an integer expression, as a non-negative number, or nothing if it is not constant, wider than 62 bits or
// has an operator that indices and conditions of loops do without.
std::optional<int64_t> Evaluate(const XmlNode& node, const VerilatorTypes& types, const LoopVariables& variables);

}  // namespace duet::hw

#endif  // HW_SYNTH_CONSTANT_EXPRESSION_H_
