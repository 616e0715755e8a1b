// One pixel and one filter of the convolution engine: four products a cycle and their sum,
//
//   acc <- bias                            init_i
//   acc <- acc + sum_c pixel_c * weight_c  tap_i, c = 0 ... 3: four channels of one pixel
//
// Numbers: pixels and weights int8, acc int32, which wraps around.
// Latency: products are there one cycle after their factors; tap_i and init_i come with the
// products, acc_o follows them by one cycle. Throughput: four products a cycle.
// Cost: 4 multipliers, 96 bits of registers.

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

  logic signed [15:0] product0_q, product1_q, product2_q, product3_q;
  logic signed [17:0] sum;
  logic signed [31:0] acc_q;

  assign sum = (18'(product0_q) + 18'(product1_q)) + (18'(product2_q) + 18'(product3_q));

  always_ff @(posedge clk_i) begin
    product0_q <= $signed(pixels_i[7:0]) * $signed(weights_i[7:0]);
    product1_q <= $signed(pixels_i[15:8]) * $signed(weights_i[15:8]);
    product2_q <= $signed(pixels_i[23:16]) * $signed(weights_i[23:16]);
    product3_q <= $signed(pixels_i[31:24]) * $signed(weights_i[31:24]);
    if (init_i) begin
      acc_q <= $signed(bias_i);
    end else if (tap_i) begin
      acc_q <= acc_q + 32'(sum);
    end
  end

  assign acc_o = acc_q;

endmodule
