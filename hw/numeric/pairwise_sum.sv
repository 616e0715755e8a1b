// Sums streams of halves pairwise: ((x0 + x1) + (x2 + x3)) + ..., an item a cycle with one adder a
// lane. Bit for bit duet::hw::PairwiseSum (pairwise_sum.h): n items are off by log2(n) roundings,
// not by n.
//
//   level 0     x0 x1   x2 x3   x4 ...      A level has room for two numbers. Each cycle the lowest
//   level 1       s01     s23               level with two gives them to the adder; their sum goes
//   level 2          s0123                  to the level above. Whatever the gaps of the input, a
//                                           level never gets a third (Room_A; the test searches all
//                                           states). At the end what is left is added from below.
//
// Latency: with n a power of two the sum is valid 2 log2(n) + 1 cycles after the last item, else
// 4 Levels at most. Throughput: an item a cycle; none while a sum is completed. Cost a lane: an
// adder, 2 Levels halves.

module pairwise_sum #(
  /// Streams that are summed side by side.
  parameter int unsigned Lanes = 1,
  /// Most items of a sum.
  parameter int unsigned MaxLength = 1024
) (
  /// Clock, and asynchronous reset, active low.
  input  logic                clk_i,
  input  logic                rst_ni,
  /// Items in, a half a lane; `last_i` with the last one of a sum.
  input  logic                valid_i,
  output logic                ready_o,
  input  logic                last_i,
  input  logic [Lanes*16-1:0] data_i,
  /// Sums out.
  output logic                valid_o,
  input  logic                ready_i,
  output logic [Lanes*16-1:0] sum_o
);

  localparam int Levels              = $clog2(MaxLength) + 1;
  localparam int unsigned LevelWidth = Levels > 1 ? $clog2(Levels) : 1;

  if (Lanes < 1 || MaxLength < 1) begin : gen_bad_size
    $error("Lanes is %0d and MaxLength is %0d; both must be at least 1", Lanes, MaxLength);
  end

  logic [Lanes*16-1:0]   first_q  [Levels];
  logic [Lanes*16-1:0]   second_q [Levels];
  logic [Levels-1:0]     has_one_q, has_two_q;  // of a level: at least one number, two numbers
  logic                  is_ending_q;           // the last item is in
  logic                  is_adding_q;           // a sum leaves the adder in this cycle,
  logic [LevelWidth-1:0] target_q;              // for this level

  // What the adder starts in this cycle: the two numbers of a level, or at the end the lowest two.
  logic                  start_pair, start_rest;
  logic [Levels-1:0]     rest;  // levels with a number, but for the lowest
  logic [LevelWidth-1:0] pair, low, high;
  logic [Lanes*16-1:0]   a, b, sum;

  always_comb begin
    pair = '0;
    low  = '0;
    high = '0;
    rest = has_one_q & (has_one_q - 1'b1);
    for (int i = Levels - 1; i >= 0; i--) begin
      if (has_two_q[i]) pair = LevelWidth'(i);
      if (has_one_q[i]) low = LevelWidth'(i);
      if (rest[i]) high = LevelWidth'(i);
    end
    start_pair = |has_two_q;
    start_rest = is_ending_q && !start_pair && !is_adding_q && |rest;
    a          = start_pair ? first_q[pair] : first_q[high];
    b          = start_pair ? second_q[pair] : first_q[low];
  end

  for (genvar lane = 0; lane < Lanes; lane++) begin : gen_adder
    fp16_add u_add (
      .clk_i(clk_i),
      .rst_ni(rst_ni),
      .en_i(1'b1),
      .sub_i(1'b0),
      .a_i(a[16*lane+:16]),
      .b_i(b[16*lane+:16]),
      .result_o(sum[16*lane+:16])
    );
  end

  assign ready_o = !is_ending_q;
  assign valid_o = is_ending_q && !start_pair && !is_adding_q && !start_rest;
  assign sum_o   = first_q[low];

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      is_ending_q <= 1'b0;
      is_adding_q <= 1'b0;
      target_q    <= '0;
    end else begin
      if (valid_i && ready_o) is_ending_q <= last_i;
      if (valid_o && ready_i) is_ending_q <= 1'b0;
      is_adding_q <= start_pair || start_rest;
      target_q    <= start_pair ? pair + 1'b1 : low;
    end
  end

  for (genvar i = 0; i < Levels; i++) begin : gen_level
    logic                is_taken;  // by the adder or the output
    logic                has_arrival;
    logic                keeps_one;
    logic [Lanes*16-1:0] arrival;

    always_comb begin
      is_taken    = (start_pair && pair == LevelWidth'(i)) ||
                    (start_rest && (low == LevelWidth'(i) || high == LevelWidth'(i))) ||
                    (valid_o && ready_i);
      keeps_one   = has_one_q[i] && !is_taken;
      has_arrival = is_adding_q && target_q == LevelWidth'(i);
      arrival     = sum;
      if (i == 0 && valid_i && ready_o) begin
        has_arrival = 1'b1;
        arrival     = data_i;
      end
    end

    always_ff @(posedge clk_i or negedge rst_ni) begin
      if (!rst_ni) begin
        has_one_q[i] <= 1'b0;
        has_two_q[i] <= 1'b0;
      end else begin
        has_one_q[i] <= keeps_one || has_arrival;
        has_two_q[i] <= (keeps_one && has_arrival) || (has_two_q[i] && !is_taken);
      end
    end

    always_ff @(posedge clk_i) begin
      if (has_arrival && !keeps_one) first_q[i] <= arrival;
      if (has_arrival && keeps_one) second_q[i] <= arrival;
    end

`ifndef SYNTHESIS
    // Nothing arrives at a level that keeps two numbers.
    Room_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
        has_arrival |-> !(has_two_q[i] && !is_taken));
`endif
  end

`ifndef SYNTHESIS
  // A sum has at most MaxLength items: the last level never has two numbers.
  Length_A: assert property (@(posedge clk_i) disable iff (!rst_ni) !has_two_q[Levels-1]);
  // What is offered and not taken is offered again.
  HoldsInput_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      valid_i && !ready_o |=> valid_i);
  HoldsSum_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      valid_o && !ready_i |=> valid_o && $stable(sum_o));
`endif

endmodule
