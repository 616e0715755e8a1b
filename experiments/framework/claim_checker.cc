#include "experiments/framework/claim_checker.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "common/status_macros.h"
#include "experiments/framework/format.h"
#include "experiments/framework/spec.h"
#include "experiments/framework/statistics.h"

namespace duet::experiments {
namespace {

// How one comparison came out, before the kind of data counts.
struct Comparison {
  Verdict verdict = NOT_RUN;  // MATCH, BETTER, OFF or NOT_RUN
  std::string measured;
  std::string explanation;
  std::string proxy_reason;  // of a result that was compared
};

Comparison NotRun(std::string explanation) { return {NOT_RUN, "", std::move(explanation), ""}; }

bool HasLabels(const MetricSummary& summary, const google::protobuf::RepeatedPtrField<Label>& wanted) {
  return std::all_of(wanted.begin(), wanted.end(), [&](const Label& label) {
    return std::any_of(summary.labels().begin(), summary.labels().end(), [&](const Label& other) {
      return other.key() == label.key() && other.value() == label.value();
    });
  });
}

// Whose number it is: only a published one is called the paper's.
absl::string_view OwnerOf(const Source& source) {
  switch (source.tag()) {
    case Source::RELEASED_CODE:
      return "the released code's";
    case Source::RECALLED:
      return "the recalled";
    case Source::OURS:
      return "our";
    default:
      return "the paper's";
  }
}

std::string SelectorText(const Selector& selector) {
  return absl::StrCat(selector.metric(), LabelsText(selector.labels()));
}

class ClaimChecker {
 public:
  ClaimChecker(const ExperimentSpec& spec, absl::Span<const MetricSummary> metrics) : spec_(spec), metrics_(metrics) {}

  absl::StatusOr<Comparison> Compare(const Claim& claim) const {
    if (!claim.for_each().empty()) return CompareForEach(claim);
    switch (claim.kind_case()) {
      case Claim::kValue:
        return CompareValue(claim.value(), claim.source());
      case Claim::kBound:
        return CompareBound(claim.bound());
      case Claim::kOrder:
        return CompareOrder(claim.order());
      case Claim::KIND_NOT_SET:
        break;
    }
    return absl::InvalidArgumentError(absl::StrCat("claim \"", claim.id(), "\" has no kind"));
  }

 private:
  std::vector<const MetricSummary*> AllOf(const Selector& selector) const {
    std::vector<const MetricSummary*> found;
    for (const MetricSummary& summary : metrics_) {
      if (summary.metric() == selector.metric() && HasLabels(summary, selector.labels())) found.push_back(&summary);
    }
    return found;
  }

  // The result, or nullptr if there is none.
  absl::StatusOr<const MetricSummary*> Find(const Selector& selector) const {
    const std::vector<const MetricSummary*> found = AllOf(selector);
    if (found.size() > 1) {
      return absl::InvalidArgumentError(absl::StrCat(SelectorText(selector), " fits ", found.size(),
                                                     " results, among them ", LabelsText(found[0]->labels()), " and ",
                                                     LabelsText(found[1]->labels())));
    }
    return found.empty() ? nullptr : found[0];
  }

  absl::StatusOr<Comparison> CompareValue(const ValueClaim& claim, const Source& source) const {
    ASSIGN_OR_RETURN(const MetricSummary* const result, Find(claim.result()));
    if (result == nullptr) return NotRun(absl::StrCat("no run reported ", SelectorText(claim.result()), "."));
    const Metric& metric = *FindMetric(spec_, claim.result().metric());
    const double difference = result->mean() - claim.paper_value();
    const bool is_higher_better = metric.direction() == HIGHER_IS_BETTER;
    Comparison comparison = {OFF, MeasuredText(metric, *result), "", result->proxy_reason()};
    const std::string distance =
        absl::StrCat(FormatNumber(std::abs(difference), metric.decimals()), difference < 0 ? " below" : " above", " ",
                     OwnerOf(source), " ", FormatNumber(claim.paper_value(), metric.decimals()));
    const std::string tolerance = absl::StrCat("the tolerance of ", FormatTolerance(claim.tolerance()));
    if (std::abs(difference) <= claim.tolerance()) {
      comparison.verdict = MATCH;
      comparison.explanation = absl::StrCat(distance, ", within ", tolerance, ".");
    } else if (metric.direction() != NEITHER_IS_BETTER && (difference > 0) == is_higher_better) {
      comparison.verdict = BETTER;
      comparison.explanation = absl::StrCat(distance, ", beyond ", tolerance, " on the better side.");
    } else {
      comparison.explanation = absl::StrCat(distance, ", outside ", tolerance, ".");
    }
    return comparison;
  }

  absl::StatusOr<Comparison> CompareBound(const BoundClaim& claim) const {
    ASSIGN_OR_RETURN(const MetricSummary* const result, Find(claim.result()));
    if (result == nullptr) return NotRun(absl::StrCat("no run reported ", SelectorText(claim.result()), "."));
    const Metric& metric = *FindMetric(spec_, claim.result().metric());
    Comparison comparison = {MATCH, MeasuredText(metric, *result), "", result->proxy_reason()};
    const std::string mean = absl::StrCat("mean ", FormatNumber(result->mean(), metric.decimals()));
    if (claim.has_at_least() && result->mean() < claim.at_least()) {
      comparison.verdict = OFF;
      comparison.explanation = absl::StrCat(mean, " is below ", FormatTolerance(claim.at_least()), ".");
    } else if (claim.has_at_most() && result->mean() > claim.at_most()) {
      comparison.verdict = OFF;
      comparison.explanation = absl::StrCat(mean, " is above ", FormatTolerance(claim.at_most()), ".");
    } else {
      comparison.explanation = absl::StrCat(mean, " is inside the bound.");
    }
    return comparison;
  }

  // Values of a and b at the seeds of a; empty unless both have the same seeds.
  static std::vector<double> PairedDifferences(const MetricSummary& a, const MetricSummary& b) {
    std::map<uint64_t, double> values_of_b;
    for (const SeedValue& value : b.values()) values_of_b[value.seed()] = value.value();
    std::vector<double> differences;
    if (a.values_size() != b.values_size()) return differences;
    for (const SeedValue& value : a.values()) {
      const auto other = values_of_b.find(value.seed());
      if (other == values_of_b.end()) return {};
      differences.push_back(value.value() - other->second);
    }
    return differences;
  }

  static std::vector<double> Values(const MetricSummary& summary) {
    std::vector<double> values;
    for (const SeedValue& value : summary.values()) values.push_back(value.value());
    return values;
  }

  absl::StatusOr<Comparison> CompareOrder(const OrderClaim& claim) const {
    ASSIGN_OR_RETURN(const MetricSummary* const greater, Find(claim.greater()));
    if (greater == nullptr) return NotRun(absl::StrCat("no run reported ", SelectorText(claim.greater()), "."));
    ASSIGN_OR_RETURN(const MetricSummary* const lesser, Find(claim.lesser()));
    if (lesser == nullptr) return NotRun(absl::StrCat("no run reported ", SelectorText(claim.lesser()), "."));
    const Metric& greater_metric = *FindMetric(spec_, claim.greater().metric());
    const Metric& lesser_metric = *FindMetric(spec_, claim.lesser().metric());

    const std::vector<double> differences = PairedDifferences(*greater, *lesser);
    const bool is_paired = !differences.empty();
    const Summary difference =
        is_paired ? Summarize(differences) : DifferenceOfUnpaired(Values(*greater), Values(*lesser));
    const bool is_exact = greater_metric.deterministic() && lesser_metric.deterministic();

    Comparison comparison;
    comparison.proxy_reason = greater->proxy_reason().empty() ? lesser->proxy_reason() : greater->proxy_reason();
    comparison.measured =
        absl::StrCat(MeasuredText(greater_metric, *greater), " against ", MeasuredText(lesser_metric, *lesser));
    // One digit more than the metric: a difference is smaller than what it is the difference of.
    const int decimals = greater_metric.decimals() + 1;
    const std::string mean = absl::StrCat("difference ", FormatNumber(difference.mean, decimals));
    if (!difference.half_width_95.has_value() && !is_exact) {
      comparison.verdict = NOT_RUN;
      comparison.explanation = absl::StrCat(mean, ", but one seed has no interval: two or more are needed.");
      return comparison;
    }
    const double half_width = difference.half_width_95.value_or(0);
    const double low = difference.mean - half_width;
    const double high = difference.mean + half_width;
    const std::string interval = is_exact ? mean
                                          : absl::StrCat(mean, ", 95 % interval [", FormatNumber(low, decimals), ", ",
                                                         FormatNumber(high, decimals), "] over ", difference.num_values,
                                                         is_paired ? " paired seeds" : " unpaired seeds");
    const std::string margin =
        claim.margin() == 0 ? "zero" : absl::StrCat("the margin of ", FormatTolerance(claim.margin()));
    if (low > claim.margin()) {
      comparison.verdict = MATCH;
      comparison.explanation = absl::StrCat(interval, ": above ", margin, ".");
    } else {
      comparison.verdict = OFF;
      comparison.explanation =
          absl::StrCat(interval, high > claim.margin() ? ": not separated from " : ": not above ", margin, ".");
    }
    return comparison;
  }

  // The worst comparison of all values of the label.
  absl::StatusOr<Comparison> CompareForEach(const Claim& claim) const {
    const Selector& first = claim.has_order() ? claim.order().greater() : claim.bound().result();
    std::vector<std::string> values;
    for (const MetricSummary* summary : AllOf(first)) {
      for (const Label& label : summary->labels()) {
        if (label.key() != claim.for_each()) continue;
        if (std::find(values.begin(), values.end(), label.value()) == values.end()) values.push_back(label.value());
      }
    }
    if (values.empty()) {
      return NotRun(absl::StrCat("no run reported ", SelectorText(first), " with a label \"", claim.for_each(), "\"."));
    }
    Comparison all;
    all.verdict = MATCH;
    std::vector<std::string> failures;
    for (const std::string& value : values) {
      Claim one = claim;
      one.clear_for_each();
      const auto restrict = [&](Selector* selector) {
        Label* label = selector->add_labels();
        label->set_key(claim.for_each());
        label->set_value(value);
      };
      if (one.has_order()) {
        restrict(one.mutable_order()->mutable_greater());
        restrict(one.mutable_order()->mutable_lesser());
      } else {
        restrict(one.mutable_bound()->mutable_result());
      }
      ASSIGN_OR_RETURN(const Comparison comparison, Compare(one));
      if (all.proxy_reason.empty()) all.proxy_reason = comparison.proxy_reason;
      if (comparison.verdict == MATCH) continue;
      // A comparison that failed says more than one that was not made.
      if (all.verdict != OFF) all.verdict = comparison.verdict;
      failures.push_back(absl::StrCat(value, " (", absl::StripSuffix(comparison.explanation, "."), ")"));
    }
    all.measured = absl::StrCat("holds for ", values.size() - failures.size(), " of ", values.size());
    all.explanation = failures.empty()
                          ? absl::StrCat("holds for every ", claim.for_each(), ": ", absl::StrJoin(values, ", "), ".")
                          : absl::StrCat("not for ", absl::StrJoin(failures, "; "), ".");
    return all;
  }

  static std::string MeasuredText(const Metric& metric, const MetricSummary& summary) {
    std::string text = FormatMean(metric, summary);
    if (metric.unit() != "1") absl::StrAppend(&text, " ", metric.unit());
    if (metric.deterministic()) return text;
    return absl::StrCat(text, " (", summary.values_size(), summary.values_size() == 1 ? " seed)" : " seeds)");
  }

  const ExperimentSpec& spec_;
  const absl::Span<const MetricSummary> metrics_;
};

std::string PaperText(const ExperimentSpec& spec, const Claim& claim) {
  const std::string mark = SourceMark(claim.source());
  const std::string suffix = mark.empty() ? "" : absl::StrCat(" (", mark, ")");
  const auto with_unit = [&](const Selector& selector, const std::string& number) {
    const Metric* metric = FindMetric(spec, selector.metric());
    return metric == nullptr || metric->unit() == "1" ? number : absl::StrCat(number, " ", metric->unit());
  };
  switch (claim.kind_case()) {
    case Claim::kValue: {
      const Metric* metric = FindMetric(spec, claim.value().result().metric());
      const std::string number = FormatNumber(claim.value().paper_value(), metric == nullptr ? 6 : metric->decimals());
      return absl::StrCat(with_unit(claim.value().result(), number), suffix);
    }
    case Claim::kBound: {
      std::vector<std::string> parts;
      if (claim.bound().has_at_least()) parts.push_back(absl::StrCat("≥ ", FormatTolerance(claim.bound().at_least())));
      if (claim.bound().has_at_most()) parts.push_back(absl::StrCat("≤ ", FormatTolerance(claim.bound().at_most())));
      return absl::StrCat(with_unit(claim.bound().result(), absl::StrJoin(parts, ", ")), suffix);
    }
    case Claim::kOrder:
      return absl::StrCat(claim.order().margin() == 0
                              ? "greater"
                              : absl::StrCat("greater by ", FormatTolerance(claim.order().margin())),
                          suffix);
    case Claim::KIND_NOT_SET:
      break;
  }
  return "";
}

}  // namespace

absl::StatusOr<ClaimResult> CheckClaim(const ExperimentSpec& spec, const Claim& claim, Scale scale,
                                       absl::Span<const MetricSummary> metrics) {
  const absl::StatusOr<Comparison> comparison = ClaimChecker(spec, metrics).Compare(claim);
  if (!comparison.ok()) {
    return absl::InvalidArgumentError(absl::StrCat("claim \"", claim.id(), "\": ", comparison.status().message()));
  }
  ClaimResult result;
  result.set_id(claim.id());
  result.set_paper(PaperText(spec, claim));
  result.set_measured(comparison->measured);
  const std::string& proxy_reason = claim.proxy_reason().empty() ? comparison->proxy_reason : claim.proxy_reason();
  if (comparison->verdict == NOT_RUN) {
    result.set_verdict(NOT_RUN);
    result.set_explanation(Capitalised(comparison->explanation));
  } else if (scale == SCALE_SMOKE) {
    result.set_verdict(NOT_RUN);
    result.set_explanation(
        absl::StrCat("The smoke scale only shows that the code runs; there, ", comparison->explanation));
  } else if (!proxy_reason.empty()) {
    result.set_verdict(PROXY_DATA);
    result.set_explanation(absl::StrCat(Capitalised(proxy_reason), absl::EndsWith(proxy_reason, ".") ? " " : ". ",
                                        "On it the claim would be ", VerdictName(comparison->verdict), ": ",
                                        comparison->explanation));
  } else {
    result.set_verdict(comparison->verdict);
    result.set_explanation(Capitalised(comparison->explanation));
  }
  return result;
}

std::string VerdictName(Verdict verdict) {
  switch (verdict) {
    case MATCH:
      return "MATCH";
    case BETTER:
      return "BETTER";
    case OFF:
      return "OFF";
    case PROXY_DATA:
      return "PROXY DATA";
    case NOT_RUN:
      return "NOT RUN";
    default:
      return "UNSPECIFIED";
  }
}

std::string SourceMark(const Source& source) {
  switch (source.tag()) {
    case Source::RELEASED_CODE:
      return "released code";
    case Source::RECALLED:
      return "recalled, not checked";
    case Source::OURS:
      return "ours";
    default:
      return "";
  }
}

}  // namespace duet::experiments
