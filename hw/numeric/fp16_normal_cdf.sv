// Phi(x) = (1 + erf(x / sqrt 2)) / 2 of a half: GELU(x) is x Phi(x). Bit for bit
// duet::hw::NormalCdf (functions.h), within half an ulp and 6e-5.
//
// Latency 3 cycles, a result a cycle. Cost: a product of 8 x 12 bits, 256 x 31 bits table.

module fp16_normal_cdf (
  /// Clock, asynchronous reset (active low), clock enable of the whole pipeline.
  input  logic        clk_i,
  input  logic        rst_ni,
  input  logic        en_i,
  /// Argument, and the result of the argument three enabled cycles before.
  input  logic [15:0] x_i,
  output logic [15:0] result_o
);

  // Cycle 1: |x| as a fixed point number with 3 + 13 bits.
  logic [15:0] magnitude, magnitude_q;
  logic        is_negative_q;
  logic        is_special, is_special_q, is_special_q2;
  logic [15:0] special, special_q, special_q2;

  always_comb begin
    if (x_i[14:10] == '0) begin
      magnitude = 16'd0;  // less than 2^-14
    end else if (x_i[14:10] < 5'd12) begin
      magnitude = {5'd0, 1'b1, x_i[9:0]} >> (5'd12 - x_i[14:10]);
    end else begin
      magnitude = {5'd0, 1'b1, x_i[9:0]} << (x_i[14:10] - 5'd12);
    end

    is_special = x_i[14:10] >= 5'd18;  // |x| >= 8
    special    = x_i[15] ? 16'd0 : 16'h3c00;
    if (x_i[14:0] > 15'h7c00) special = 16'h7e00;
  end

  // Cycle 2: 1 - Phi(|x|), and 1 less that for x >= 0.
  logic [18:0] knot;
  logic [11:0] drop;
  logic [26:0] tail, value_q;

  normal_tail_table u_table (.index_i(magnitude_q[15:8]), .knot_o(knot), .drop_o(drop));

  assign tail = {knot, 8'd0} - 27'(magnitude_q[7:0]) * 27'(drop);

  // Cycle 3: rounded.
  logic [15:0] rounded;

  fixed_to_half #(.Width(27)) u_round (
    .value_i(value_q),
    .exponent_i(-8'sd26),
    .is_negative_i(1'b0),
    .result_o(rounded)
  );

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      {magnitude_q, is_negative_q, is_special_q, special_q} <= '0;
      {value_q, is_special_q2, special_q2}                  <= '0;
      result_o                                              <= '0;
    end else if (en_i) begin
      magnitude_q   <= magnitude;
      is_negative_q <= x_i[15];
      is_special_q  <= is_special;
      special_q     <= special;
      value_q       <= is_negative_q ? tail : 27'h4000000 - tail;
      is_special_q2 <= is_special_q;
      special_q2    <= special_q;
      result_o      <= is_special_q2 ? special_q2 : rounded;
    end
  end

endmodule
