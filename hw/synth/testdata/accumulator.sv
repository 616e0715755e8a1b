/// The sum of all inputs since reset.
module accumulator #(
  parameter int unsigned Width = 40
) (
  input  logic             clk_i,
  input  logic             rst_ni,
  input  logic [31:0]      d_i,
  output logic [Width-1:0] sum_o
);
  logic [Width-1:0] sum_q;
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) sum_q <= '0;
    else sum_q <= sum_q + Width'(d_i);
  end
  assign sum_o = sum_q;
endmodule
