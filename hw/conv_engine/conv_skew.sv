// Delays the channels of quads for conv_cell: byte c of each by c cycles.
//
// Cost: 48 bits of registers a quad.

module conv_skew #(
  /// Number of quads side by side.
  parameter int unsigned Quads = 8
) (
  input  logic                clk_i,
  input  logic [Quads*32-1:0] data_i,
  output logic [Quads*32-1:0] data_o
);

  for (genvar i = 0; i < Quads; i++) begin : gen_quad
    logic [7:0] byte1_q, byte2_q, byte2_q2, byte3_q, byte3_q2, byte3_q3;
    always_ff @(posedge clk_i) begin
      byte1_q <= data_i[32*i+8+:8];
      byte2_q <= data_i[32*i+16+:8];
      byte2_q2 <= byte2_q;
      byte3_q <= data_i[32*i+24+:8];
      byte3_q2 <= byte3_q;
      byte3_q3 <= byte3_q2;
    end
    assign data_o[32*i+:32] = {byte3_q3, byte2_q2, byte1_q, data_i[32*i+:8]};
  end

endmodule
