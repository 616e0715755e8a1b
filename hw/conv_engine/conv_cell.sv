// One pixel and one filter of the convolution engine: four products a cycle and their sum,
//
//   acc <- bias                            init_i
//   acc <- acc + sum_c pixel_c * weight_c  tap_i, c = 0 ... 3: four channels of one pixel
//
// The sum goes from multiplier to multiplier, so that each adder has two operands and a register:
//
//   pixel_0 weight_0    pixel_1 weight_1    pixel_2 weight_2    pixel_3 weight_3
//          x ---------> + x --------------> + x --------------> + x ----------> + acc
//        cycle 0         cycle 1             cycle 2             cycle 3        cycle 4
//
// and channel c comes c cycles after channel 0 (conv_skew).
//
// Numbers: pixels and weights int8, acc int32, which wraps around.
// Latency: tap_i and init_i come four cycles after channel 0, acc_o one cycle after them.
// Throughput: four products a cycle. Cost: 4 multipliers, 104 bits of registers.

module conv_cell (
  input  logic        clk_i,
  /// Four channels of the pixel, the first in the low bits.
  input  logic [31:0] pixels_i,
  /// Their weights.
  input  logic [31:0] weights_i,
  input  logic        init_i,
  input  logic        tap_i,
  input  logic [31:0] bias_i,
  output logic [31:0] acc_o
);

  logic signed [15:0] product0, product1, product2, product3;
  logic signed [17:0] sum0_q, sum1_q, sum2_q, sum3_q;
  logic signed [31:0] acc_q;

  assign product0 = $signed(pixels_i[7:0]) * $signed(weights_i[7:0]);
  assign product1 = $signed(pixels_i[15:8]) * $signed(weights_i[15:8]);
  assign product2 = $signed(pixels_i[23:16]) * $signed(weights_i[23:16]);
  assign product3 = $signed(pixels_i[31:24]) * $signed(weights_i[31:24]);

  always_ff @(posedge clk_i) begin
    sum0_q <= 18'(product0);
    sum1_q <= sum0_q + 18'(product1);
    sum2_q <= sum1_q + 18'(product2);
    sum3_q <= sum2_q + 18'(product3);
    if (init_i) acc_q <= $signed(bias_i);
    else if (tap_i) acc_q <= acc_q + 32'(sum3_q);
  end

  assign acc_o = acc_q;

endmodule
