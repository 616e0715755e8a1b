// Adaptable butterfly unit: a 2 x 2 butterfly of reals, or one of an FFT, on the same four
// multipliers (paper, Fig. 7; the mode works the multiplexers).
//
//   linear   y1 = w1 x1 + w3 x2            FFT   y1 = x1 + w x2
//            y2 = w2 x1 + w4 x2                  y2 = x1 - w x2      w = w1 + i w2
//
//     x1.re or x2.re --+--(x w1)-- p1 --+
//                      +--(x w2)-- p2 --|--+        linear: y1 = p1 + p3, y2 = p2 + p4
//     x2.re or x2.im --+--(x w3)-- p3 --+  |        FFT:    w x2 = (p1 - p3) + i (p2 + p4),
//                      +--(x w4)-- p4 -----+                with w3 := w2, w4 := w1
//
// Numbers: IEEE half, rounded after each operation in this order.
// Latency: UnitLatency cycles in both modes; throughput one butterfly a cycle; never stalls.
// Cost: 4 multipliers, 1 adder/subtractor, 5 adders (4 of them for the complex sums).

module butterfly_unit
  import butterfly_pkg::*;
(
  /// Clock, and asynchronous reset, active low.
  input  logic          clk_i,
  input  logic          rst_ni,
  /// Meaning of operands and weights.
  input  mode_e         mode_i,
  /// Operands; in linear mode the real parts.
  input  complex_t      x1_i,
  input  complex_t      x2_i,
  input  unit_weights_t weights_i,
  /// Results of UnitLatency cycles ago; in linear mode the imaginary parts are 0.
  output complex_t      y1_o,
  output complex_t      y2_o
);

  localparam int unsigned SumLatency = fp16_pkg::MulLatency + fp16_pkg::AddLatency;

  logic is_fft;
  assign is_fft = mode_i == ModeFft;

  logic [15:0] upper, lower, w3, w4;
  assign upper = is_fft ? x2_i.re : x1_i.re;
  assign lower = is_fft ? x2_i.im : x2_i.re;
  assign w3    = is_fft ? weights_i.w2 : weights_i.w3;
  assign w4    = is_fft ? weights_i.w1 : weights_i.w4;

  logic [15:0] p1, p2, p3, p4;

  fp16_mul u_mul1 (
    .clk_i, .rst_ni, .en_i(1'b1), .a_i(upper), .b_i(weights_i.w1), .result_o(p1)
  );
  fp16_mul u_mul2 (
    .clk_i, .rst_ni, .en_i(1'b1), .a_i(upper), .b_i(weights_i.w2), .result_o(p2)
  );
  fp16_mul u_mul3 (
    .clk_i, .rst_ni, .en_i(1'b1), .a_i(lower), .b_i(w3), .result_o(p3)
  );
  fp16_mul u_mul4 (
    .clk_i, .rst_ni, .en_i(1'b1), .a_i(lower), .b_i(w4), .result_o(p4)
  );

  // The mode and x1 go along; x1 only in FFT mode, so that the complex sums rest otherwise.
  logic     [SumLatency-1:0] is_fft_q;
  complex_t [SumLatency-1:0] x1_q;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      is_fft_q <= '0;
      x1_q     <= '0;
    end else begin
      is_fft_q <= {is_fft_q[SumLatency-2:0], is_fft};
      x1_q     <= {x1_q[SumLatency-2:0], is_fft ? x1_i : complex_t'('0)};
    end
  end

  complex_t sum;  // w x2 in FFT mode; y1 and y2 in linear mode

  fp16_add u_add_re (
    .clk_i, .rst_ni, .en_i(1'b1), .sub_i(is_fft_q[fp16_pkg::MulLatency-1]),
    .a_i(p1), .b_i(p3), .result_o(sum.re)
  );
  fp16_add u_add_im (
    .clk_i, .rst_ni, .en_i(1'b1), .sub_i(1'b0), .a_i(p2), .b_i(p4), .result_o(sum.im)
  );

  logic     is_fft_last;
  complex_t x1_last, product;
  assign is_fft_last = is_fft_q[SumLatency-1];
  assign x1_last     = x1_q[SumLatency-1];
  assign product     = is_fft_last ? sum : '0;

  complex_t plus, minus;

  fp16_add u_plus_re (
    .clk_i, .rst_ni, .en_i(1'b1), .sub_i(1'b0),
    .a_i(x1_last.re), .b_i(product.re), .result_o(plus.re)
  );
  fp16_add u_plus_im (
    .clk_i, .rst_ni, .en_i(1'b1), .sub_i(1'b0),
    .a_i(x1_last.im), .b_i(product.im), .result_o(plus.im)
  );
  fp16_add u_minus_re (
    .clk_i, .rst_ni, .en_i(1'b1), .sub_i(1'b1),
    .a_i(x1_last.re), .b_i(product.re), .result_o(minus.re)
  );
  fp16_add u_minus_im (
    .clk_i, .rst_ni, .en_i(1'b1), .sub_i(1'b1),
    .a_i(x1_last.im), .b_i(product.im), .result_o(minus.im)
  );

  // In linear mode the sums wait as long as the complex sums take.
  localparam int unsigned AddLatency = fp16_pkg::AddLatency;
  logic     [AddLatency-1:0] is_fft_out_q;
  complex_t [AddLatency-1:0] sum_q;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      is_fft_out_q <= '0;
      sum_q        <= '0;
    end else begin
      is_fft_out_q[0] <= is_fft_last;
      sum_q[0]        <= sum;
      for (int unsigned i = 1; i < AddLatency; i++) begin
        is_fft_out_q[i] <= is_fft_out_q[i-1];
        sum_q[i]        <= sum_q[i-1];
      end
    end
  end

  assign y1_o = is_fft_out_q[AddLatency-1] ? plus  : {16'h0, sum_q[AddLatency-1].re};
  assign y2_o = is_fft_out_q[AddLatency-1] ? minus : {16'h0, sum_q[AddLatency-1].im};

endmodule
