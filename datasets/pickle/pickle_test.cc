#include "datasets/pickle/pickle.h"

#include "absl/status/status.h"
#include "datasets/pickle/sample_pickles.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace duet::pickle {
namespace {

using ::testing::HasSubstr;

constexpr absl::string_view kAllowed[] = {"collections OrderedDict"};

Document Parse(std::string bytes) {
  absl::StatusOr<Document> document = Document::Parse(std::move(bytes), kAllowed);
  EXPECT_TRUE(document.ok()) << document.status();
  return *std::move(document);
}

absl::Status Failure(std::string bytes, const Limits& limits = Limits()) {
  return Document::Parse(std::move(bytes), kAllowed, limits).status();
}

std::string Message(const absl::Status& status) { return std::string(status.message()); }

// pickle.dumps((None, True, -1, 70000, 2**40, 0.5, "é", b"\0", [1], {"k": ()}), 3) of Python 3.
TEST(PickleTest, ReadsWhatPythonWrites) {
  const char bytes[] =
      "\x80\x03\x28\x4e\x88\x4a\xff\xff\xff\xff\x4a\x70\x11\x01\x00\x8a\x06\x00\x00\x00\x00\x00\x01\x47\x3f"
      "\xe0\x00\x00\x00\x00\x00\x00\x58\x02\x00\x00\x00\xc3\xa9\x71\x00\x43\x01\x00\x71\x01\x5d\x71\x02\x4b"
      "\x01\x61\x7d\x71\x03\x58\x01\x00\x00\x00\x6b\x71\x04\x29\x73\x74\x71\x05\x2e";
  const Document document = Parse(std::string(bytes, sizeof(bytes) - 1));
  const Tuple* root = *document.Get<Tuple>(document.root());
  ASSERT_EQ(root->items.size(), 10);
  EXPECT_TRUE(document.Get<None>(root->items[0]).ok());
  EXPECT_TRUE(**document.Get<bool>(root->items[1]));
  EXPECT_EQ(**document.Get<int64_t>(root->items[2]), -1);
  EXPECT_EQ(**document.Get<int64_t>(root->items[3]), 70000);
  EXPECT_EQ(**document.Get<int64_t>(root->items[4]), int64_t{1} << 40);
  EXPECT_EQ(**document.Get<double>(root->items[5]), 0.5);
  EXPECT_EQ((*document.Get<Text>(root->items[6]))->value, "é");
  EXPECT_EQ((*document.Get<Bytes>(root->items[7]))->value, absl::string_view("\0", 1));
  EXPECT_EQ((*document.Get<List>(root->items[8]))->items.size(), 1);
  const ValueId item = *document.GetItem(root->items[9], "k");
  EXPECT_TRUE((*document.Get<Tuple>(item))->items.empty());
}

TEST(PickleTest, ReadsOnePickleAfterAnother) {
  const std::string file = PickleWriter().Proto(2).Int(1).Stop() + PickleWriter().Proto(2).Text("two").Stop() + "rest";
  absl::string_view bytes = file;
  const absl::StatusOr<Document> one = Document::ParseFirst(&bytes, kAllowed);
  ASSERT_TRUE(one.ok()) << one.status();
  EXPECT_EQ(**one->Get<int64_t>(one->root()), 1);
  const absl::StatusOr<Document> two = Document::ParseFirst(&bytes, kAllowed);
  ASSERT_TRUE(two.ok()) << two.status();
  EXPECT_EQ((*two->Get<Text>(two->root()))->value, "two");
  EXPECT_EQ(bytes, "rest");
  EXPECT_TRUE(absl::IsInvalidArgument(Document::ParseFirst(&bytes, kAllowed).status()));
  EXPECT_EQ(bytes, "rest");
  EXPECT_THAT(Message(Failure(file)), HasSubstr("bytes follow the end of the pickle"));
}

TEST(PickleTest, SharesValuesThroughTheMemo) {
  // a = [1]; (a, a)
  const Document document = Parse(PickleWriter().Proto(2).Op(']').Put(7).Int(1).Op('a').Get(7).Op('\x86').Stop());
  const Tuple* root = *document.Get<Tuple>(document.root());
  EXPECT_EQ(root->items[0], root->items[1]);
}

TEST(PickleTest, KeepsCallsInert) {
  // OrderedDict() with an item and a state.
  const Document document = Parse(PickleWriter()
                                      .Proto(2)
                                      .Global("collections", "OrderedDict")
                                      .Op(')')
                                      .Op('R')
                                      .Text("k")
                                      .Int(5)
                                      .Op('s')
                                      .Text("state")
                                      .Op('b')
                                      .Stop());
  const Object* object = *document.Get<Object>(document.root());
  EXPECT_EQ(object->callable.module, "collections");
  EXPECT_EQ(object->callable.name, "OrderedDict");
  ASSERT_EQ(object->items.size(), 1);
  EXPECT_EQ(**document.Get<int64_t>(object->items[0].second), 5);
  EXPECT_EQ((*document.Get<Text>(*object->state))->value, "state");
  EXPECT_TRUE(document.GetCall(document.root(), "collections", "OrderedDict")->empty());
  EXPECT_THAT(Message(document.GetCall(document.root(), "os", "system").status()),
              HasSubstr("is made by collections.OrderedDict, not by os.system"));
}

TEST(PickleTest, RefusesNamesThatAreNotOnTheList) {
  // os.system("true"), by both opcodes.
  for (const std::string& bytes : {std::string("cos\nsystem\nX\x04\x00\x00\x00true\x85R.", 23),
                                   PickleWriter().Proto(4).Global("os", "system").Text("true").Op('\x85').Stop()}) {
    const absl::Status status = Failure(bytes);
    EXPECT_EQ(status.code(), absl::StatusCode::kPermissionDenied);
    EXPECT_THAT(Message(status), HasSubstr("the pickle names \"os system\", which is not on the list"));
  }
}

TEST(PickleTest, RefusesOpcodesThatAreNotOnTheList) {
  // INST, OBJ, EXT1, PERSID, NEWOBJ_EX, STRING, DUP.
  for (const char opcode : {'i', 'o', '\x82', 'P', '\x92', 'S', '2'}) {
    const absl::Status status = Failure(PickleWriter().Proto(2).Op(opcode).Stop());
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_THAT(Message(status), HasSubstr("not on the list of those that are read"));
    EXPECT_THAT(Message(status), HasSubstr("at byte 2"));
  }
}

TEST(PickleTest, SaysWhatIsWrongAndWhere) {
  EXPECT_THAT(Message(Failure("")), HasSubstr("ends without STOP"));
  EXPECT_THAT(Message(Failure(".")), HasSubstr("the stack is empty"));
  EXPECT_THAT(Message(Failure("NN.")), HasSubstr("more than one value"));
  EXPECT_THAT(Message(Failure("N.N")), HasSubstr("1 bytes follow"));
  EXPECT_THAT(Message(Failure("\x80\x06N.")), HasSubstr("unknown protocol 6"));
  EXPECT_THAT(Message(Failure("Nh\x05.")), HasSubstr("memo entry 5 was never put (opcode 0x68 at byte 1"));
  EXPECT_THAT(Message(Failure("K")), HasSubstr("ends 1 bytes too early"));
  EXPECT_THAT(Message(Failure("t.")), HasSubstr("no mark"));
  EXPECT_THAT(Message(Failure("(N\x86.")), HasSubstr("the stack is empty"));
  EXPECT_THAT(Message(Failure("}(Nu.")), HasSubstr("a key has no value"));
  EXPECT_THAT(Message(Failure("NNa.")), HasSubstr("cannot append to None"));
  EXPECT_THAT(Message(Failure("N)R.")), HasSubstr("cannot call None"));
  EXPECT_THAT(Message(Failure("]Nb.")), HasSubstr("cannot set the state of a list"));
  EXPECT_THAT(Message(Failure(std::string("\x8a\x09", 2) + std::string(9, '\1') + ".")),
              HasSubstr("longer than 64 bits"));
  const Document document = Parse("K\x01.");
  EXPECT_THAT(Message(document.Get<List>(document.root()).status()), HasSubstr("an integer where a list is wanted"));
  EXPECT_EQ(Parse(IndexDict()).GetItem(Parse(IndexDict()).root(), "none").status().code(), absl::StatusCode::kNotFound);
}

TEST(PickleTest, StopsAtItsLimits) {
  const auto expect_exhausted = [](const std::string& bytes, const Limits& limits) {
    EXPECT_EQ(Failure(bytes, limits).code(), absl::StatusCode::kResourceExhausted) << Failure(bytes, limits);
  };
  Limits limits;
  limits.max_bytes = 1;
  expect_exhausted("N.", limits);
  limits = Limits();
  limits.max_objects = 2;
  EXPECT_TRUE(Failure("N\x85.", limits).ok());
  expect_exhausted("N\x85\x85.", limits);
  limits = Limits();
  limits.max_stack = 2;
  expect_exhausted("NNN.", limits);
  limits = Limits();
  limits.max_memo = 1;
  expect_exhausted(std::string("Nq\0q\1.", 6), limits);
  limits = Limits();
  limits.max_depth = 3;
  EXPECT_TRUE(Failure("N\x85\x85\x85.", limits).ok());
  expect_exhausted("N\x85\x85\x85\x85.", limits);
  expect_exhausted("((((N", limits);
  // A list that contains itself.
  expect_exhausted(std::string("]q\0h\0ah\0ah\0ah\0a.", 16), limits);
  // A length of 2^63 allocates nothing.
  EXPECT_THAT(Message(Failure(std::string("\x8e\0\0\0\0\0\0\0\x80.", 10))), HasSubstr("bytes too early"));
}

}  // namespace
}  // namespace duet::pickle
