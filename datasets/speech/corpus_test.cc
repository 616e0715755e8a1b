#include "datasets/speech/corpus.h"

#include <cmath>
#include <limits>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/files.h"
#include "datasets/speech/corpus.pb.h"
#include "gtest/gtest.h"

namespace duet::speech {
namespace {

std::string TestPath(absl::string_view name) { return absl::StrCat(testing::TempDir(), "/", name); }

Utterance SomeUtterance(absl::string_view id) {
  Utterance utterance;
  utterance.id = std::string(id);
  utterance.speaker = "anna";
  utterance.text = "see";
  utterance.samples = {0, 0.5, -0.25, -1, 1.0F / 32'768, 0};
  utterance.phones = {"s", "iy"};
  utterance.phone_starts = {0, 3};
  return utterance;
}

Corpus SomeCorpus() {
  Corpus corpus;
  corpus.name = "three words";
  corpus.proxy_reason = "three words are no corpus";
  corpus.train = {SomeUtterance("a"), SomeUtterance("b")};
  corpus.validation = {SomeUtterance("c")};
  corpus.test = {SomeUtterance("d")};
  corpus.test[0].phone_starts.clear();
  return corpus;
}

void ExpectRefused(const Corpus& corpus, absl::string_view message) {
  const absl::Status status = CheckCorpus(corpus);
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_TRUE(absl::StrContains(status.message(), message)) << status;
}

TEST(CorpusTest, ComesBackAsWritten) {
  const std::string path = TestPath("corpus.binpb");
  ASSERT_TRUE(WriteCorpus(SomeCorpus(), path).ok());
  const auto corpus = ReadCorpus(path);
  ASSERT_TRUE(corpus.ok()) << corpus.status();
  EXPECT_EQ(corpus->name, "three words");
  EXPECT_EQ(corpus->proxy_reason, "three words are no corpus");
  ASSERT_EQ(corpus->train.size(), 2);
  ASSERT_EQ(corpus->validation.size(), 1);
  ASSERT_EQ(corpus->test.size(), 1);
  EXPECT_EQ(corpus->train[1].id, "b");
  EXPECT_EQ(corpus->train[0].speaker, "anna");
  EXPECT_EQ(corpus->train[0].text, "see");
  EXPECT_EQ(corpus->train[0].samples, SomeUtterance("a").samples);  // all of them multiples of 1 / 32,768
  EXPECT_EQ(corpus->train[0].phones, (std::vector<std::string>{"s", "iy"}));
  EXPECT_EQ(corpus->train[0].phone_starts, (std::vector<int64_t>{0, 3}));
  EXPECT_TRUE(corpus->test[0].phone_starts.empty());
}

TEST(CorpusTest, RoundsToTheNearestOf16BitsAndClips) {
  Corpus corpus = SomeCorpus();
  corpus.train[0].samples = {0.4F / 32'768, 0.6F / 32'768, -0.6F / 32'768, 2, -2};
  const std::string path = TestPath("rounded.binpb");
  ASSERT_TRUE(WriteCorpus(corpus, path).ok());
  const auto read = ReadCorpus(path);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->train[0].samples, (std::vector<float>{0, 1.0F / 32'768, -1.0F / 32'768, 32'767.0F / 32'768, -1}));
}

TEST(CorpusTest, RefusesWhatIsNoUtterance) {
  EXPECT_TRUE(CheckCorpus(SomeCorpus()).ok());
  Corpus corpus = SomeCorpus();
  corpus.test[0].id = "a";
  ExpectRefused(corpus, "\"a\" is there twice");
  corpus = SomeCorpus();
  corpus.train[0].id.clear();
  ExpectRefused(corpus, "has no id");
  corpus = SomeCorpus();
  corpus.train[1].samples.clear();
  ExpectRefused(corpus, "\"b\" has no samples");
  corpus = SomeCorpus();
  corpus.train[1].phones.clear();
  ExpectRefused(corpus, "\"b\" has no phones");
  corpus = SomeCorpus();
  corpus.train[1].samples[2] = std::numeric_limits<float>::quiet_NaN();
  ExpectRefused(corpus, "no number");
  corpus = SomeCorpus();
  corpus.train[1].phone_starts = {0};
  ExpectRefused(corpus, "1 starts for 2 phones");
  corpus.train[1].phone_starts = {3, 2};
  ExpectRefused(corpus, "starts before");
  corpus.train[1].phone_starts = {0, 6};
  ExpectRefused(corpus, "from sample 0 to 6 of 6");
  EXPECT_EQ(WriteCorpus(corpus, TestPath("refused.binpb")).code(), absl::StatusCode::kInvalidArgument);
}

TEST(CorpusTest, JoinsSetBySet) {
  Corpus other;
  other.name = "another";
  other.train = {SomeUtterance("e")};
  const Corpus joined = Join({SomeCorpus(), other});
  EXPECT_EQ(joined.name, "three words + another");
  EXPECT_EQ(joined.proxy_reason, "three words are no corpus");
  ASSERT_EQ(joined.train.size(), 3);
  EXPECT_EQ(joined.train[2].id, "e");
  EXPECT_EQ(joined.validation.size(), 1);
  EXPECT_TRUE(CheckCorpus(joined).ok());
  EXPECT_EQ(CheckCorpus(Join({SomeCorpus(), SomeCorpus()})).code(), absl::StatusCode::kInvalidArgument);
}

TEST(CorpusTest, SaysWhatIsWrongWithAFile) {
  const auto expect = [](absl::string_view contents, absl::string_view message) {
    const std::string path = TestPath("wrong.binpb");
    ASSERT_TRUE(WriteFileAtomically(path, contents).ok());
    const auto corpus = ReadCorpus(path);
    EXPECT_EQ(corpus.status().code(), absl::StatusCode::kInvalidArgument);
    EXPECT_TRUE(absl::StrContains(corpus.status().message(), path)) << corpus.status();
    EXPECT_TRUE(absl::StrContains(corpus.status().message(), message)) << corpus.status();
  };
  EXPECT_EQ(ReadCorpus(TestPath("missing.binpb")).status().code(), absl::StatusCode::kNotFound);
  expect("RIFF....WAVEfmt ", "not a corpus");
  CorpusProto proto;
  proto.set_schema_version(99);
  expect(proto.SerializeAsString(), "schema version 99");
  proto.set_schema_version(1);
  proto.add_train()->set_id("odd");
  proto.mutable_train(0)->set_samples("abc");
  expect(proto.SerializeAsString(), "\"odd\" has 3 bytes");
}

}  // namespace
}  // namespace duet::speech
