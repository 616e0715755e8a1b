#include "experiments/framework/print_result.h"

#include <algorithm>
#include <map>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "experiments/framework/claim_checker.h"
#include "experiments/framework/spec.h"

namespace duet::experiments {
namespace {

constexpr absl::string_view kGap = "   ";

// Columns that UTF-8 text takes on a terminal; every character here is one wide.
int WidthOf(absl::string_view text) {
  return std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; });
}

std::string PaddedRight(absl::string_view text, int width) {
  return absl::StrCat(text, std::string(std::max(0, width - WidthOf(text)), ' '));
}

std::string PaddedLeft(absl::string_view text, int width) {
  return absl::StrCat(std::string(std::max(0, width - WidthOf(text)), ' '), text);
}

std::string WithoutTrailingSpaces(std::string line) {
  line.erase(line.find_last_not_of(' ') + 1);
  return line;
}

// Breaks `text` at spaces into lines of `width`, each after `indent`.
std::string Wrapped(absl::string_view text, int width, absl::string_view indent) {
  std::string wrapped;
  std::string line;
  for (const absl::string_view word : absl::StrSplit(text, ' ', absl::SkipEmpty())) {
    if (!line.empty() && WidthOf(indent) + WidthOf(line) + 1 + WidthOf(word) > width) {
      absl::StrAppend(&wrapped, indent, line, "\n");
      line.clear();
    }
    absl::StrAppend(&line, line.empty() ? "" : " ", word);
  }
  if (!line.empty()) absl::StrAppend(&wrapped, indent, line, "\n");
  return wrapped;
}

bool HasProxyCell(const Table& table) {
  for (const Block& block : table.blocks()) {
    for (const Row& row : block.rows()) {
      for (const Cell& cell : row.cells()) {
        if (cell.proxy()) return true;
      }
    }
  }
  return false;
}

class Printer {
 public:
  explicit Printer(const PrintOptions& options) : options_(options) {}

  std::string Print(const ExperimentResult& result) {
    PrintHead(result);
    for (const Table& table : result.tables()) PrintTable(table);
    PrintClaims(result);
    PrintData(result);
    PrintCounts(result);
    return std::move(text_);
  }

 private:
  std::string Styled(absl::string_view text, absl::string_view code) const {
    return options_.use_color ? absl::StrCat("\x1b[", code, "m", text, "\x1b[0m") : std::string(text);
  }

  std::string Bold(absl::string_view text) const { return Styled(text, "1"); }
  std::string Faint(absl::string_view text) const { return Styled(text, "2"); }

  std::string Badge(Verdict verdict, int width) const {
    static const auto& codes = *new std::map<Verdict, absl::string_view>{
        {MATCH, "1;32"}, {BETTER, "1;36"}, {OFF, "1;31"}, {PROXY_DATA, "1;33"}, {NOT_RUN, "1;90"}};
    const auto code = codes.find(verdict);
    return Styled(PaddedRight(VerdictName(verdict), width), code == codes.end() ? "1" : code->second);
  }

  void PrintHead(const ExperimentResult& result) {
    const ExperimentSpec& spec = result.spec();
    absl::StrAppend(&text_, Bold(spec.title()), "\n");
    absl::StrAppend(&text_,
                    Wrapped(absl::StrCat(spec.paper().name(), ": ", spec.regenerates(), ". ", spec.paper().citation()),
                            options_.width, ""));
    if (!result.not_run_reason().empty()) {
      absl::StrAppend(&text_, "\n", Styled("Not run. ", "1;31"), result.not_run_reason(), "\n");
      return;
    }
    absl::StrAppend(
        &text_,
        Faint(absl::StrCat(ScaleName(result.scale()), " scale, ", result.seeds_size(),
                           result.seeds_size() == 1 ? " seed" : " seeds", ", ", result.configurations_size(),
                           result.configurations_size() == 1 ? " configuration" : " configurations",
                           result.seeds_size() == 1 ? "" : "; mean ± 95 % interval")),
        "\n");
    for (const std::string& reason : result.proxy_reasons()) {
      absl::StrAppend(&text_, Styled("PROXY DATA", "1;33"), "  ", reason, "\n");
    }
  }

  void PrintTable(const Table& table) {
    if (table.blocks().empty()) return;
    absl::StrAppend(&text_, "\n");
    if (!table.title().empty()) absl::StrAppend(&text_, Bold(table.title()), "\n");
    for (int i = 0; i < table.blocks_size(); ++i) {
      if (i > 0) absl::StrAppend(&text_, "\n");
      PrintBlock(table.blocks(i));
    }
    if (HasProxyCell(table)) absl::StrAppend(&text_, Faint("* proxy data"), "\n");
    if (!table.note().empty()) absl::StrAppend(&text_, Faint(Wrapped(table.note(), options_.width, "")));
  }

  void PrintBlock(const Block& block) {
    if (!block.title().empty()) absl::StrAppend(&text_, block.title(), "\n");
    std::vector<int> header_widths;
    int fixed_width = 0;
    for (int k = 0; k < block.row_keys_size(); ++k) {
      int width = WidthOf(block.row_keys(k));
      for (const Row& row : block.rows()) width = std::max(width, WidthOf(row.headers(k)));
      header_widths.push_back(width);
      fixed_width += width + kGap.size();
    }
    std::vector<int> widths;
    for (int c = 0; c < block.columns_size(); ++c) {
      int width = WidthOf(block.columns(c));
      for (const Row& row : block.rows()) width = std::max(width, WidthOf(CellText(row.cells(c))));
      widths.push_back(width);
    }
    // As many columns at a time as fit, at least one.
    for (int first = 0; first < block.columns_size();) {
      int last = first;
      int width = fixed_width;
      while (last < block.columns_size()) {
        width += widths[last] + kGap.size();
        if (last > first && width - static_cast<int>(kGap.size()) > options_.width) break;
        ++last;
      }
      if (first > 0) absl::StrAppend(&text_, "\n");
      PrintColumns(block, header_widths, widths, first, last);
      first = last;
    }
  }

  static std::string CellText(const Cell& cell) { return absl::StrCat(cell.text(), cell.proxy() ? " *" : ""); }

  void PrintColumns(const Block& block, const std::vector<int>& header_widths, const std::vector<int>& widths,
                    int first, int last) {
    const auto line_of = [&](const auto& headers, const auto& text_of_column) {
      std::vector<std::string> parts;
      for (size_t k = 0; k < header_widths.size(); ++k) parts.push_back(PaddedRight(headers.Get(k), header_widths[k]));
      for (int c = first; c < last; ++c) parts.push_back(PaddedLeft(text_of_column(c), widths[c]));
      return WithoutTrailingSpaces(absl::StrJoin(parts, kGap));
    };
    absl::StrAppend(&text_, Faint(line_of(block.row_keys(), [&](int c) { return block.columns(c); })), "\n");
    for (const Row& row : block.rows()) {
      absl::StrAppend(&text_, line_of(row.headers(), [&](int c) { return CellText(row.cells(c)); }), "\n");
    }
  }

  void PrintClaims(const ExperimentResult& result) {
    std::map<std::string, const Claim*> claims;
    for (const Claim& claim : result.spec().claims()) claims[claim.id()] = &claim;
    absl::StrAppend(&text_, "\n", Bold("Claims"), "\n");
    constexpr int kBadgeWidth = 10;
    const std::string indent(kBadgeWidth + 2, ' ');
    for (const ClaimResult& claim_result : result.claims()) {
      const Claim& claim = *claims.at(claim_result.id());
      std::string statement = Wrapped(claim.statement(), options_.width, indent);
      statement.replace(0, indent.size(), absl::StrCat(Badge(claim_result.verdict(), kBadgeWidth), "  "));
      absl::StrAppend(&text_, statement);
      std::string numbers = absl::StrCat("paper: ", claim_result.paper());
      if (!claim_result.measured().empty()) absl::StrAppend(&numbers, "; here: ", claim_result.measured());
      absl::StrAppend(&text_, Wrapped(absl::StrCat(numbers, ". ", claim_result.explanation()), options_.width, indent));
      if (claim_result.verdict() != claim.expect() && result.scale() != SCALE_SMOKE) {
        absl::StrAppend(&text_,
                        Wrapped(absl::StrCat("Expected ", VerdictName(claim.expect()), "."), options_.width, indent));
      }
    }
  }

  void PrintData(const ExperimentResult& result) {
    if (result.data().empty()) return;
    absl::StrAppend(&text_, "\n", Bold("Data"), "\n");
    static const auto& tiers =
        *new std::map<DataTier, absl::string_view>{{EMBEDDED, "embedded"}, {PINNED, "pinned"}, {SUPPLIED, "supplied"}};
    int name_width = 0;
    for (const DataFile& file : result.data()) name_width = std::max(name_width, WidthOf(file.name()));
    for (const DataFile& file : result.data()) {
      const auto tier = tiers.find(file.tier());
      absl::StrAppend(&text_, PaddedRight(file.name(), name_width), kGap,
                      PaddedRight(tier == tiers.end() ? "" : tier->second, 8), kGap, "sha256 ",
                      file.sha256().substr(0, 16), "…\n");
    }
  }

  void PrintCounts(const ExperimentResult& result) {
    std::map<Verdict, int> counts;
    for (const ClaimResult& claim : result.claims()) ++counts[claim.verdict()];
    std::vector<std::string> parts;
    for (const auto& [verdict, count] : counts) parts.push_back(absl::StrCat(Badge(verdict, 0), " ", count));
    absl::StrAppend(&text_, "\n", absl::StrJoin(parts, kGap), "\n");
  }

  const PrintOptions options_;
  std::string text_;
};

}  // namespace

std::string PrintResult(const ExperimentResult& result, const PrintOptions& options) {
  return Printer(options).Print(result);
}

}  // namespace duet::experiments
