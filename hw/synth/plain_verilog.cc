#include "hw/synth/plain_verilog.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "common/status_macros.h"
#include "hw/synth/constant_expression.h"
#include "hw/synth/verilator_queries.h"
#include "hw/synth/verilator_types.h"
#include "hw/synth/verilog_operators.h"
#include "hw/synth/xml_node.h"

namespace duet::hw {
namespace {

constexpr int64_t kMaxRounds = 4096;  // of a loop

using Texts = std::vector<std::string>;

std::string Range(int64_t width) { return absl::StrCat("[", width - 1, ":0]"); }

// An identifier, escaped where it is no plain one.
std::string Name(absl::string_view name) {
  const bool is_plain =
      std::all_of(name.begin(), name.end(), [](char c) { return absl::ascii_isalnum(c) || c == '_'; });
  return is_plain ? std::string(name) : absl::StrCat("\\", name, " ");
}

struct Variable {
  std::string name;  // as written
  VerilatorType type;
  bool is_split = false;  // an unpacked array, one variable an element
};

// Translates one module.
class ModuleWriter {
 public:
  ModuleWriter(const VerilatorTypes& types, const std::map<std::string, const XmlNode*>& package_functions,
               const std::map<std::string, std::string>& module_names)
      : types_(types), package_functions_(package_functions), module_names_(module_names) {}

  absl::StatusOr<std::string> Write(const XmlNode& module) {
    module_ = module.Attribute("origName");
    assigned_ = AssignedVariables(module);
    varying_ = VaryingArrays(module);
    RETURN_IF_ERROR(WriteScope(module, ""));
    std::string text = absl::StrCat("module ", Name(module_names_.at(module.Attribute("name"))), " (\n  ",
                                    absl::StrJoin(ports_, ",\n  "), "\n);\n");
    for (const auto& [name, helper] : helpers_) absl::StrAppend(&text, helper);
    return absl::StrCat(text, functions_, declarations_, body_, "endmodule\n\n");
  }

 private:
  absl::Status Unsupported(const XmlNode& node) const {
    return absl::UnimplementedError(absl::StrCat("module ", module_, ": <", node.tag, " name=\"",
                                                 node.Attribute("name"), "\"> at ", node.Attribute("loc"),
                                                 " has no translation to plain Verilog"));
  }

  // Whether a block does no more than set variables to the constants that they were declared as.
  bool SetsConstants(const XmlNode& node) const {
    if (IsAssignment(node)) return constants_.count(node.children[1].Attribute("name")) > 0;
    return std::all_of(node.children.begin(), node.children.end(),
                       [this](const XmlNode& child) { return SetsConstants(child); });
  }

  // Whether a block is what Verilator makes of `assign x = <constant>`, x a port or in a generate block: nothing else
  // assigns it.
  bool IsConstantAssignment(const XmlNode& node) const {
    if (node.children.size() != 1 || !IsAssignment(node.children[0])) return false;
    const XmlNode& assignment = node.children[0];
    const std::string& name = assignment.children[1].Attribute("name");
    return assignment.children[0].tag == "const" && assignment.children[1].tag == "varref" &&
           assigned_.count(name) == 0 && constants_.count(name) == 0;
  }

  absl::StatusOr<const Variable*> Find(const XmlNode& varref) const {
    for (auto scope = scopes_.rbegin(); scope != scopes_.rend(); ++scope) {
      const auto variable = scope->find(varref.Attribute("name"));
      if (variable != scope->end()) return &variable->second;
    }
    return Unsupported(varref);
  }

  int64_t WidthOf(const XmlNode& node) const { return types_.Get(node.Attribute("dtype_id")).width; }

  // Declares the variables of a scope; `prefix` ends in "." or is empty.
  absl::Status Declare(const XmlNode& scope, const std::string& prefix) {
    scopes_.emplace_back();
    for (const XmlNode& child : scope.children) {
      if (child.tag != "var") continue;
      const std::string& name = child.Attribute("name");
      Variable variable = {Name(prefix + name), types_.Get(child.Attribute("dtype_id"))};
      const std::string vector = absl::StrCat("logic ", Range(variable.type.width), " ");
      const std::string& direction = child.Attribute("dir");
      if (child.Attribute("param") == "true" || child.Attribute("localparam") == "true") {
        if (child.children.size() != 1 || child.children[0].tag != "const") continue;  // strings, types
        ASSIGN_OR_RETURN(const std::string value, Expression(child.children[0]));
        absl::StrAppend(&declarations_, "  localparam ", Range(variable.type.width), " ", variable.name, " = ", value,
                        ";\n");
      } else if (!direction.empty()) {
        if (variable.type.num_elements > 0) return Unsupported(child);
        ports_.push_back(absl::StrCat(direction, " ", vector, variable.name));
      } else if (!child.children.empty()) {
        // Verilator has replaced `assign x = <constant>` by an initial value. One of a register is another thing.
        if (assigned_.count(name) > 0) return Unsupported(child);
        ASSIGN_OR_RETURN(const std::string value, Expression(child.children[0]));
        absl::StrAppend(&declarations_, "  wire ", vector, variable.name, " = ", value, ";\n");
        constants_.insert(name);
      } else if (variable.type.num_elements > 0 && varying_.count(name) == 0) {
        variable.is_split = true;
        for (int64_t i = 0; i < variable.type.num_elements; ++i) {
          absl::StrAppend(&declarations_, "  ", vector, Element(prefix + name, i), ";\n");
        }
        variable.name = prefix + name;
      } else {
        absl::StrAppend(&declarations_, "  ", vector, variable.name);
        if (variable.type.num_elements > 0) {
          absl::StrAppend(&declarations_, " [0:", variable.type.num_elements - 1, "]");
        }
        absl::StrAppend(&declarations_, ";\n");
      }
      scopes_.back()[name] = variable;
    }
    return absl::OkStatus();
  }

  static std::string Element(absl::string_view array, int64_t index) {
    return Name(absl::StrCat(array, "[", index, "]"));
  }

  // A module, or a generate block of it.
  absl::Status WriteScope(const XmlNode& scope, const std::string& prefix) {
    RETURN_IF_ERROR(Declare(scope, prefix));
    for (const XmlNode& child : scope.children) {
      if (child.tag == "var" || child.tag == "typedef" || child.tag == "func") {
        if (child.tag == "func") own_functions_[child.Attribute("name")] = &child;
      } else if (child.tag == "begin") {
        const std::string& name = child.Attribute("name");
        RETURN_IF_ERROR(WriteScope(child, name.empty() ? prefix : absl::StrCat(prefix, name, ".")));
      } else if (child.tag == "contassign") {
        ASSIGN_OR_RETURN(const std::string value, Expression(child.children[0]));
        ASSIGN_OR_RETURN(const std::string target, Expression(child.children[1]));
        absl::StrAppend(&body_, "  assign ", target, " = ", value, ";\n");
      } else if (child.tag == "always") {
        if (Assigns(child) && !Samples(child)) RETURN_IF_ERROR(WriteAlways(child, prefix));
      } else if (child.tag == "instance") {
        RETURN_IF_ERROR(WriteInstance(child, prefix));
      } else if (child.tag == "initial" && IsConstantAssignment(child)) {
        const XmlNode& assignment = child.children[0];
        ASSIGN_OR_RETURN(const std::string value, Expression(assignment.children[0]));
        ASSIGN_OR_RETURN(const std::string target, Expression(assignment.children[1]));
        absl::StrAppend(&body_, "  assign ", target, " = ", value, ";\n");
      } else if (child.tag != "initial" || !SetsConstants(child)) {
        return Unsupported(child);
      }
    }
    scopes_.pop_back();
    return absl::OkStatus();
  }

  absl::Status WriteInstance(const XmlNode& instance, const std::string& prefix) {
    Texts connections;
    for (const XmlNode& port : instance.children) {
      if (port.tag != "port" || port.children.size() > 1) return Unsupported(port);
      std::string connected;
      if (!port.children.empty()) {
        ASSIGN_OR_RETURN(connected, Expression(port.children[0]));
      }
      connections.push_back(absl::StrCat(".", Name(port.Attribute("name")), "(", connected, ")"));
    }
    absl::StrAppend(&body_, "  ", Name(module_names_.at(instance.Attribute("defName"))), " ",
                    Name(prefix + instance.Attribute("name")), " (\n    ", absl::StrJoin(connections, ",\n    "),
                    "\n  );\n");
    return absl::OkStatus();
  }

  absl::Status WriteAlways(const XmlNode& always, const std::string& prefix) {
    Texts events;
    std::string statements;
    for (const XmlNode& child : always.children) {
      if (child.tag == "sentree") {
        for (const XmlNode& item : child.children) {
          const std::string& edge = item.Attribute("edgeType");
          if (edge != "POS" && edge != "NEG") return Unsupported(item);
          ASSIGN_OR_RETURN(const std::string signal, Expression(item.children[0]));
          events.push_back(absl::StrCat(edge == "POS" ? "posedge " : "negedge ", signal));
        }
      } else {
        RETURN_IF_ERROR(WriteStatement(child, "    ", prefix, statements));
      }
    }
    absl::StrAppend(&body_, "  always ",
                    events.empty() ? std::string("@*") : absl::StrCat("@(", absl::StrJoin(events, " or "), ")"),
                    " begin\n", statements, "  end\n");
    return absl::OkStatus();
  }

  absl::Status WriteStatements(const std::vector<XmlNode>& statements, size_t first, const std::string& indent,
                               const std::string& prefix, std::string& out) {
    for (size_t i = first; i < statements.size(); ++i) {
      const XmlNode& statement = statements[i];
      if (statement.tag == "var" || statement.tag == "typedef") continue;  // declared with the scope
      if (i + 1 < statements.size() && statements[i + 1].tag == "while") {
        RETURN_IF_ERROR(WriteLoop(statement, statements[++i], indent, prefix, out));
      } else {
        RETURN_IF_ERROR(WriteStatement(statement, indent, prefix, out));
      }
    }
    return absl::OkStatus();
  }

  // Loops are unrolled, with the loop's variable as a number: Yosys would not take each use of it for a constant.
  // Verilator has the initial assignment before the loop, and condition, body and increment in blocks of their own.
  absl::Status WriteLoop(const XmlNode& initial, const XmlNode& loop, const std::string& indent,
                         const std::string& prefix, std::string& out) {
    if (!IsAssignment(initial) || loop.children.size() != 4 || loop.children[1].children.size() != 1 ||
        loop.children[3].children.size() != 1 || !IsAssignment(loop.children[3].children[0])) {
      return Unsupported(loop);
    }
    const std::string& variable = initial.children[1].Attribute("name");
    std::optional<int64_t> value = Evaluate(initial.children[0], types_, loop_variables_);
    for (int64_t round = 0;; ++round) {
      if (!value.has_value() || round > kMaxRounds) return Unsupported(loop);
      loop_variables_[variable] = *value;
      const std::optional<int64_t> goes_on = Evaluate(loop.children[1].children[0], types_, loop_variables_);
      if (!goes_on.has_value()) return Unsupported(loop);
      if (*goes_on == 0) break;
      RETURN_IF_ERROR(WriteStatements(loop.children[2].children, 0, indent, prefix, out));
      value = Evaluate(loop.children[3].children[0].children[0], types_, loop_variables_);
    }
    loop_variables_.erase(variable);
    return absl::OkStatus();
  }

  // A condition becomes an if, as it was written before Verilator merged it: only so Yosys finds a reset.
  absl::Status WriteAssignment(const XmlNode& value, const XmlNode& target, absl::string_view sign,
                               const std::string& indent, std::string& out) {
    if (value.tag == "cond") {
      ASSIGN_OR_RETURN(const std::string condition, Expression(value.children[0]));
      absl::StrAppend(&out, indent, "if (", condition, ") begin\n");
      RETURN_IF_ERROR(WriteAssignment(value.children[1], target, sign, indent + "  ", out));
      absl::StrAppend(&out, indent, "end else begin\n");
      RETURN_IF_ERROR(WriteAssignment(value.children[2], target, sign, indent + "  ", out));
      absl::StrAppend(&out, indent, "end\n");
      return absl::OkStatus();
    }
    ASSIGN_OR_RETURN(const std::string source, Expression(value));
    ASSIGN_OR_RETURN(const std::string destination, Expression(target));
    absl::StrAppend(&out, indent, destination, sign, source, ";\n");
    return absl::OkStatus();
  }

  absl::Status WriteStatement(const XmlNode& node, const std::string& indent, const std::string& prefix,
                              std::string& out) {
    if (IsAssignment(node)) {
      return WriteAssignment(node.children[0], node.children[1], node.tag == "assign" ? " = " : " <= ", indent, out);
    } else if (node.tag == "begin") {
      const std::string inner = absl::StrCat(prefix, node.Attribute("name"), node.Attribute("name").empty() ? "" : ".");
      RETURN_IF_ERROR(Declare(node, inner));
      RETURN_IF_ERROR(WriteStatements(node.children, 0, indent, inner, out));
      scopes_.pop_back();
    } else if (node.tag == "if") {
      ASSIGN_OR_RETURN(const std::string condition, Expression(node.children[0]));
      absl::StrAppend(&out, indent, "if (", condition, ") begin\n");
      RETURN_IF_ERROR(WriteStatement(node.children[1], indent + "  ", prefix, out));
      if (node.children.size() > 2) {
        absl::StrAppend(&out, indent, "end else begin\n");
        RETURN_IF_ERROR(WriteStatement(node.children[2], indent + "  ", prefix, out));
      }
      absl::StrAppend(&out, indent, "end\n");
    } else if (node.tag == "case") {
      return WriteCase(node, indent, prefix, out);
    } else {
      return Unsupported(node);
    }
    return absl::OkStatus();
  }

  absl::Status WriteCase(const XmlNode& node, const std::string& indent, const std::string& prefix, std::string& out) {
    ASSIGN_OR_RETURN(const std::string selector, Expression(node.children[0]));
    absl::StrAppend(&out, indent, "casez (", selector, ")\n");
    for (size_t i = 1; i < node.children.size(); ++i) {
      const XmlNode& item = node.children[i];
      Texts values;
      size_t first = 0;
      for (; first < item.children.size() && !IsStatement(item.children[first]); ++first) {
        ASSIGN_OR_RETURN(values.emplace_back(), Expression(item.children[first]));
      }
      absl::StrAppend(&out, indent, "  ", values.empty() ? "default" : absl::StrJoin(values, ", "), ": begin\n");
      RETURN_IF_ERROR(WriteStatements(item.children, first, indent + "    ", prefix, out));
      absl::StrAppend(&out, indent, "  end\n");
    }
    absl::StrAppend(&out, indent, "endcase\n");
    return absl::OkStatus();
  }

  absl::StatusOr<std::string> Expression(const XmlNode& node);
  absl::StatusOr<std::string> Constant(const XmlNode& node) const;
  absl::StatusOr<std::string> Selection(const XmlNode& node);
  absl::StatusOr<std::string> Call(const XmlNode& node);
  absl::Status WriteFunction(const XmlNode& function);

  // Calls a function of that name, which is written once: `width` bits from `arguments` and the statement `body`.
  std::string Helper(const std::string& name, int64_t width, absl::string_view arguments, absl::string_view body,
                     const Texts& values) {
    helpers_[name] = absl::StrCat("  function automatic ", Range(width), " ", name, "(", arguments, ");\n    ", body,
                                  "\n  endfunction\n");
    return absl::StrCat(name, "(", absl::StrJoin(values, ", "), ")");
  }

  const VerilatorTypes& types_;
  const std::map<std::string, const XmlNode*>& package_functions_;
  const std::map<std::string, std::string>& module_names_;
  std::string module_;
  std::set<std::string> assigned_, constants_, varying_;
  LoopVariables loop_variables_;  // of the loops that are being unrolled
  std::vector<std::map<std::string, Variable>> scopes_;
  std::map<std::string, const XmlNode*> own_functions_;
  std::set<std::string> written_functions_;
  std::map<std::string, std::string> helpers_;
  Texts ports_;
  std::string functions_, declarations_, body_;
};

absl::StatusOr<std::string> ModuleWriter::Expression(const XmlNode& node) {
  if (node.tag == "const") return Constant(node);
  const int64_t width = WidthOf(node);
  if (const std::optional<int64_t> value = Evaluate(node, types_, loop_variables_); value.has_value() && width > 0) {
    return absl::StrCat(width, "'h", absl::Hex(*value));
  }
  if (node.tag == "varref") {
    ASSIGN_OR_RETURN(const Variable* variable, Find(node));
    if (variable->is_split) return Unsupported(node);  // an array as a whole
    return variable->name;
  }
  if (node.tag == "sel" || node.tag == "arraysel") return Selection(node);
  if (node.tag == "funcref") return Call(node);

  Texts operands;
  for (const XmlNode& child : node.children) {
    ASSIGN_OR_RETURN(operands.emplace_back(), Expression(child));
  }
  if (const std::string text = OperatorExpression(node.tag, operands); !text.empty()) return text;
  if (node.tag == "eqwild" && ConstantValue(node.children[1]).ok()) {  // nothing wild in it
    return absl::StrCat("(", operands[0], " == ", operands[1], ")");
  }
  if (node.tag == "concat") return absl::StrCat("{", absl::StrJoin(operands, ", "), "}");
  if (node.tag == "cond") return absl::StrCat("(", operands[0], " ? ", operands[1], " : ", operands[2], ")");
  if (node.tag == "replicate" && node.children[1].tag == "const") {
    return absl::StrCat("{", width / WidthOf(node.children[0]), "{", operands[0], "}}");
  }
  if (operands.empty()) return Unsupported(node);
  const int64_t operand_width = WidthOf(node.children[0]);
  const std::string bits = absl::StrCat("input ", Range(operand_width), " x");
  if (node.tag == "extend") return absl::StrCat("{", width - operand_width, "'h0, ", operands[0], "}");
  if (node.tag == "extends") {
    return Helper(absl::StrCat("extend_", operand_width, "_", width), width, bits,
                  absl::StrCat("extend_", operand_width, "_", width, " = {{", width - operand_width, "{x[",
                               operand_width - 1, "]}}, x};"),
                  operands);
  }
  if (node.tag == "shiftrs") {
    const std::string name = absl::StrCat("shift_right_", width);
    return Helper(name, width, absl::StrCat("input signed ", Range(width), " x, input [31:0] n"),
                  absl::StrCat(name, " = x >>> n;"), operands);
  }
  if (node.tag == "countones") {
    const std::string name = absl::StrCat("count_ones_", operand_width);
    return Helper(name, width, bits,
                  absl::StrCat("integer i;\n    ", name, " = 0;\n    for (i = 0; i < ", operand_width, "; i = i + 1) ",
                               name, " = ", name, " + x[i];"),
                  operands);
  }
  return Unsupported(node);
}

// "8'hff"; "4'b01zz" of a casez, whose leading zeros Verilator leaves out.
absl::StatusOr<std::string> ModuleWriter::Constant(const XmlNode& node) const {
  const std::string& name = node.Attribute("name");
  const size_t digits = name.find_first_of("hb");
  const int64_t width = WidthOf(node);
  if (digits == std::string::npos || name[0] == '"' || width == 0) return Unsupported(node);
  const std::string value = name.substr(digits + 1);
  if (name[digits] == 'h') return absl::StrCat(width, "'h", value);
  return absl::StrCat(width, "'b", std::string(std::max<int64_t>(0, width - value.size()), '0'), value);
}

// x[i] of an array, x[lsb +: width] of anything.
absl::StatusOr<std::string> ModuleWriter::Selection(const XmlNode& node) {
  const XmlNode& base = node.children[0];
  if (node.tag == "arraysel") {
    if (base.tag != "varref") return Unsupported(node);  // an array of arrays
    ASSIGN_OR_RETURN(const Variable* variable, Find(base));
    ASSIGN_OR_RETURN(const std::string index, Expression(node.children[1]));
    if (!variable->is_split) return absl::StrCat(variable->name, "[", index, "]");
    const std::optional<int64_t> element = Evaluate(node.children[1], types_, loop_variables_);
    return element.has_value() ? absl::StatusOr<std::string>(Element(variable->name, *element)) : Unsupported(node);
  }
  ASSIGN_OR_RETURN(const std::string value, Expression(base));
  ASSIGN_OR_RETURN(const int64_t width, ConstantValue(node.children[2]));
  ASSIGN_OR_RETURN(const std::string low, Expression(node.children[1]));
  if (base.tag == "varref" || base.tag == "arraysel") {
    const std::optional<int64_t> low_bit = Evaluate(node.children[1], types_, loop_variables_);
    if (!low_bit.has_value()) return absl::StrCat(value, "[", low, " +: ", width, "]");
    return absl::StrCat(value, "[", *low_bit + width - 1, ":", *low_bit, "]");
  }
  const int64_t base_width = WidthOf(base);
  const std::string name = absl::StrCat("select_", base_width, "_", width);
  return Helper(name, width, absl::StrCat("input ", Range(base_width), " x, input [31:0] low"),
                absl::StrCat(name, " = x >> low;"), {value, low});
}

absl::StatusOr<std::string> ModuleWriter::Call(const XmlNode& node) {
  const std::string& name = node.Attribute("name");
  const XmlNode* function = nullptr;
  if (const auto own = own_functions_.find(name); own != own_functions_.end()) function = own->second;
  if (const auto common = package_functions_.find(name); function == nullptr && common != package_functions_.end()) {
    function = common->second;
  }
  if (function == nullptr) return Unsupported(node);
  if (written_functions_.insert(name).second) RETURN_IF_ERROR(WriteFunction(*function));
  Texts arguments;
  for (const XmlNode& argument : node.children) {
    ASSIGN_OR_RETURN(arguments.emplace_back(), Expression(argument.children[0]));
  }
  return absl::StrCat(Name(name), "(", absl::StrJoin(arguments, ", "), ")");
}

absl::Status ModuleWriter::WriteFunction(const XmlNode& function) {
  const std::string& name = function.Attribute("name");
  // Its variables are its own: what they are declared in is put aside.
  Texts ports;
  std::string declarations;
  ports_.swap(ports);
  declarations_.swap(declarations);
  RETURN_IF_ERROR(Declare(function, ""));
  std::string statements;
  RETURN_IF_ERROR(WriteStatements(function.children, 0, "    ", "", statements));
  scopes_.pop_back();
  ports_.swap(ports);
  declarations_.swap(declarations);
  Texts inputs;
  for (const std::string& port : ports) {
    if (absl::StartsWith(port, "input ")) inputs.push_back(port);
  }
  absl::StrAppend(&functions_, "  function automatic ", Range(WidthOf(function)), " ", Name(name), "(",
                  absl::StrJoin(inputs, ", "), ");\n", declarations, statements, "  endfunction\n");
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::string> PlainVerilog(absl::string_view xml) {
  ASSIGN_OR_RETURN(const XmlNode document, ParseXml(xml));
  const XmlNode* netlist = nullptr;
  for (const XmlNode& child : document.children) {
    if (child.tag == "netlist") netlist = &child;
  }
  if (document.tag != "verilator_xml" || netlist == nullptr) {
    return absl::InvalidArgumentError("not XML of Verilator: no netlist");
  }
  ASSIGN_OR_RETURN(const VerilatorTypes types, VerilatorTypes::Create(*netlist));
  std::map<std::string, const XmlNode*> package_functions;
  for (const XmlNode& package : netlist->children) {
    if (package.tag != "package") continue;
    for (const XmlNode& child : package.children) {
      if (child.tag == "func") package_functions[child.Attribute("name")] = &child;
    }
  }
  const std::map<std::string, std::string> names = ModuleNames(*netlist);
  // Names, widths and what is unused were checked where they were written.
  std::string text =
      "/* verilator lint_off DECLFILENAME */\n/* verilator lint_off UNUSED */\n/* verilator lint_off WIDTH */\n\n";
  for (const XmlNode& module : netlist->children) {
    if (module.tag != "module") continue;
    ASSIGN_OR_RETURN(const std::string translated, ModuleWriter(types, package_functions, names).Write(module));
    absl::StrAppend(&text, translated);
  }
  return text;
}

}  // namespace duet::hw
