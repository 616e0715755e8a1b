#include "nas/search.h"

#include <cmath>
#include <set>
#include <string>

#include "common/random.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nas/random_search.h"
#include "nas/synthetic_space.h"
#include "nas/trace.h"

namespace duet::nas {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class SearchTest : public testing::Test {
 protected:
  SyntheticSpace space_;
  SyntheticEvaluator evaluator_;
  SearchProblem problem_{&space_, &evaluator_, AllArchitectures(space_)};
};

TEST_F(SearchTest, NeighborsDifferInOneDecision) {
  // "22222" has two neighbors a decision; "01000" has two less: "00000" is none, and the second decision leads there.
  EXPECT_EQ(Neighbors(space_, space_.best()).size(), 10);
  const int64_t first = *space_.IndexOf({0, 1, 0, 0, 0});
  EXPECT_EQ(first, 0);
  EXPECT_EQ(Neighbors(space_, first).size(), 9);
  EXPECT_THAT(Neighbors(space_, first), Contains(*space_.IndexOf({0, 1, 0, 2, 0})));
}

TEST_F(SearchTest, WritesDownWhatItTrains) {
  Trace trace;
  const SearchOptions options{/*budget=*/2, /*seed=*/1};
  Search search(problem_, options, &trace);
  EXPECT_EQ(*search.Train(space_.best(), {"a guess", 3, 7}), 90);
  EXPECT_EQ(*search.Train(space_.best(), {"the same"}), 90) << "costs nothing";
  EXPECT_EQ(search.num_left(), 1);
  EXPECT_EQ(*search.Train(0, {"another"}), 62);
  ASSERT_EQ(trace.networks_size(), 2);
  EXPECT_EQ(trace.networks(0).name(), "22222");
  EXPECT_EQ(trace.networks(0).reason(), "a guess");
  EXPECT_EQ(trace.networks(0).round(), 3);
  EXPECT_EQ(trace.networks(0).predicted_rank(), 7);
  EXPECT_EQ(trace.networks(0).test_accuracy_pct(), 80);
  EXPECT_FALSE(trace.networks(1).has_predicted_rank());
  const absl::Status status = search.Train(1, {"a third"}).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kOutOfRange);
  EXPECT_THAT(std::string(status.message()), HasSubstr("all 2 networks"));
}

TEST_F(SearchTest, MutatesToCandidatesOnly) {
  problem_.candidates = {0, 5, space_.best()};
  Trace trace;
  const SearchOptions options{/*budget=*/3, /*seed=*/1};
  const Search search(problem_, options, &trace);
  RandomStream random(1, "mutation");
  for (int i = 0; i < 50; ++i) EXPECT_THAT(problem_.candidates, Contains(search.Mutate(5, random)));
}

TEST_F(SearchTest, MutationReachesEveryNeighbor) {
  Trace trace;
  const SearchOptions options{/*budget=*/3, /*seed=*/1};
  const Search search(problem_, options, &trace);
  RandomStream random(1, "mutation");
  std::set<int64_t> reached;
  for (int i = 0; i < 500; ++i) reached.insert(search.Mutate(5, random));
  const std::vector<int64_t> neighbors = Neighbors(space_, 5);
  EXPECT_EQ(reached, std::set<int64_t>(neighbors.begin(), neighbors.end()));
}

TEST_F(SearchTest, ALimitLeavesWhatIsNotAboveIt) {
  EXPECT_THAT(WithinLimit({0, 1, 2, 4}, {5.0, 5.1, std::nan(""), 0.0, 4.9}, 5.0), ElementsAre(0, 4));
}

TEST_F(SearchTest, TrainsAllCandidatesIfTheBudgetAllows) {
  problem_.candidates = {2, 3, 5};
  const absl::StatusOr<Trace> trace = RunSearch(problem_, RandomSearch(), {/*budget=*/10, /*seed=*/1});
  ASSERT_TRUE(trace.ok()) << trace.status();
  EXPECT_EQ(trace->networks_size(), 3);
}

TEST_F(SearchTest, TheWholeSpaceNeedsNoList) {
  const SearchProblem whole{&space_, &evaluator_, {}, Candidates::kWholeSpace};
  const absl::StatusOr<Trace> trace = RunSearch(whole, RandomSearch(), {/*budget=*/1000, /*seed=*/1});
  ASSERT_TRUE(trace.ok()) << trace.status();
  EXPECT_EQ(trace->num_candidates(), 216);
  std::set<int64_t> trained;
  for (const TrainedNetwork& network : trace->networks()) trained.insert(network.index());
  EXPECT_EQ(trained.size(), 216);

  Trace other;
  const SearchOptions options{/*budget=*/1, /*seed=*/1};
  Search search(whole, options, &other);
  EXPECT_TRUE(search.IsCandidate(215));
  EXPECT_FALSE(search.IsCandidate(216));
  EXPECT_FALSE(search.IsCandidate(-1));
  const SearchProblem listed{&space_, &evaluator_, {3}, Candidates::kWholeSpace};
  EXPECT_THAT(std::string(RunSearch(listed, RandomSearch(), options).status().message()),
              HasSubstr("the whole space is searched, but 1 candidates are listed"));
}

TEST_F(SearchTest, RefusesProblemsThatAreNone) {
  const auto message = [&](const SearchOptions& options) {
    const absl::Status status = RunSearch(problem_, RandomSearch(), options).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    return std::string(status.message());
  };
  EXPECT_THAT(message({/*budget=*/0, /*seed=*/1}), HasSubstr("a budget of 0 networks"));
  problem_.candidates = {};
  EXPECT_THAT(message({/*budget=*/1, /*seed=*/1}), HasSubstr("no candidates"));
  problem_.candidates = {3, 3};
  EXPECT_THAT(message({/*budget=*/1, /*seed=*/1}), HasSubstr("candidate 3 after 3 in a space of 216"));
  problem_.candidates = {3, 216};
  EXPECT_THAT(message({/*budget=*/1, /*seed=*/1}), HasSubstr("candidate 216 after 3"));
  Trace trace;
  problem_.candidates = {3};
  const SearchOptions options{/*budget=*/1, /*seed=*/1};
  EXPECT_EQ(Search(problem_, options, &trace).Train(4, {"no candidate"}).status().code(),
            absl::StatusCode::kInvalidArgument);
}

TEST_F(SearchTest, DoesNotResumeAnotherSearch) {
  const Trace trace = *RunSearch(problem_, RandomSearch(), {/*budget=*/10, /*seed=*/1});
  const absl::Status other_seed = RunSearch(problem_, RandomSearch(), {/*budget=*/10, /*seed=*/2, &trace}).status();
  EXPECT_EQ(other_seed.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(other_seed.message()), HasSubstr("with seed 1, the search is random on 216 candidates"));
  Trace changed = trace;
  changed.mutable_networks(4)->set_index((changed.networks(4).index() + 1) % 216);
  const absl::Status other_network =
      RunSearch(problem_, RandomSearch(), {/*budget=*/10, /*seed=*/1, &changed}).status();
  EXPECT_EQ(other_network.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(other_network.message()), HasSubstr("network 4 of the trace"));
}

// Fails on the network that a search is cut off at.
class FailingEvaluator : public Evaluator {
 public:
  absl::StatusOr<Evaluation> Evaluate(int64_t) const override { return absl::UnavailableError("no machine"); }
};

TEST_F(SearchTest, ResumesWithoutTrainingAgain) {
  int64_t num_saved = 0;
  const auto save = [&](const Trace&) {
    ++num_saved;
    return absl::OkStatus();
  };
  const Trace whole = *RunSearch(problem_, RandomSearch(), {/*budget=*/10, /*seed=*/1, nullptr, save});
  EXPECT_EQ(num_saved, 10);
  const FailingEvaluator failing;
  const SearchProblem without{&space_, &failing, problem_.candidates};
  const absl::StatusOr<Trace> resumed = RunSearch(without, RandomSearch(), {/*budget=*/10, /*seed=*/1, &whole, save});
  ASSERT_TRUE(resumed.ok()) << resumed.status();
  EXPECT_EQ(resumed->SerializeAsString(), whole.SerializeAsString());
  EXPECT_EQ(num_saved, 10);
  Trace half = whole;
  half.mutable_networks()->DeleteSubrange(5, 5);
  EXPECT_EQ(RunSearch(without, RandomSearch(), {/*budget=*/10, /*seed=*/1, &half}).status().code(),
            absl::StatusCode::kUnavailable);
}

}  // namespace
}  // namespace duet::nas
