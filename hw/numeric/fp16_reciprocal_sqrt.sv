// 1 / sqrt(x) of a half: infinity for 0, 0 for infinity, NaN for x < 0. Bit for bit
// duet::hw::ReciprocalSqrt (functions.h), within 0.56 ulp.
//
//   x = 2^p (1 + z) 4^q, p in {0, 1},   1 / sqrt(x) = 1 / sqrt(2^p (1 + z)) 2^-q
//
// Latency 3 cycles, a result a cycle. Cost: a product of 4 x 12 bits, 128 x 31 bits table.

module fp16_reciprocal_sqrt (
  /// Clock, asynchronous reset (active low), clock enable of the whole pipeline.
  input  logic        clk_i,
  input  logic        rst_ni,
  input  logic        en_i,
  /// Argument, and the result of the argument three enabled cycles before.
  input  logic [15:0] x_i,
  output logic [15:0] result_o
);

  // Cycle 1: p, z and q.
  logic        [9:0]  fraction;
  logic        [10:0] argument_q;
  logic signed [7:0]  exponent, q_q, q_q2;
  logic               is_special, is_special_q, is_special_q2;
  logic        [15:0] special, special_q, special_q2;

  fp16_normalize u_normalize (.x_i(x_i), .fraction_o(fraction), .exponent_o(exponent));

  always_comb begin
    is_special = 1'b1;
    special    = 16'h7e00;
    if (x_i[14:0] == '0) begin
      special = {x_i[15], 15'h7c00};
    end else if (x_i == 16'h7c00) begin
      special = '0;
    end else if (!x_i[15] && x_i < 16'h7c00) begin
      is_special = 1'b0;
    end
  end

  // Cycle 2: 1 / sqrt(2^p (1 + z)).
  logic [18:0] knot;
  logic [11:0] drop;
  logic [22:0] value_q;

  reciprocal_sqrt_table u_table (.index_i(argument_q[10:4]), .knot_o(knot), .drop_o(drop));

  // Cycle 3: times 2^-q.
  logic [15:0] rounded;

  fixed_to_half #(.Width(23)) u_round (
    .value_i(value_q),
    .exponent_i(-8'sd22 - q_q2),
    .is_negative_i(1'b0),
    .result_o(rounded)
  );

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      {argument_q, q_q, is_special_q, special_q} <= '0;
      {value_q, q_q2, is_special_q2, special_q2} <= '0;
      result_o                                   <= '0;
    end else if (en_i) begin
      argument_q    <= {exponent[0], fraction};
      q_q           <= exponent >>> 1;
      is_special_q  <= is_special;
      special_q     <= special;
      value_q       <= {knot, 4'd0} - 23'(argument_q[3:0]) * 23'(drop);
      q_q2          <= q_q;
      is_special_q2 <= is_special_q;
      special_q2    <= special_q;
      result_o      <= is_special_q2 ? special_q2 : rounded;
    end
  end

endmodule
