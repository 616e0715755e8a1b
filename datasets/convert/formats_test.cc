#include "datasets/convert/formats.h"

#include <cmath>

#include "absl/strings/str_cat.h"
#include "common/files.h"
#include "datasets/nasbench201/cell.h"
#include "datasets/pickle/sample_pickles.h"
#include "datasets/table.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace duet::datasets {
namespace {

using nasbench201::CellFromId;
using nasbench201::CellId;
using nasbench201::kNumCells;
using ::testing::HasSubstr;

// 0→2 skip_connect, 1→2 nor_conv_1x1, 0→3 nor_conv_3x3, 1→3 avg_pool_3x3.
const char* const kArch = "|none~0|+|skip_connect~0|nor_conv_1x1~1|+|nor_conv_3x3~0|avg_pool_3x3~1|none~2|";

int64_t IdOf(absl::string_view arch) { return CellId(*nasbench201::ParseCell(arch)); }

PinnedFile File(absl::string_view name, std::string contents) {
  PinnedFile file;
  file.pin.file = std::string(name);
  file.pin.sha256 = "sum";
  file.pin.licence = "MIT";
  file.contents = std::move(contents);
  return file;
}

// str_arch2idx.pt with the cells in the order of their ids, and a list of as many numbers.
PinnedFile Order() {
  pickle::PickleWriter w;
  w.Proto(2).Op('}').Op('(');
  for (int64_t id = 0; id < kNumCells; ++id) w.Text(ToString(CellFromId(id))).Int(id);
  return File("str_arch2idx.pt", pickle::TorchZip(w.Op('u').Stop()));
}

std::string NumberListOf(int64_t size) {
  pickle::PickleWriter w;
  w.Proto(2).Op(']').Op('(');
  for (int64_t i = 0; i < size; ++i) w.Int(i + 1);
  return pickle::TorchZip(w.Op('e').Stop());
}

std::string Message(const absl::Status& status) { return std::string(status.message()); }

TEST(LatBenchFormatTest, SecondsBecomeMilliseconds) {
  for (const std::string& pickle : {pickle::NumpyScalarDict(), pickle::FloatDict()}) {
    const absl::StatusOr<Table> table = ConvertLatBench({File("toy-device-fp32.pickle", pickle)});
    ASSERT_TRUE(table.ok()) << table.status();
    ASSERT_TRUE(CheckTable(*table).ok()) << CheckTable(*table);
    ASSERT_EQ(table->columns_size(), 1);
    const Column& column = table->columns(0);
    EXPECT_EQ(column.key(), "latbench/toy-device/fp32/b1");
    EXPECT_EQ(column.device(), "toy-device");
    EXPECT_EQ(column.precision(), "fp32");
    EXPECT_EQ(column.unit(), MILLISECONDS);
    EXPECT_EQ(column.licence(), "MIT");
    EXPECT_EQ(NumPresent(column), 2);
    EXPECT_DOUBLE_EQ(column.values(IdOf(kArch)), 1.5);
    EXPECT_DOUBLE_EQ(column.values(kNumCells - 1), 250);
  }
}

TEST(LatBenchFormatTest, RefusesWhatItWouldMisread) {
  EXPECT_THAT(Message(ConvertLatBench({File("toy.pt", pickle::FloatDict())}).status()),
              HasSubstr("toy.pt: not named <device>-<precision>.pickle"));
  const auto message = [](const pickle::PickleWriter& cell_and_value) {
    pickle::PickleWriter w = cell_and_value;
    const absl::Status status = ConvertLatBench({File("toy-fp32.pickle", w.Op('s').Stop())}).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    return Message(status);
  };
  const auto dict_of = [](std::initializer_list<int> codes, double value) {
    pickle::PickleWriter w;
    w.Proto(2).Op('}').Op('(');
    for (const int code : codes) w.Int(code);
    w.Op('t').Float(value);
    return w;
  };
  EXPECT_THAT(message(dict_of({1, 1, 1, 1, 1, 5}, 1)), HasSubstr("toy-fp32.pickle: operation code 5"));
  EXPECT_THAT(message(dict_of({1, 1, 1, 1, 1}, 1)), HasSubstr("a cell of 5 codes"));
  EXPECT_THAT(message(dict_of({1, 1, 1, 1, 1, 1}, 0)), HasSubstr("a latency of 0 s"));
  EXPECT_THAT(message(dict_of({1, 1, 1, 1, 1, 1}, HUGE_VAL)), HasSubstr("the value inf of the cell"));
}

TEST(HelpFormatTest, FollowsTheOfficialOrder) {
  const absl::StatusOr<Table> table = ConvertHelp(
      {File("titan_rtx_32.pt", NumberListOf(kNumCells)), Order(), File("essential_ph_1.pt", NumberListOf(kNumCells))});
  ASSERT_TRUE(table.ok()) << table.status();
  ASSERT_EQ(table->columns_size(), 2);
  EXPECT_EQ(table->columns(0).key(), "help/titan-rtx/b32");
  EXPECT_EQ(table->columns(0).batch_size(), 32);
  EXPECT_EQ(table->columns(1).key(), "help/essential-ph-1");
  EXPECT_EQ(table->columns(1).batch_size(), 0);
  EXPECT_EQ(NumPresent(table->columns(0)), nasbench201::kNumCellsWithPath);
  EXPECT_EQ(table->columns(0).values(IdOf(kArch)), IdOf(kArch) + 1);
}

TEST(HelpFormatTest, NeedsTheOrderAndItsLength) {
  EXPECT_THAT(Message(ConvertHelp({File("pixel2.pt", NumberListOf(3))}).status()), HasSubstr("str_arch2idx.pt"));
  EXPECT_THAT(Message(ConvertHelp({Order(), File("pixel2.pt", NumberListOf(3))}).status()),
              HasSubstr("pixel2.pt: 3 latencies for 15625 cells"));
}

TEST(HwNasBenchFormatTest, ReadsLatencyAndEnergyByNaslibTuple) {
  // kArch in NASLib's codes and order.
  const absl::StatusOr<Table> table =
      ConvertHwNasBench({File("hw_cifar10.csv",
                              "net,edgetpu_latency,eyeriss_energy,eyeriss_arithmetic_intensity\n"
                              "\"(1, 0, 2, 3, 4, 1)\",-1,2.5,9\n\"(0, 0, 0, 0, 0, 0)\",0.5,1.5,9\n")});
  ASSERT_TRUE(table.ok()) << table.status();
  ASSERT_EQ(table->columns_size(), 2);
  EXPECT_EQ(table->columns(0).key(), "hwnasbench/edgetpu/cifar10/latency");
  EXPECT_TRUE(std::isnan(table->columns(0).values(IdOf(kArch))));
  EXPECT_EQ(NumPresent(table->columns(0)), 1);
  EXPECT_EQ(table->columns(1).key(), "hwnasbench/eyeriss/cifar10/energy");
  EXPECT_EQ(table->columns(1).unit(), MILLIJOULES);
  EXPECT_EQ(table->columns(1).provenance(), ANALYTIC_MODEL);
  EXPECT_EQ(table->columns(1).values(IdOf(kArch)), 2.5);
}

TEST(HwNasBenchFormatTest, RefusesImpossibleNumbersWithTheirLine) {
  EXPECT_THAT(
      Message(ConvertHwNasBench({File("hw_x.csv", "net,pixel3_latency\n\"(0, 0, 0, 0, 0, 0)\",-1\n")}).status()),
      HasSubstr("hw_x.csv: line 2: pixel3_latency is -1"));
  EXPECT_THAT(Message(ConvertHwNasBench({File("x.csv", "net\n")}).status()), HasSubstr("not named hw_<image set>.csv"));
}

TEST(MeasurementFormatTest, ReadsThisProjectsMeasurements) {
  const std::string path = absl::StrCat(testing::TempDir(), "/some-cpu.csv");
  ASSERT_TRUE(WriteFileAtomically(
                  path, absl::StrCat("# device: Some CPU\n# batch_size: 8\n# precision: float32\narch,latency_ms\n",
                                     kArch, ",4.5\n"))
                  .ok());
  const absl::StatusOr<Table> table = ConvertMeasurements({path});
  ASSERT_TRUE(table.ok()) << table.status();
  ASSERT_TRUE(CheckTable(*table).ok()) << CheckTable(*table);
  const Column& column = table->columns(0);
  EXPECT_EQ(column.key(), "embedded/some-cpu");
  EXPECT_EQ(column.device(), "Some CPU");
  EXPECT_EQ(column.batch_size(), 8);
  EXPECT_EQ(column.precision(), "fp32");
  EXPECT_EQ(column.note(), "device: Some CPU; batch_size: 8; precision: float32");
  EXPECT_EQ(column.values(IdOf(kArch)), 4.5);
}

TEST(MeasurementFormatTest, NeedsADevice) {
  const std::string path = absl::StrCat(testing::TempDir(), "/no-device.csv");
  ASSERT_TRUE(WriteFileAtomically(path, absl::StrCat("arch,latency_ms\n", kArch, ",4.5\n")).ok());
  EXPECT_THAT(Message(ConvertMeasurements({path}).status()), HasSubstr("no-device.csv: no line \"# device"));
  ASSERT_TRUE(
      WriteFileAtomically(path, absl::StrCat("# device: d\n# batch_size: x\narch,latency_ms\n", kArch, ",4.5\n")).ok());
  EXPECT_THAT(Message(ConvertMeasurements({path}).status()), HasSubstr("the batch_size is \"x\""));
}

TEST(NasBench201FormatTest, RefusesFilesThatItDoesNotKnow) {
  EXPECT_THAT(Message(ConvertNasBench201({File("x.csv", "")}).status()), HasSubstr("str_arch2idx.pt"));
  EXPECT_THAT(Message(ConvertNasBench201({Order(), File("x.csv", "")}).status()),
              HasSubstr("x.csv: no file of NAS-Bench-201 that is known here"));
}

TEST(NasBench201FormatTest, RefusesIncompleteOrImpossibleAccuracies) {
  const auto message = [](absl::string_view name, std::string contents) {
    return Message(ConvertNasBench201({Order(), File(name, std::move(contents))}).status());
  };
  EXPECT_THAT(message("cifar10_perfmetrics.txt", "# a comment\n0 90 1 200\n"),
              HasSubstr("cifar10_perfmetrics.txt: 1 cells, not 15625"));
  EXPECT_THAT(message("cifar10_perfmetrics.txt", "0 101 1 200\n"), HasSubstr("an accuracy of 101 %"));
  EXPECT_THAT(message("cifar10_perfmetrics.txt", "15625 90 1 200\n"), HasSubstr("the line \"15625 90 1 200\""));
  EXPECT_THAT(message("cifar10_perfmetrics.txt", "0 90 1\n"), HasSubstr("the line \"0 90 1\""));
  EXPECT_THAT(message("cifar10_perfmetrics.txt", "0 90 1 200\n0 90 1 200\n"), HasSubstr("is there twice"));
  EXPECT_THAT(message("nas-201-arch.json", "{}"), HasSubstr("nas-201-arch.json: "));
  EXPECT_THAT(message("nas-201-arch.json", absl::StrCat(R"({"accuracies": [90], "archs": [")", kArch, R"("]})")),
              HasSubstr("has not the official index 0"));
  EXPECT_THAT(message("mini-bench-arch-cell-accs.pd", pickle::DataFramePickle()), HasSubstr("no column \"cellstr\""));
}

}  // namespace
}  // namespace duet::datasets
