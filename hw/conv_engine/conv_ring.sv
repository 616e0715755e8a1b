// The ring that holds weights: beats of memory go in, words of FilterPar x 4 weights come out,
// whose width may be half of a beat, a beat or two beats. A group of words is read again and again,
// from its first word on, until it is released.
//
// Latency: a word follows its address by one cycle. Cost: Beats x BeatWidth bits of memory.

module conv_ring #(
  /// Bits of a word: half of BeatWidth, BeatWidth, or twice that.
  parameter int unsigned WordWidth = 256,
  /// Bits of a beat.
  parameter int unsigned BeatWidth = 256,
  /// Beats that fit, a power of two.
  parameter int unsigned Beats = 2048,
  localparam int unsigned BeatAddrWidth = $clog2(Beats)
) (
  input  logic                     clk_i,
  input  logic                     rst_ni,
  input  logic                     wr_en_i,
  input  logic [BeatAddrWidth-1:0] wr_addr_i,
  input  logic [BeatWidth-1:0]     wr_data_i,
  /// The group is no longer needed: the next one begins release_beats_i further on.
  input  logic                     release_i,
  input  logic [conv_engine_pkg::CountWidth-1:0] release_beats_i,
  input  logic                     rd_en_i,
  /// Counted from the group's first.
  input  logic [conv_engine_pkg::CountWidth-1:0] rd_word_i,
  output logic [WordWidth-1:0]     rd_data_o
);

  logic [BeatAddrWidth-1:0] base_q;  // beat in which the group begins

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) base_q <= '0;
    else if (release_i) base_q <= base_q + BeatAddrWidth'(release_beats_i);
  end

  if (WordWidth == 2 * BeatWidth) begin : gen_two_beats
    logic [BeatAddrWidth-2:0] rd_addr;
    assign rd_addr = base_q[BeatAddrWidth-1:1] + (BeatAddrWidth - 1)'(rd_word_i);
    for (genvar half = 0; half < 2; half++) begin : gen_half
      conv_bank #(
        .Depth(Beats / 2),
        .Width(BeatWidth)
      ) u_bank (
        .clk_i,
        .wr_en_i(wr_en_i && wr_addr_i[0] == 1'(half)),
        .wr_addr_i(wr_addr_i[BeatAddrWidth-1:1]),
        .wr_data_i,
        .rd_en_i,
        .rd_addr_i(rd_addr),
        .rd_data_o(rd_data_o[half*BeatWidth+:BeatWidth])
      );
    end
  end else begin : gen_one_beat
    logic [BeatAddrWidth-1:0] rd_addr;
    logic [BeatWidth-1:0] rd_data;
    conv_bank #(
      .Depth(Beats),
      .Width(BeatWidth)
    ) u_bank (
      .clk_i,
      .wr_en_i,
      .wr_addr_i,
      .wr_data_i,
      .rd_en_i,
      .rd_addr_i(rd_addr),
      .rd_data_o(rd_data)
    );
    if (WordWidth == BeatWidth) begin : gen_whole
      assign rd_addr = base_q + BeatAddrWidth'(rd_word_i);
      assign rd_data_o = rd_data;
    end else begin : gen_part
      logic part_q;
      assign rd_addr = base_q + BeatAddrWidth'(rd_word_i >> 1);
      always_ff @(posedge clk_i) if (rd_en_i) part_q <= rd_word_i[0];
      assign rd_data_o = rd_data[part_q*WordWidth+:WordWidth];
    end
  end

endmodule
