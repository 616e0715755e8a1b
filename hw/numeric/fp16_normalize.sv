// |x| = (1 + fraction / 1024) 2^exponent of a half, subnormal or not, that is neither zero nor
// infinite nor NaN.
//
// Combinational.

module fp16_normalize (
  input  logic        [15:0] x_i,
  output logic        [9:0]  fraction_o,
  output logic signed [7:0]  exponent_o
);

  logic [3:0] num_zeros;  // before the first one of the fraction

  always_comb begin
    num_zeros = '0;
    for (int i = 0; i < 10; i++) begin
      if (x_i[i]) num_zeros = 4'(9 - i);
    end
    if (x_i[14:10] == '0) begin
      fraction_o = x_i[9:0] << (num_zeros + 4'd1);
      exponent_o = -8'sd15 - $signed({4'd0, num_zeros});
    end else begin
      fraction_o = x_i[9:0];
      exponent_o = $signed({3'd0, x_i[14:10]}) - 8'sd15;
    end
  end

  logic unused_sign;
  assign unused_sign = x_i[15];

endmodule
