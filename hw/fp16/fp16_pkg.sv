// IEEE half precision: constants that the C++ side (fp16.h) has as well, and what several units need.

package fp16_pkg;

  /// Cycles from operands to result.
  parameter int unsigned MulLatency = 2;
  parameter int unsigned AddLatency = 1;

  typedef struct packed {
    logic       sign;
    logic [4:0] exponent;  // biased by 15; 0: subnormal or zero, 31: infinity or not a number
    logic [9:0] fraction;
  } fp16_t;

  parameter logic [15:0] NaN = 16'h7e00;

  // Of a number without its sign.
  function automatic logic is_nan(input logic [14:0] magnitude);
    is_nan = magnitude > 15'h7c00;
  endfunction

  function automatic logic is_inf(input logic [14:0] magnitude);
    is_inf = magnitude == 15'h7c00;
  endfunction

endpackage
