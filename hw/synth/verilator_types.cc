#include "hw/synth/verilator_types.h"

#include <cstdlib>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/status_macros.h"

namespace duet::hw {
namespace {

using Elements = std::map<std::string, const XmlNode*>;

// Elements of <range> <const/> <const/> </range>, in either order.
absl::StatusOr<int64_t> RangeSize(const XmlNode& type) {
  if (type.children.size() != 1 || type.children[0].children.size() != 2) {
    return absl::InvalidArgumentError(absl::StrCat("type ", type.Attribute("id"), " has no range"));
  }
  ASSIGN_OR_RETURN(const int64_t left, ConstantValue(type.children[0].children[0]));
  ASSIGN_OR_RETURN(const int64_t right, ConstantValue(type.children[0].children[1]));
  return std::llabs(left - right) + 1;
}

absl::StatusOr<VerilatorType> Resolve(const Elements& elements, const std::string& id) {
  const auto element = elements.find(id);
  if (element == elements.end()) return absl::InvalidArgumentError(absl::StrCat("no type ", id));
  const XmlNode& type = *element->second;
  if (type.tag == "basicdtype") {
    const std::string& name = type.Attribute("name");
    if (name != "logic" && name != "bit" && name != "int" && name != "integer" && name != "byte")
      return VerilatorType{};
    int64_t left = 0, right = 0;
    if (!type.Attribute("left").empty() &&
        (!absl::SimpleAtoi(type.Attribute("left"), &left) || !absl::SimpleAtoi(type.Attribute("right"), &right))) {
      return absl::InvalidArgumentError(absl::StrCat("type ", id, " has no range of numbers"));
    }
    return VerilatorType{std::llabs(left - right) + 1, 0};
  }
  if (type.tag == "structdtype") {
    VerilatorType sum;
    for (const XmlNode& member : type.children) {
      ASSIGN_OR_RETURN(const VerilatorType of_member, Resolve(elements, member.Attribute("sub_dtype_id")));
      sum.width += of_member.width;
    }
    return sum;
  }
  if (type.Attribute("sub_dtype_id").empty()) return VerilatorType{};
  ASSIGN_OR_RETURN(VerilatorType resolved, Resolve(elements, type.Attribute("sub_dtype_id")));
  if (type.tag == "packarraydtype") {
    ASSIGN_OR_RETURN(const int64_t size, RangeSize(type));
    resolved.width *= size;
  } else if (type.tag == "unpackarraydtype") {
    ASSIGN_OR_RETURN(const int64_t size, RangeSize(type));
    if (resolved.num_elements > 0) return VerilatorType{};  // an array of arrays
    resolved.num_elements = size;
  }
  return resolved;
}

}  // namespace

absl::StatusOr<VerilatorTypes> VerilatorTypes::Create(const XmlNode& netlist) {
  Elements elements;
  for (const XmlNode& child : netlist.children) {
    if (child.tag != "typetable") continue;
    for (const XmlNode& type : child.children) elements[type.Attribute("id")] = &type;
  }
  VerilatorTypes types;
  for (const auto& [id, type] : elements) {
    ASSIGN_OR_RETURN(types.types_[id], Resolve(elements, id));
  }
  return types;
}

VerilatorType VerilatorTypes::Get(const std::string& id) const {
  const auto type = types_.find(id);
  return type == types_.end() ? VerilatorType{} : type->second;
}

absl::StatusOr<int64_t> ConstantValue(const XmlNode& node) {
  const std::string& name = node.Attribute("name");
  const size_t base = name.find('h');
  const std::string digits = base == std::string::npos ? "" : name.substr(base + 1);
  if (node.tag != "const" || digits.empty() || digits.size() > 15 ||
      digits.find_first_not_of("0123456789abcdef") != std::string::npos) {
    return absl::InvalidArgumentError(absl::StrCat("\"", name, "\" is no number"));
  }
  return std::strtoll(digits.c_str(), nullptr, 16);
}

}  // namespace duet::hw
