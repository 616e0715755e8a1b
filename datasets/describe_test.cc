#include "datasets/describe.h"

#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/files.h"
#include "datasets/nasbench201/cell.h"
#include "datasets/speech/corpus.h"
#include "datasets/table.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace duet::datasets {
namespace {

using ::testing::ElementsAre;

std::string Path(absl::string_view name) { return absl::StrCat(testing::TempDir(), "/", name); }

// Two pinned files, of which only the first is there, and a tree; the first file is in a table with two columns, beside
// a measurement of the project.
DescribeOptions SmallData() {
  const auto pin = [](const std::string& file, const std::string& tables) {
    return absl::StrCat(R"({"file": ")", file, R"(", "holds": "things", "licence": "MIT", "repository": "r", )",
                        R"("commit": "c", "url": "https://x", "sha256": "0123456789abcdef", )",
                        R"("bazel_repository": "data_)", file, R"(", "tables": [)", tables, "]");
  };
  const std::string pins =
      absl::StrCat("[", pin("here", R"("//a:table")"), "}, ", pin("gone", R"("//a:table")"), "}, ",
                   pin("tree", R"("//b:corpus")"), R"(, "archive": "tree.tar.gz", "num_files": 32}])");
  EXPECT_TRUE(WriteFileAtomically(Path("pins.json"), pins).ok());
  EXPECT_TRUE(WriteFileAtomically(Path("external/data_here/here"), "").ok());
  Table table;
  table.set_schema_version(kTableSchemaVersion);
  table.set_space("nasbench201");
  table.set_num_cells(nasbench201::kNumCells);
  for (const std::string key : {"a", "b", "embedded/cpu"}) {
    Column& column = *table.add_columns();
    column.set_key(key);
    column.set_quantity(LATENCY);
    column.set_unit(key == "b" ? SECONDS : MILLISECONDS);
    column.set_provenance(MEASURED);
    column.set_source_file(key == "embedded/cpu" ? "cpu.csv" : "here");
    for (int64_t id = 0; id < nasbench201::kNumCells; ++id) column.add_values(1);
  }
  EXPECT_TRUE(WriteTable(table, Path("table.binpb")).ok());
  DescribeOptions options;
  options.pins_path = Path("pins.json");
  options.table_paths = {Path("table.binpb"), Path("missing.binpb")};
  options.external_directory = Path("external");
  options.archive_directory = Path("archives");
  return options;
}

TEST(DescribeTest, SaysWhatIsThereAndHowToGetTheRest) {
  const absl::StatusOr<std::vector<DataSet>> data_sets = DescribeData(SmallData());
  ASSERT_TRUE(data_sets.ok()) << data_sets.status();
  ASSERT_EQ(data_sets->size(), 4);
  const DataSet& here = (*data_sets)[0];
  EXPECT_TRUE(here.is_present);
  EXPECT_EQ(here.num_rows, nasbench201::kNumCells);
  EXPECT_EQ(here.num_columns, 2);
  EXPECT_THAT(here.units, ElementsAre("ms", "s"));
  EXPECT_EQ(here.state, "in //a:table");
  const DataSet& gone = (*data_sets)[1];
  EXPECT_FALSE(gone.is_present);
  EXPECT_EQ(gone.num_rows, 0);
  EXPECT_EQ(gone.state, "MISSING, see: bazel run @data_gone//:how_to_get");
  const DataSet& tree = (*data_sets)[2];
  EXPECT_EQ(tree.origin, Origin::kPinnedTree);
  EXPECT_FALSE(tree.is_present);
  EXPECT_EQ(tree.num_rows, 32);
  EXPECT_EQ(tree.state, "in //b:corpus, from https://x when it is used");
  const DataSet& embedded = (*data_sets)[3];
  EXPECT_EQ(embedded.origin, Origin::kEmbedded);
  EXPECT_EQ(embedded.name, "embedded/cpu");
  EXPECT_TRUE(embedded.is_present);
}

TEST(DescribeTest, CountsUtterancesOfACorpusMadeHere) {
  speech::Corpus corpus;
  corpus.name = "speech";
  corpus.proxy_reason = "two words";
  corpus.train = {{"one", "anna", "one", {0}, {"w", "ah", "n"}, {}}};
  corpus.test = {{"two", "bert", "two", {0}, {"t", "uw"}, {}}};
  DescribeOptions options = SmallData();
  options.spoken_phones_path = Path("speech.binpb");
  ASSERT_TRUE(speech::WriteCorpus(corpus, options.spoken_phones_path).ok());
  const absl::StatusOr<std::vector<DataSet>> data_sets = DescribeData(options);
  ASSERT_TRUE(data_sets.ok()) << data_sets.status();
  const DataSet& last = data_sets->back();
  EXPECT_EQ(last.origin, Origin::kEmbedded);
  EXPECT_EQ(last.name, "embedded/speech");
  EXPECT_EQ(last.holds, "two words");
  EXPECT_EQ(last.num_rows, 2);
  EXPECT_THAT(last.units, ElementsAre("utterances"));
  EXPECT_EQ(last.sha256, Sha256Hex(*ReadFile(options.spoken_phones_path)));
}

TEST(DescribeTest, TextIsAligned) {
  const absl::StatusOr<std::vector<DataSet>> data_sets = DescribeData(SmallData());
  ASSERT_TRUE(data_sets.ok()) << data_sets.status();
  const std::vector<std::string> lines = absl::StrSplit(FormatAsText(*data_sets), '\n');
  EXPECT_EQ(lines[0], "Pinned files: 2, 1 of them here");
  EXPECT_EQ(lines[1], "NAME          ROWS       UNITS  LICENCE  SHA-256       STATE");
  EXPECT_EQ(lines[2], "here          15625 x 2  ms s   MIT      0123456789ab  in //a:table");
  EXPECT_EQ(lines[5], "Pinned trees of files: 1, 0 of them here");
  EXPECT_EQ(lines[9], "Measured or made by this project: 1");
}

TEST(DescribeTest, JsonHasOneObjectADataSet) {
  const absl::StatusOr<std::vector<DataSet>> data_sets = DescribeData(SmallData());
  ASSERT_TRUE(data_sets.ok()) << data_sets.status();
  const nlohmann::json json = nlohmann::json::parse(FormatAsJson(*data_sets));
  ASSERT_EQ(json.size(), 4);
  EXPECT_EQ(json[0]["rows"], nasbench201::kNumCells);
  EXPECT_EQ(json[1]["present"], false);
  EXPECT_EQ(json[2]["origin"], "pinned tree");
}

TEST(DescribeTest, RefusesATableThatIsBroken) {
  DescribeOptions options = SmallData();
  ASSERT_TRUE(WriteFileAtomically(Path("table.binpb"), "broken").ok());
  EXPECT_EQ(DescribeData(options).status().code(), absl::StatusCode::kInvalidArgument);
  options = SmallData();
  options.pins_path = "/no/such/pins";
  EXPECT_EQ(DescribeData(options).status().code(), absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace duet::datasets
