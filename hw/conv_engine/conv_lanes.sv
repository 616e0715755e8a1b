// Where in the image each pixel lane is: lane q works on pixel tile * Lanes + q of a band, counted
// row by row, and needs to know which of its neighbours lie beyond the border.
//
// The coordinates of the first tile are found by walking along the rows, one lane a cycle, after
// start_i; each further tile adds (lane_step_x, lane_step_y) = (Lanes mod width, Lanes div width).
//
// Latency: ready_o is high from Lanes + 2 cycles after start_i on; then a tile a cycle.
// Cost: no multipliers, 4 x SizeWidth bits of registers a lane.

module conv_lanes #(
  /// Number of pixel lanes.
  parameter int unsigned Lanes = 8,
  localparam int unsigned SizeWidth = conv_engine_pkg::SizeWidth
) (
  input  logic                 clk_i,
  input  logic                 rst_ni,
  /// Begins a layer; the layer's numbers hold until the next start_i.
  input  logic                 start_i,
  input  logic [SizeWidth-1:0] width_i,
  input  logic [SizeWidth-1:0] lane_step_x_i,
  input  logic [SizeWidth-1:0] lane_step_y_i,
  output logic                 ready_o,
  /// Goes to the next tile, or back to the first.
  input  logic                 advance_i,
  input  logic                 restart_i,
  /// Whether the band begins at the image's first row, and the row, counted from the band's first,
  /// that is the image's last.
  input  logic                 first_band_i,
  input  logic [SizeWidth-1:0] bottom_row_i,
  /// Per lane: on the border of the image.
  output logic [Lanes-1:0]     left_o,
  output logic [Lanes-1:0]     right_o,
  output logic [Lanes-1:0]     top_o,
  output logic [Lanes-1:0]     bottom_o
);

  localparam int unsigned WalkWidth = $clog2(Lanes + 2);

  logic [WalkWidth-1:0] walk_q;  // steps to go; the last one loads the first tile
  logic [SizeWidth-1:0] walk_x_q, walk_y_q;
  logic walks;
  logic load_first;

  assign walks = walk_q > 1;
  assign load_first = walk_q == 1 || restart_i;
  assign ready_o = walk_q == 0;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      walk_q <= '0;
      walk_x_q <= '0;
      walk_y_q <= '0;
    end else if (start_i) begin
      walk_q <= WalkWidth'(Lanes + 1);
      walk_x_q <= '0;
      walk_y_q <= '0;
    end else if (walk_q != 0) begin
      walk_q <= walk_q - 1'b1;
      walk_x_q <= walk_x_q + 1'b1;
      if (walk_x_q + 1'b1 == width_i) begin
        walk_x_q <= '0;
        walk_y_q <= walk_y_q + 1'b1;
      end
    end
  end

  // Coordinates of the first tile come in at the last lane and move down.
  logic [Lanes*SizeWidth-1:0] from_x, from_y;  // the lane above
  assign from_x[(Lanes-1)*SizeWidth+:SizeWidth] = walk_x_q;
  assign from_y[(Lanes-1)*SizeWidth+:SizeWidth] = walk_y_q;

  for (genvar q = 0; q < Lanes; q++) begin : gen_lane
    logic [SizeWidth-1:0] first_x_q, first_y_q, x_q, y_q;
    logic [SizeWidth:0] next_x;
    logic wraps;

    if (q > 0) begin : gen_from
      assign from_x[(q-1)*SizeWidth+:SizeWidth] = first_x_q;
      assign from_y[(q-1)*SizeWidth+:SizeWidth] = first_y_q;
    end
    assign next_x = {1'b0, x_q} + {1'b0, lane_step_x_i};
    assign wraps = next_x >= {1'b0, width_i};

    always_ff @(posedge clk_i) begin
      if (walks) begin
        first_x_q <= from_x[q*SizeWidth+:SizeWidth];
        first_y_q <= from_y[q*SizeWidth+:SizeWidth];
      end
      if (load_first) begin
        x_q <= first_x_q;
        y_q <= first_y_q;
      end else if (advance_i) begin
        x_q <= wraps ? SizeWidth'(next_x - {1'b0, width_i}) : next_x[SizeWidth-1:0];
        y_q <= y_q + lane_step_y_i + SizeWidth'(wraps);
      end
    end

    assign left_o[q] = x_q == 0;
    assign right_o[q] = x_q + 1'b1 == width_i;
    assign top_o[q] = first_band_i && y_q == 0;
    assign bottom_o[q] = y_q == bottom_row_i;
  end

endmodule
