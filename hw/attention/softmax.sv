// Softmax of a row of scores:  p_j = e^(s_j - m) / sum_i e^(s_i - m),  m = max_i s_i.
//
//   scores --> two rows of scores, --> - m --> e^x --+--> row of terms --> * --> probabilities
//              with their maxima                     +--> sum --> 1 / x ---^
//
// One row comes in while the row before is worked on. Bit for bit duet::hw::Softmax (attention.h).
// A row takes 2 num_keys + 2 log2(num_keys) + 13 cycles (num_keys a power of two) or, if that takes
// longer, as long as its scores need to come in.
// Cost: a multiplier, two adders, fp16_exp, fp16_reciprocal, 3 MaxKeys halves.

module softmax #(
  /// Largest num_keys_i.
  parameter int unsigned MaxKeys = 1024,
  localparam int unsigned KeysWidth = $clog2(MaxKeys + 1)
) (
  /// Clock, and asynchronous reset, active low.
  input  logic                 clk_i,
  input  logic                 rst_ni,
  /// Length of a row, at least 1. It stays while anything is under way.
  input  logic [KeysWidth-1:0] num_keys_i,
  /// Scores, row after row.
  input  logic                 score_valid_i,
  output logic                 score_ready_o,
  input  logic [15:0]          score_i,
  /// Probabilities, row after row.
  output logic                 probability_valid_o,
  input  logic                 probability_ready_i,
  output logic [15:0]          probability_o
);

  localparam int unsigned IndexWidth = MaxKeys > 1 ? $clog2(MaxKeys) : 1;
  localparam int unsigned ExpLatency = 3;
  // From memory to e^(s - m), and to probability.
  localparam int unsigned TermLatency = 1 + fp16_pkg::AddLatency + ExpLatency;
  localparam int unsigned OutLatency = 1 + fp16_pkg::MulLatency;

  // Scores come into row `in_row_q`. As integers, halves with their sign turned are in order.
  logic [15:0]          scores [2**(IndexWidth+1)];
  logic                 in_row_q, out_row_q;
  logic [1:0]           is_full_q;
  logic [KeysWidth-1:0] num_in_q;
  logic [15:0]          max_q [2];
  logic [15:0]          score_order, max_order;
  logic                 frees_row;

  assign score_ready_o = !is_full_q[in_row_q];

  always_comb begin
    score_order = score_i[15] ? ~score_i : score_i | 16'h8000;
    max_order   = max_q[in_row_q][15] ? ~max_q[in_row_q] : max_q[in_row_q] | 16'h8000;
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      in_row_q  <= 1'b0;
      is_full_q <= '0;
      num_in_q  <= '0;
    end else begin
      if (frees_row) is_full_q[out_row_q] <= 1'b0;
      if (score_valid_i && score_ready_o) begin
        num_in_q <= num_in_q + 1'b1;
        if (num_in_q + 1'b1 == num_keys_i) begin
          num_in_q            <= '0;
          in_row_q            <= !in_row_q;
          is_full_q[in_row_q] <= 1'b1;
        end
      end
    end
  end

  for (genvar i = 0; i < 2; i++) begin : gen_max
    always_ff @(posedge clk_i or negedge rst_ni) begin
      if (!rst_ni) begin
        max_q[i] <= '0;
      end else if (score_valid_i && score_ready_o && in_row_q == 1'(i)) begin
        if (num_in_q == '0 || score_order > max_order) max_q[i] <= score_i;
      end
    end
  end

  // The row before: its terms e^(s - m) and their sum, the reciprocal, the probabilities.
  typedef enum logic [1:0] {Terms, Invert, Probabilities} state_e;
  state_e               state_q;
  logic [KeysWidth-1:0] num_read_q, num_terms_q, num_left_q;
  logic [1:0]           num_cycles_q;  // in Invert

  logic [TermLatency-1:0] term_valid_q;
  logic                   reads_score, sum_valid;
  logic [15:0]            score_q, difference, term, sum, sum_q, reciprocal, reciprocal_q;

  assign reads_score = state_q == Terms && is_full_q[out_row_q] && num_read_q != num_keys_i;

  always_ff @(posedge clk_i) begin
    if (score_valid_i && score_ready_o) scores[{in_row_q, num_in_q[IndexWidth-1:0]}] <= score_i;
    score_q <= scores[{out_row_q, num_read_q[IndexWidth-1:0]}];
  end

  fp16_add u_subtract (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .en_i(1'b1),
    .sub_i(1'b1),
    .a_i(score_q),
    .b_i(max_q[out_row_q]),
    .result_o(difference)
  );

  fp16_exp u_exp (.clk_i(clk_i), .rst_ni(rst_ni), .en_i(1'b1), .x_i(difference), .result_o(term));

  logic sum_ready;
  pairwise_sum #(.Lanes(1), .MaxLength(MaxKeys)) u_sum (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .valid_i(term_valid_q[TermLatency-1]),
    .ready_o(sum_ready),
    .last_i(num_terms_q + 1'b1 == num_keys_i),
    .data_i(term),
    .valid_o(sum_valid),
    .ready_i(1'b1),
    .sum_o(sum)
  );

  fp16_reciprocal u_reciprocal (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .en_i(1'b1),
    .x_i(sum_q),
    .result_o(reciprocal)
  );

  logic                  enable, reads_term;
  logic [OutLatency-1:0] out_valid_q;
  logic [15:0]           terms [2**IndexWidth];
  logic [15:0]           term_q;

  assign enable              = !probability_valid_o || probability_ready_i;
  assign reads_term          = state_q == Probabilities && num_read_q != num_keys_i;
  assign probability_valid_o = out_valid_q[OutLatency-1];
  assign frees_row           = state_q == Terms && sum_valid;

  always_ff @(posedge clk_i) begin
    if (term_valid_q[TermLatency-1]) terms[num_terms_q[IndexWidth-1:0]] <= term;
    if (enable) term_q <= terms[num_read_q[IndexWidth-1:0]];
  end

  fp16_mul u_normalize (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .en_i(enable),
    .a_i(term_q),
    .b_i(reciprocal_q),
    .result_o(probability_o)
  );

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      state_q      <= Terms;
      out_row_q    <= 1'b0;
      num_read_q   <= '0;
      num_terms_q  <= '0;
      num_left_q   <= '0;
      num_cycles_q <= '0;
      term_valid_q <= '0;
      out_valid_q  <= '0;
      sum_q        <= '0;
      reciprocal_q <= '0;
    end else begin
      term_valid_q <= TermLatency'({term_valid_q, reads_score});
      if (enable) out_valid_q <= OutLatency'({out_valid_q, reads_term});
      if (term_valid_q[TermLatency-1]) num_terms_q <= num_terms_q + 1'b1;

      unique case (state_q)
        Terms: begin
          if (reads_score) num_read_q <= num_read_q + 1'b1;
          if (sum_valid) begin
            sum_q        <= sum;
            out_row_q    <= !out_row_q;
            num_cycles_q <= '0;
            num_terms_q  <= '0;
            state_q      <= Invert;
          end
        end
        Invert: begin
          num_cycles_q <= num_cycles_q + 1'b1;
          if (num_cycles_q == 2'd3) begin
            reciprocal_q <= reciprocal;
            num_read_q   <= '0;
            num_left_q   <= num_keys_i;
            state_q      <= Probabilities;
          end
        end
        Probabilities: begin
          if (reads_term && enable) num_read_q <= num_read_q + 1'b1;
          if (probability_valid_o && probability_ready_i) begin
            num_left_q <= num_left_q - 1'b1;
            if (num_left_q == KeysWidth'(1)) begin
              num_read_q <= '0;
              state_q    <= Terms;
            end
          end
        end
        default: state_q <= Terms;
      endcase
    end
  end

`ifndef SYNTHESIS
  // The sum of a row is taken before the terms of the next one come.
  TakesTerm_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      term_valid_q[TermLatency-1] |-> sum_ready);
  // The length is within the parameter.
  Length_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      score_valid_i |-> num_keys_i >= 1 && 32'(num_keys_i) <= MaxKeys);
  // What is offered and not taken is offered again.
  HoldsProbability_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      probability_valid_o && !probability_ready_i |=>
      probability_valid_o && $stable(probability_o));
`endif

endmodule
