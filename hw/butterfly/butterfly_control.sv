// Control unit of the butterfly processor: takes jobs, fills the weight buffer, and takes each row
// through its bank set: load, work, drain. All engines obey it in step, each with its own row.
//
//   Free --load--> Loaded --first access--> Busy --last result written--> Done --drain--> Free
//
//   linear   rows take turns in sets A and B: while A is worked on, B is drained and loaded.
//   FFT      a row has both sets (A real, B imaginary parts): work and loading do not overlap.
//
// Loading follows draining through the same set: an element is loaded as soon as the old one at its
// place is out. S2P: element i goes to word i / M of bank (i + popcount(i / M)) mod M; P2S: the
// inverse. An FFT leaves the element of frequency f at place bitreverse(f): out_index_o says f.
//
// A job with load_weights takes weights into the half of the buffer that the job before does not
// use, while that one is still at work; without, it goes on with the weights of the job before.

module butterfly_control
  import butterfly_pkg::*;
#(
  /// Butterfly units of an engine (P); a power of two.
  parameter int unsigned NumUnits = 4,
  /// The longest row is 2^MaxLog2Size elements.
  parameter int unsigned MaxLog2Size = 10,
  /// Bits of the number of rows of a job.
  parameter int unsigned RowBits = 16,
  localparam int unsigned BankBits = $clog2(2 * NumUnits),
  localparam int unsigned UnitBits = $clog2(NumUnits),
  localparam int unsigned WordBits = MaxLog2Size - BankBits,
  localparam int unsigned StrideBits = $clog2(MaxLog2Size),
  localparam int unsigned SizeBits = $clog2(MaxLog2Size + 1),
  localparam int unsigned WeightBits = $clog2(MaxLog2Size << WordBits)
) (
  /// Clock, and asynchronous reset, active low.
  input  logic                        clk_i,
  input  logic                        rst_ni,
  /// Jobs: see butterfly_processor.
  input  logic                        job_valid_i,
  output logic                        job_ready_o,
  input  mode_e                       job_mode_i,
  input  logic [SizeBits-1:0]         job_log2_size_i,
  input  logic [RowBits-1:0]          job_num_rows_i,
  input  logic                        job_load_weights_i,
  /// Weight words: handshake, and where the word of this cycle goes.
  input  logic                        weights_valid_i,
  output logic                        weights_ready_o,
  output logic                        weights_half_o,
  output logic [WeightBits-1:0]       weights_word_o,
  /// Elements in: handshake, and where the elements of this cycle go.
  input  logic                        in_valid_i,
  output logic                        in_ready_o,
  output logic [1:0]                  load_sets_o,
  output logic [WordBits-1:0]         load_word_o,
  output logic [BankBits-1:0]         load_bank_o,
  /// Accesses: see index_generator.
  output logic                        access_valid_o,
  output mode_e                       access_mode_o,
  output logic                        access_set_o,
  output logic [WordBits-1:0]         access_word1_o,
  output logic [WordBits-1:0]         access_word2_o,
  output logic [BankBits-1:0]         access_rotation_o,
  output logic [$clog2(BankBits)-1:0] access_pairing_o,
  output logic                        access_half_o,
  output logic [WeightBits-1:0]       access_weight_word_o,
  output logic [UnitBits-1:0]         access_weight_slot_o,
  output logic [StrideBits-1:0]       access_log2_stride_o,
  /// Drain: what to read, and when to take what was read into the output register.
  output logic [1:0]                  drain_sets_o,
  output logic [WordBits-1:0]         drain_word_o,
  output logic [BankBits-1:0]         drain_bank_o,
  output logic                        drain_take_o,
  /// Elements out: handshake and labels of what the output register holds.
  output logic                        out_valid_o,
  input  logic                        out_ready_i,
  output logic [MaxLog2Size-1:0]      out_index_o,
  output logic                        out_last_o,
  /// Whether no job is under way.
  output logic                        idle_o
);

  typedef enum logic [1:0] {
    SetFree,
    SetLoaded,
    SetBusy,
    SetDone
  } set_e;

  /// What the row in a set is.
  typedef struct packed {
    logic [SizeBits-1:0] log2_size;
    logic                half;      // of the weight buffer
    logic                last;      // of its job
  } row_t;

  set_e [1:0] set_q, set_d;
  row_t [1:0] row_q, row_d;
  mode_e      mode_q, mode_d;  // of all rows in the sets

  // ---- Jobs: one at a time is loaded; older ones may still be worked on.
  logic                loading_q, loading_d;  // rows of the job are still to be loaded
  mode_e               job_mode_q;
  logic [SizeBits-1:0] job_log2_size_q;
  logic [RowBits-1:0]  rows_left_q, rows_left_d;
  logic                half_q, half_d;
  logic [1:0][1:0]     users_q, users_d;      // jobs that use a half and are not worked off
  logic                take_job, last_access_of_job;

  // ---- Weights of the job.
  logic                  filling_q, filling_d;
  logic [WeightBits-1:0] weight_word_q, weight_word_d, last_weight_word;
  logic                  fill;

  assign job_ready_o = !loading_q && !filling_q && users_q[!half_q] == '0;
  assign take_job    = job_valid_i && job_ready_o;

  logic [WeightBits-1:0] words_of_row;  // of the banks: N / M
  assign words_of_row     = WeightBits'(1) << (job_log2_size_q - SizeBits'(BankBits));
  assign last_weight_word = job_mode_q == ModeFft ? words_of_row - 1'b1 :
                            words_of_row * WeightBits'(job_log2_size_q) - 1'b1;

  assign weights_ready_o = filling_q;
  assign weights_half_o  = half_q;
  assign weights_word_o  = weight_word_q;
  assign fill            = weights_valid_i && filling_q;

  always_comb begin
    half_d        = half_q;
    filling_d     = filling_q;
    weight_word_d = weight_word_q;
    if (fill) begin
      weight_word_d = weight_word_q + 1'b1;
      if (weight_word_q == last_weight_word) filling_d = 1'b0;
    end
    if (take_job && job_load_weights_i) begin
      half_d        = !half_q;
      filling_d     = 1'b1;
      weight_word_d = '0;
    end
  end

  logic last_access_half;
  always_comb begin
    users_d = users_q;
    for (int unsigned h = 0; h < 2; h++) begin
      users_d[h] = users_q[h] + 2'(take_job && half_d == 1'(h)) -
                   2'(last_access_of_job && last_access_half == 1'(h));
    end
  end

  // ---- Load.
  logic                   load_set_q, load_set_d;
  logic [MaxLog2Size-1:0] load_index_q, load_index_d, last_load_index;
  logic                   drain_set_q, drain_set_d;
  logic [MaxLog2Size:0]   drain_index_q, drain_index_d;
  logic                   is_last_load, may_load, load;

  assign last_load_index = MaxLog2Size'((32'd1 << job_log2_size_q) - 32'd1);
  assign is_last_load    = load_index_q == last_load_index;

  always_comb begin
    may_load = 1'b0;
    if (loading_q && job_mode_q == mode_q) begin
      unique case (set_q[load_set_q])
        SetFree: may_load = 1'b1;
        // Behind the drain; the last element when the old row is out.
        SetDone: may_load = drain_set_q == load_set_q && {1'b0, load_index_q} < drain_index_q &&
                            !is_last_load;
        default: may_load = 1'b0;
      endcase
    end
  end

  assign in_ready_o = may_load;
  assign load       = may_load && in_valid_i;

  logic [1:0] sets_of_load;
  assign sets_of_load = mode_q == ModeFft ? 2'b11 : 2'b01 << load_set_q;
  assign load_sets_o  = load ? sets_of_load : 2'b00;
  assign load_word_o  = load_index_q[MaxLog2Size-1:BankBits];
  assign load_bank_o  = load_index_q[BankBits-1:0] + BankBits'(rotation(32'(load_word_o)));

  // ---- Work.
  logic                 work_set_q, work_set_d;
  logic                 start, generator_ready, access_last;
  logic                 reading_q;                  // an element is read and not yet taken
  logic                 access_set_q, access_half_q;
  logic [RoundTrip-2:0] written_q;                  // last accesses on their way
  logic [RoundTrip-2:0] written_set_q;

  logic [1:0]           sets_of_work, drain_read_sets_q;

  assign sets_of_work = mode_q == ModeFft ? 2'b11 : 2'b01 << work_set_q;

  // A row starts when it is loaded, its weights are there, and what was drained is taken.
  assign start = set_q[work_set_q] == SetLoaded && generator_ready &&
                 !(filling_q && row_q[work_set_q].half == half_q) &&
                 !(reading_q && (drain_read_sets_q & sets_of_work) != 2'b00);

  index_generator #(
    .NumUnits(NumUnits),
    .MaxLog2Size(MaxLog2Size)
  ) u_index_generator (
    .clk_i,
    .rst_ni,
    .start_i(start),
    .ready_o(generator_ready),
    .mode_i(mode_q),
    .log2_size_i(row_q[work_set_q].log2_size),
    .valid_o(access_valid_o),
    .last_o(access_last),
    .mode_o(access_mode_o),
    .word1_o(access_word1_o),
    .word2_o(access_word2_o),
    .rotation_o(access_rotation_o),
    .pairing_o(access_pairing_o),
    .weight_word_o(access_weight_word_o),
    .weight_slot_o(access_weight_slot_o),
    .log2_stride_o(access_log2_stride_o)
  );

  assign access_set_o       = access_set_q;
  assign access_half_o      = access_half_q;
  assign last_access_half   = access_half_q;
  assign last_access_of_job = access_last && row_q[access_set_q].last;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      access_set_q  <= 1'b0;
      access_half_q <= 1'b0;
      written_q     <= '0;
      written_set_q <= '0;
    end else begin
      if (start) begin
        access_set_q  <= work_set_q;
        access_half_q <= row_q[work_set_q].half;
      end
      written_q     <= {written_q[RoundTrip-3:0], access_last};
      written_set_q <= {written_set_q[RoundTrip-3:0], access_set_q};
    end
  end

  // ---- Drain: read an element, take it into the output register, hand it over.
  logic                   drain, is_last_drain, take;
  logic [MaxLog2Size-1:0] reversed, frequency;
  logic [MaxLog2Size-1:0] read_index_q;
  logic                   read_last_q, out_last_q, out_valid_q;
  logic [MaxLog2Size-1:0] out_index_q;
  logic [SizeBits-1:0]    drain_log2_size;

  assign drain_log2_size = row_q[drain_set_q].log2_size;
  assign take    = reading_q && (!out_valid_q || out_ready_i);
  assign drain   = set_q[drain_set_q] == SetDone && (!reading_q || take);
  assign is_last_drain = drain_index_q == (MaxLog2Size + 1)'((32'd1 << drain_log2_size) - 32'd1);

  always_comb begin
    for (int unsigned i = 0; i < MaxLog2Size; i++) reversed[i] = drain_index_q[MaxLog2Size-1-i];
    frequency = reversed >> (SizeBits'(MaxLog2Size) - drain_log2_size);
  end

  logic [1:0] sets_of_drain;
  assign sets_of_drain = mode_q == ModeFft ? 2'b11 : 2'b01 << drain_set_q;
  assign drain_sets_o  = drain ? sets_of_drain : 2'b00;
  assign drain_word_o  = drain_index_q[MaxLog2Size-1:BankBits];
  assign drain_bank_o  = drain_index_q[BankBits-1:0] + BankBits'(rotation(32'(drain_word_o)));
  assign drain_take_o  = take;
  assign out_valid_o   = out_valid_q;
  assign out_index_o   = out_index_q;
  assign out_last_o    = out_last_q;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      reading_q         <= 1'b0;
      drain_read_sets_q <= '0;
      read_index_q      <= '0;
      read_last_q       <= 1'b0;
      out_valid_q       <= 1'b0;
      out_index_q       <= '0;
      out_last_q        <= 1'b0;
    end else begin
      if (drain) begin
        reading_q         <= 1'b1;
        drain_read_sets_q <= sets_of_drain;
        read_index_q      <= mode_q == ModeFft ? frequency : drain_index_q[MaxLog2Size-1:0];
        read_last_q       <= is_last_drain && row_q[drain_set_q].last;
      end else if (take) begin
        reading_q <= 1'b0;
      end
      if (take) begin
        out_valid_q <= 1'b1;
        out_index_q <= read_index_q;
        out_last_q  <= read_last_q;
      end else if (out_ready_i) begin
        out_valid_q <= 1'b0;
      end
    end
  end

  // ---- Sets.
  logic all_free;
  assign all_free = set_q[0] == SetFree && set_q[1] == SetFree;

  always_comb begin
    set_d         = set_q;
    row_d         = row_q;
    mode_d        = mode_q;
    loading_d     = loading_q;
    rows_left_d   = rows_left_q;
    load_set_d    = load_set_q;
    load_index_d  = load_index_q;
    work_set_d    = work_set_q;
    drain_set_d   = drain_set_q;
    drain_index_d = drain_index_q;

    if (drain) begin
      drain_index_d = drain_index_q + 1'b1;
      if (is_last_drain) begin
        drain_index_d      = '0;
        set_d[drain_set_q] = SetFree;
        drain_set_d        = mode_q == ModeLinear ? !drain_set_q : 1'b0;
      end
    end
    if (written_q[RoundTrip-2]) set_d[written_set_q[RoundTrip-2]] = SetDone;
    if (start) begin
      set_d[work_set_q] = SetBusy;
      work_set_d        = mode_q == ModeLinear ? !work_set_q : 1'b0;
    end
    if (load) begin
      load_index_d = load_index_q + 1'b1;
      if (is_last_load) begin
        load_index_d      = '0;
        set_d[load_set_q] = SetLoaded;
        row_d[load_set_q] = '{log2_size: job_log2_size_q, half: half_q,
                              last: rows_left_q == RowBits'(1)};
        load_set_d        = mode_q == ModeLinear ? !load_set_q : 1'b0;
        rows_left_d       = rows_left_q - 1'b1;
        if (rows_left_q == RowBits'(1)) loading_d = 1'b0;
      end
    end
    if (take_job) begin
      loading_d   = 1'b1;
      rows_left_d = job_num_rows_i;
    end
    // Another mode begins with empty sets.
    if (loading_q && job_mode_q != mode_q && all_free) begin
      mode_d      = job_mode_q;
      load_set_d  = 1'b0;
      work_set_d  = 1'b0;
      drain_set_d = 1'b0;
    end
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      set_q           <= {SetFree, SetFree};
      row_q           <= '0;
      mode_q          <= ModeLinear;
      loading_q       <= 1'b0;
      job_mode_q      <= ModeLinear;
      job_log2_size_q <= '0;
      rows_left_q     <= '0;
      half_q          <= 1'b0;
      users_q         <= '0;
      filling_q       <= 1'b0;
      weight_word_q   <= '0;
      load_set_q      <= 1'b0;
      load_index_q    <= '0;
      work_set_q      <= 1'b0;
      drain_set_q     <= 1'b0;
      drain_index_q   <= '0;
    end else begin
      set_q         <= set_d;
      row_q         <= row_d;
      mode_q        <= mode_d;
      loading_q     <= loading_d;
      rows_left_q   <= rows_left_d;
      half_q        <= half_d;
      users_q       <= users_d;
      filling_q     <= filling_d;
      weight_word_q <= weight_word_d;
      load_set_q    <= load_set_d;
      load_index_q  <= load_index_d;
      work_set_q    <= work_set_d;
      drain_set_q   <= drain_set_d;
      drain_index_q <= drain_index_d;
      if (take_job) begin
        job_mode_q      <= job_mode_i;
        job_log2_size_q <= job_log2_size_i;
      end
    end
  end

  assign idle_o = !loading_q && !filling_q && all_free && !reading_q && !out_valid_q;

  // A job has a row, and a size that the banks hold.
  JobIsValid_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      take_job |-> job_num_rows_i != '0 && job_log2_size_i >= SizeBits'(BankBits) &&
                   job_log2_size_i <= SizeBits'(MaxLog2Size));
  // What is offered stays until it is taken.
  HoldsOutput_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      out_valid_o && !out_ready_i |=> out_valid_o && $stable(out_index_o) && $stable(out_last_o));
  HoldsInput_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      in_valid_i && !in_ready_o |=> in_valid_i);
  HoldsWeights_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      weights_valid_i && !weights_ready_o |=> weights_valid_i);
  HoldsJob_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      job_valid_i && !job_ready_o |=> job_valid_i && $stable(job_mode_i) &&
          $stable(job_log2_size_i) && $stable(job_num_rows_i) && $stable(job_load_weights_i));

endmodule
