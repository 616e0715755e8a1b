// A register between two valid/ready streams, to test the test harness with.
//
// Latency 1 cycle, throughput 1 item a cycle.

module stream_register #(
  /// Bits of an item.
  parameter int unsigned Width = 16
) (
  /// Clock, and asynchronous reset, active low.
  input  logic             clk_i,
  input  logic             rst_ni,
  /// Items in.
  input  logic             valid_i,
  output logic             ready_o,
  input  logic [Width-1:0] data_i,
  /// Items out, in order.
  output logic             valid_o,
  input  logic             ready_i,
  output logic [Width-1:0] data_o
);

  assign ready_o = !valid_o || ready_i;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      valid_o <= 1'b0;
      data_o  <= '0;
    end else if (ready_o) begin
      valid_o <= valid_i;
      data_o  <= data_i;
    end
  end

  // What is offered and not taken is offered again.
  HoldsValid_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      valid_i && !ready_o |=> valid_i);
  // 255 is not an item: the test of the harness breaks this on purpose.
  Not255_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      valid_i |-> data_i != Width'(255));

endmodule
