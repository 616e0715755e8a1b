#include "datasets/device_runner/measurement_table.h"

#include <cmath>
#include <limits>

#include "absl/strings/str_cat.h"
#include "common/files.h"
#include "common/random.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace duet::device_runner {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;

constexpr absl::string_view kFile =
    "# device: cpu\n"
    "# command: measure --sample=2, at noon: yes\n"
    "network,latency_ms,num_runs\n"
    "small,0.5,24\n"
    "big,12.25,8\n";

std::string ErrorOf(absl::string_view contents) {
  const absl::StatusOr<MeasurementTable> table = ParseMeasurementTable(contents, "my.csv");
  EXPECT_EQ(table.status().code(), absl::StatusCode::kInvalidArgument) << contents;
  return std::string(table.status().message());
}

TEST(MeasurementTableTest, ReadsProvenanceColumnsAndRows) {
  const absl::StatusOr<MeasurementTable> table = ParseMeasurementTable(kFile, "my.csv");
  ASSERT_TRUE(table.ok()) << table.status();
  EXPECT_THAT(table->provenance,
              ElementsAre(Pair("device", "cpu"), Pair("command", "measure --sample=2, at noon: yes")));
  EXPECT_EQ(FindProvenance(*table, "device"), "cpu");
  EXPECT_EQ(FindProvenance(*table, "governor"), std::nullopt);
  EXPECT_EQ(table->key_column, "network");
  EXPECT_THAT(table->value_columns, ElementsAre("latency_ms", "num_runs"));
  ASSERT_EQ(table->rows.size(), 2);
  EXPECT_EQ(table->rows[1].key, "big");
  EXPECT_THAT(table->rows[1].values, ElementsAre(12.25, 8));
  EXPECT_EQ(table->rows[1].line, 5);
  EXPECT_EQ(*FormatMeasurementTable(*table), kFile);
}

TEST(MeasurementTableTest, ReadsFilesWithCarriageReturnsAndWithoutLastLineBreak) {
  const absl::StatusOr<MeasurementTable> table =
      ParseMeasurementTable("# device: phone\r\nnetwork,latency_ms\r\na,1\r\nb,2", "my.csv");
  ASSERT_TRUE(table.ok()) << table.status();
  EXPECT_EQ(FindProvenance(*table, "device"), "phone");
  EXPECT_THAT(table->value_columns, ElementsAre("latency_ms"));
  EXPECT_EQ(table->rows.size(), 2);
}

TEST(MeasurementTableTest, RefusesBadRowsWithFileAndLine) {
  const auto error_of_row = [](absl::string_view row) {
    return ErrorOf(absl::StrCat("# a: b\nnetwork,latency_ms,num_runs\nx,1,2\n", row, "\n"));
  };
  EXPECT_EQ(error_of_row("y,nan,3"), "my.csv:4: latency_ms is nan, not a finite number");
  EXPECT_EQ(error_of_row("y,inf,3"), "my.csv:4: latency_ms is inf, not a finite number");
  EXPECT_EQ(error_of_row("y,1e999,3"), "my.csv:4: latency_ms is inf, not a finite number");
  EXPECT_EQ(error_of_row("y,0,3"), "my.csv:4: latency_ms is 0, not above zero");
  EXPECT_EQ(error_of_row("y,-2,3"), "my.csv:4: latency_ms is -2, not above zero");
  EXPECT_EQ(error_of_row("y,2,-3"), "my.csv:4: num_runs is -3, below zero");
  EXPECT_EQ(error_of_row("y,fast,3"), "my.csv:4: latency_ms is \"fast\", not a number");
  EXPECT_EQ(error_of_row("y,1 ms,3"), "my.csv:4: latency_ms is \"1 ms\", not a number");
  EXPECT_EQ(error_of_row("y,,3"), "my.csv:4: latency_ms is \"\", not a number");
  EXPECT_EQ(error_of_row("y,1,2,fast"), "my.csv:4: a further column is \"fast\", not a number");
  EXPECT_EQ(error_of_row("x,1,2"), "my.csv:4: x is there already, in line 3");
  EXPECT_EQ(error_of_row("y,1"), "my.csv:4: the row has 2 columns, not 3 (y)");
  EXPECT_EQ(error_of_row("y,1,2,3"), "my.csv:4: the row has 4 columns, not 3 (y)");
  EXPECT_THAT(error_of_row(",1,2"), HasSubstr("my.csv:4: \"\" cannot be a key"));
  EXPECT_THAT(error_of_row(""), HasSubstr("my.csv:4: \"\" cannot be a key"));
  EXPECT_THAT(error_of_row("# late: entry"), HasSubstr("my.csv:4: a line \"# name: value\" must be above"));
}

TEST(MeasurementTableTest, RefusesBadHeaders) {
  EXPECT_EQ(ErrorOf(""), "my.csv:1: the columns must be a key, latency_ms, ..., not \",\"");
  EXPECT_EQ(ErrorOf("# device: cpu\n"), "my.csv:1: there is no line of column names");
  EXPECT_THAT(ErrorOf("network,latency_us\n"), HasSubstr("my.csv:1: the columns must be a key, latency_ms"));
  EXPECT_THAT(ErrorOf("network\n"), HasSubstr("my.csv:1: the columns must be a key, latency_ms"));
  EXPECT_THAT(ErrorOf("network,latency_ms,Num Runs\n"), HasSubstr("\"Num Runs\""));
  EXPECT_THAT(ErrorOf("network,latency_ms,latency_ms\n"), HasSubstr("latency_ms is there more than once"));
  EXPECT_THAT(ErrorOf("# device: cpu\n# device: gpu\n"), HasSubstr("my.csv:2: device is given more than once"));
  EXPECT_THAT(ErrorOf("# Device: cpu\n"), HasSubstr("my.csv:1: the name \"Device\""));
}

TEST(MeasurementTableTest, RefusesToWriteWhatItCouldNotRead) {
  const MeasurementTable good = *ParseMeasurementTable(kFile, "my.csv");
  const auto code_after = [&](auto change) {
    MeasurementTable table = good;
    change(table);
    return FormatMeasurementTable(table).status().code();
  };
  constexpr absl::StatusCode kInvalid = absl::StatusCode::kInvalidArgument;
  EXPECT_EQ(code_after([](MeasurementTable&) {}), absl::StatusCode::kOk);
  EXPECT_EQ(code_after([](MeasurementTable& t) { t.rows[0].key = "a,b"; }), kInvalid);
  EXPECT_EQ(code_after([](MeasurementTable& t) { t.rows[0].key = "#a"; }), kInvalid);
  EXPECT_EQ(code_after([](MeasurementTable& t) { t.rows[0].key = t.rows[1].key; }), kInvalid);
  EXPECT_EQ(code_after([](MeasurementTable& t) { t.rows[0].values[0] = 0; }), kInvalid);
  EXPECT_EQ(code_after([](MeasurementTable& t) { t.rows[0].values[1] = std::nan(""); }), kInvalid);
  EXPECT_EQ(code_after([](MeasurementTable& t) { t.rows[0].values.pop_back(); }), kInvalid);
  EXPECT_EQ(code_after([](MeasurementTable& t) { t.value_columns[0] = "seconds"; }), kInvalid);
  EXPECT_EQ(code_after([](MeasurementTable& t) { t.provenance[0].second = "a\nb"; }), kInvalid);
  EXPECT_EQ(code_after([](MeasurementTable& t) { t.provenance[0].first = "a:b"; }), kInvalid);
}

TEST(MeasurementTableTest, ValuesReadBackTheSame) {
  MeasurementTable table{{}, "network", {"latency_ms"}, {}};
  RandomStream random(7, "values");
  for (int i = 0; i < 200; ++i) table.rows.push_back({absl::StrCat("n", i), {std::exp(40 * random.Uniform() - 20)}});
  table.rows.push_back({"tiny", {std::numeric_limits<double>::denorm_min()}});
  table.rows.push_back({"huge", {std::numeric_limits<double>::max()}});
  const std::string path = absl::StrCat(testing::TempDir(), "/values.csv");
  ASSERT_TRUE(WriteMeasurementTable(path, table).ok());
  const absl::StatusOr<MeasurementTable> read = ReadMeasurementTable(path);
  ASSERT_TRUE(read.ok()) << read.status();
  ASSERT_EQ(read->rows.size(), table.rows.size());
  for (size_t i = 0; i < table.rows.size(); ++i) EXPECT_EQ(read->rows[i].values, table.rows[i].values);
  EXPECT_EQ(ReadMeasurementTable("/no/such.csv").status().code(), absl::StatusCode::kNotFound);
}

// Whatever is done to a file, it is refused with its name and a line, or read as a table that can be written again.
TEST(MeasurementTableTest, MutatedFilesAreRefusedOrReadBackTheSame) {
  RandomStream random(1, "mutations");
  constexpr absl::string_view kAlphabet = "#,:\n\r .-+e019anif|~\0\xff";
  int num_accepted = 0, num_refused = 0;
  for (int i = 0; i < 20'000; ++i) {
    std::string contents(kFile);
    for (uint64_t edit = random.UniformInt(3) + 1; edit > 0; --edit) {
      const size_t at = random.UniformInt(contents.size());
      switch (random.UniformInt(4)) {
        case 0:
          contents.erase(at, random.UniformInt(6));
          break;
        case 1:
          contents.insert(at, 1, kAlphabet[random.UniformInt(kAlphabet.size())]);
          break;
        case 2:
          contents[at] = static_cast<char>(random.UniformInt(256));
          break;
        default:
          contents.insert(at, contents.substr(random.UniformInt(contents.size()), random.UniformInt(30)));
      }
      if (contents.empty()) contents = "\n";
    }
    const absl::StatusOr<MeasurementTable> table = ParseMeasurementTable(contents, "my.csv");
    if (!table.ok()) {
      ++num_refused;
      EXPECT_EQ(table.status().code(), absl::StatusCode::kInvalidArgument);
      EXPECT_THAT(std::string(table.status().message()), testing::StartsWith("my.csv:"));
      continue;
    }
    ++num_accepted;
    const absl::StatusOr<std::string> written = FormatMeasurementTable(*table);
    ASSERT_TRUE(written.ok()) << written.status() << " for " << contents;
    const absl::StatusOr<MeasurementTable> again = ParseMeasurementTable(*written, "my.csv");
    ASSERT_TRUE(again.ok()) << again.status();
    EXPECT_EQ(*FormatMeasurementTable(*again), *written);
    for (const MeasurementTable::Row& row : again->rows) EXPECT_GT(row.values[0], 0);
  }
  EXPECT_GT(num_accepted, 1000);
  EXPECT_GT(num_refused, 1000);
}

}  // namespace
}  // namespace duet::device_runner
