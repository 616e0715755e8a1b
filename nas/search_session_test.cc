#include "nas/search_session.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "common/files.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nas/strategies.h"
#include "nas/synthetic_space.h"

namespace duet::nas {
namespace {

using ::testing::HasSubstr;

// Stops a search after some networks, as if it had been killed.
class KilledEvaluator : public Evaluator {
 public:
  absl::StatusOr<Evaluation> Evaluate(int64_t index) const override {
    if (num_left-- == 0) return absl::AbortedError("killed");
    return evaluator_.Evaluate(index);
  }
  mutable int64_t num_left = 0;

 private:
  SyntheticEvaluator evaluator_;
};

class SearchSessionTest : public testing::Test {
 protected:
  SearchSessionTest() {
    options_.num_models = 10;
    options_.num_iterations = 2;
  }

  SearchSession Session(const std::string& directory) const {
    SearchSession session;
    session.directory = absl::StrCat(testing::TempDir(), "/",
                                     testing::UnitTest::GetInstance()->current_test_info()->name(), "/", directory);
    session.settings = {{"space", "synthetic"}, {"seed", "3"}};
    session.budget = 30;
    session.seed = 3;
    session.save_interval = absl::ZeroDuration();
    return session;
  }

  // Goes on with whatever the session's directory holds.
  absl::StatusOr<Trace> Run(const SearchSession& session, const Evaluator& evaluator,
                            const std::string& strategy = "evolution") {
    const absl::StatusOr<Trace> before = ReadSession(session);
    if (!before.ok()) return before.status();
    const SearchProblem problem{&space_, &evaluator, AllArchitectures(space_)};
    return RunSession(session, problem, **CreateStrategy(strategy, options_), *before, progress_);
  }

  SyntheticSpace space_;
  SyntheticEvaluator evaluator_;
  StrategyOptions options_;
  Progress progress_;
};

// With a strategy whose predictor is not kept.
TEST_F(SearchSessionTest, ASearchThatIsKilledAgainAndAgainEndsTheSame) {
  const SearchSession whole = Session("whole"), killed = Session("killed");
  ASSERT_TRUE(Run(whole, evaluator_, "brp_nas").ok());
  const KilledEvaluator dying;
  int64_t num_runs = 0;
  absl::Status status;
  do {
    dying.num_left = 13;
    status = Run(killed, dying, "brp_nas").status();
    ++num_runs;
  } while (absl::IsAborted(status));
  ASSERT_TRUE(status.ok()) << status;
  EXPECT_EQ(num_runs, 3) << "30 networks, 13 at a time";
  for (const std::string name : {"/trace.pb", "/settings.txt"}) {
    EXPECT_EQ(*ReadFile(killed.directory + name), *ReadFile(whole.directory + name)) << name;
  }
}

TEST_F(SearchSessionTest, SavesNoMoreOftenThanItShould) {
  SearchSession session = Session("rare");
  session.save_interval = absl::Hours(1);
  const KilledEvaluator dying;
  dying.num_left = 7;
  EXPECT_FALSE(Run(session, dying).ok());
  EXPECT_EQ(ReadSession(session)->networks_size(), 1) << "the first one is kept at once";
}

TEST_F(SearchSessionTest, ALargerBudgetGoesOn) {
  SearchSession session = Session("larger");
  const Trace before = *Run(session, evaluator_);
  session.budget = 40;
  const KilledEvaluator rest;
  rest.num_left = 10;
  const absl::StatusOr<Trace> after = Run(session, rest);
  ASSERT_TRUE(after.ok()) << after.status();
  ASSERT_EQ(after->networks_size(), 40);
  for (int i = 0; i < 30; ++i) EXPECT_EQ(after->networks(i).index(), before.networks(i).index()) << i;
}

TEST_F(SearchSessionTest, RefusesTheDirectoryOfAnotherSearch) {
  SearchSession session = Session("other");
  ASSERT_TRUE(Run(session, evaluator_).ok());
  session.settings[1].second = "4";
  const absl::Status status = ReadSession(session).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(status.message()), HasSubstr("with \"seed: 3\" where this one has \"seed: 4\""));
}

TEST_F(SearchSessionTest, SettingsWithoutATraceAreNoSearch) {
  SearchSession session = Session("failed");
  const KilledEvaluator dead;
  EXPECT_FALSE(Run(session, dead).ok());
  session.settings[1].second = "4";
  const absl::StatusOr<Trace> before = ReadSession(session);
  ASSERT_TRUE(before.ok()) << before.status();
  EXPECT_EQ(before->networks_size(), 0);
}

TEST_F(SearchSessionTest, NamesATraceThatIsNone) {
  const SearchSession session = Session("broken");
  ASSERT_TRUE(WriteFileAtomically(absl::StrCat(session.directory, "/trace.pb"), "no trace").ok());
  EXPECT_THAT(std::string(ReadSession(session).status().message()), HasSubstr("broken/trace.pb: not a trace"));
}

}  // namespace
}  // namespace duet::nas
