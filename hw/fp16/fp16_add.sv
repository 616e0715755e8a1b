// result = a + b, or a - b if sub_i, in IEEE half precision, rounded to nearest, ties to even.
//
// Subnormal operands and results, infinities; any result that is not a number is 0x7e00. x - x is +0.
// Latency `Latency` cycles, throughput one sum a cycle.

module fp16_add #(
  /// Cycles from operands to result, counted in cycles with en_i; at least 1.
  parameter int unsigned Latency = fp16_pkg::AddLatency
) (
  /// Clock, and asynchronous reset, active low.
  input  logic        clk_i,
  input  logic        rst_ni,
  /// Clock enable of the whole pipeline.
  input  logic        en_i,
  /// Operands, and whether to subtract.
  input  logic        sub_i,
  input  logic [15:0] a_i,
  input  logic [15:0] b_i,
  /// Sum of the operands of `Latency` cycles ago.
  output logic [15:0] result_o
);
  if (Latency < 1) begin : gen_bad_latency
    $error("fp16_add: Latency must be 1 or more");
  end

  fp16_pkg::fp16_t       a, b;
  logic        is_swapped;            // whether |b| > |a|
  fp16_pkg::fp16_t       larger;                // by magnitude
  logic [4:0]  smaller_exponent;
  logic [9:0]  smaller_fraction;
  logic        is_difference;         // of the magnitudes
  logic [4:0]  exponent;              // of the larger; a subnormal number has exponent 1
  logic [4:0]  distance;
  logic [13:0] significand, aligned;  // implicit bit, fraction, guard, round and sticky bit
  logic [13:0] smaller_significand;
  logic [14:0] sum;
  logic [3:0]  leading_zeros, shift;
  logic [13:0] normal;
  logic [5:0]  normal_exponent;
  logic        round_up;
  logic [14:0] rounded;               // exponent and fraction
  logic [15:0] result_d;

  always_comb begin
    a = a_i;
    b = b_i;
    b.sign ^= sub_i;
    is_swapped = b_i[14:0] > a_i[14:0];
    larger     = is_swapped ? b : a;
    {smaller_exponent, smaller_fraction} = is_swapped ? a_i[14:0] : b_i[14:0];
    is_difference = a.sign ^ b.sign;

    // Align: bits that leave on the right count as a sticky one.
    exponent          = larger.exponent | 5'(larger.exponent == '0);
    distance          = exponent - (smaller_exponent | 5'(smaller_exponent == '0));
    significand       = {larger.exponent != '0, larger.fraction, 3'b0};
    smaller_significand = {smaller_exponent != '0, smaller_fraction, 3'b0};
    aligned           = smaller_significand >> distance;
    aligned[0]        = aligned[0] || (aligned << distance) != smaller_significand;
    sum = is_difference ? {1'b0, significand} - {1'b0, aligned} : {1'b0, significand} + {1'b0, aligned};

    // Normalise: the leading one goes to bit 13, or as far as the smallest exponent allows.
    leading_zeros = 4'd14;
    for (int unsigned i = 0; i < 14; i++) begin
      if (sum[i]) leading_zeros = 4'(13 - i);
    end
    shift = {1'b0, leading_zeros} < exponent ? leading_zeros : 4'(exponent - 5'd1);
    if (sum[14]) begin
      normal          = {sum[14:2], sum[1] || sum[0]};
      normal_exponent = {1'b0, exponent} + 6'd1;
    end else begin
      normal          = sum[13:0] << shift;
      normal_exponent = normal[13] ? {1'b0, exponent} - {2'b0, shift} : 6'd0;
    end

    // Round: a carry out of the fraction is one more in the exponent, up to infinity.
    round_up = normal[2] && (normal[1:0] != '0 || normal[3]);
    rounded  = {normal_exponent[4:0], normal[12:3]} + 15'(round_up);

    if (fp16_pkg::is_nan(a_i[14:0]) || fp16_pkg::is_nan(b_i[14:0]) ||
        (fp16_pkg::is_inf(a_i[14:0]) && fp16_pkg::is_inf(b_i[14:0]) && is_difference)) begin
      result_d = fp16_pkg::NaN;
    end else if (fp16_pkg::is_inf(larger[14:0])) begin
      result_d = larger;
    end else if (normal_exponent == 6'd31) begin
      result_d = {larger.sign, 5'h1f, 10'h0};
    end else if (sum == '0) begin
      result_d = {a.sign && b.sign, 15'h0};
    end else begin
      result_d = {larger.sign, rounded};
    end
  end

  logic [15:0] result_q [Latency];

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      for (int unsigned i = 0; i < Latency; i++) result_q[i] <= '0;
    end else if (en_i) begin
      result_q[0] <= result_d;
      for (int unsigned i = 1; i < Latency; i++) result_q[i] <= result_q[i-1];
    end
  end

  assign result_o = result_q[Latency-1];

endmodule
