// What a search found, for people: a table of the best networks, CSV files, figures and a page.
//
// Networks that are known to break the latency limit, which a wrong prediction let through, are in networks.csv and
// nowhere else: as in BRP-NAS's released code, they count as if they had not been trained.

#ifndef NAS_SEARCH_REPORT_H_
#define NAS_SEARCH_REPORT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "nas/trace.pb.h"

namespace duet::nas {

struct SearchLatency {
  // Milliseconds by number in the space; empty where there is no prediction or measurement at all, NaN of a network
  // without one.
  std::vector<double> predicted_ms, true_ms;
  std::optional<double> limit_ms;
};

// The trace without the networks that are known to break the limit.
Trace WithinTrueLimit(const Trace& trace, const SearchLatency& latency);

// The `count` networks of the trace with the best validation accuracy, of equal ones the first, as aligned lines.
std::string BestNetworks(const Trace& trace, const SearchLatency& latency, int64_t count);

// What draws: programs with their arguments up to those that name files. Empty: nothing is drawn.
struct ReportTools {
  std::vector<std::string> figure_command;         // experiments/framework/render_figure.js
  std::vector<std::string> figure_specifications;  // search_curve.vl.json, accuracy_latency.vl.json
  std::vector<std::string> page_command;           // search_page.js
};

// Writes into `directory`
//
//   networks.csv           every trained network, in order
//   curve.csv, points.csv  what the figures show
//   search_curve.svg, accuracy_latency.svg (with a latency), index.html
//
// `proxy_reason`: why the accuracies stand in for others, or empty. Errors: those of writing and of the programs.
absl::Status WriteReport(const Trace& trace, const SearchLatency& latency, const std::string& proxy_reason,
                         const ReportTools& tools, const std::string& directory);

}  // namespace duet::nas

#endif  // NAS_SEARCH_REPORT_H_
