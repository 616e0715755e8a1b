/// Lanes of memory word times input, summed up: each a block memory, a multiplier, an adder with its register.
module multiply_accumulate #(
  /// Lanes side by side.
  parameter int unsigned Lanes = 2
) (
  input  logic                clk_i,
  input  logic                rst_ni,
  /// Writes a_i into the memories.
  input  logic                write_i,
  input  logic [9:0]          address_i,
  input  logic [16*Lanes-1:0] a_i,
  output logic [40*Lanes-1:0] sum_o
);
  for (genvar i = 0; i < Lanes; i++) begin : gen_lane
    logic [15:0] memory [1024];
    logic [15:0] word_q;
    logic [31:0] product;
    always_ff @(posedge clk_i) begin
      if (write_i) memory[address_i] <= a_i[16*i +: 16];
      word_q <= memory[address_i];
    end
    assign product = a_i[16*i +: 16] * word_q;
    accumulator #(.Width(40)) u_accumulator (
      .clk_i,
      .rst_ni,
      .d_i(product),
      .sum_o(sum_o[40*i +: 40])
    );
  end
endmodule
