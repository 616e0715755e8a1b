#include "nas/search_report.h"

#include <limits>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/files.h"
#include "gtest/gtest.h"

namespace duet::nas {
namespace {

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

// Networks a, b, c and d, numbers 0 to 3.
Trace ATrace() {
  Trace trace;
  const double validation_pct[] = {70, 72.25, 71, 72.25};
  for (int i = 0; i < 4; ++i) {
    TrainedNetwork& network = *trace.add_networks();
    network.set_index(i);
    network.set_name(std::string(1, static_cast<char>('a' + i)));
    network.set_reason(i == 0 ? "random" : "ranking");
    network.set_round(i);
    if (i > 0) network.set_predicted_rank(10 + i);
    network.set_validation_accuracy_pct(validation_pct[i]);
    network.set_test_accuracy_pct(validation_pct[i] - i);
  }
  return trace;
}

std::string Names(const Trace& trace) {
  std::string names;
  for (const TrainedNetwork& network : trace.networks()) names += network.name();
  return names;
}

TEST(SearchReportTest, LeavesOutWhatIsKnownToBreakTheLimit) {
  SearchLatency latency;
  EXPECT_EQ(Names(WithinTrueLimit(ATrace(), latency)), "abcd") << "no limit";
  latency.limit_ms = 5;
  EXPECT_EQ(Names(WithinTrueLimit(ATrace(), latency)), "abcd") << "nothing is known";
  latency.true_ms = {5, 5.01, kUnknown, 1};
  EXPECT_EQ(Names(WithinTrueLimit(ATrace(), latency)), "acd");
}

TEST(SearchReportTest, SortsTheBestNetworksByValidation) {
  SearchLatency latency;
  latency.predicted_ms = {1, 2, 3, 4};
  latency.true_ms = {1.5, kUnknown, 3.5, 4.5};
  EXPECT_EQ(BestNetworks(ATrace(), latency, 3),
            "rank  trained  validation %        test %  predicted ms       true ms   network\n"
            "   1        2         72.25         71.25         2.000             -   b\n"
            "   2        4         72.25         69.25         4.000         4.500   d\n"
            "   3        3         71.00         69.00         3.000         3.500   c\n");
}

TEST(SearchReportTest, ShowsNoColumnOfWhatIsNotKnown) {
  Trace trace = ATrace();
  for (TrainedNetwork& network : *trace.mutable_networks()) network.clear_test_accuracy_pct();
  EXPECT_EQ(BestNetworks(trace, {}, 1),
            "rank  trained  validation %   network\n"
            "   1        2         72.25   b\n");
}

TEST(SearchReportTest, WritesWhatFiguresAreDrawnFrom) {
  const std::string directory = absl::StrCat(testing::TempDir(), "/report");
  SearchLatency latency;
  latency.predicted_ms = {1, 2, 3, 4};
  latency.true_ms = {1.5, 6, kUnknown, 4.5};
  latency.limit_ms = 5;
  ASSERT_TRUE(WriteReport(ATrace(), latency, "", {}, directory).ok());
  EXPECT_EQ(*ReadFile(directory + "/networks.csv"),
            "trained,validation_accuracy_pct,test_accuracy_pct,predicted_ms,true_ms,is_within_limit,reason,round,"
            "predicted_rank,arch\n"
            "1,70,70,1,1.5,yes,random,0,,a\n"
            "2,72.25,71.25,2,6,no,ranking,1,11,b\n"
            "3,71,69,3,,,ranking,2,12,c\n"
            "4,72.25,69.25,4,4.5,yes,ranking,3,13,d\n");
  EXPECT_EQ(*ReadFile(directory + "/curve.csv"),
            "series,trained,accuracy_pct\n"
            "best test accuracy,1,70\nbest test accuracy,2,70\nbest test accuracy,3,70\n"
            "test accuracy of the best by validation,1,70\n"
            "test accuracy of the best by validation,2,69\n"
            "test accuracy of the best by validation,3,69.25\n")
      << "without b";
  EXPECT_EQ(*ReadFile(directory + "/points.csv"),
            "latency,latency_ms,accuracy_pct,is_on_front,limit_ms\n"
            "measured,1.5,70,1,5\n"
            "predicted,3,69,0,5\n"
            "measured,4.5,69.25,0,5\n");
}

}  // namespace
}  // namespace duet::nas
