// 1 / x of a half, with infinity for 0 and 0 for infinity. Bit for bit duet::hw::Reciprocal
// (functions.h), within 0.54 ulp.
//
//   x = (1 + z) 2^e,   1 / x = 1 / (1 + z) 2^-e
//
// Latency 3 cycles, a result a cycle. Cost: a product of 3 x 12 bits, 128 x 31 bits table.

module fp16_reciprocal (
  /// Clock, asynchronous reset (active low), clock enable of the whole pipeline.
  input  logic        clk_i,
  input  logic        rst_ni,
  input  logic        en_i,
  /// Argument, and the result of the argument three enabled cycles before.
  input  logic [15:0] x_i,
  output logic [15:0] result_o
);

  // Cycle 1: z and e.
  logic        [9:0] fraction, fraction_q;
  logic signed [7:0] exponent, exponent_q, exponent_q2;
  logic              is_negative_q, is_negative_q2;
  logic              is_special, is_special_q, is_special_q2;
  logic       [15:0] special, special_q, special_q2;

  fp16_normalize u_normalize (.x_i(x_i), .fraction_o(fraction), .exponent_o(exponent));

  always_comb begin
    is_special = 1'b1;
    special    = {x_i[15], 15'd0};
    if (x_i[14:0] > 15'h7c00) begin
      special = 16'h7e00;
    end else if (x_i[14:0] == '0) begin
      special = {x_i[15], 15'h7c00};
    end else if (x_i[14:0] != 15'h7c00) begin
      is_special = 1'b0;
    end
  end

  // Cycle 2: 1 / (1 + z).
  logic [18:0] knot;
  logic [11:0] drop;
  logic [21:0] value_q;

  reciprocal_table u_table (.index_i(fraction_q[9:3]), .knot_o(knot), .drop_o(drop));

  // Cycle 3: times 2^-e.
  logic [15:0] rounded;

  fixed_to_half #(.Width(22)) u_round (
    .value_i(value_q),
    .exponent_i(-8'sd21 - exponent_q2),
    .is_negative_i(is_negative_q2),
    .result_o(rounded)
  );

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      {fraction_q, exponent_q, is_negative_q, is_special_q, special_q}    <= '0;
      {value_q, exponent_q2, is_negative_q2, is_special_q2, special_q2} <= '0;
      result_o                                                            <= '0;
    end else if (en_i) begin
      fraction_q     <= fraction;
      exponent_q     <= exponent;
      is_negative_q  <= x_i[15];
      is_special_q   <= is_special;
      special_q      <= special;
      value_q        <= {knot, 3'd0} - 22'(fraction_q[2:0]) * 22'(drop);
      exponent_q2    <= exponent_q;
      is_negative_q2 <= is_negative_q;
      is_special_q2  <= is_special_q;
      special_q2     <= special_q;
      result_o       <= is_special_q2 ? special_q2 : rounded;
    end
  end

endmodule
