// The butterfly accelerator's modes, pipeline, and where the elements of a row lie in its banks.
//
// A row of N elements lies in M banks (M = 2 x butterfly units). Element i is in word i / M of bank
//
//     (i mod M + popcount(i / M)) mod M
//
// so that all 2 x units operands of an access are in different banks, at every stride: where the
// stride is M or more an access takes elements of one parity from two words whose numbers differ in
// one bit, so their rotations differ by one; else it takes one whole word (the paper's section on
// the butterfly memory system, S2P and P2S modules). butterfly_model.h has the same in C++.

package butterfly_pkg;

  typedef enum logic {
    /// y1 = w1 x1 + w3 x2, y2 = w2 x1 + w4 x2 on real numbers.
    ModeLinear = 1'b0,
    /// y1 = x1 + w x2, y2 = x1 - w x2 on complex numbers, w = w1 + i w2.
    ModeFft = 1'b1
  } mode_e;

  /// A complex half: what a word of the two bank sets holds, and an item of the streams.
  typedef struct packed {
    logic [15:0] im;
    logic [15:0] re;
  } complex_t;

  /// Weights of one unit; the mode says what they mean.
  typedef struct packed {
    logic [15:0] w4;
    logic [15:0] w3;
    logic [15:0] w2;
    logic [15:0] w1;
  } unit_weights_t;

  /// Cycles from the operands of a unit to its results: product, sum, complex sum.
  parameter int unsigned UnitLatency = fp16_pkg::MulLatency + 2 * fp16_pkg::AddLatency;
  /// Cycles from the address of an access to its weights and operands at the units: bank, crossbar.
  parameter int unsigned ReadLatency = 2;
  /// Cycles from an access to the first that may read its results: read, unit, crossbar, bank.
  parameter int unsigned RoundTrip = ReadLatency + UnitLatency + 2;

  /// By how many banks a word is rotated, not yet modulo their number.
  function automatic logic [5:0] rotation(logic [31:0] word);
    return 6'($countones(word));
  endfunction

endpackage
