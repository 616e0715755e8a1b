// Sum of `Inputs` halves by a balanced tree of adders: ((x0 + x1) + (x2 + x3)) + ...
//
// Latency log2(Inputs) additions, a sum a cycle. Cost: Inputs - 1 adders.

module adder_tree #(
  /// Numbers that are summed: a power of two.
  parameter int unsigned Inputs = 8
) (
  /// Clock, asynchronous reset (active low), clock enable of the whole pipeline.
  input  logic                 clk_i,
  input  logic                 rst_ni,
  input  logic                 en_i,
  input  logic [Inputs*16-1:0] data_i,
  output logic [15:0]          sum_o
);

  if (Inputs < 1 || (Inputs & (Inputs - 1)) != 0) begin : gen_bad_inputs
    $error("Inputs is %0d; it must be a power of two", Inputs);
  end

  if (Inputs == 1) begin : gen_wire
    logic unused_clock;
    assign unused_clock = ^{clk_i, rst_ni, en_i};
  end

  // A heap: node n is the sum of nodes 2 n and 2 n + 1; inputs are nodes Inputs ... 2 Inputs - 1.
  logic [15:0] node [2*Inputs];

  assign node[0] = '0;
  assign sum_o   = node[1];

  for (genvar i = 0; i < Inputs; i++) begin : gen_input
    assign node[Inputs+i] = data_i[16*i+:16];
  end

  for (genvar i = 1; i < Inputs; i++) begin : gen_adder
    fp16_add u_add (
      .clk_i(clk_i),
      .rst_ni(rst_ni),
      .en_i(en_i),
      .sub_i(1'b0),
      .a_i(node[2*i]),
      .b_i(node[2*i+1]),
      .result_o(node[i])
    );
  end

endmodule
