/// What Yosys does not read and SystemVerilog is written with, for the test of plain_verilog.h.
module constructs
  import constructs_pkg::*;
#(
  parameter int unsigned Lanes = 3
) (
  input  logic                   clk_i,
  input  logic                   rst_ni,
  input  logic                   start_i,
  input  logic [3:0]             select_i,
  input  logic signed [11:0]     signed_i,
  input  number_t [Lanes-1:0]    numbers_i,
  output number_t [Lanes-1:0]    numbers_o,
  output logic [Lanes-1:0][7:0]  bytes_o,
  output logic signed [15:0]     signed_o,
  output logic [3:0]             kind_o,
  output logic [15:0]            memory_o,
  output logic                   busy_o
);

  // An enum's machine, with unique case.
  state_e state_q, state_d;
  always_comb begin
    state_d = state_q;
    unique case (state_q)
      Idle:    if (start_i) state_d = Run;
      Run:     state_d = Done;
      default: state_d = Idle;
    endcase
  end
  assign busy_o = state_q inside {Run, Done};

  // A packed array of structs as a pipeline; an assignment pattern; a cast.
  number_t [Lanes-1:0] stage_q;
  number_t             zero;
  assign zero = '{negative: 1'b0, exponent: -7'sd1, fraction: '0};

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      state_q <= Idle;
      stage_q <= '0;
    end else begin
      state_q <= state_d;
      for (int unsigned i = 0; i < Lanes; i++) begin
        stage_q[i] <= start_i ? numbers_i[Lanes-1-i] : zero;
      end
    end
  end

  // Unpacked arrays: one that is all constant indices, one of results of instances, a memory.
  logic [7:0] fractions [Lanes];
  logic [7:0] lane_bytes [Lanes];
  for (genvar i = 0; i < Lanes; i++) begin : gen_lane
    logic odd;
    assign odd          = ^stage_q[i].fraction;
    assign fractions[i] = stage_q[i].fraction + 8'(odd);
    constructs_lane #(
      .Shift(i)
    ) u_lane (
      .data_i({fractions[i][3:0], fractions[i][7:4]}),
      .data_o(lane_bytes[i])
    );
    if (i % 2 == 0) begin : gen_even
      assign bytes_o[i] = lane_bytes[i];
    end else begin : gen_odd
      assign bytes_o[i] = reversed(lane_bytes[i]);
    end
    // Dropped in the translation.
    Odd_A: assert property (@(posedge clk_i) disable iff (!rst_ni) odd |-> stage_q[i].fraction != '0);
  end

  logic [15:0] memory_q [16];
  always_ff @(posedge clk_i) begin
    if (start_i) memory_q[select_i] <= numbers_i[0];
    memory_o <= memory_q[~select_i];
  end

  // Signed numbers; a part of an expression; a variable index.
  logic signed [11:0] shifted;
  assign shifted  = signed_i >>> select_i[1:0];
  assign signed_o = (shifted < -12'sd5) ? 16'(shifted) : 16'(signed_i * 12'sd3);

  always_comb begin
    numbers_o = stage_q;
    numbers_o[select_i[0]].exponent = 7'(numbers_o[1].exponent - $signed({3'b0, select_i}));
    unique casez (select_i)
      4'b1???: kind_o = ones(fractions[0]);
      4'b01?0: kind_o = {2{select_i[1:0]}};
      default: kind_o = 4'((12'(select_i) * signed_i) >> 3);
    endcase
  end

endmodule
