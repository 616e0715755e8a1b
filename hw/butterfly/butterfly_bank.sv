// A bank: memory of halves with a read and a write port. A word that is written may be read a cycle
// later. What was read stays until the next read.

module butterfly_bank #(
  /// Words are 2^WordBits.
  parameter int unsigned WordBits = 7
) (
  /// Clock; the reset is for the property alone.
  input  logic                clk_i,
  input  logic                rst_ni,
  input  logic                write_i,
  input  logic [WordBits-1:0] write_word_i,
  input  logic [15:0]         write_data_i,
  input  logic                read_i,
  input  logic [WordBits-1:0] read_word_i,
  /// Data of the word that was read last, from the cycle after.
  output logic [15:0]         read_data_o
);

  logic [15:0] memory_q [1 << WordBits];

  always_ff @(posedge clk_i) begin
    if (write_i) memory_q[write_word_i] <= write_data_i;
    if (read_i) read_data_o <= memory_q[read_word_i];
  end

  // Nobody reads a word while it is written: which value comes would be the memory's choice.
  NoCollision_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      read_i && write_i |-> read_word_i != write_word_i);

endmodule
