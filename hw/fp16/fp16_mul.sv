// result = a * b in IEEE half precision, rounded to nearest, ties to even.
//
// Subnormal operands and results, infinities; any result that is not a number is 0x7e00.
// Latency `Latency` cycles, throughput one product a cycle. Cost: one 11 x 11 bit multiplier.
// The first register lies behind the product, the second behind normalisation and rounding; more follow the result.

module fp16_mul #(
  /// Cycles from operands to result, counted in cycles with en_i; at least 2.
  parameter int unsigned Latency = fp16_pkg::MulLatency
) (
  /// Clock, and asynchronous reset, active low.
  input  logic        clk_i,
  input  logic        rst_ni,
  /// Clock enable of the whole pipeline.
  input  logic        en_i,
  /// Operands.
  input  logic [15:0] a_i,
  input  logic [15:0] b_i,
  /// Product of the operands of `Latency` cycles ago.
  output logic [15:0] result_o
);
  if (Latency < 2) begin : gen_bad_latency
    $error("fp16_mul: Latency must be 2 or more");
  end

  // Stage 1: exact product of the significands. A subnormal number has exponent 1 and no implicit bit.
  fp16_pkg::fp16_t a, b;
  assign a = a_i;
  assign b = b_i;

  typedef struct packed {
    logic               sign;
    logic               is_nan;
    logic               is_inf;
    logic signed [6:0]  exponent;  // biased, of bit 20 of the product
    logic [21:0]        product;
  } stage1_t;

  stage1_t stage1_d, stage1_q;

  always_comb begin
    stage1_d.sign     = a.sign ^ b.sign;
    stage1_d.is_nan   = fp16_pkg::is_nan(a_i[14:0]) || fp16_pkg::is_nan(b_i[14:0]) ||
                        (fp16_pkg::is_inf(a_i[14:0]) && b_i[14:0] == '0) ||
                        (fp16_pkg::is_inf(b_i[14:0]) && a_i[14:0] == '0);
    stage1_d.is_inf   = fp16_pkg::is_inf(a_i[14:0]) || fp16_pkg::is_inf(b_i[14:0]);
    stage1_d.exponent = $signed({2'b0, a.exponent}) + 7'(a.exponent == '0) +
                        $signed({2'b0, b.exponent}) + 7'(b.exponent == '0) - 7'sd15;
    stage1_d.product  = 22'({a.exponent != '0, a.fraction}) * 22'({b.exponent != '0, b.fraction});
  end

  // Stage 2: the leading one goes to bit 21, or as far as the smallest exponent allows; then rounding.
  logic [4:0]        leading_zeros;
  logic signed [6:0] exponent;  // biased, of the leading one at bit 21
  logic [21:0]       shifted;
  logic              lost;      // whether a one was shifted out
  logic              round_up;
  logic [14:0]       rounded;   // exponent and fraction
  logic [15:0]       result_d;

  always_comb begin
    leading_zeros = 5'd22;
    for (int unsigned i = 0; i < 22; i++) begin
      if (stage1_q.product[i]) leading_zeros = 5'(21 - i);
    end
    exponent = stage1_q.exponent + 7'sd1 - $signed({2'b0, leading_zeros});

    lost = 1'b0;
    if (exponent >= 7'sd1) begin
      shifted = stage1_q.product << leading_zeros;
    end else if (stage1_q.exponent >= 7'sd0) begin
      shifted = stage1_q.product << stage1_q.exponent[4:0];
    end else begin
      shifted = stage1_q.product >> 5'(-stage1_q.exponent);
      lost    = (shifted << 5'(-stage1_q.exponent)) != stage1_q.product;
    end
    round_up = shifted[10] && (shifted[9:0] != '0 || lost || shifted[11]);
    // A carry out of the fraction is one more in the exponent, up to infinity.
    rounded  = {exponent >= 7'sd1 ? exponent[4:0] : 5'd0, shifted[20:11]} + 15'(round_up);

    if (stage1_q.is_nan) begin
      result_d = fp16_pkg::NaN;
    end else if (stage1_q.is_inf || (exponent >= 7'sd31 && stage1_q.product != '0)) begin
      result_d = {stage1_q.sign, 5'h1f, 10'h0};
    end else begin
      result_d = {stage1_q.sign, rounded};
    end
  end

  logic [15:0] result_q [Latency-1];

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      stage1_q <= '0;
      for (int unsigned i = 0; i < Latency - 1; i++) result_q[i] <= '0;
    end else if (en_i) begin
      stage1_q    <= stage1_d;
      result_q[0] <= result_d;
      for (int unsigned i = 1; i <= Latency - 2; i++) result_q[i] <= result_q[i-1];
    end
  end

  assign result_o = result_q[Latency-2];

endmodule
