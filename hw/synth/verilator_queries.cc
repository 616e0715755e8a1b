#include "hw/synth/verilator_queries.h"

#include <algorithm>
#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "hw/synth/verilator_types.h"

namespace duet::hw {
namespace {

using Names = std::set<std::string>;

bool IsFixed(const XmlNode& index, const Names& loop_variables) {
  if (index.tag == "varref") return loop_variables.count(index.Attribute("name")) > 0;
  return index.tag != "funcref" && std::all_of(index.children.begin(), index.children.end(),
                                               [&](const XmlNode& child) { return IsFixed(child, loop_variables); });
}

void AddAssigned(const XmlNode& node, Names& names) {
  if (node.tag == "initial") return;
  if ((IsAssignment(node) || node.tag == "contassign") && node.children.size() == 2) {
    const XmlNode* target = &node.children[1];
    while (target->tag != "varref" && !target->children.empty()) target = &target->children[0];
    names.insert(target->Attribute("name"));
  }
  for (const XmlNode& child : node.children) AddAssigned(child, names);
}

// `loop_variables`: of the loops around `node`.
void AddVarying(const XmlNode& node, const Names& loop_variables, Names& names) {
  if (node.tag == "arraysel" && !IsFixed(node.children[1], loop_variables)) {
    names.insert(node.children[0].Attribute("name"));
  }
  for (size_t i = 0; i < node.children.size(); ++i) {
    Names inner = loop_variables;
    if (node.children[i].tag == "while" && i > 0 && IsAssignment(node.children[i - 1])) {
      inner.insert(node.children[i - 1].children[1].Attribute("name"));
    }
    AddVarying(node.children[i], inner, names);
  }
}

}  // namespace

bool IsAssignment(const XmlNode& node) { return node.tag == "assign" || node.tag == "assigndly"; }

bool IsStatement(const XmlNode& node) {
  static const auto& tags = *new Names{"assign", "assigndly", "begin", "case", "if", "while"};
  return tags.count(node.tag) > 0;
}

bool Assigns(const XmlNode& node) {
  return IsAssignment(node) || std::any_of(node.children.begin(), node.children.end(), Assigns);
}

bool Samples(const XmlNode& node) {
  return node.tag == "sampled" || std::any_of(node.children.begin(), node.children.end(), Samples);
}

std::set<std::string> AssignedVariables(const XmlNode& module) {
  Names names;
  AddAssigned(module, names);
  return names;
}

std::set<std::string> VaryingArrays(const XmlNode& module) {
  Names names;
  AddVarying(module, {}, names);
  return names;
}

std::map<std::string, std::string> ModuleNames(const XmlNode& netlist) {
  std::map<std::string, std::string> names;
  for (const XmlNode& module : netlist.children) {
    if (module.tag != "module") continue;
    std::string& name = names[module.Attribute("name")];
    name = module.Attribute("origName");
    if (module.Attribute("name") == name) continue;
    std::vector<std::string> parameters;
    for (const XmlNode& variable : module.children) {
      if (variable.Attribute("param") != "true" || variable.children.size() != 1) continue;
      const absl::StatusOr<int64_t> value = ConstantValue(variable.children[0]);
      parameters.push_back(absl::StrCat(variable.Attribute("name"), "=",
                                        value.ok() ? absl::StrCat(*value) : variable.children[0].Attribute("name")));
    }
    absl::StrAppend(&name, "(", absl::StrJoin(parameters, ","), ")");
  }
  return names;
}

}  // namespace duet::hw
