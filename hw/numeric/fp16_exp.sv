// e^x of a half x <= 0; 1 for x > 0. Bit for bit duet::hw::Exp (functions.h), within 0.59 ulp.
//
//   |x| log2(e) = k + z,   e^x = 2^-k 2^-z
//
// Latency 3 cycles, a result a cycle. Cost: products of 21 x 21 and 10 x 12 bits, 64 x 31 bits of
// table.

module fp16_exp (
  /// Clock, asynchronous reset (active low), clock enable of the whole pipeline.
  input  logic        clk_i,
  input  logic        rst_ni,
  input  logic        en_i,
  /// Argument, and the result of the argument three enabled cycles before.
  input  logic [15:0] x_i,
  output logic [15:0] result_o
);

  localparam logic [20:0] Log2E = 21'd1512775;  // 2^20 log2(e)

  // Cycle 1: |x| as a fixed point number with 5 + 16 bits; k and z.
  logic [20:0] magnitude;
  logic [5:0]  k_q;
  logic [15:0] z_q;
  logic        is_special_q, is_special_q2;
  logic [15:0] special_q, special_q2;
  logic [41:0] product;
  logic        is_special;
  logic [15:0] special;

  always_comb begin
    if (x_i[14:10] == '0) begin
      magnitude = {11'd0, x_i[9:0]} >> 8;
    end else if (x_i[14:10] < 5'd9) begin
      magnitude = {10'd0, 1'b1, x_i[9:0]} >> (5'd9 - x_i[14:10]);
    end else begin
      magnitude = {10'd0, 1'b1, x_i[9:0]} << (x_i[14:10] - 5'd9);
    end
    product = magnitude * Log2E;

    is_special = 1'b1;
    special    = '0;
    if (x_i[14:0] > 15'h7c00) begin
      special = 16'h7e00;
    end else if (!x_i[15]) begin
      special = 16'h3c00;
    end else if (x_i[14:10] < 5'd20) begin
      is_special = 1'b0;
    end
  end

  // Cycle 2: 2^-z.
  logic [18:0] knot;
  logic [11:0] drop;
  logic [28:0] value_q;
  logic [5:0]  k_q2;

  exp2_table u_table (.index_i(z_q[15:10]), .knot_o(knot), .drop_o(drop));

  // Cycle 3: times 2^-k.
  logic [15:0] rounded;

  fixed_to_half #(.Width(29)) u_round (
    .value_i(value_q),
    .exponent_i(-8'sd28 - $signed({2'd0, k_q2})),
    .is_negative_i(1'b0),
    .result_o(rounded)
  );

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      {k_q, z_q, is_special_q, special_q}         <= '0;
      {k_q2, value_q, is_special_q2, special_q2}  <= '0;
      result_o                                    <= '0;
    end else if (en_i) begin
      k_q           <= product[41:36];
      z_q           <= product[35:20];
      is_special_q  <= is_special;
      special_q     <= special;
      k_q2          <= k_q;
      value_q       <= {knot, 10'd0} - 29'(z_q[9:0]) * 29'(drop);
      is_special_q2 <= is_special_q;
      special_q2    <= special_q;
      result_o      <= is_special_q2 ? special_q2 : rounded;
    end
  end

  logic unused_product;
  assign unused_product = ^product[19:0];

endmodule
