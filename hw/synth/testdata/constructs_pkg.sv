// Types and functions for constructs.sv.

package constructs_pkg;

  typedef enum logic [1:0] {
    Idle,
    Run,
    Done
  } state_e;

  typedef struct packed {
    logic              negative;
    logic signed [6:0] exponent;
    logic [7:0]        fraction;
  } number_t;

  // Bit i of the result is bit 7 - i of `x`.
  function automatic logic [7:0] reversed(logic [7:0] x);
    logic [7:0] result;
    for (int i = 7; i >= 0; i--) result[i] = x[7-i];
    return result;
  endfunction

  function automatic logic [3:0] ones(logic [7:0] x);
    return 4'($countones(reversed(x)));
  endfunction

endpackage
