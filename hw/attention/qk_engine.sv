// Scores of a query row against all keys of a head:  score_j = scale sum_d q_d k_jd.
//
//   keys ----> key memory --+                             (P_qk = Multipliers halves a beat)
//                           +--> multipliers --> adder tree --> pairwise sums --> scale --> scores
//   query ---> query row ---+
//
// Bit for bit duet::hw::Scores (attention.h). Throughput: a score in ceil(head_dim / Multipliers)
// cycles. Cost: Multipliers + 1 multipliers, Multipliers + 3 adders, MaxKeys x MaxHeadDim x 16
// bits. In FABNet's accelerator: the P_qk multipliers of an attention engine.

module qk_engine #(
  /// Multipliers, P_qk: a power of two.
  parameter int unsigned Multipliers = 8,
  /// Largest head_dim_i and num_keys_i.
  parameter int unsigned MaxHeadDim = 64,
  parameter int unsigned MaxKeys = 1024,
  localparam int unsigned HeadDimWidth = $clog2(MaxHeadDim + 1),
  localparam int unsigned KeysWidth = $clog2(MaxKeys + 1)
) (
  /// Clock, and asynchronous reset, active low.
  input  logic                      clk_i,
  input  logic                      rst_ni,
  /// Sizes, at least 1, and 1 / sqrt(head_dim) as a half. They stay while anything is under way.
  input  logic [HeadDimWidth-1:0]   head_dim_i,
  input  logic [KeysWidth-1:0]      num_keys_i,
  input  logic [15:0]               scale_i,
  /// Keys, [num_keys, head_dim], each from the first lane on, in ceil(head_dim / Multipliers)
  /// beats. They serve all queries until the next keys; lanes beyond head_dim are ignored.
  input  logic                      key_valid_i,
  output logic                      key_ready_o,
  input  logic [Multipliers*16-1:0] key_i,
  /// Queries, [any number, head_dim], in the same beats.
  input  logic                      query_valid_i,
  output logic                      query_ready_o,
  input  logic [Multipliers*16-1:0] query_i,
  /// Scores, [number of queries, num_keys].
  output logic                      score_valid_o,
  input  logic                      score_ready_i,
  output logic [15:0]               score_o
);

  localparam int unsigned MaxBeats     = (MaxHeadDim + Multipliers - 1) / Multipliers;
  localparam int unsigned BeatWidth    = $clog2(MaxBeats + 1);
  localparam int unsigned Depth        = MaxKeys * MaxBeats;
  localparam int unsigned AddressWidth = Depth > 1 ? $clog2(Depth) : 1;
  localparam int unsigned TreeLatency  = $clog2(Multipliers) * fp16_pkg::AddLatency;
  // From the key memory to the sums.
  localparam int unsigned Latency      = 1 + fp16_pkg::MulLatency + TreeLatency;

  if ((Multipliers & (Multipliers - 1)) != 0 || Multipliers < 1) begin : gen_bad_multipliers
    $error("Multipliers is %0d; it must be a power of two", Multipliers);
  end

  logic [BeatWidth-1:0] num_beats;
  assign num_beats = BeatWidth'((32'(head_dim_i) + Multipliers - 1) / Multipliers);

  // Keys and queries come in. A lane beyond head_dim becomes -0 times 1: -0 changes no sum.
  logic                      is_running_q;  // a query is multiplied
  logic [BeatWidth-1:0]      key_beat_q, query_beat_q;
  logic [AddressWidth-1:0]   key_address_q;
  logic [KeysWidth-1:0]      num_keys_in_q;
  logic [Multipliers*16-1:0] key, query;

  assign key_ready_o   = !is_running_q;
  assign query_ready_o = !is_running_q;

  always_comb begin
    key   = key_i;
    query = query_i;
    for (int unsigned i = 0; i < Multipliers; i++) begin
      if (32'(key_beat_q) * Multipliers + i >= 32'(head_dim_i)) key[16*i+:16] = 16'h3c00;
      if (32'(query_beat_q) * Multipliers + i >= 32'(head_dim_i)) query[16*i+:16] = 16'h8000;
    end
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      key_beat_q    <= '0;
      query_beat_q  <= '0;
      key_address_q <= '0;
      num_keys_in_q <= '0;
    end else begin
      if (key_valid_i && key_ready_o) begin
        key_beat_q    <= key_beat_q + 1'b1;
        key_address_q <= key_address_q + 1'b1;
        if (key_beat_q + 1'b1 == num_beats) begin
          key_beat_q    <= '0;
          num_keys_in_q <= num_keys_in_q + 1'b1;
          if (num_keys_in_q + 1'b1 == num_keys_i) begin
            num_keys_in_q <= '0;
            key_address_q <= '0;
          end
        end
      end
      if (query_valid_i && query_ready_o) begin
        query_beat_q <= query_beat_q + 1'b1 == num_beats ? '0 : query_beat_q + 1'b1;
      end
    end
  end

  // The query is multiplied by one key after the other. `enable` moves the pipeline from the
  // memories to the sums.
  logic                      enable;
  logic [BeatWidth-1:0]      beat_q;
  logic [KeysWidth-1:0]      key_q;
  logic [AddressWidth-1:0]   address_q;
  logic                      is_last_beat, is_last_key;
  logic [Latency-1:0]        valid_q, last_q;
  logic [Multipliers*16-1:0] key_memory [Depth];
  logic [Multipliers*16-1:0] query_row  [2**BeatWidth];
  logic [Multipliers*16-1:0] key_data_q, query_data_q, product;
  logic [15:0]               tree_sum;
  logic                      sum_ready;

  assign is_last_beat = beat_q + 1'b1 == num_beats;
  assign is_last_key  = key_q + 1'b1 == num_keys_i;
  assign enable       = !valid_q[Latency-1] || sum_ready;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      is_running_q <= 1'b0;
      beat_q       <= '0;
      key_q        <= '0;
      address_q    <= '0;
      valid_q      <= '0;
      last_q       <= '0;
    end else begin
      if (query_valid_i && query_ready_o && query_beat_q + 1'b1 == num_beats) is_running_q <= 1'b1;
      if (enable) begin
        valid_q <= Latency'({valid_q, is_running_q});
        last_q  <= Latency'({last_q, is_last_beat});
        if (is_running_q) begin
          address_q <= address_q + 1'b1;
          beat_q    <= beat_q + 1'b1;
          if (is_last_beat) begin
            beat_q <= '0;
            key_q  <= key_q + 1'b1;
            if (is_last_key) begin
              key_q        <= '0;
              address_q    <= '0;
              is_running_q <= 1'b0;
            end
          end
        end
      end
    end
  end

  always_ff @(posedge clk_i) begin
    if (key_valid_i && key_ready_o) key_memory[key_address_q] <= key;
    if (enable) key_data_q <= key_memory[address_q];
  end

  always_ff @(posedge clk_i) begin
    if (query_valid_i && query_ready_o) query_row[query_beat_q] <= query;
    if (enable) query_data_q <= query_row[beat_q];
  end

  for (genvar i = 0; i < Multipliers; i++) begin : gen_multiplier
    fp16_mul u_mul (
      .clk_i(clk_i),
      .rst_ni(rst_ni),
      .en_i(enable),
      .a_i(query_data_q[16*i+:16]),
      .b_i(key_data_q[16*i+:16]),
      .result_o(product[16*i+:16])
    );
  end

  adder_tree #(.Inputs(Multipliers)) u_tree (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .en_i(enable),
    .data_i(product),
    .sum_o(tree_sum)
  );

  logic        sum_valid, scale_enable;
  logic [15:0] sum;

  pairwise_sum_bank #(.Units(4), .Lanes(1), .MaxLength(MaxBeats)) u_sums (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .valid_i(valid_q[Latency-1]),
    .ready_o(sum_ready),
    .last_i(last_q[Latency-1]),
    .data_i(tree_sum),
    .valid_o(sum_valid),
    .ready_i(scale_enable),
    .sum_o(sum)
  );

  // Scale.
  logic [fp16_pkg::MulLatency-1:0] scale_valid_q;

  assign score_valid_o = scale_valid_q[fp16_pkg::MulLatency-1];
  assign scale_enable  = !score_valid_o || score_ready_i;

  fp16_mul u_scale (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .en_i(scale_enable),
    .a_i(sum),
    .b_i(scale_i),
    .result_o(score_o)
  );

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      scale_valid_q <= '0;
    end else if (scale_enable) begin
      scale_valid_q <= fp16_pkg::MulLatency'({scale_valid_q, sum_valid});
    end
  end

`ifndef SYNTHESIS
  // Sizes are within the parameters.
  Sizes_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      key_valid_i || query_valid_i |->
      head_dim_i >= 1 && 32'(head_dim_i) <= MaxHeadDim &&
      num_keys_i >= 1 && 32'(num_keys_i) <= MaxKeys);
  // What is offered and not taken is offered again.
  HoldsScore_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      score_valid_o && !score_ready_i |=> score_valid_o && $stable(score_o));
`endif

endmodule
