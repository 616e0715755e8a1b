#include "hw/synth/yosys_statistics.h"

#include <cstdint>
#include <map>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "common/status_macros.h"
#include "hw/synth/resources.h"
#include "nlohmann/json.hpp"

namespace duet::hw {
namespace {

using CellCounts = std::map<std::string, int64_t>;

// Without a top module Yosys 0.23 leaves a comma before the last brace; with one, it writes lines that are no JSON.
std::string WithoutLastComma(absl::string_view json) {
  std::string text(absl::StripTrailingAsciiWhitespace(json));
  if (!absl::EndsWith(text, "}")) return text;
  text.pop_back();
  absl::StripTrailingAsciiWhitespace(&text);
  if (absl::EndsWith(text, ",")) text.pop_back();
  return text + "}";
}

// By name; Yosys has a backslash before some of the names that were given.
std::map<std::string, CellCounts> ReadModules(const nlohmann::json& statistics) {
  std::map<std::string, CellCounts> modules;
  for (const auto& [name, module] : statistics.at("modules").items()) {
    CellCounts& counts = modules[std::string(absl::StripPrefix(name, "\\"))];
    for (const auto& [kind, number] : module.at("num_cells_by_type").items()) {
      counts[std::string(absl::StripPrefix(kind, "\\"))] += number.get<int64_t>();
    }
  }
  return modules;
}

// Adds `count` instances of a module, and all below it, to `num_instances`.
void CountInstances(const std::map<std::string, CellCounts>& modules, const std::string& name, int64_t count,
                    std::map<std::string, int64_t>& num_instances) {
  num_instances[name] += count;
  for (const auto& [kind, number] : modules.at(name)) {
    if (modules.count(kind) > 0) CountInstances(modules, kind, count * number, num_instances);
  }
}

absl::StatusOr<SynthesisReport> BuildReport(const std::map<std::string, CellCounts>& modules, const std::string& top) {
  SynthesisReport report;
  std::map<std::string, int64_t> num_instances;
  CountInstances(modules, top, 1, num_instances);
  const auto add = [&](const std::string& name, ModuleResources& row) -> absl::Status {
    row.set_module(name);
    row.set_num_instances(num_instances[name]);
    for (const auto& [kind, number] : modules.at(name)) {
      if (modules.count(kind) > 0) continue;
      const absl::StatusOr<Resources> resources = ResourcesOfCell(kind);
      if (!resources.ok()) {
        return absl::InvalidArgumentError(absl::StrCat(resources.status().message(), " in module ", row.module()));
      }
      AddResources(*resources, number, *row.mutable_own());
      (*report.mutable_cells())[kind] += number * num_instances[name];
    }
    AddResources(row.own(), row.num_instances(), *report.mutable_total());
    return absl::OkStatus();
  };
  RETURN_IF_ERROR(add(top, *report.add_modules()));
  for (const auto& [name, count] : num_instances) {
    if (name != top) RETURN_IF_ERROR(add(name, *report.add_modules()));
  }
  return report;
}

}  // namespace

absl::StatusOr<SynthesisReport> ParseYosysStatistics(absl::string_view json, absl::string_view top) {
  std::map<std::string, CellCounts> modules;
  std::string tool;
  try {
    const nlohmann::json statistics = nlohmann::json::parse(WithoutLastComma(json));
    modules = ReadModules(statistics);
    tool = statistics.at("creator").get<std::string>();
  } catch (const nlohmann::json::exception& error) {
    return absl::InvalidArgumentError(absl::StrCat("not statistics of Yosys: ", error.what()));
  }
  const std::string top_name(top);
  if (modules.count(top_name) == 0) {
    return absl::InvalidArgumentError(absl::StrCat("no module \"", top, "\" in the statistics"));
  }
  ASSIGN_OR_RETURN(SynthesisReport report, BuildReport(modules, top_name));
  report.set_top(std::string(top));
  report.set_tool(tool);
  return report;
}

std::string FormatReport(const SynthesisReport& report) {
  std::vector<std::string> parameters;
  const std::map<std::string, int64_t> sorted(report.parameters().begin(), report.parameters().end());
  for (const auto& [name, value] : sorted) parameters.push_back(absl::StrCat(name, "=", value));
  std::string text = absl::StrCat(report.top(), "(", absl::StrJoin(parameters, ", "), "), ", report.tool(), ", ",
                                  report.command(), "\n\n");
  constexpr char kRow[] = "%-48s%8s%9s%9s%8s%6s%8s%8s\n";
  absl::StrAppendFormat(&text, kRow, "module, one instance", "number", "LUT", "FF", "CARRY4", "DSP", "BRAM18",
                        "BRAM36");
  const auto append = [&](const std::string& name, int64_t count, const Resources& r) {
    const auto s = [](int64_t n) { return absl::StrCat(n); };
    absl::StrAppendFormat(&text, kRow, name, s(count), s(r.lut()), s(r.ff()), s(r.carry4()), s(r.dsp()), s(r.bram18()),
                          s(r.bram36()));
  };
  for (const ModuleResources& module : report.modules()) {
    append(module.module(), module.num_instances(), module.own());
  }
  append("total", 1, report.total());
  return text;
}

}  // namespace duet::hw
