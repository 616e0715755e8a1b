#include "datasets/nasbench101/cell.h"

#include "common/random.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace duet::nasbench101 {
namespace {

using ::testing::HasSubstr;

// Any graph of any number of vertices.
Cell RandomGraph(RandomStream& random) {
  Cell cell;
  cell.num_vertices = static_cast<uint8_t>(2 + random.UniformInt(kMaxNumVertices - 1));
  cell.edges = static_cast<uint32_t>(random.UniformInt(uint64_t{1} << EdgeNumber(0, cell.num_vertices)));
  for (int64_t v = 1; v < cell.output(); ++v) cell.ops[v - 1] = static_cast<Op>(random.UniformInt(kNumOps));
  return cell;
}

std::string MessageOf(const absl::Status& status) {
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  return std::string(status.message());
}

TEST(CellTest, NumbersEdgesColumnByColumn) {
  int64_t number = 0;
  for (int64_t to = 1; to < kMaxNumVertices; ++to) {
    for (int64_t from = 0; from < to; ++from) EXPECT_EQ(EdgeNumber(from, to), number++);
  }
  EXPECT_EQ(number, 21);
}

TEST(CellTest, ReadsAndWritesItsNotation) {
  const Cell cell = *ParseCell("conv1x1~0|maxpool3x3~0~1|output~0~2");
  EXPECT_EQ(cell.num_vertices, 4);
  EXPECT_EQ(NumEdges(cell), 5);
  EXPECT_TRUE(cell.HasEdge(0, 1) && cell.HasEdge(0, 2) && cell.HasEdge(1, 2) && cell.HasEdge(0, 3) &&
              cell.HasEdge(2, 3));
  EXPECT_FALSE(cell.HasEdge(1, 3) || cell.HasEdge(3, 2) || cell.HasEdge(1, 1));
  EXPECT_EQ(cell.op(1), Op::kConv1x1);
  EXPECT_EQ(cell.op(2), Op::kMaxPool3x3);
  RandomStream random(1, "cells");
  for (int i = 0; i < 1000; ++i) {
    const Cell any = RandomGraph(random);
    const absl::StatusOr<Cell> parsed = ParseCell(ToString(any));
    ASSERT_TRUE(parsed.ok()) << parsed.status();
    EXPECT_EQ(*parsed, any);
  }
}

TEST(CellTest, RejectsMalformedStrings) {
  const auto message = [](absl::string_view text) { return MessageOf(ParseCell(text).status()); };
  EXPECT_THAT(message(""), HasSubstr("last vertex of cell \"\" is \"\", not output"));
  EXPECT_THAT(message("conv3x3~0"), HasSubstr("last vertex of cell \"conv3x3~0\" is \"conv3x3\""));
  EXPECT_THAT(message("conv5x5~0|output~1"), HasSubstr("unknown operation \"conv5x5\""));
  EXPECT_THAT(message("output~0|output~1"), HasSubstr("unknown operation \"output\""));
  EXPECT_THAT(message("conv3x3~1|output~1"), HasSubstr("\"1\" in \"conv3x3~1\""));
  EXPECT_THAT(message("conv3x3~0|output~-1"), HasSubstr("\"-1\" in \"output~-1\""));
  EXPECT_THAT(message("conv3x3~0|output~01"), HasSubstr("\"01\""));
  EXPECT_THAT(message("conv3x3~0|output~x"), HasSubstr("\"x\" in \"output~x\""));
  EXPECT_THAT(message("conv3x3~0|output~1~1"), HasSubstr("the edge from 1 twice"));
  EXPECT_THAT(message("conv3x3~0||||||output~1"), HasSubstr("has 7 vertices"));
}

TEST(CellTest, PrunesVerticesOffEveryPath) {
  // Vertex 1 leads nowhere, vertex 2 is not reached: 3 and 4 move up.
  const Cell cell = *ParseCell("maxpool3x3~0|conv1x1|conv3x3~0~2|conv1x1~3|output~4");
  EXPECT_EQ(ToString(*Pruned(cell)), "conv3x3~0|conv1x1~1|output~2");
  // A vertex that only leads to one off every path is off it too.
  EXPECT_EQ(ToString(*Pruned(*ParseCell("conv3x3~0|conv3x3~1|output~0"))), "output~0");
}

TEST(CellTest, PruningGivesCellsOfTheSpace) {
  RandomStream random(2, "cells");
  int64_t num_valid = 0;
  for (int i = 0; i < 10'000; ++i) {
    const Cell cell = RandomGraph(random);
    const absl::StatusOr<Cell> pruned = Pruned(cell);
    if (!pruned.ok()) {
      EXPECT_FALSE(CheckCell(cell).ok());
      continue;
    }
    ++num_valid;
    EXPECT_TRUE(CheckCell(*pruned).ok()) << CheckCell(*pruned);
    EXPECT_EQ(*Pruned(*pruned), *pruned);
    EXPECT_EQ(CheckCell(cell).ok(), *pruned == cell) << ToString(cell);
  }
  EXPECT_GT(num_valid, 1000);
}

TEST(CellTest, RefusesWhatIsNotInTheSpace) {
  EXPECT_THAT(MessageOf(CheckCell(*ParseCell("conv3x3~0|output~0"))), HasSubstr("vertex 1 of cell conv3x3~0|output~0"));
  EXPECT_THAT(MessageOf(CheckCell(*ParseCell("conv3x3|output~0~1"))), HasSubstr("vertex 1 of cell conv3x3|output~0~1"));
  EXPECT_THAT(MessageOf(Pruned(*ParseCell("conv3x3~0|output")).status()),
              HasSubstr("conv3x3~0|output has no path from its input to its output"));
  EXPECT_THAT(MessageOf(Pruned(Cell()).status()), HasSubstr("cell output has no path"));
  // Nine edges are allowed, ten are not; those that pruning takes away do not count.
  EXPECT_TRUE(CheckCell(*ParseCell("conv3x3~0|conv3x3~0~1|conv3x3~0~1~2|output~0~1~3")).ok());
  const Cell ten = *ParseCell("conv3x3~0|conv3x3~0~1|conv3x3~0~1~2|output~0~1~2~3");
  EXPECT_THAT(MessageOf(CheckCell(ten)), HasSubstr("has 10 edges, more than 9"));
  EXPECT_THAT(MessageOf(Pruned(ten).status()), HasSubstr("has 10 edges, more than 9"));
  EXPECT_TRUE(Pruned(*ParseCell("conv3x3~0|conv3x3~0~1|conv3x3~0~1~2|conv3x3~0~1~2~3|output~0~1")).ok());
}

TEST(CellTest, RefusesWhatIsNoGraph) {
  Cell cell;
  cell.num_vertices = 8;
  EXPECT_THAT(MessageOf(CheckCell(cell)), HasSubstr("8 vertices, not of 2 to 7"));
  cell.num_vertices = 1;
  EXPECT_THAT(MessageOf(Pruned(cell).status()), HasSubstr("1 vertices, not of 2 to 7"));
  cell.num_vertices = 2;
  cell.edges = 3;
  EXPECT_THAT(MessageOf(CheckCell(cell)), HasSubstr("edges 0x3 lead outside of the 2 vertices"));
  cell.edges = 1;
  EXPECT_TRUE(CheckCell(cell).ok());
  cell.ops[0] = Op::kConv1x1;
  EXPECT_THAT(MessageOf(CheckCell(cell)), HasSubstr("operation 1 at vertex 1 of a cell of 2 vertices"));
  cell = *ParseCell("conv3x3~0|output~1");
  cell.ops[0] = static_cast<Op>(3);
  EXPECT_THAT(MessageOf(CheckCell(cell)), HasSubstr("operation 3 at vertex 1"));
}

}  // namespace
}  // namespace duet::nasbench101
