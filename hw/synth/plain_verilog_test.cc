#include "hw/synth/plain_verilog.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "common/random.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "hw/synth/constant_expression.h"
#include "hw/synth/testdata/Vconstructs_plain_rtl.h"
#include "hw/synth/testdata/Vconstructs_rtl.h"
#include "hw/synth/verilator_types.h"
#include "hw/synth/xml_node.h"
#include "hw/testing/testbench.h"

namespace duet::hw {
namespace {

using testing::HasSubstr;

// What the module does on random inputs, cycle by cycle.
template <typename Model>
std::vector<std::vector<uint64_t>> Simulate() {
  Testbench<Model> bench;
  RandomStream random(1, "inputs");
  std::vector<std::vector<uint64_t>> outputs;
  for (int cycle = 0; cycle < 20000; ++cycle) {
    bench->start_i = random.UniformInt(2);
    bench->select_i = random.UniformInt(16);
    bench->signed_i = random.UniformInt(1 << 12);
    bench->numbers_i = random() >> 16;
    if (cycle % 1000 == 999) bench.Reset();
    bench.Tick();
    // The memory starts with random words; by cycle 1,000 all are written.
    outputs.push_back({bench->numbers_o, bench->bytes_o, bench->signed_o, bench->kind_o, bench->busy_o,
                       cycle < 1000 ? uint64_t{0} : bench->memory_o});
  }
  return outputs;
}

TEST(PlainVerilogTest, BehavesAsTheOriginal) {
  const auto original = Simulate<Vconstructs_rtl>(), plain = Simulate<Vconstructs_plain_rtl>();
  for (size_t cycle = 0; cycle < original.size(); ++cycle) {
    ASSERT_EQ(plain[cycle], original[cycle]) << "cycle " << cycle;
  }
}

std::string Xml(const std::string& module) {
  return R"(<?xml version="1.0"?><verilator_xml><netlist><module name="m" origName="m">)" + module +
         R"(</module><typetable><basicdtype id="1" name="logic"/>
             <basicdtype id="4" name="logic" left="3" right="0"/></typetable></netlist></verilator_xml>)";
}

TEST(PlainVerilogTest, WritesVectorsAndAssignments) {
  const std::string text =
      *PlainVerilog(Xml(R"(<var name="a" dtype_id="4" dir="input"/><var name="b" dtype_id="1" dir="output"/>
             <contassign dtype_id="1"><sel dtype_id="1"><varref name="a" dtype_id="4"/><const name="32'sh2" dtype_id="4"/>
             <const name="32'h1" dtype_id="4"/></sel><varref name="b" dtype_id="1"/></contassign>)"));
  EXPECT_THAT(text, HasSubstr("module m (\n  input logic [3:0] a,\n  output logic [0:0] b\n);"));
  EXPECT_THAT(text, HasSubstr("assign b = a[2:2];"));
}

TEST(PlainVerilogTest, NamesWhatItCannotTranslate) {
  const absl::Status status =
      PlainVerilog(Xml(R"(<contassign loc="e,7,3,7,5"><varxref name="x"/><varref name="y"/></contassign>)")).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kUnimplemented);
  EXPECT_THAT(std::string(status.message()), HasSubstr("module m: <varxref name=\"x\">"));
  EXPECT_EQ(PlainVerilog(Xml(R"(<var name="q" dtype_id="1"><const name="1'h0" dtype_id="1"/></var>
                               <always><assign><const name="1'h1" dtype_id="1"/><varref name="q" dtype_id="1"/></assign>
                               </always>)"))
                .status()
                .code(),
            absl::StatusCode::kUnimplemented)
      << "a register with an initial value";
}

TEST(PlainVerilogTest, RejectsOtherInput) {
  EXPECT_EQ(PlainVerilog("<verilator_xml").status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(PlainVerilog("<html/>").status().code(), absl::StatusCode::kInvalidArgument);
}

TEST(EvaluateTest, FoldsWithLoopVariables) {
  const VerilatorTypes types = *VerilatorTypes::Create(ParseXml(Xml(""))->children[0]);
  const auto evaluate = [&](const std::string& xml) { return Evaluate(*ParseXml(xml), types, {{"i", 3}}); };
  const std::string i = R"(<varref name="i" dtype_id="4"/>)", eight = R"(<const name="4'h8" dtype_id="4"/>)";
  EXPECT_EQ(evaluate("<sub dtype_id=\"4\">" + eight + i + "</sub>"), 5);
  EXPECT_EQ(evaluate("<add dtype_id=\"4\">" + eight + eight + "</add>"), 0) << "four bits";
  EXPECT_EQ(evaluate("<gt dtype_id=\"1\">" + eight + i + "</gt>"), 1);
  EXPECT_EQ(evaluate("<gts dtype_id=\"1\">" + eight + i + "</gts>"), 0) << "8 of four bits is -8";
  EXPECT_EQ(evaluate(R"(<varref name="j" dtype_id="4"/>)"), std::nullopt);
  EXPECT_EQ(evaluate(R"(<const name="4'bxxxx" dtype_id="4"/>)"), std::nullopt);
}

}  // namespace
}  // namespace duet::hw
