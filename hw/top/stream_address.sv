// Walks through an access pattern (accelerator_pkg.sv): a request of up to `Lanes` halves a beat.
//
// Throughput: a request a cycle. Cost: a product of 32 x 16 bits.

module stream_address #(
  /// Halves of a request.
  parameter int unsigned Lanes = 8,
  localparam int unsigned LaneBits = $clog2(Lanes + 1)
) (
  /// Clock, and asynchronous reset, active low.
  input  logic                                    clk_i,
  input  logic                                    rst_ni,
  /// Begins a pattern, if it has tiles.
  input  logic                                    start_i,
  input  logic [accelerator_pkg::PatternBits-1:0] pattern_i,
  output logic                                    busy_o,
  /// Requests: the address of lane 0, the distance of lanes, and how many lanes from 0 on are used.
  output logic                                    valid_o,
  input  logic                                    ready_i,
  output logic [31:0]                             address_o,
  output logic [31:0]                             lane_stride_o,
  output logic [LaneBits-1:0]                     num_lanes_o
);

  accelerator_pkg::pattern_t pattern_q;

  logic [15:0] tile_q, beat_q, reversed, index;
  logic [31:0] tile_address_q;                   // t tile_stride
  logic [31:0] tile_lane_q, beat_lane_q, lanes;  // t lanes_per_tile, b lanes_per_beat; lanes left
  logic [31:0] width;                            // lanes of a full beat
  logic        is_last_beat;

  always_comb begin
    for (int i = 0; i < 16; i++) reversed[i] = beat_q[15-i];
    reversed = reversed >> (5'd16 - pattern_q.log2_reversed[4:0]);
    index    = pattern_q.log2_reversed == '0 ? beat_q : reversed;

    width       = 32'(Lanes);
    if (pattern_q.lanes_per_beat != '0) width = 32'(pattern_q.lanes_per_beat);
    lanes       = pattern_q.lane_limit - tile_lane_q - beat_lane_q;
    num_lanes_o = LaneBits'(lanes);
    if (lanes > width) num_lanes_o = LaneBits'(width);
    if (index >= pattern_q.beat_limit || tile_lane_q + beat_lane_q >= pattern_q.lane_limit) begin
      num_lanes_o = '0;
    end
  end

  assign valid_o       = busy_o && pattern_q.num_tiles != '0;
  assign address_o     = pattern_q.base + tile_address_q + 32'(index) * pattern_q.beat_stride;
  assign lane_stride_o = pattern_q.lane_stride;
  assign is_last_beat  = beat_q + 1'b1 == pattern_q.num_beats;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      busy_o         <= 1'b0;
      pattern_q      <= '0;
      tile_q         <= '0;
      beat_q         <= '0;
      tile_address_q <= '0;
      tile_lane_q    <= '0;
      beat_lane_q    <= '0;
    end else if (start_i) begin
      busy_o         <= 1'b1;
      pattern_q      <= pattern_i;
      tile_q         <= '0;
      beat_q         <= '0;
      tile_address_q <= '0;
      tile_lane_q    <= '0;
      beat_lane_q    <= '0;
    end else if (pattern_q.num_tiles == '0) begin
      busy_o <= 1'b0;
    end else if (busy_o && ready_i) begin
      beat_q      <= beat_q + 1'b1;
      beat_lane_q <= beat_lane_q + 32'(pattern_q.lanes_per_beat);
      if (is_last_beat) begin
        beat_q         <= '0;
        beat_lane_q    <= '0;
        tile_q         <= tile_q + 1'b1;
        tile_address_q <= tile_address_q + pattern_q.tile_stride;
        tile_lane_q    <= tile_lane_q + 32'(pattern_q.lanes_per_tile);
        busy_o         <= tile_q + 1'b1 != pattern_q.num_tiles;
      end
    end
  end

`ifndef SYNTHESIS
  // A beat is not wider than the port.
  Lanes_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      valid_o |-> 32'(pattern_q.lanes_per_beat) <= Lanes);
  // A tile has beats, and its reversed bits are those of their number.
  Beats_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      valid_o |-> pattern_q.num_beats != '0 && pattern_q.log2_reversed <= 16);
  // What is offered and not taken is offered again.
  HoldsRequest_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      valid_o && !ready_i |=> valid_o && $stable(address_o) && $stable(num_lanes_o));
`endif

endmodule
