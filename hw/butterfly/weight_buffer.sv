// Weights of a job, read by all engines at once, while the other half is filled for the next job.
//
//   linear  word a: the weights of the units at access a of a row
//   FFT     word a: twiddles P a ... P a + P - 1, in bit-reversed order, one a slot (w1 real, w2
//           imaginary part). Unit j gets that of slot + (j >> log2 stride): one for all units at
//           strides of P and more, up to one each at stride 1.
//
// Latency: ReadLatency cycles. Cost: 2 halves of N/(2 P) log2 N words of 64 P bits for the longest
// row; with 4 units and 1024 elements 2 x 1280 x 256 bits, 18 block RAMs of 36 Kibit.

module weight_buffer
  import butterfly_pkg::*;
#(
  /// Butterfly units of an engine (P); a power of two.
  parameter int unsigned NumUnits = 4,
  /// The longest row is 2^MaxLog2Size elements.
  parameter int unsigned MaxLog2Size = 10,
  localparam int unsigned UnitBits = $clog2(NumUnits),
  localparam int unsigned WordBits = MaxLog2Size - UnitBits - 1,
  localparam int unsigned StrideBits = $clog2(MaxLog2Size),
  localparam int unsigned Depth = MaxLog2Size << WordBits,
  localparam int unsigned WeightBits = $clog2(Depth)
) (
  /// Clock, and asynchronous reset, active low.
  input  logic                         clk_i,
  input  logic                         rst_ni,
  /// Writes a word into a half.
  input  logic                         write_i,
  input  logic                         write_half_i,
  input  logic [WeightBits-1:0]        write_word_i,
  input  unit_weights_t [NumUnits-1:0] write_data_i,
  /// Reads the weights of an access: see index_generator.
  input  logic                         read_i,
  input  logic                         read_half_i,
  input  mode_e                        read_mode_i,
  input  logic [WeightBits-1:0]        read_word_i,
  input  logic [UnitBits-1:0]          read_slot_i,
  input  logic [StrideBits-1:0]        read_log2_stride_i,
  /// Weights of the units, ReadLatency cycles later.
  output unit_weights_t [NumUnits-1:0] weights_o
);

  localparam int unsigned AddressBits = $clog2(2 * Depth);

  unit_weights_t [NumUnits-1:0] memory_q [2 * Depth];
  unit_weights_t [NumUnits-1:0] word;

  logic [AddressBits-1:0] write_address, read_address;
  assign write_address = AddressBits'(write_word_i) + (write_half_i ? AddressBits'(Depth) : '0);
  assign read_address  = AddressBits'(read_word_i) + (read_half_i ? AddressBits'(Depth) : '0);

  always_ff @(posedge clk_i) begin
    if (write_i) memory_q[write_address] <= write_data_i;
    if (read_i) word <= memory_q[read_address];
  end

  mode_e                 mode_q;
  logic [UnitBits-1:0]   slot_q;
  logic [StrideBits-1:0] log2_stride_q;

  unit_weights_t [NumUnits-1:0] weights_d, weights_q;

  logic [NumUnits-1:0][UnitBits-1:0] slots;  // of the units' twiddles

  always_comb begin
    weights_d = word;
    for (int unsigned j = 0; j < NumUnits; j++) slots[j] = slot_q + UnitBits'(j >> log2_stride_q);
    if (mode_q == ModeFft) begin
      for (int unsigned j = 0; j < NumUnits; j++) weights_d[j] = word[slots[j]];
    end
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      mode_q        <= ModeLinear;
      slot_q        <= '0;
      log2_stride_q <= '0;
      weights_q     <= '0;
    end else begin
      mode_q        <= read_mode_i;
      slot_q        <= read_slot_i;
      log2_stride_q <= read_log2_stride_i;
      weights_q     <= weights_d;
    end
  end

  assign weights_o = weights_q;

  // The halves are of different jobs.
  DifferentHalves_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      read_i && write_i |-> read_half_i != write_half_i);

endmodule
