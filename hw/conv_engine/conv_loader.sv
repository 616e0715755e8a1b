// Fetches what a layer needs, in a fixed order, ahead of the computation:
//
//   pixels of band 0
//   for each band: weights of groups 0 and 1, pixels of the next band, weights of the other groups
//
// (pooling: the bands alone). Requests go out one a cycle as long as there is room for what they
// ask for: pixels need a half of the input buffer, weights need room in the ring that holds them.
// So responses never wait. Up to MaxOutstanding requests are under way; responses come in order.
//
// Cost: no multipliers; a queue of MaxOutstanding tags.

module conv_loader #(
  /// Bits of a beat of memory, 32 for each of its pixels.
  parameter int unsigned MemWidth = 256,
  /// Banks of the input buffer, a power of two, at least MemWidth / 32.
  parameter int unsigned Banks = 8,
  /// Words of a bank's half.
  parameter int unsigned InHalfWords = 1024,
  /// Beats of weights that the ring holds.
  parameter int unsigned RingBeats = 2048,
  /// Requests under way, a power of two. The memory's latency should be less.
  parameter int unsigned MaxOutstanding = 64,
  localparam int unsigned InAddrWidth = $clog2(2 * InHalfWords),
  localparam int unsigned RingWidth = $clog2(RingBeats),
  localparam int unsigned AddressWidth = conv_engine_pkg::AddressWidth
) (
  input  logic                    clk_i,
  input  logic                    rst_ni,
  /// Begins a layer, which holds until everything of it has been released.
  input  logic                    start_i,
  input  conv_engine_pkg::layer_t layer_i,
  /// Stream of requests: the address of a beat.
  output logic                    rd_req_valid_o,
  input  logic                    rd_req_ready_i,
  output logic [AddressWidth-1:0] rd_req_addr_o,
  /// Stream of responses, whose data go to the buffers directly. Always ready.
  input  logic                    rd_rsp_valid_i,
  /// Where they go: banks and word of the input buffer, or beat of the ring.
  output logic [Banks-1:0]        in_wr_banks_o,
  output logic [InAddrWidth-1:0]  in_wr_addr_o,
  output logic                    ring_wr_en_o,
  output logic [RingWidth-1:0]    ring_wr_addr_o,
  /// Whether a band, or a group's weights, are there, and that the computation is through with
  /// them.
  output logic                    input_ready_o,
  output logic                    weights_ready_o,
  input  logic                    releases_input_i,
  input  logic                    releases_weights_i
);

  localparam int unsigned SizeWidth = conv_engine_pkg::SizeWidth;
  localparam int unsigned QuadsWidth = conv_engine_pkg::QuadsWidth;
  localparam int unsigned CountWidth = conv_engine_pkg::CountWidth;
  localparam int unsigned PixelsPerBeat = MemWidth / 32;
  localparam int unsigned BeatsPerRow = Banks / PixelsPerBeat;  // beats in one word of all banks
  localparam int unsigned PartWidth = BeatsPerRow == 1 ? 1 : $clog2(BeatsPerRow);
  localparam int unsigned TagAddrWidth = $clog2(MaxOutstanding);

  typedef enum logic [1:0] {
    StateIdle,
    StateInput,
    StateWeights
  } state_e;

  logic is_pool;
  assign is_pool = layer_i.op == conv_engine_pkg::OpMaxPool3x3;

  state_e                  state_q, state_d;
  // Pixels: the band that is fetched next, and where in it.
  logic [SizeWidth-1:0]    in_band_q, in_band_d;
  logic [QuadsWidth-1:0]   quad_q, quad_d;
  logic [CountWidth-1:0]   beat_q, beat_d;
  logic [AddressWidth-1:0] band_addr_q, band_addr_d;  // of the band in the first plane
  logic [AddressWidth-1:0] quad_addr_q, quad_addr_d;  // of the band in the quad's plane
  logic [InAddrWidth-1:0]  quad_base_q, quad_base_d;  // word of the quad's plane in the buffer
  // Weights: the band that they are fetched for.
  logic [SizeWidth-1:0]    band_q, band_d;
  logic [QuadsWidth-1:0]   group_q, group_d;
  logic [CountWidth-1:0]   group_beat_q, group_beat_d;
  logic [AddressWidth-1:0] weight_addr_q, weight_addr_d;
  // Room.
  logic [1:0]              halves_used_q, bands_there_q;
  logic [RingWidth:0]      ring_used_q;
  logic [RingWidth:0]      groups_there_q;

  logic has_room, issues, issues_input, issues_weights;
  logic last_beat, last_quad, ends_band, last_group_beat, last_group, last_band;
  logic first_in_band, last_in_band;
  logic [CountWidth-1:0] num_beats;

  assign first_in_band = in_band_q == 0;
  assign last_in_band = in_band_q + 1'b1 == layer_i.num_bands;
  // The rows of the band, those above it and those below it.
  assign num_beats = (last_in_band ? layer_i.last_band_beats : layer_i.band_beats) +
                     (first_in_band ? '0 : layer_i.halo_beats) +
                     (last_in_band ? '0 : layer_i.halo_beats);
  assign last_beat = beat_q + 1'b1 == num_beats;
  assign last_quad = quad_q + 1'b1 == layer_i.in_quads;
  assign ends_band = last_beat && last_quad;
  assign last_group_beat = group_beat_q + 1'b1 == layer_i.group_beats;
  assign last_group = group_q + 1'b1 == layer_i.num_groups;
  assign last_band = band_q + 1'b1 == layer_i.num_bands;

  always_comb begin
    unique case (state_q)
      StateInput: has_room = halves_used_q < 2;
      StateWeights: has_room = ring_used_q < (RingWidth + 1)'(RingBeats);
      default: has_room = 1'b0;
    endcase
  end

  assign rd_req_valid_o = has_room && tags_used_q < (TagAddrWidth + 1)'(MaxOutstanding);
  assign rd_req_addr_o = state_q == StateInput ? quad_addr_q + AddressWidth'(beat_q)
                                               : weight_addr_q;
  assign issues = rd_req_valid_o && rd_req_ready_i;
  assign issues_input = issues && state_q == StateInput;
  assign issues_weights = issues && state_q == StateWeights;

  always_comb begin
    state_d = state_q;
    in_band_d = in_band_q;
    quad_d = quad_q;
    beat_d = beat_q;
    band_addr_d = band_addr_q;
    quad_addr_d = quad_addr_q;
    quad_base_d = quad_base_q;
    band_d = band_q;
    group_d = group_q;
    group_beat_d = group_beat_q;
    weight_addr_d = weight_addr_q;

    if (start_i) begin
      state_d = StateInput;
      in_band_d = '0;
      quad_d = '0;
      beat_d = '0;
      band_addr_d = layer_i.in_address;
      quad_addr_d = layer_i.in_address;
      quad_base_d = '0;
      band_d = '0;
      group_d = '0;
      group_beat_d = '0;
      weight_addr_d = layer_i.weight_address;
    end else if (issues_input) begin
      beat_d = beat_q + 1'b1;
      if (last_beat) begin
        beat_d = '0;
        quad_d = quad_q + 1'b1;
        quad_addr_d = quad_addr_q + AddressWidth'(layer_i.plane_beats);
        quad_base_d = quad_base_q + InAddrWidth'(layer_i.in_row_words);
      end
      if (ends_band) begin
        quad_d = '0;
        in_band_d = in_band_q + 1'b1;
        band_addr_d = band_addr_q + AddressWidth'(layer_i.band_beats) -
                      (first_in_band ? AddressWidth'(layer_i.halo_beats) : '0);
        quad_addr_d = band_addr_d;
        quad_base_d = in_band_q[0] ? '0 : InAddrWidth'(InHalfWords);
        if (is_pool) state_d = last_in_band ? StateIdle : StateInput;
        // After the last group of a band, the next band's first; after band 0 the first weights.
        else state_d = StateWeights;
      end
    end else if (issues_weights) begin
      group_beat_d = group_beat_q + 1'b1;
      weight_addr_d = weight_addr_q + 1'b1;
      if (last_group_beat) begin
        group_beat_d = '0;
        group_d = group_q + 1'b1;
        if (last_group) begin
          group_d = '0;
          band_d = band_q + 1'b1;
          weight_addr_d = layer_i.weight_address;
          if (last_band) state_d = StateIdle;
        end
        if (!last_band && (group_q == 1 || (group_q == 0 && last_group))) state_d = StateInput;
      end
    end
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      state_q <= StateIdle;
      in_band_q <= '0;
      quad_q <= '0;
      beat_q <= '0;
      band_addr_q <= '0;
      quad_addr_q <= '0;
      quad_base_q <= '0;
      band_q <= '0;
      group_q <= '0;
      group_beat_q <= '0;
      weight_addr_q <= '0;
    end else begin
      state_q <= state_d;
      in_band_q <= in_band_d;
      quad_q <= quad_d;
      beat_q <= beat_d;
      band_addr_q <= band_addr_d;
      quad_addr_q <= quad_addr_d;
      quad_base_q <= quad_base_d;
      band_q <= band_d;
      group_q <= group_d;
      group_beat_q <= group_beat_d;
      weight_addr_q <= weight_addr_d;
    end
  end

  // Tags of the requests under way: what they are, where they go.
  localparam int unsigned TagWidth = 2 + PartWidth + InAddrWidth;
  logic [TagWidth-1:0] tags[MaxOutstanding];
  logic [TagWidth-1:0] tag;
  logic [TagAddrWidth-1:0] tag_head_q, tag_tail_q;
  logic [TagAddrWidth:0] tags_used_q;
  logic [InAddrWidth-1:0] in_word;
  logic [PartWidth-1:0] in_part;
  logic tag_is_input, tag_is_last;
  logic [PartWidth-1:0] tag_part;
  logic [InAddrWidth-1:0] tag_word;

  if (BeatsPerRow == 1) begin : gen_whole_row
    assign in_part = '0;
    assign in_word = quad_base_q + InAddrWidth'(beat_q);
  end else begin : gen_part_of_row
    assign in_part = beat_q[PartWidth-1:0];
    assign in_word = quad_base_q + InAddrWidth'(beat_q >> PartWidth);
  end

  always_ff @(posedge clk_i) begin
    if (issues) begin
      tags[tag_tail_q] <= {state_q == StateInput,
                           state_q == StateInput ? ends_band : last_group_beat, in_part, in_word};
    end
  end
  assign tag = tags[tag_head_q];
  assign {tag_is_input, tag_is_last, tag_part, tag_word} = tag;

  logic [RingWidth-1:0] ring_wr_addr_q;
  logic band_arrives, group_arrives;
  for (genvar b = 0; b < Banks; b++) begin : gen_banks
    assign in_wr_banks_o[b] = rd_rsp_valid_i && tag_is_input &&
                              tag_part == PartWidth'(b / PixelsPerBeat);
  end
  assign in_wr_addr_o = tag_word;
  assign ring_wr_en_o = rd_rsp_valid_i && !tag_is_input;
  assign ring_wr_addr_o = ring_wr_addr_q;
  assign band_arrives = rd_rsp_valid_i && tag_is_input && tag_is_last;
  assign group_arrives = rd_rsp_valid_i && !tag_is_input && tag_is_last;
  assign input_ready_o = bands_there_q != 0;
  assign weights_ready_o = groups_there_q != 0;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      tag_head_q <= '0;
      tag_tail_q <= '0;
      tags_used_q <= '0;
      ring_wr_addr_q <= '0;
      halves_used_q <= '0;
      bands_there_q <= '0;
      ring_used_q <= '0;
      groups_there_q <= '0;
    end else begin
      tag_tail_q <= tag_tail_q + TagAddrWidth'(issues);
      tag_head_q <= tag_head_q + TagAddrWidth'(rd_rsp_valid_i);
      tags_used_q <= tags_used_q + (TagAddrWidth + 1)'(issues) -
                     (TagAddrWidth + 1)'(rd_rsp_valid_i);
      ring_wr_addr_q <= ring_wr_addr_q + RingWidth'(ring_wr_en_o);
      halves_used_q <= halves_used_q + 2'(issues_input && ends_band) - 2'(releases_input_i);
      bands_there_q <= bands_there_q + 2'(band_arrives) - 2'(releases_input_i);
      ring_used_q <= ring_used_q + (RingWidth + 1)'(issues_weights) -
                     (releases_weights_i ? (RingWidth + 1)'(layer_i.group_beats) : '0);
      groups_there_q <= groups_there_q + (RingWidth + 1)'(group_arrives) -
                        (RingWidth + 1)'(releases_weights_i);
    end
  end

`ifndef SYNTHESIS
  // A request stays until the memory takes it.
  RequestStays_A :
  assert property (@(posedge clk_i) disable iff (!rst_ni)
                   rd_req_valid_o && !rd_req_ready_i |=> rd_req_valid_o && $stable(rd_req_addr_o));
  // A response answers a request.
  ResponseWasAskedFor_A :
  assert property (@(posedge clk_i) disable iff (!rst_ni) rd_rsp_valid_i |-> tags_used_q != 0);
  // What is released was there.
  ReleasedBandWasThere_A :
  assert property (@(posedge clk_i) disable iff (!rst_ni) releases_input_i |-> bands_there_q != 0);
  ReleasedGroupWasThere_A :
  assert property (@(posedge clk_i) disable iff (!rst_ni)
                   releases_weights_i |-> groups_there_q != 0);
  // Weights under way and there fit in the ring, pixels in the input buffer.
  RingNeverOverflows_A :
  assert property (@(posedge clk_i) disable iff (!rst_ni)
                   ring_used_q <= (RingWidth + 1)'(RingBeats));
  HalvesNeverOverflow_A :
  assert property (@(posedge clk_i) disable iff (!rst_ni) halves_used_q <= 2);
`endif

endmodule
