// The order of work in a layer, one step a cycle:
//
//   for each band of rows             waits for its pixels and for half of the output buffer
//     for each group of filters       waits for its weights              (pooling: for each quad)
//       for each tile of pixels
//         init                        accumulators <- biases
//         for each tap (ky, kx)
//           for each quad             accumulators += pixels * weights   (pooling: one quad)
//         drain, FilterPar / 4 steps  one quad of filters each, to the output buffer
//
// so that a group takes tiles * (1 + taps * quads + FilterPar / 4) cycles, nothing between groups.
//
// Pixels lie in the input buffer by position: pixel p of a plane in bank p mod Banks. The lanes of
// a tile read Lanes positions in a row, from tile * Lanes + (ky - 1) * width + kx - 1 on, which
// never meet in a bank, whatever the width; what lies beyond the border is masked (conv_lanes).
//
// Latency: none, outputs belong to the cycle. Cost: no multipliers.

module conv_sequencer #(
  /// Filters in parallel, a multiple of 4.
  parameter int unsigned FilterPar = 8,
  /// Pixels in parallel, a power of two.
  parameter int unsigned Lanes = 8,
  /// Banks of input and output buffer, a power of two, at least Lanes.
  parameter int unsigned Banks = 8,
  /// Pixels of one quad in a beat of memory.
  parameter int unsigned PixelsPerBeat = 8,
  /// Words of a bank's half.
  parameter int unsigned InHalfWords = 1024,
  parameter int unsigned OutHalfWords = 1024,
  localparam int unsigned InAddrWidth = $clog2(2 * InHalfWords),
  localparam int unsigned OutAddrWidth = $clog2(2 * OutHalfWords),
  localparam int unsigned RotateWidth = $clog2(Banks)
) (
  input  logic                           clk_i,
  input  logic                           rst_ni,
  /// Begins a layer, which holds until done_o.
  input  logic                           start_i,
  input  conv_engine_pkg::layer_t        layer_i,
  /// Whether the next band's pixels, the next group's weights and a half of the output buffer are
  /// there. They are given back with the last step of a group and of a band.
  input  logic                           input_ready_i,
  input  logic                           weights_ready_i,
  input  logic                           output_free_i,
  output logic                           claims_output_o,
  output logic                           releases_weights_o,
  output logic                           releases_input_o,
  /// What the step does.
  output logic                           init_o,
  output logic                           tap_o,
  /// Which quad of the group's filters it drains, if any.
  output logic [1:0]                     drain_index_o,
  /// The word of weights that it needs, counted from the group's first, the biases.
  output logic [conv_engine_pkg::CountWidth-1:0] weight_word_o,
  /// Where its pixels are: a word for each bank, and the bank of the first lane.
  output logic [Banks*InAddrWidth-1:0]   in_addr_o,
  output logic [RotateWidth-1:0]         rotate_o,
  /// Lanes whose pixel lies beyond the border.
  output logic [Lanes-1:0]               mask_o,
  /// Where the drained quad goes: whether it is one of the layer's, banks, word, and whether it is
  /// the band's last.
  output logic                           out_write_o,
  output logic [Banks-1:0]               out_banks_o,
  output logic [OutAddrWidth-1:0]        out_addr_o,
  output logic                           ends_band_o
);

  localparam int unsigned SizeWidth = conv_engine_pkg::SizeWidth;
  localparam int unsigned QuadsWidth = conv_engine_pkg::QuadsWidth;
  localparam int unsigned CountWidth = conv_engine_pkg::CountWidth;
  localparam int unsigned TilesPerRow = Banks / Lanes;  // tiles in one word of all banks
  localparam int unsigned PositionWidth = $clog2(2 * InHalfWords * Banks) + 1;  // signed
  localparam logic [1:0] LastDrain = 2'(FilterPar / 4 - 1);

  typedef enum logic [1:0] {
    PhaseInit,
    PhaseTap,
    PhaseDrain
  } phase_e;

  logic is_pool, has_window;
  assign is_pool = layer_i.op == conv_engine_pkg::OpMaxPool3x3;
  assign has_window = layer_i.op != conv_engine_pkg::OpConv1x1;

  // Where the step is in the loops.
  logic                  runs_q, runs_d;
  logic [SizeWidth-1:0]  band_q, band_d;
  logic [QuadsWidth-1:0] group_q, group_d;
  logic [CountWidth-1:0] tile_q, tile_d;
  phase_e                phase_q, phase_d;
  logic [1:0]            ky_q, ky_d, kx_q, kx_d;
  logic [QuadsWidth-1:0] quad_q, quad_d;
  logic [1:0]            drain_q, drain_d;

  // What follows from it, kept up to date by additions.
  logic [CountWidth-1:0]            word_q, word_d;            // of the group's weights
  logic [InAddrWidth-1:0]           quad_base_q, quad_base_d;  // word of the quad's plane
  logic [InAddrWidth-1:0]           group_base_q, group_base_d;  // pooling: of the group's quad
  logic signed [PositionWidth-1:0]  tile_position_q, tile_position_d;
  logic signed [PositionWidth-1:0]  tap_offset_q, tap_offset_d;
  logic [QuadsWidth-1:0]            out_quad_q, out_quad_d;    // that is drained next
  logic [OutAddrWidth-1:0]          out_base_q, out_base_d;    // word of its plane
  logic [QuadsWidth-1:0]            group_out_quad_q, group_out_quad_d;  // the group's first
  logic [OutAddrWidth-1:0]          group_out_base_q, group_out_base_d;
  logic [SizeWidth-1:0]             bottom_row_q, bottom_row_d;

  logic begins_group, begins_band, is_blocked, issues, lanes_ready;
  logic last_quad, last_tap, last_drain, last_tile, last_group, last_band;
  logic ends_tile, ends_group, ends_band;

  assign begins_group = phase_q == PhaseInit && tile_q == 0;
  assign begins_band = begins_group && group_q == 0;
  assign is_blocked = begins_group && ((!is_pool && !weights_ready_i) ||
                                       (begins_band && !(input_ready_i && output_free_i)));
  assign issues = runs_q && lanes_ready && !is_blocked;

  assign last_quad = is_pool || quad_q + 1'b1 == layer_i.in_quads;
  assign last_tap = !has_window || (ky_q == 2 && kx_q == 2);
  assign last_drain = is_pool || drain_q == LastDrain;
  assign last_band = band_q + 1'b1 == layer_i.num_bands;
  assign last_tile = tile_q + 1'b1 == (last_band ? layer_i.last_band_tiles : layer_i.band_tiles);
  assign last_group = group_q + 1'b1 == layer_i.num_groups;
  assign ends_tile = issues && phase_q == PhaseDrain && last_drain;
  assign ends_group = ends_tile && last_tile;
  assign ends_band = ends_group && last_group;

  // Position of a band's first pixel in the buffer: behind the rows above it.
  logic signed [PositionWidth-1:0] halo_pixels, width, first_tap_offset;
  assign width = PositionWidth'(layer_i.width);
  assign first_tap_offset = has_window ? -width - 1'b1 : '0;
  assign halo_pixels = PositionWidth'(layer_i.halo_beats) << $clog2(PixelsPerBeat);

  always_comb begin
    runs_d = runs_q;
    band_d = band_q;
    group_d = group_q;
    tile_d = tile_q;
    phase_d = phase_q;
    ky_d = ky_q;
    kx_d = kx_q;
    quad_d = quad_q;
    drain_d = drain_q;
    word_d = word_q;
    quad_base_d = quad_base_q;
    group_base_d = group_base_q;
    tile_position_d = tile_position_q;
    tap_offset_d = tap_offset_q;
    out_quad_d = out_quad_q;
    out_base_d = out_base_q;
    group_out_quad_d = group_out_quad_q;
    group_out_base_d = group_out_base_q;
    bottom_row_d = bottom_row_q;

    if (start_i) begin
      runs_d = 1'b1;
      band_d = '0;
      group_d = '0;
      tile_d = '0;
      phase_d = PhaseInit;
      group_base_d = '0;
      tile_position_d = '0;
      group_out_quad_d = '0;
      group_out_base_d = '0;
      bottom_row_d = layer_i.height - 1'b1;
    end else if (issues) begin
      unique case (phase_q)
        PhaseInit: begin
          phase_d = PhaseTap;
          ky_d = '0;
          kx_d = '0;
          quad_d = '0;
          drain_d = '0;
          word_d = CountWidth'(1);
          quad_base_d = group_base_q;
          tap_offset_d = first_tap_offset;
          out_quad_d = group_out_quad_q;
          out_base_d = group_out_base_q;
        end
        PhaseTap: begin
          word_d = word_q + 1'b1;
          quad_d = quad_q + 1'b1;
          quad_base_d = quad_base_q + InAddrWidth'(layer_i.in_row_words);
          if (last_quad) begin
            quad_d = '0;
            quad_base_d = group_base_q;
            kx_d = kx_q + 1'b1;
            tap_offset_d = tap_offset_q + 1'b1;
            if (kx_q == 2) begin
              kx_d = '0;
              ky_d = ky_q + 1'b1;
              tap_offset_d = tap_offset_q + width - PositionWidth'(2);
            end
            if (last_tap) phase_d = PhaseDrain;
          end
        end
        PhaseDrain: begin
          drain_d = drain_q + 1'b1;
          out_quad_d = out_quad_q + 1'b1;
          out_base_d = out_base_q + OutAddrWidth'(layer_i.out_row_words);
          if (last_drain) begin
            phase_d = PhaseInit;
            word_d = '0;
            tile_d = tile_q + 1'b1;
            tile_position_d = tile_position_q + PositionWidth'(Lanes);
          end
        end
        default: phase_d = PhaseInit;
      endcase
      if (ends_group) begin
        tile_d = '0;
        tile_position_d = band_q == 0 ? '0 : halo_pixels;
        group_d = group_q + 1'b1;
        group_base_d = is_pool ? group_base_q + InAddrWidth'(layer_i.in_row_words) : '0;
        group_out_quad_d = out_quad_d;
        group_out_base_d = out_base_d;
      end
      if (ends_band) begin
        tile_position_d = halo_pixels;
        group_d = '0;
        group_base_d = '0;
        group_out_quad_d = '0;
        group_out_base_d = '0;
        bottom_row_d = bottom_row_q - layer_i.band_rows;
        band_d = band_q + 1'b1;
        runs_d = !last_band;
      end
    end
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      runs_q <= 1'b0;
      band_q <= '0;
      group_q <= '0;
      tile_q <= '0;
      phase_q <= PhaseInit;
      ky_q <= '0;
      kx_q <= '0;
      quad_q <= '0;
      drain_q <= '0;
      word_q <= '0;
      quad_base_q <= '0;
      group_base_q <= '0;
      tile_position_q <= '0;
      tap_offset_q <= '0;
      out_quad_q <= '0;
      out_base_q <= '0;
      group_out_quad_q <= '0;
      group_out_base_q <= '0;
      bottom_row_q <= '0;
    end else begin
      runs_q <= runs_d;
      band_q <= band_d;
      group_q <= group_d;
      tile_q <= tile_d;
      phase_q <= phase_d;
      ky_q <= ky_d;
      kx_q <= kx_d;
      quad_q <= quad_d;
      drain_q <= drain_d;
      word_q <= word_d;
      quad_base_q <= quad_base_d;
      group_base_q <= group_base_d;
      tile_position_q <= tile_position_d;
      tap_offset_q <= tap_offset_d;
      out_quad_q <= out_quad_d;
      out_base_q <= out_base_d;
      group_out_quad_q <= group_out_quad_d;
      group_out_base_q <= group_out_base_d;
      bottom_row_q <= bottom_row_d;
    end
  end

  assign init_o = issues && phase_q == PhaseInit;
  assign tap_o = issues && phase_q == PhaseTap;
  assign drain_index_o = drain_q;
  assign weight_word_o = phase_q == PhaseInit ? '0 : word_q;
  assign claims_output_o = issues && begins_band;
  assign releases_weights_o = ends_group && !is_pool;
  assign releases_input_o = ends_band;
  assign ends_band_o = ends_band;
  assign out_write_o = issues && phase_q == PhaseDrain && out_quad_q < layer_i.out_quads;

  // Input: position of the first lane's pixel, as word and bank. Banks before that one are a word
  // on.
  logic signed [PositionWidth-1:0] position;
  logic [InAddrWidth-1:0] in_word, in_next_word;
  assign position = tile_position_q + tap_offset_q;
  assign rotate_o = position[RotateWidth-1:0];
  assign in_word = quad_base_q + InAddrWidth'(position >>> RotateWidth) +
                   (band_q[0] ? InAddrWidth'(InHalfWords) : '0);
  assign in_next_word = in_word + 1'b1;
  for (genvar b = 0; b < Banks; b++) begin : gen_in_addr
    assign in_addr_o[b*InAddrWidth+:InAddrWidth] =
        32'(rotate_o) > b ? in_next_word : in_word;
  end

  // Output: tiles fill the banks of a word one after the other.
  if (TilesPerRow == 1) begin : gen_whole_row
    assign out_banks_o = '1;
    assign out_addr_o = out_base_q + OutAddrWidth'(tile_q) +
                        (band_q[0] ? OutAddrWidth'(OutHalfWords) : '0);
  end else begin : gen_part_of_row
    localparam int unsigned PartWidth = $clog2(TilesPerRow);
    for (genvar b = 0; b < Banks; b++) begin : gen_bank
      assign out_banks_o[b] = tile_q[PartWidth-1:0] == PartWidth'(b / Lanes);
    end
    assign out_addr_o = out_base_q + OutAddrWidth'(tile_q >> PartWidth) +
                        (band_q[0] ? OutAddrWidth'(OutHalfWords) : '0);
  end

  // Borders.
  logic [Lanes-1:0] left, right, top, bottom;

  conv_lanes #(
    .Lanes(Lanes)
  ) u_lanes (
    .clk_i,
    .rst_ni,
    .start_i,
    .width_i(layer_i.width),
    .lane_step_x_i(layer_i.lane_step_x),
    .lane_step_y_i(layer_i.lane_step_y),
    .ready_o(lanes_ready),
    .advance_i(ends_tile),
    .restart_i(ends_group),
    .first_band_i(band_q == 0),
    .bottom_row_i(bottom_row_q),
    .left_o(left),
    .right_o(right),
    .top_o(top),
    .bottom_o(bottom)
  );

  assign mask_o = !has_window ? '0
      : (top & {Lanes{ky_q == 0}}) | (bottom & {Lanes{ky_q == 2}}) |
        (left & {Lanes{kx_q == 0}}) | (right & {Lanes{kx_q == 2}});

endmodule
