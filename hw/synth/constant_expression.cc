#include "hw/synth/constant_expression.h"

#include <vector>

#include "absl/status/statusor.h"

namespace duet::hw {
namespace {

constexpr int64_t kMaxWidth = 62;

int64_t Truncate(int64_t value, int64_t width) { return value & ((int64_t{1} << width) - 1); }

int64_t AsSigned(int64_t bits, int64_t width) { return bits >> (width - 1) & 1 ? bits - (int64_t{1} << width) : bits; }

std::optional<int64_t> Binary(const std::string& op, int64_t a, int64_t b) {
  if (op == "add") return a + b;
  if (op == "sub") return a - b;
  if (op == "mul" || op == "muls") return a * b;
  if (op == "and") return a & b;
  if (op == "or") return a | b;
  if (op == "xor") return a ^ b;
  if (op == "eq") return a == b;
  if (op == "neq") return a != b;
  if (op == "gt" || op == "gts") return a > b;
  if (op == "gte" || op == "gtes") return a >= b;
  if (op == "lt" || op == "lts") return a < b;
  if (op == "lte" || op == "ltes") return a <= b;
  if ((op == "div" || op == "divs") && b != 0) return a / b;
  if ((op == "moddiv" || op == "moddivs") && b != 0) return a % b;
  if (op == "shiftl") return b < kMaxWidth ? a << b : 0;
  if (op == "shiftr") return b < kMaxWidth ? a >> b : 0;
  return std::nullopt;
}

}  // namespace

std::optional<int64_t> Evaluate(const XmlNode& node, const VerilatorTypes& types, const LoopVariables& variables) {
  if (node.tag == "const") {
    const absl::StatusOr<int64_t> value = ConstantValue(node);
    return value.ok() ? std::optional<int64_t>(*value) : std::nullopt;
  }
  if (node.tag == "varref") {
    const auto variable = variables.find(node.Attribute("name"));
    return variable == variables.end() ? std::nullopt : std::optional<int64_t>(variable->second);
  }
  const int64_t width = types.Get(node.Attribute("dtype_id")).width;
  if (width < 1 || width > kMaxWidth || node.children.empty()) return std::nullopt;
  const int64_t operand_width = types.Get(node.children[0].Attribute("dtype_id")).width;
  if (operand_width < 1 || operand_width > kMaxWidth) return std::nullopt;
  std::vector<int64_t> operands;
  for (const XmlNode& child : node.children) {
    const std::optional<int64_t> operand = Evaluate(child, types, variables);
    if (!operand.has_value()) return std::nullopt;
    operands.push_back(*operand);
  }
  if (node.tag == "sel") return operands[1] < kMaxWidth ? Truncate(operands[0] >> operands[1], operands[2]) : 0;
  if (node.tag == "extend") return operands[0];
  if (node.tag == "extends") return Truncate(AsSigned(operands[0], operand_width), width);
  if (node.tag == "not") return Truncate(~operands[0], width);
  if (node.tag == "negate") return Truncate(-operands[0], width);
  if (node.tag == "cond") return operands[0] != 0 ? operands[1] : operands[2];
  if (operands.size() != 2) return std::nullopt;
  if (node.tag == "shiftrs") return Truncate(AsSigned(operands[0], operand_width) >> operands[1], width);
  if (node.tag.back() == 's') {  // gts, ltes, divs, ...
    operands = {AsSigned(operands[0], operand_width), AsSigned(operands[1], operand_width)};
  }
  const std::optional<int64_t> result = Binary(node.tag, operands[0], operands[1]);
  return result.has_value() ? std::optional<int64_t>(Truncate(*result, width)) : std::nullopt;
}

}  // namespace duet::hw
