// Butterfly processor: P_be engines that work in step on a row each, their control unit, and the
// weight buffer that feeds all of them (paper, Fig. 6).
//
// A job is `num_rows` rows for each engine, all of N = 2^log2_size elements, through one butterfly
// matrix or one FFT. For each job
//   weights   N/(2 P_bu) log2 N words (linear) or N/(2 P_bu) words (FFT twiddles), in the order of
//             use (PackLinearWeights, PackFftTwiddles of butterfly_model.h); only with load_weights
//   in        num_rows x N items in natural order; an item is element i of the rows of all engines
//   out       num_rows x N items; out_index_o says which element of the row an item is. Linear:
//             natural order. FFT: bit-reversed order.
// The next job is taken when the last row of this one is in; rows of linear jobs follow each other
// without a gap. A change between linear and FFT waits until all rows are out.
//
// Numbers: complex IEEE halves; in linear mode imaginary parts are ignored on the way in, 0 on the
// way out. Not scaled: an FFT of N elements can overflow where N max|x| > 65504.
//
// Throughput: linear, a row takes max(N, N/(2 P_bu) log2 N) cycles if the streams never wait; FFT,
// the sum of both. Exactly: hw/cycle_model/rtl_cycles.h.
// Cost: 4 P_be P_bu multipliers; P_be x 2 x N x 16 bits; weight_buffer.

module butterfly_processor
  import butterfly_pkg::*;
#(
  /// Engines, P_be in the paper.
  parameter int unsigned NumEngines = 1,
  /// Butterfly units of an engine, P_bu in the paper; a power of two.
  parameter int unsigned NumUnits = 4,
  /// The longest row is 2^MaxLog2Size elements, the shortest 2 NumUnits.
  parameter int unsigned MaxLog2Size = 10,
  /// Bits of the number of rows of a job.
  parameter int unsigned RowBits = 16,
  localparam int unsigned SizeBits = $clog2(MaxLog2Size + 1)
) (
  /// Clock, and asynchronous reset, active low.
  input  logic                         clk_i,
  input  logic                         rst_ni,
  /// Jobs.
  input  logic                         job_valid_i,
  output logic                         job_ready_o,
  input  mode_e                        job_mode_i,
  /// log2 of the elements of a row, log2(2 NumUnits) ... MaxLog2Size.
  input  logic [SizeBits-1:0]          job_log2_size_i,
  /// Rows of each engine, 1 or more.
  input  logic [RowBits-1:0]           job_num_rows_i,
  /// Whether the job brings weights, or goes on with those of the job before (same mode and size).
  input  logic                         job_load_weights_i,
  /// Weight words.
  input  logic                         weights_valid_i,
  output logic                         weights_ready_o,
  input  unit_weights_t [NumUnits-1:0] weights_data_i,
  /// Elements in; ready does not wait for valid.
  input  logic                         in_valid_i,
  output logic                         in_ready_o,
  input  complex_t [NumEngines-1:0]    in_data_i,
  /// Elements out.
  output logic                         out_valid_o,
  input  logic                         out_ready_i,
  output complex_t [NumEngines-1:0]    out_data_o,
  /// Which element of its row this is.
  output logic [MaxLog2Size-1:0]       out_index_o,
  /// Whether it is the last item of its job.
  output logic                         out_last_o,
  /// Whether no job is under way.
  output logic                         idle_o,
  /// Whether the butterfly units begin butterflies in this cycle (all do, or none).
  output logic                         units_busy_o
);

  localparam int unsigned BankBits = $clog2(2 * NumUnits);
  localparam int unsigned UnitBits = $clog2(NumUnits);
  localparam int unsigned WordBits = MaxLog2Size - BankBits;
  localparam int unsigned StrideBits = $clog2(MaxLog2Size);
  localparam int unsigned WeightBits = $clog2(MaxLog2Size << WordBits);

  logic                        weights_half;
  logic [WeightBits-1:0]       weights_word;
  logic [1:0]                  load_sets;
  logic [WordBits-1:0]         load_word;
  logic [BankBits-1:0]         load_bank;
  logic                        access_valid;
  mode_e                       access_mode;
  logic                        access_set;
  logic [WordBits-1:0]         access_word1, access_word2;
  logic [BankBits-1:0]         access_rotation;
  logic [$clog2(BankBits)-1:0] access_pairing;
  logic                        access_half;
  logic [WeightBits-1:0]       access_weight_word;
  logic [UnitBits-1:0]         access_weight_slot;
  logic [StrideBits-1:0]       access_log2_stride;
  logic [1:0]                  drain_sets;
  logic [WordBits-1:0]         drain_word;
  logic [BankBits-1:0]         drain_bank;
  logic                        drain_take;

  butterfly_control #(
    .NumUnits(NumUnits),
    .MaxLog2Size(MaxLog2Size),
    .RowBits(RowBits)
  ) u_control (
    .clk_i,
    .rst_ni,
    .job_valid_i,
    .job_ready_o,
    .job_mode_i,
    .job_log2_size_i,
    .job_num_rows_i,
    .job_load_weights_i,
    .weights_valid_i,
    .weights_ready_o,
    .weights_half_o(weights_half),
    .weights_word_o(weights_word),
    .in_valid_i,
    .in_ready_o,
    .load_sets_o(load_sets),
    .load_word_o(load_word),
    .load_bank_o(load_bank),
    .access_valid_o(access_valid),
    .access_mode_o(access_mode),
    .access_set_o(access_set),
    .access_word1_o(access_word1),
    .access_word2_o(access_word2),
    .access_rotation_o(access_rotation),
    .access_pairing_o(access_pairing),
    .access_half_o(access_half),
    .access_weight_word_o(access_weight_word),
    .access_weight_slot_o(access_weight_slot),
    .access_log2_stride_o(access_log2_stride),
    .drain_sets_o(drain_sets),
    .drain_word_o(drain_word),
    .drain_bank_o(drain_bank),
    .drain_take_o(drain_take),
    .out_valid_o,
    .out_ready_i,
    .out_index_o,
    .out_last_o,
    .idle_o
  );

  unit_weights_t [NumUnits-1:0] weights;

  weight_buffer #(
    .NumUnits(NumUnits),
    .MaxLog2Size(MaxLog2Size)
  ) u_weight_buffer (
    .clk_i,
    .rst_ni,
    .write_i(weights_valid_i && weights_ready_o),
    .write_half_i(weights_half),
    .write_word_i(weights_word),
    .write_data_i(weights_data_i),
    .read_i(access_valid),
    .read_half_i(access_half),
    .read_mode_i(access_mode),
    .read_word_i(access_weight_word),
    .read_slot_i(access_weight_slot),
    .read_log2_stride_i(access_log2_stride),
    .weights_o(weights)
  );

  complex_t [NumEngines-1:0] drained;

  for (genvar e = 0; e < NumEngines; e++) begin : gen_engine
    butterfly_engine #(
      .NumUnits(NumUnits),
      .MaxLog2Size(MaxLog2Size)
    ) u_engine (
      .clk_i,
      .rst_ni,
      .load_sets_i(load_sets),
      .load_word_i(load_word),
      .load_bank_i(load_bank),
      .load_data_i(in_data_i[e]),
      .access_valid_i(access_valid),
      .access_mode_i(access_mode),
      .access_set_i(access_set),
      .access_word1_i(access_word1),
      .access_word2_i(access_word2),
      .access_rotation_i(access_rotation),
      .access_pairing_i(access_pairing),
      .weights_i(weights),
      .drain_sets_i(drain_sets),
      .drain_word_i(drain_word),
      .drain_bank_i(drain_bank),
      .drain_data_o(drained[e])
    );
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      out_data_o <= '0;
    end else if (drain_take) begin
      out_data_o <= drained;
    end
  end

  logic [ReadLatency:1] access_valid_q;
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      access_valid_q <= '0;
    end else begin
      access_valid_q <= {access_valid_q[ReadLatency-1:1], access_valid};
    end
  end
  assign units_busy_o = access_valid_q[ReadLatency];

  // What is offered stays until it is taken.
  HoldsOutput_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      out_valid_o && !out_ready_i |=> $stable(out_data_o));
  HoldsInput_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      in_valid_i && !in_ready_o |=> $stable(in_data_i));
  HoldsWeights_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      weights_valid_i && !weights_ready_o |=> $stable(weights_data_i));

endmodule
