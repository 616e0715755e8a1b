// A convolution engine: 3x3 and 1x1 convolutions of stride 1 and 3x3 max-pooling on int8,
// parameters as those of the accelerator space of Codesign-NAS (after CHaiDNN).
//
//                    +-----------+   Banks   +--------+  Lanes pixels,  +----------------------+
//   memory --beats-->|   input   |---------->| rotate |---------------->| FilterPar x Lanes    |
//          |         |   buffer  |  a quad   |  mask  |  a quad each    | cells: four products |
//          |         +-----------+   each    +--------+        |        | and an accumulator   |
//          |         +-----------+                             |        +----------------------+
//          +-------->|  weights  |-----------------------------|----------------^     |
//                    |   ring    |  FilterPar filters,         v                      | a quad of
//                    +-----------+  a quad each         +------------+                v filters
//                    +-----------+                      | pool lanes |    +----------------------+
//   memory <--beats--|  output   |<---------------------|            |<---| requantize           |
//                    |   buffer  |                      +------------+    | Lanes x 4 channels   |
//                    +-----------+                                        +----------------------+
//
// Both buffers have two halves, so that the next band of rows is fetched and the last one written
// while one is computed; weights are fetched ahead as far as the ring has room. The order of work
// is described in conv_sequencer, the order of fetching in conv_loader.
//
// Numbers: pixels, weights and results int8; biases and accumulators int32; a result is
// saturate(ReLU?(round(acc / 2^shift))) (conv_requantize).
//
// Memory holds quads of channels: a plane for each quad, pixels row by row, 32 bits each, a whole
// number of beats. Weights come group by group: a word of FilterPar biases, then for each tap (ky,
// kx) and each quad a word of FilterPar x 4 weights; a group is a whole number of beats.
//
// Throughput: 2 FilterPar PixelPar multiply-accumulates a cycle. A tile of Lanes = PixelPar / 2
// pixels and FilterPar filters takes 1 + taps * quads + FilterPar / 4 cycles (cycle_model.h).
// Cost: 2 FilterPar PixelPar multipliers, 2 * 256 * (InputDepth + OutputDepth) +
// 2 * 32 * FilterPar * WeightDepth bits of memory.
// Source: the parameters are those of CHaiDNN v2, which Codesign-NAS searches; the
// microarchitecture is ours.
// Not supported: strides, batches, images wider than 511, layers of which a row of all channels, or
// a group's weights, do not fit (layer_plan.h checks).

module conv_engine #(
  /// Filters in parallel: 8 or 16.
  parameter int unsigned FilterPar = 8,
  /// Twice the pixels in parallel: 4, 8, 16, 32 or 64. (CHaiDNN counts so: at 6 bits it has twice
  /// as many pixels in parallel as at 8.)
  parameter int unsigned PixelPar = 16,
  /// Words of 32 channels in each half of the input and of the output buffer, a power of two.
  parameter int unsigned InputDepth = 1024,
  parameter int unsigned OutputDepth = 1024,
  /// Words of 4 channels in each half of the weights of a filter, a power of two.
  parameter int unsigned WeightDepth = 1024,
  /// Bits of a beat of memory: 256 or 512.
  parameter int unsigned MemWidth = 256
) (
  input  logic clk_i,
  input  logic rst_ni,
  /// A layer begins when both are high; the engine is ready again when its result is in memory.
  input  logic start_valid_i,
  output logic start_ready_o,
  /// What the layer computes.
  input  conv_engine_pkg::op_e op_i,
  /// Whether negative results become zero (convolutions).
  input  logic relu_i,
  /// Results are divided by 2^shift (convolutions).
  input  logic [4:0] shift_i,
  /// Of the image, in and out.
  input  logic [conv_engine_pkg::SizeWidth-1:0] height_i,
  input  logic [conv_engine_pkg::SizeWidth-1:0] width_i,
  /// Channels in and out, in quads.
  input  logic [conv_engine_pkg::QuadsWidth-1:0] in_quads_i,
  input  logic [conv_engine_pkg::QuadsWidth-1:0] out_quads_i,
  /// Groups of FilterPar filters; pooling: in_quads.
  input  logic [conv_engine_pkg::QuadsWidth-1:0] num_groups_i,
  /// Beats of a group's weights in memory: biases, then a word for each tap and quad.
  input  logic [conv_engine_pkg::CountWidth-1:0] group_beats_i,
  /// The image is computed in bands of band_rows rows; the last one may have fewer.
  input  logic [conv_engine_pkg::SizeWidth-1:0] num_bands_i,
  input  logic [conv_engine_pkg::SizeWidth-1:0] band_rows_i,
  /// Tiles of Lanes pixels in a band, and in the last one.
  input  logic [conv_engine_pkg::CountWidth-1:0] band_tiles_i,
  input  logic [conv_engine_pkg::CountWidth-1:0] last_band_tiles_i,
  /// Beats of a quad's plane in memory, of a band of it, and of its last band.
  input  logic [conv_engine_pkg::CountWidth-1:0] plane_beats_i,
  input  logic [conv_engine_pkg::CountWidth-1:0] band_beats_i,
  input  logic [conv_engine_pkg::CountWidth-1:0] last_band_beats_i,
  /// Beats that hold the row above or below a band; 0 for 1x1.
  input  logic [conv_engine_pkg::CountWidth-1:0] halo_beats_i,
  /// Words of a bank that a quad's band takes in the input and in the output buffer.
  input  logic [conv_engine_pkg::CountWidth-1:0] in_row_words_i,
  input  logic [conv_engine_pkg::CountWidth-1:0] out_row_words_i,
  /// Lanes mod width, Lanes div width.
  input  logic [conv_engine_pkg::SizeWidth-1:0] lane_step_x_i,
  input  logic [conv_engine_pkg::SizeWidth-1:0] lane_step_y_i,
  /// Where the image, the weights and the result begin, in beats.
  input  logic [conv_engine_pkg::AddressWidth-1:0] in_address_i,
  input  logic [conv_engine_pkg::AddressWidth-1:0] weight_address_i,
  input  logic [conv_engine_pkg::AddressWidth-1:0] out_address_i,
  /// Stream of read requests, the address of a beat.
  output logic rd_req_valid_o,
  input  logic rd_req_ready_i,
  output logic [conv_engine_pkg::AddressWidth-1:0] rd_req_addr_o,
  /// Stream of responses, in the order of requests; at the earliest a cycle after the request.
  input  logic rd_rsp_valid_i,
  output logic rd_rsp_ready_o,
  input  logic [MemWidth-1:0] rd_rsp_data_i,
  /// Stream of beats to write.
  output logic wr_valid_o,
  input  logic wr_ready_i,
  output logic [conv_engine_pkg::AddressWidth-1:0] wr_addr_o,
  output logic [MemWidth-1:0] wr_data_o
);

  localparam int unsigned Lanes = PixelPar / 2;
  localparam int unsigned PixelsPerBeat = MemWidth / 32;
  localparam int unsigned Banks = Lanes > PixelsPerBeat ? Lanes : PixelsPerBeat;
  localparam int unsigned InHalfWords = 8 * InputDepth / Banks;
  localparam int unsigned OutHalfWords = 8 * OutputDepth / Banks;
  localparam int unsigned InAddrWidth = $clog2(2 * InHalfWords);
  localparam int unsigned OutAddrWidth = $clog2(2 * OutHalfWords);
  localparam int unsigned RotateWidth = $clog2(Banks);
  localparam int unsigned WordWidth = 32 * FilterPar;  // of weights
  localparam int unsigned RingBeats = 2 * WeightDepth * WordWidth / MemWidth;

  if (FilterPar != 8 && FilterPar != 16) begin : gen_filter_par_error
    $error("FilterPar is neither 8 nor 16");
  end
  if (PixelPar != 4 && PixelPar != 8 && PixelPar != 16 && PixelPar != 32 && PixelPar != 64)
  begin : gen_pixel_par_error
    $error("PixelPar is not 4, 8, 16, 32 or 64");
  end
  if (MemWidth != 256 && MemWidth != 512) begin : gen_mem_width_error
    $error("MemWidth is neither 256 nor 512");
  end
  if (2 ** $clog2(InputDepth) != InputDepth || 2 ** $clog2(OutputDepth) != OutputDepth ||
      2 ** $clog2(WeightDepth) != WeightDepth || InputDepth < 64 || OutputDepth < 64 ||
      WeightDepth < 64) begin : gen_depth_error
    $error("a depth is not a power of two, or below 64");
  end

  // The layer.
  conv_engine_pkg::layer_t layer_q;
  logic busy_q, start_q, done;

  assign start_ready_o = !busy_q;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      busy_q <= 1'b0;
      start_q <= 1'b0;
    end else begin
      start_q <= start_valid_i && start_ready_o;
      if (start_valid_i && start_ready_o) busy_q <= 1'b1;
      else if (done) busy_q <= 1'b0;
    end
  end

  always_ff @(posedge clk_i) begin
    if (start_valid_i && start_ready_o) begin
      layer_q.op <= op_i;
      layer_q.relu <= relu_i;
      layer_q.shift <= shift_i;
      layer_q.height <= height_i;
      layer_q.width <= width_i;
      layer_q.in_quads <= in_quads_i;
      layer_q.out_quads <= out_quads_i;
      layer_q.num_groups <= num_groups_i;
      layer_q.group_beats <= group_beats_i;
      layer_q.num_bands <= num_bands_i;
      layer_q.band_rows <= band_rows_i;
      layer_q.band_tiles <= band_tiles_i;
      layer_q.last_band_tiles <= last_band_tiles_i;
      layer_q.plane_beats <= plane_beats_i;
      layer_q.band_beats <= band_beats_i;
      layer_q.last_band_beats <= last_band_beats_i;
      layer_q.halo_beats <= halo_beats_i;
      layer_q.in_row_words <= in_row_words_i;
      layer_q.out_row_words <= out_row_words_i;
      layer_q.lane_step_x <= lane_step_x_i;
      layer_q.lane_step_y <= lane_step_y_i;
      layer_q.in_address <= in_address_i;
      layer_q.weight_address <= weight_address_i;
      layer_q.out_address <= out_address_i;
    end
  end

  // Fetching.
  logic [Banks-1:0] in_wr_banks;
  logic [InAddrWidth-1:0] in_wr_addr;
  logic ring_wr_en;
  logic [$clog2(RingBeats)-1:0] ring_wr_addr;
  logic input_ready, weights_ready, releases_input, releases_weights;

  assign rd_rsp_ready_o = 1'b1;  // room was kept when it was asked for

  conv_loader #(
    .MemWidth(MemWidth),
    .Banks(Banks),
    .InHalfWords(InHalfWords),
    .RingBeats(RingBeats)
  ) u_loader (
    .clk_i,
    .rst_ni,
    .start_i(start_q),
    .layer_i(layer_q),
    .rd_req_valid_o,
    .rd_req_ready_i,
    .rd_req_addr_o,
    .rd_rsp_valid_i,
    .in_wr_banks_o(in_wr_banks),
    .in_wr_addr_o(in_wr_addr),
    .ring_wr_en_o(ring_wr_en),
    .ring_wr_addr_o(ring_wr_addr),
    .input_ready_o(input_ready),
    .weights_ready_o(weights_ready),
    .releases_input_i(releases_input),
    .releases_weights_i(releases_weights)
  );

  // Cycle 0: addresses.
  logic init, tap, out_write, ends_band, output_free, claims_output;
  logic [1:0] drain_index;
  logic [conv_engine_pkg::CountWidth-1:0] weight_word;
  logic [Banks*InAddrWidth-1:0] in_addr;
  logic [RotateWidth-1:0] rotate;
  logic [Lanes-1:0] mask;
  logic [Banks-1:0] out_banks;
  logic [OutAddrWidth-1:0] out_addr;

  conv_sequencer #(
    .FilterPar(FilterPar),
    .Lanes(Lanes),
    .Banks(Banks),
    .PixelsPerBeat(PixelsPerBeat),
    .InHalfWords(InHalfWords),
    .OutHalfWords(OutHalfWords)
  ) u_sequencer (
    .clk_i,
    .rst_ni,
    .start_i(start_q),
    .layer_i(layer_q),
    .input_ready_i(input_ready),
    .weights_ready_i(weights_ready),
    .output_free_i(output_free),
    .claims_output_o(claims_output),
    .releases_weights_o(releases_weights),
    .releases_input_o(releases_input),
    .init_o(init),
    .tap_o(tap),
    .drain_index_o(drain_index),
    .weight_word_o(weight_word),
    .in_addr_o(in_addr),
    .rotate_o(rotate),
    .mask_o(mask),
    .out_write_o(out_write),
    .out_banks_o(out_banks),
    .out_addr_o(out_addr),
    .ends_band_o(ends_band)
  );

  // What a step does goes down the pipeline with its data.
  logic [6:1] init_q, tap_q;
  logic [7:1] ends_band_q, out_write_q;
  logic [1:0] drain_index_q[1:6];
  logic [Banks-1:0] out_banks_q[1:7];
  logic [OutAddrWidth-1:0] out_addr_q[1:7];
  logic [RotateWidth-1:0] rotate_q;
  logic [Lanes-1:0] mask_q;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      init_q <= '0;
      tap_q <= '0;
      ends_band_q <= '0;
      out_write_q <= '0;
    end else begin
      init_q <= {init_q[5:1], init};
      tap_q <= {tap_q[5:1], tap};
      ends_band_q <= {ends_band_q[6:1], ends_band};
      out_write_q <= {out_write_q[6:1], out_write};
    end
  end

  always_ff @(posedge clk_i) begin
    drain_index_q[1] <= drain_index;
    out_banks_q[1] <= out_banks;
    out_addr_q[1] <= out_addr;
    rotate_q <= rotate;
    mask_q <= mask;
  end
  for (genvar k = 2; k < 8; k++) begin : gen_stage
    if (k < 7) begin : gen_drain_index
      always_ff @(posedge clk_i) drain_index_q[k] <= drain_index_q[k-1];
    end
    always_ff @(posedge clk_i) begin
      out_banks_q[k] <= out_banks_q[k-1];
      out_addr_q[k] <= out_addr_q[k-1];
    end
  end

  // Cycle 1: pixels and weights come out of their memories.
  logic [Banks*32-1:0] in_data;
  logic [Lanes*32-1:0] in_rotated;
  for (genvar b = 0; b < Banks; b++) begin : gen_in_bank
    localparam int unsigned Part = b % PixelsPerBeat;
    conv_bank #(
      .Depth(2 * InHalfWords),
      .Width(32)
    ) u_bank (
      .clk_i,
      .wr_en_i(in_wr_banks[b]),
      .wr_addr_i(in_wr_addr),
      .wr_data_i(rd_rsp_data_i[32*Part+:32]),
      .rd_en_i(tap),
      .rd_addr_i(in_addr[b*InAddrWidth+:InAddrWidth]),
      .rd_data_o(in_data[32*b+:32])
    );
  end

  logic [WordWidth-1:0] weights;
  conv_ring #(
    .WordWidth(WordWidth),
    .BeatWidth(MemWidth),
    .Beats(RingBeats)
  ) u_ring (
    .clk_i,
    .rst_ni,
    .wr_en_i(ring_wr_en),
    .wr_addr_i(ring_wr_addr),
    .wr_data_i(rd_rsp_data_i),
    .release_i(releases_weights),
    .release_beats_i(layer_q.group_beats),
    .rd_en_i(init || tap),
    .rd_word_i(weight_word),
    .rd_data_o(weights)
  );

  // Lane 0 reads bank `rotate`, lane 1 the next one, and so on around.
  assign in_rotated = (Lanes * 32)'({in_data, in_data} >> {rotate_q, 5'b0});

  logic is_pool;
  logic [Lanes*32-1:0] pixels_q2, skewed_pixels;
  logic [WordWidth-1:0] weights_q[2:6];  // from cycle 3 on only as biases
  logic [WordWidth-1:0] skewed_weights;
  assign is_pool = layer_q.op == conv_engine_pkg::OpMaxPool3x3;

  for (genvar q = 0; q < Lanes; q++) begin : gen_pixels
    always_ff @(posedge clk_i) begin
      pixels_q2[32*q+:32] <= !mask_q[q] ? in_rotated[32*q+:32] : is_pool ? 32'h80808080 : '0;
    end
  end
  always_ff @(posedge clk_i) weights_q[2] <= weights;
  for (genvar k = 3; k < 7; k++) begin : gen_biases
    always_ff @(posedge clk_i) weights_q[k] <= weights_q[k-1];
  end

  // Cycles 2 to 5: products and their sums. Cycle 6: accumulators; a quad of filters goes on to be
  // requantised.
  conv_skew #(
    .Quads(Lanes)
  ) u_skew_pixels (
    .clk_i,
    .data_i(pixels_q2),
    .data_o(skewed_pixels)
  );
  conv_skew #(
    .Quads(FilterPar)
  ) u_skew_weights (
    .clk_i,
    .data_i(weights_q[2]),
    .data_o(skewed_weights)
  );

  logic [Lanes*128-1:0] drained;  // per lane, four accumulators
  for (genvar q = 0; q < Lanes; q++) begin : gen_lane
    logic [FilterPar*32-1:0] accs;
    for (genvar f = 0; f < FilterPar; f++) begin : gen_filter
      conv_cell u_cell (
        .clk_i,
        .pixels_i(skewed_pixels[32*q+:32]),
        .weights_i(skewed_weights[32*f+:32]),
        .init_i(init_q[6]),
        .tap_i(tap_q[6]),
        .bias_i(weights_q[6][32*f+:32]),
        .acc_o(accs[32*f+:32])
      );
    end
    assign drained[128*q+:128] = accs[128*drain_index_q[6]+:128];
  end

  // Maxima are there in cycle 3 already.
  logic [Lanes*32-1:0] results_q7;
  for (genvar q = 0; q < Lanes; q++) begin : gen_result
    logic [31:0] requantized, maxima, maxima_q4, maxima_q5, maxima_q6;
    conv_pool_lane u_pool (
      .clk_i,
      .init_i(init_q[2]),
      .tap_i(tap_q[2]),
      .pixels_i(pixels_q2[32*q+:32]),
      .max_o(maxima)
    );
    for (genvar c = 0; c < 4; c++) begin : gen_channel
      conv_requantize u_requantize (
        .acc_i(drained[128*q+32*c+:32]),
        .shift_i(layer_q.shift),
        .relu_i(layer_q.relu),
        .result_o(requantized[8*c+:8])
      );
    end
    always_ff @(posedge clk_i) begin
      maxima_q4 <= maxima;
      maxima_q5 <= maxima_q4;
      maxima_q6 <= maxima_q5;
      results_q7[32*q+:32] <= is_pool ? maxima_q6 : requantized;
    end
  end

  // Cycle 7: into the output buffer.
  logic out_rd_en;
  logic [OutAddrWidth-1:0] out_rd_addr;
  logic [Banks*32-1:0] out_rd_data;
  for (genvar b = 0; b < Banks; b++) begin : gen_out_bank
    localparam int unsigned Lane = b % Lanes;
    conv_bank #(
      .Depth(2 * OutHalfWords),
      .Width(32)
    ) u_bank (
      .clk_i,
      .wr_en_i(out_write_q[7] && out_banks_q[7][b]),
      .wr_addr_i(out_addr_q[7]),
      .wr_data_i(results_q7[32*Lane+:32]),
      .rd_en_i(out_rd_en),
      .rd_addr_i(out_rd_addr),
      .rd_data_o(out_rd_data[32*b+:32])
    );
  end

  conv_store #(
    .MemWidth(MemWidth),
    .Banks(Banks),
    .OutHalfWords(OutHalfWords)
  ) u_store (
    .clk_i,
    .rst_ni,
    .start_i(start_q),
    .layer_i(layer_q),
    .claims_output_i(claims_output),
    .band_written_i(ends_band_q[7]),
    .output_free_o(output_free),
    .done_o(done),
    .out_rd_en_o(out_rd_en),
    .out_rd_addr_o(out_rd_addr),
    .out_rd_data_i(out_rd_data),
    .wr_valid_o,
    .wr_ready_i,
    .wr_addr_o,
    .wr_data_o
  );

endmodule
