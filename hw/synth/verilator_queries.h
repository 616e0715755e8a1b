// Questions about Verilator's XML of modules.

#ifndef HW_SYNTH_VERILATOR_QUERIES_H_
#define HW_SYNTH_VERILATOR_QUERIES_H_

#include <map>
#include <set>
#include <string>

#include "hw/synth/xml_node.h"

namespace duet::hw {

// Whether a node is an assignment of an always block, blocking or not: value first, then target.
bool IsAssignment(const XmlNode& node);

// Whether a node is a statement; otherwise it is an expression.
bool IsStatement(const XmlNode& node);

// Whether a node is an assignment or has one in it.
bool Assigns(const XmlNode& node);

// Whether a node is of an assertion: only these sample.
bool Samples(const XmlNode& node);

// Names of the variables that are assigned outside of initial blocks.
std::set<std::string> AssignedVariables(const XmlNode& module);

// Names of the unpacked arrays with an index that varies: one with a variable in it that is no loop's.
std::set<std::string> VaryingArrays(const XmlNode& module);

// "engine(Units=4)" for each module that Verilator made of one with parameters, the plain name for others; by
// Verilator's name.
std::map<std::string, std::string> ModuleNames(const XmlNode& netlist);

}  // namespace duet::hw

#endif  // HW_SYNTH_VERILATOR_QUERIES_H_
