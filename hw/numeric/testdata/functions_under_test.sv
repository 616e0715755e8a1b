// The four function units beside each other: one model to compile for their test.

module functions_under_test (
  input  logic        clk_i,
  input  logic        rst_ni,
  input  logic        en_i,
  input  logic [15:0] x_i,
  output logic [15:0] exp_o,
  output logic [15:0] reciprocal_o,
  output logic [15:0] reciprocal_sqrt_o,
  output logic [15:0] normal_cdf_o
);

  fp16_exp u_exp (.clk_i, .rst_ni, .en_i, .x_i, .result_o(exp_o));
  fp16_reciprocal u_reciprocal (.clk_i, .rst_ni, .en_i, .x_i, .result_o(reciprocal_o));
  fp16_reciprocal_sqrt u_reciprocal_sqrt (.clk_i, .rst_ni, .en_i, .x_i, .result_o(reciprocal_sqrt_o));
  fp16_normal_cdf u_normal_cdf (.clk_i, .rst_ni, .en_i, .x_i, .result_o(normal_cdf_o));

endmodule
