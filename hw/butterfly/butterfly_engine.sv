// Butterfly engine: two sets of banks, crossbars, butterfly units. It obeys the control unit, which
// several engines share; each works on a row of its own.
//
//              +--------+   +----------+   +-------+   +----------+
//   load ----> | set A  |-->| crossbar |-->| units |-->| crossbar |--+--> write back to the
//         +--> | set B  |-->|          |   | x P   |   |          |  |    words that were read
//         |    +--------+   +----------+   +-------+   +----------+  |
//         +----------------------------------------------------------+
//                  +--> drain
//
//   linear   A and B hold different rows: one is worked on while the other is drained and loaded.
//   FFT      A holds the real parts, B the imaginary parts of one row.
//
// An access is one cycle, 2 P operands. Its results are in the banks RoundTrip cycles later.
// Cost: 2 sets x 2 P banks of 16 x 2^WordBits bits; P units.

module butterfly_engine
  import butterfly_pkg::*;
#(
  /// Butterfly units; a power of two.
  parameter int unsigned NumUnits = 4,
  /// The longest row is 2^MaxLog2Size elements.
  parameter int unsigned MaxLog2Size = 10,
  localparam int unsigned NumBanks = 2 * NumUnits,
  localparam int unsigned BankBits = $clog2(NumBanks),
  localparam int unsigned WordBits = MaxLog2Size - BankBits
) (
  /// Clock, and asynchronous reset, active low.
  input  logic                         clk_i,
  input  logic                         rst_ni,
  /// Load: an element of a row into a bank of set A (bit 0), of B (bit 1), or its parts into both.
  input  logic [1:0]                   load_sets_i,
  input  logic [WordBits-1:0]          load_word_i,
  input  logic [BankBits-1:0]          load_bank_i,
  input  complex_t                     load_data_i,
  /// Access: see index_generator. set_i is the set in linear mode.
  input  logic                         access_valid_i,
  input  mode_e                        access_mode_i,
  input  logic                         access_set_i,
  input  logic [WordBits-1:0]          access_word1_i,
  input  logic [WordBits-1:0]          access_word2_i,
  input  logic [BankBits-1:0]          access_rotation_i,
  input  logic [$clog2(BankBits)-1:0]  access_pairing_i,
  /// Weights of the access of ReadLatency cycles ago.
  input  unit_weights_t [NumUnits-1:0] weights_i,
  /// Drain: reads an element of a set, or of both.
  input  logic [1:0]                   drain_sets_i,
  input  logic [WordBits-1:0]          drain_word_i,
  input  logic [BankBits-1:0]          drain_bank_i,
  /// The element that was drained last, from the cycle after; a set not drained gives 0.
  output complex_t                     drain_data_o
);

  // An access on its way through the engine. Stage 0 is the address, ReadLatency the units.
  typedef struct packed {
    logic [1:0]                  sets;  // whose words are read and written
    mode_e                       mode;
    logic [WordBits-1:0]         word1;
    logic [WordBits-1:0]         word2;
    logic [BankBits-1:0]         rotation;
    logic [$clog2(BankBits)-1:0] pairing;
  } access_t;

  localparam int unsigned ResultStage = ReadLatency + UnitLatency;

  access_t               access;
  access_t [ResultStage:1] access_q;

  assign access.sets     = !access_valid_i ? 2'b00 :
                           access_mode_i == ModeFft ? 2'b11 : 2'b01 << access_set_i;
  assign access.mode     = access_mode_i;
  assign access.word1    = access_word1_i;
  assign access.word2    = access_word2_i;
  assign access.rotation = access_rotation_i;
  assign access.pairing  = access_pairing_i;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      access_q <= '0;
    end else begin
      access_q <= {access_q[ResultStage-1:1], access};
    end
  end

  // Banks. Slot s of an access is in bank s + rotation; odd slots hold second operands.
  typedef logic [NumBanks-1:0][15:0] word_t;

  word_t      read_data [2];
  word_t      write_data_q [2];
  // What goes into the banks, behind the crossbar's register.
  logic [1:0]          write_sets_q;
  logic [WordBits-1:0] write_word1_q, write_word2_q;
  logic                write_odd_q;  // whether the rotation is odd

  for (genvar set = 0; set < 2; set++) begin : gen_set
    logic [15:0] load_data;
    assign load_data = set == 1 && load_sets_i[0] ? load_data_i.im : load_data_i.re;

    for (genvar b = 0; b < NumBanks; b++) begin : gen_bank
      logic read_slot, write_slot;  // the lowest bit of the slot
      logic load, drain;
      assign read_slot  = 1'(b) ^ access.rotation[0];
      assign write_slot = 1'(b) ^ write_odd_q;
      assign load       = load_sets_i[set] && load_bank_i == BankBits'(b);
      assign drain      = drain_sets_i[set] && drain_bank_i == BankBits'(b);

      butterfly_bank #(
        .WordBits(WordBits)
      ) u_bank (
        .clk_i,
        .rst_ni,
        .write_i(write_sets_q[set] || load),
        .write_word_i(load ? load_word_i : write_slot ? write_word2_q : write_word1_q),
        .write_data_i(load ? load_data : write_data_q[set][b]),
        .read_i(access.sets[set] || drain),
        .read_word_i(drain ? drain_word_i : read_slot ? access.word2 : access.word1),
        .read_data_o(read_data[set][b])
      );
    end
    // A set is worked on, or loaded and drained.
    OneUseOfASet_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
        access.sets[set] || write_sets_q[set] |-> !load_sets_i[set] && !drain_sets_i[set]);
  end

  // From banks to units.
  word_t real_words, operands_re, operands_im;
  assign real_words = access_q[1].sets == 2'b10 ? read_data[1] : read_data[0];

  butterfly_crossbar #(
    .NumBanks(NumBanks)
  ) u_read_re (
    .rotation_i(access_q[1].rotation),
    .pairing_i(access_q[1].pairing),
    .data_i(real_words),
    .data_o(operands_re)
  );
  butterfly_crossbar #(
    .NumBanks(NumBanks)
  ) u_read_im (
    .rotation_i(access_q[1].rotation),
    .pairing_i(access_q[1].pairing),
    .data_i(read_data[1]),
    .data_o(operands_im)
  );

  word_t operands_re_q, operands_im_q;
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      operands_re_q <= '0;
      operands_im_q <= '0;
    end else if (access_q[1].sets != 2'b00) begin
      operands_re_q <= operands_re;
      operands_im_q <= operands_im;
    end
  end

  word_t results_re, results_im;
  for (genvar j = 0; j < NumUnits; j++) begin : gen_unit
    butterfly_unit u_unit (
      .clk_i,
      .rst_ni,
      .mode_i(access_q[ReadLatency].mode),
      .x1_i({operands_im_q[2*j], operands_re_q[2*j]}),
      .x2_i({operands_im_q[2*j+1], operands_re_q[2*j+1]}),
      .weights_i(weights_i[j]),
      .y1_o({results_im[2*j], results_re[2*j]}),
      .y2_o({results_im[2*j+1], results_re[2*j+1]})
    );
  end

  // From units to banks.
  word_t written_re, written_im;
  butterfly_crossbar #(
    .NumBanks(NumBanks),
    .ToBanks(1'b1)
  ) u_write_re (
    .rotation_i(access_q[ResultStage].rotation),
    .pairing_i(access_q[ResultStage].pairing),
    .data_i(results_re),
    .data_o(written_re)
  );
  butterfly_crossbar #(
    .NumBanks(NumBanks),
    .ToBanks(1'b1)
  ) u_write_im (
    .rotation_i(access_q[ResultStage].rotation),
    .pairing_i(access_q[ResultStage].pairing),
    .data_i(results_im),
    .data_o(written_im)
  );

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      write_sets_q    <= '0;
      write_word1_q   <= '0;
      write_word2_q   <= '0;
      write_odd_q     <= '0;
      write_data_q[0] <= '0;
      write_data_q[1] <= '0;
    end else begin
      write_sets_q  <= access_q[ResultStage].sets;
      write_word1_q <= access_q[ResultStage].word1;
      write_word2_q <= access_q[ResultStage].word2;
      write_odd_q   <= access_q[ResultStage].rotation[0];
      if (access_q[ResultStage].sets != 2'b00) begin
        write_data_q[0] <= written_re;
        write_data_q[1] <= access_q[ResultStage].mode == ModeFft ? written_im : written_re;
      end
    end
  end

  // Drain.
  logic [1:0]          drain_sets_q;
  logic [BankBits-1:0] drain_bank_q;
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      drain_sets_q <= '0;
      drain_bank_q <= '0;
    end else if (drain_sets_i != 2'b00) begin
      drain_sets_q <= drain_sets_i;
      drain_bank_q <= drain_bank_i;
    end
  end

  logic [15:0] drained_a, drained_b;
  assign drained_a    = read_data[0][drain_bank_q];
  assign drained_b    = read_data[1][drain_bank_q];
  assign drain_data_o = drain_sets_q == 2'b10 ? {16'h0, drained_b} :
                        {drain_sets_q[1] ? drained_b : 16'h0, drained_a};

endmodule
