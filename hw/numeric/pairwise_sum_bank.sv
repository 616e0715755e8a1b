// pairwise_sum without the gap after each sum: `Units` of them take sums in turn, so that one is
// completed while the next is read. Sums leave in the order in which they came. With n items a sum
// there is no gap if Units n >= n + 4 log2(n) + 4.
//
// Cost: Units times that of pairwise_sum.

module pairwise_sum_bank #(
  /// Sums under way at a time.
  parameter int unsigned Units = 2,
  /// Streams that are summed side by side.
  parameter int unsigned Lanes = 1,
  /// Most items of a sum.
  parameter int unsigned MaxLength = 1024
) (
  /// Clock, and asynchronous reset, active low.
  input  logic                clk_i,
  input  logic                rst_ni,
  /// Items in, a half a lane; `last_i` with the last one of a sum.
  input  logic                valid_i,
  output logic                ready_o,
  input  logic                last_i,
  input  logic [Lanes*16-1:0] data_i,
  /// Sums out.
  output logic                valid_o,
  input  logic                ready_i,
  output logic [Lanes*16-1:0] sum_o
);

  localparam int unsigned UnitWidth = Units > 1 ? $clog2(Units) : 1;

  if (Units < 1) begin : gen_bad_units
    $error("Units is %0d; it must be at least 1", Units);
  end

  logic [UnitWidth-1:0]  in_unit_q, out_unit_q;  // whose turn it is
  logic [Units-1:0]      ready, valid;
  logic [Lanes*16-1:0]   sum [Units];

  assign ready_o = ready[in_unit_q];
  assign valid_o = valid[out_unit_q];
  assign sum_o   = sum[out_unit_q];

  for (genvar i = 0; i < Units; i++) begin : gen_unit
    pairwise_sum #(.Lanes(Lanes), .MaxLength(MaxLength)) u_sum (
      .clk_i(clk_i),
      .rst_ni(rst_ni),
      .valid_i(valid_i && in_unit_q == UnitWidth'(i)),
      .ready_o(ready[i]),
      .last_i(last_i),
      .data_i(data_i),
      .valid_o(valid[i]),
      .ready_i(ready_i && out_unit_q == UnitWidth'(i)),
      .sum_o(sum[i])
    );
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      in_unit_q  <= '0;
      out_unit_q <= '0;
    end else begin
      if (valid_i && ready_o && last_i) begin
        in_unit_q <= in_unit_q == UnitWidth'(Units - 1) ? '0 : in_unit_q + 1'b1;
      end
      if (valid_o && ready_i) begin
        out_unit_q <= out_unit_q == UnitWidth'(Units - 1) ? '0 : out_unit_q + 1'b1;
      end
    end
  end

endmodule
