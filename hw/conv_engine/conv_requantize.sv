// From an accumulator to an activation:
//
//   y = saturate_int8(ReLU?(floor(acc / 2^shift + 1/2)))
//
// The scale is a power of two, so that no multiplier is needed. Halves round up.
// Combinational. Cost: no multipliers.

module conv_requantize (
  input  logic [31:0] acc_i,
  /// 0 ... 31.
  input  logic [4:0]  shift_i,
  /// Whether negative results become zero.
  input  logic        relu_i,
  output logic [7:0]  result_o
);

  // acc / 2^(shift - 1), rounded down, then (that + 1) / 2: one bit more than the result needs.
  logic signed [33:0] twice, rounded;

  assign twice = $signed({acc_i[31], acc_i, 1'b0}) >>> shift_i;
  assign rounded = (twice + 34'sd1) >>> 1;

  always_comb begin
    result_o = rounded[7:0];
    if (relu_i && rounded < 0) result_o = 8'd0;
    else if (rounded > 127) result_o = 8'd127;
    else if (rounded < -128) result_o = 8'h80;
  end

endmodule
