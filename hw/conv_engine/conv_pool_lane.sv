// One pixel of 3x3 max-pooling: the running maximum of four channels, int8.
//
//   max_c <- -128                  init_i
//   max_c <- max(max_c, pixel_c)   tap_i, c = 0 ... 3
//
// Pixels beyond the border come as -128, which never changes a maximum.
// Latency: max_o follows by one cycle. Cost: no multipliers, 32 bits of registers.

module conv_pool_lane (
  input  logic        clk_i,
  input  logic        init_i,
  input  logic        tap_i,
  input  logic [31:0] pixels_i,
  output logic [31:0] max_o
);

  logic [31:0] max_q;

  always_ff @(posedge clk_i) begin
    for (int unsigned c = 0; c < 4; c++) begin
      if (init_i) begin
        max_q[8*c+:8] <= 8'h80;
      end else if (tap_i && $signed(pixels_i[8*c+:8]) > $signed(max_q[8*c+:8])) begin
        max_q[8*c+:8] <= pixels_i[8*c+:8];
      end
    end
  end

  assign max_o = max_q;

endmodule
