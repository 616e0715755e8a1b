// Writes finished bands from the output buffer to memory: quad by quad, a beat a cycle, while the
// next band is computed into the buffer's other half.
//
// Latency: a beat comes one cycle after it is read from the buffer. Cost: no multipliers.

module conv_store #(
  /// Bits of a beat of memory, 32 for each of its pixels.
  parameter int unsigned MemWidth = 256,
  /// Banks of the output buffer, a power of two, at least MemWidth / 32.
  parameter int unsigned Banks = 8,
  /// Words of a bank's half.
  parameter int unsigned OutHalfWords = 1024,
  localparam int unsigned OutAddrWidth = $clog2(2 * OutHalfWords),
  localparam int unsigned AddressWidth = conv_engine_pkg::AddressWidth
) (
  input  logic                    clk_i,
  input  logic                    rst_ni,
  /// Begins a layer, which holds until done_o.
  input  logic                    start_i,
  input  conv_engine_pkg::layer_t layer_i,
  /// A band begins, and is in the buffer.
  input  logic                    claims_output_i,
  input  logic                    band_written_i,
  output logic                    output_free_o,
  /// The last beat of the layer has been written.
  output logic                    done_o,
  /// The word that is read from each bank of the buffer, and what comes a cycle later.
  output logic                    out_rd_en_o,
  output logic [OutAddrWidth-1:0] out_rd_addr_o,
  input  logic [Banks*32-1:0]     out_rd_data_i,
  /// Stream of beats to memory.
  output logic                    wr_valid_o,
  input  logic                    wr_ready_i,
  output logic [AddressWidth-1:0] wr_addr_o,
  output logic [MemWidth-1:0]     wr_data_o
);

  localparam int unsigned SizeWidth = conv_engine_pkg::SizeWidth;
  localparam int unsigned QuadsWidth = conv_engine_pkg::QuadsWidth;
  localparam int unsigned CountWidth = conv_engine_pkg::CountWidth;
  localparam int unsigned PixelsPerBeat = MemWidth / 32;
  localparam int unsigned BeatsPerRow = Banks / PixelsPerBeat;
  localparam int unsigned PartWidth = BeatsPerRow == 1 ? 1 : $clog2(BeatsPerRow);

  logic [SizeWidth-1:0]    band_q;
  logic [QuadsWidth-1:0]   quad_q;
  logic [CountWidth-1:0]   beat_q;
  logic [AddressWidth-1:0] band_addr_q, quad_addr_q;
  logic [OutAddrWidth-1:0] quad_base_q;
  logic [1:0]              halves_used_q, bands_there_q;

  logic advances, reads, last_beat, last_quad, last_band, ends_band;
  logic valid_q, ends_band_q, ends_layer_q, releases;
  logic [PartWidth-1:0] part, part_q;
  logic [AddressWidth-1:0] addr_q;

  assign last_band = band_q + 1'b1 == layer_i.num_bands;
  assign last_beat = beat_q + 1'b1 ==
                     (last_band ? layer_i.last_band_beats : layer_i.band_beats);
  assign last_quad = quad_q + 1'b1 == layer_i.out_quads;
  assign ends_band = reads && last_beat && last_quad;

  assign advances = !valid_q || wr_ready_i;
  assign reads = advances && bands_there_q != 0;
  assign out_rd_en_o = advances;

  if (BeatsPerRow == 1) begin : gen_whole_row
    assign part = '0;
    assign out_rd_addr_o = quad_base_q + OutAddrWidth'(beat_q);
  end else begin : gen_part_of_row
    assign part = beat_q[PartWidth-1:0];
    assign out_rd_addr_o = quad_base_q + OutAddrWidth'(beat_q >> PartWidth);
  end

  assign releases = wr_valid_o && wr_ready_i && ends_band_q;
  assign output_free_o = halves_used_q < 2;
  assign done_o = releases && ends_layer_q;

  assign wr_valid_o = valid_q;
  assign wr_addr_o = addr_q;
  assign wr_data_o = MemWidth'(out_rd_data_i >> (part_q * MemWidth));

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      band_q <= '0;
      quad_q <= '0;
      beat_q <= '0;
      band_addr_q <= '0;
      quad_addr_q <= '0;
      quad_base_q <= '0;
      halves_used_q <= '0;
      bands_there_q <= '0;
      valid_q <= 1'b0;
      ends_band_q <= 1'b0;
      ends_layer_q <= 1'b0;
      part_q <= '0;
      addr_q <= '0;
    end else begin
      halves_used_q <= halves_used_q + 2'(claims_output_i) - 2'(releases);
      bands_there_q <= bands_there_q + 2'(band_written_i) - 2'(ends_band);
      if (advances) begin
        valid_q <= reads;
        part_q <= part;
        addr_q <= quad_addr_q + AddressWidth'(beat_q);
        ends_band_q <= ends_band;
        ends_layer_q <= last_band;
      end
      if (start_i) begin
        band_q <= '0;
        quad_q <= '0;
        beat_q <= '0;
        band_addr_q <= layer_i.out_address;
        quad_addr_q <= layer_i.out_address;
        quad_base_q <= '0;
      end else if (reads) begin
        beat_q <= beat_q + 1'b1;
        if (last_beat) begin
          beat_q <= '0;
          quad_q <= quad_q + 1'b1;
          quad_addr_q <= quad_addr_q + AddressWidth'(layer_i.plane_beats);
          quad_base_q <= quad_base_q + OutAddrWidth'(layer_i.out_row_words);
        end
        if (ends_band) begin
          quad_q <= '0;
          band_q <= band_q + 1'b1;
          band_addr_q <= band_addr_q + AddressWidth'(layer_i.band_beats);
          quad_addr_q <= band_addr_q + AddressWidth'(layer_i.band_beats);
          quad_base_q <= band_q[0] ? '0 : OutAddrWidth'(OutHalfWords);
        end
      end
    end
  end

`ifndef SYNTHESIS
  // A beat stays until the memory takes it.
  BeatStays_A :
  assert property (@(posedge clk_i) disable iff (!rst_ni)
                   wr_valid_o && !wr_ready_i |=>
                   wr_valid_o && $stable(wr_addr_o) && $stable(wr_data_o));
  // The computation claims a half only while one is free.
  HalvesNeverOverflow_A :
  assert property (@(posedge clk_i) disable iff (!rst_ni) claims_output_i |-> halves_used_q < 2);
`endif

endmodule
