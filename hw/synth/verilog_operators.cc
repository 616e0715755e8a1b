#include "hw/synth/verilog_operators.h"

#include <map>

#include "absl/strings/str_cat.h"

namespace duet::hw {
namespace {

using Operators = std::map<std::string, std::string>;

const Operators& BinaryOperators() {
  static const auto& operators = *new Operators{
      {"add", "+"},     {"and", "&"},     {"div", "/"},    {"eq", "=="},      {"eqcase", "=="}, {"gt", ">"},
      {"gte", ">="},    {"logand", "&&"}, {"logor", "||"}, {"lt", "<"},       {"lte", "<="},    {"moddiv", "%"},
      {"mul", "*"},     {"muls", "*"},    {"neq", "!="},   {"neqcase", "!="}, {"or", "|"},      {"shiftl", "<<"},
      {"shiftr", ">>"}, {"sub", "-"},     {"xor", "^"}};
  return operators;
}

const Operators& SignedOperators() {
  static const auto& operators =
      *new Operators{{"divs", "/"}, {"gtes", ">="}, {"gts", ">"}, {"ltes", "<="}, {"lts", "<"}, {"moddivs", "%"}};
  return operators;
}

const Operators& UnaryOperators() {
  static const auto& operators =
      *new Operators{{"lognot", "!"}, {"negate", "-"}, {"not", "~"}, {"redand", "&"}, {"redor", "|"}, {"redxor", "^"}};
  return operators;
}

}  // namespace

std::string OperatorExpression(absl::string_view tag, const std::vector<std::string>& operands) {
  const std::string name(tag);
  if (const auto op = UnaryOperators().find(name); op != UnaryOperators().end() && operands.size() == 1) {
    return absl::StrCat("(", op->second, operands[0], ")");
  }
  if (operands.size() != 2) return "";
  if (const auto op = BinaryOperators().find(name); op != BinaryOperators().end()) {
    return absl::StrCat("(", operands[0], " ", op->second, " ", operands[1], ")");
  }
  if (const auto op = SignedOperators().find(name); op != SignedOperators().end()) {
    return absl::StrCat("$unsigned($signed(", operands[0], ") ", op->second, " $signed(", operands[1], "))");
  }
  return "";
}

}  // namespace duet::hw
