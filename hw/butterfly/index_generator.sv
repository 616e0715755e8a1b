// The accesses of a row, one a cycle: which words and banks to read, and which weights belong to
// each.
//
// Stages have strides N/2, N/4, ..., 1; a stage has N / M accesses of M / 2 pairs (M banks).
//   stride >= M   two words r and r + stride / M, of both the even elements, then the odd ones
//   stride <  M   one word
// A stage waits until what it reads is written. Stage k reads at its access c what the stage before
// wrote at least N/M - stride(k-1)/M accesses earlier, so it starts max(0, RoundTrip - that) cycles
// late: not at all for N >= 16 RoundTrip with 8 banks.
//
// Cycles of a row: N/M log2 N and these waits. The next row starts without a gap.

module index_generator
  import butterfly_pkg::*;
#(
  /// Butterfly units that work on an access; a power of two.
  parameter int unsigned NumUnits = 4,
  /// The longest row is 2^MaxLog2Size elements.
  parameter int unsigned MaxLog2Size = 10,
  localparam int unsigned BankBits = $clog2(2 * NumUnits),
  localparam int unsigned UnitBits = $clog2(NumUnits),
  localparam int unsigned WordBits = MaxLog2Size - BankBits,
  localparam int unsigned StrideBits = $clog2(MaxLog2Size),
  localparam int unsigned SizeBits = $clog2(MaxLog2Size + 1),
  localparam int unsigned WeightBits = $clog2(MaxLog2Size << WordBits)
) (
  /// Clock, and asynchronous reset, active low.
  input  logic                  clk_i,
  input  logic                  rst_ni,
  /// Starts a row of 2^log2_size_i elements; its first access is in the next cycle.
  input  logic                  start_i,
  /// Whether a row may start: none is under way, or this is the last access of one.
  output logic                  ready_o,
  input  mode_e                 mode_i,
  input  logic [SizeBits-1:0]   log2_size_i,
  /// An access, and whether it is the last of its row.
  output logic                  valid_o,
  output logic                  last_o,
  output mode_e                 mode_o,
  /// Words that hold the first and the second operands of the pairs.
  output logic [WordBits-1:0]   word1_o,
  output logic [WordBits-1:0]   word2_o,
  /// Slot 0 of the crossbar is in this bank, slot 1 in the next, ...
  output logic [BankBits-1:0]   rotation_o,
  /// Slots q and q + 2^pairing are a pair.
  output logic [$clog2(BankBits)-1:0] pairing_o,
  /// Word of the weight buffer. In FFT mode unit j gets the twiddle of slot
  /// weight_slot + (j >> log2 stride).
  output logic [WeightBits-1:0] weight_word_o,
  output logic [UnitBits-1:0]   weight_slot_o,
  output logic [StrideBits-1:0] log2_stride_o
);

  if (NumUnits < 2 || (NumUnits & (NumUnits - 1)) != 0) begin : gen_bad_units
    $error("index_generator: NumUnits must be a power of two, 2 or more");
  end
  if (MaxLog2Size <= BankBits) begin : gen_bad_size
    $error("index_generator: the longest row must have at least 4 NumUnits elements");
  end

  localparam int unsigned WaitBits = $clog2(RoundTrip + 1);

  logic                  busy_q, busy_d;
  mode_e                 mode_q, mode_d;
  logic [StrideBits-1:0] log2_stride_q, log2_stride_d;
  logic [WordBits-1:0]   last_access_q, last_access_d;  // of a stage: N / M - 1
  logic [WordBits-1:0]   access_q, access_d;            // within the stage
  logic [WeightBits-1:0] row_access_q, row_access_d;    // within the row
  logic [WaitBits-1:0]   wait_q, wait_d;

  logic is_two_words;
  logic [StrideBits-1:0] log2_distance;  // of the two words
  assign is_two_words  = log2_stride_q >= StrideBits'(BankBits);
  assign log2_distance = log2_stride_q - StrideBits'(BankBits);

  // Accesses after which results may be read, counted from where they are needed first.
  logic [WordBits:0] slack;
  always_comb begin
    slack = {1'b0, last_access_q} + 1'b1;
    if (is_two_words) slack -= (WordBits + 1)'(1) << log2_distance;
  end

  logic is_last_of_stage;
  assign is_last_of_stage = access_q == last_access_q;
  assign valid_o          = busy_q && wait_q == '0;
  assign last_o           = valid_o && is_last_of_stage && log2_stride_q == '0;
  assign ready_o          = !busy_q || last_o;

  always_comb begin
    busy_d        = busy_q;
    mode_d        = mode_q;
    log2_stride_d = log2_stride_q;
    last_access_d = last_access_q;
    access_d      = access_q;
    row_access_d  = row_access_q;
    wait_d        = wait_q == '0 ? '0 : wait_q - 1'b1;
    if (valid_o) begin
      access_d     = is_last_of_stage ? '0 : access_q + 1'b1;
      row_access_d = row_access_q + 1'b1;
      if (is_last_of_stage) begin
        log2_stride_d = log2_stride_q - 1'b1;
        wait_d        = 32'(slack) < RoundTrip ? WaitBits'(RoundTrip - 32'(slack)) : '0;
      end
      if (last_o) busy_d = 1'b0;
    end
    if (start_i && ready_o) begin
      busy_d        = 1'b1;
      mode_d        = mode_i;
      log2_stride_d = StrideBits'(log2_size_i - 1'b1);
      last_access_d = WordBits'((32'd1 << (log2_size_i - SizeBits'(BankBits))) - 32'd1);
      access_d      = '0;
      row_access_d  = '0;
      wait_d        = '0;
    end
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      busy_q        <= 1'b0;
      mode_q        <= ModeLinear;
      log2_stride_q <= '0;
      last_access_q <= '0;
      access_q      <= '0;
      row_access_q  <= '0;
      wait_q        <= '0;
    end else begin
      busy_q        <= busy_d;
      mode_q        <= mode_d;
      log2_stride_q <= log2_stride_d;
      last_access_q <= last_access_d;
      access_q      <= access_d;
      row_access_q  <= row_access_d;
      wait_q        <= wait_d;
    end
  end

  // Two words: access 2m + p has words with a 0, and a 1, put into m where they differ, and the
  // elements of parity p. One word: access r has word r.
  logic                parity;
  logic [WordBits-1:0] half_access, low_mask;
  always_comb begin
    parity      = is_two_words && access_q[0];
    half_access = access_q >> 1;
    low_mask    = (WordBits'(1) << log2_distance) - 1'b1;
    word1_o     = access_q;
    word2_o     = access_q;
    if (is_two_words) begin
      word1_o = ((half_access & ~low_mask) << 1) | (half_access & low_mask);
      word2_o = word1_o | (WordBits'(1) << log2_distance);
    end
    rotation_o = BankBits'(rotation(32'(word1_o))) + BankBits'(parity);
    pairing_o  = is_two_words ? '0 : $bits(pairing_o)'(log2_stride_q);
  end

  // FFT: stage of stride s, pair (i, i + s): twiddle number i / (2 s) in bit-reversed order.
  logic [MaxLog2Size-1:0] twiddle;
  assign twiddle       = {word1_o, BankBits'(0)} >> (32'(log2_stride_q) + 32'd1);
  assign weight_word_o = mode_q == ModeFft ? WeightBits'(twiddle[MaxLog2Size-1:UnitBits]) :
                                             row_access_q;
  assign weight_slot_o = twiddle[UnitBits-1:0];
  assign log2_stride_o = log2_stride_q;
  assign mode_o        = mode_q;

  // What the crossbar assumes of the layout holds for every pair; with that, no two operands of an
  // access are in the same bank.
  for (genvar j = 0; j < NumUnits; j++) begin : gen_pair
    logic [BankBits-1:0] position1, position2, bank1, bank2;  // within their words
    logic [BankBits-1:0] slot1, slot2;
    always_comb begin
      slot1     = (BankBits'(j) >> pairing_o << pairing_o << 1) |
                  (BankBits'(j) & ((BankBits'(1) << pairing_o) - 1'b1));
      slot2     = slot1 | (BankBits'(1) << pairing_o);
      position1 = is_two_words ? BankBits'(2 * j) + BankBits'(parity) : slot1;
      position2 = is_two_words ? BankBits'(2 * j) + BankBits'(parity) : slot2;
      bank1     = position1 + BankBits'(rotation(32'(word1_o)));
      bank2     = position2 + BankBits'(rotation(32'(word2_o)));
    end
    // The operands of pair j are where the layout puts them: slot s is in bank s + rotation.
    NoBankConflict_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
        valid_o |-> bank1 == BankBits'(slot1 + rotation_o) &&
                    bank2 == BankBits'(slot2 + rotation_o));
  end

  // The size is one that the banks hold.
  SizeInRange_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      start_i |-> log2_size_i >= SizeBits'(BankBits) && log2_size_i <= SizeBits'(MaxLog2Size));

endmodule
