// Sum of a head's value rows, weighted by probabilities:  o_d = sum_j p_j v_jd.
//
//   values ---------> value memory --+                    (P_sv = Multipliers halves a beat)
//                                    +--> multipliers --> pairwise sums, one a lane --> outputs
//   probabilities --> row buffer ----+
//
// Lanes go over head_dim in groups of Multipliers: the first group takes probabilities as they
// come, the others from the row buffer. Bit for bit duet::hw::WeightedValues (attention.h). A row
// takes ceil(head_dim / Multipliers) num_keys cycles. Cost: Multipliers multipliers, 2 Multipliers
// adders, MaxKeys x (MaxHeadDim + 1) x 16 bits. In FABNet's accelerator: the P_sv multipliers of an
// attention engine.

module sv_engine #(
  /// Multipliers, P_sv.
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
  /// Sizes, at least 1. They stay while anything is under way.
  input  logic [HeadDimWidth-1:0]   head_dim_i,
  input  logic [KeysWidth-1:0]      num_keys_i,
  /// Values, [num_keys, head_dim], each row from the first lane on, in
  /// ceil(head_dim / Multipliers) beats. They serve all rows until the next values.
  input  logic                      value_valid_i,
  output logic                      value_ready_o,
  input  logic [Multipliers*16-1:0] value_i,
  /// Probabilities, [any number, num_keys].
  input  logic                      probability_valid_i,
  output logic                      probability_ready_o,
  input  logic [15:0]               probability_i,
  /// Rows of outputs, in the same beats as values. Lanes beyond head_dim hold anything.
  output logic                      output_valid_o,
  input  logic                      output_ready_i,
  output logic [Multipliers*16-1:0] output_o
);

  localparam int unsigned MaxGroups    = (MaxHeadDim + Multipliers - 1) / Multipliers;
  localparam int unsigned GroupWidth   = $clog2(MaxGroups + 1);
  localparam int unsigned Depth        = MaxKeys * MaxGroups;
  localparam int unsigned AddressWidth = Depth > 1 ? $clog2(Depth) : 1;
  localparam int unsigned IndexWidth   = MaxKeys > 1 ? $clog2(MaxKeys) : 1;
  localparam int unsigned Latency      = 1 + fp16_pkg::MulLatency;  // value memory to sums

  logic [GroupWidth-1:0] num_groups;
  assign num_groups = GroupWidth'((32'(head_dim_i) + Multipliers - 1) / Multipliers);

  // Values come in.
  logic [GroupWidth-1:0]   value_group_q;
  logic [KeysWidth-1:0]    num_values_in_q;
  logic [AddressWidth-1:0] value_address_q;

  // Which product is made: group by group, key by key.
  logic [GroupWidth-1:0]     group_q;
  logic [KeysWidth-1:0]      key_q;
  logic [AddressWidth-1:0]   address_q;
  logic                      enable, starts, is_last_key, is_last_group;
  logic [Latency-1:0]        valid_q, last_q;
  logic                      from_input_q;
  logic [15:0]               probabilities [2**IndexWidth];
  logic [Multipliers*16-1:0] value_memory  [Depth];
  logic [15:0]               buffered_q, input_q, probability;
  logic [Multipliers*16-1:0] value_q, product;
  logic                      sum_ready;

  assign value_ready_o       = group_q == '0 && key_q == '0;
  assign probability_ready_o = enable && group_q == '0;
  assign enable              = !valid_q[Latency-1] || sum_ready;
  assign starts              = enable && (group_q != '0 || probability_valid_i);
  assign is_last_key         = key_q + 1'b1 == num_keys_i;
  assign is_last_group       = group_q + 1'b1 == num_groups;
  assign probability         = from_input_q ? input_q : buffered_q;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      value_group_q   <= '0;
      num_values_in_q <= '0;
      value_address_q <= '0;
    end else if (value_valid_i && value_ready_o) begin
      value_group_q   <= value_group_q + 1'b1;
      value_address_q <= value_address_q + 1'b1;
      if (value_group_q + 1'b1 == num_groups) begin
        value_group_q   <= '0;
        num_values_in_q <= num_values_in_q + 1'b1;
        if (num_values_in_q + 1'b1 == num_keys_i) begin
          num_values_in_q <= '0;
          value_address_q <= '0;
        end
      end
    end
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      group_q      <= '0;
      key_q        <= '0;
      address_q    <= '0;
      valid_q      <= '0;
      last_q       <= '0;
      from_input_q <= 1'b0;
      input_q      <= '0;
    end else if (enable) begin
      valid_q      <= Latency'({valid_q, starts});
      last_q       <= Latency'({last_q, is_last_key});
      from_input_q <= group_q == '0;
      input_q      <= probability_i;
      if (starts) begin
        key_q     <= key_q + 1'b1;
        address_q <= address_q + AddressWidth'(num_groups);
        if (is_last_key) begin
          key_q     <= '0;
          group_q   <= is_last_group ? '0 : group_q + 1'b1;
          address_q <= is_last_group ? '0 : AddressWidth'(group_q) + 1'b1;
        end
      end
    end
  end

  always_ff @(posedge clk_i) begin
    if (value_valid_i && value_ready_o) value_memory[value_address_q] <= value_i;
    if (enable) value_q <= value_memory[address_q];
  end

  always_ff @(posedge clk_i) begin
    if (starts && group_q == '0) probabilities[key_q[IndexWidth-1:0]] <= probability_i;
    if (enable) buffered_q <= probabilities[key_q[IndexWidth-1:0]];
  end

  for (genvar i = 0; i < Multipliers; i++) begin : gen_multiplier
    fp16_mul u_mul (
      .clk_i(clk_i),
      .rst_ni(rst_ni),
      .en_i(enable),
      .a_i(probability),
      .b_i(value_q[16*i+:16]),
      .result_o(product[16*i+:16])
    );
  end

  pairwise_sum_bank #(.Units(2), .Lanes(Multipliers), .MaxLength(MaxKeys)) u_sums (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .valid_i(valid_q[Latency-1]),
    .ready_o(sum_ready),
    .last_i(last_q[Latency-1]),
    .data_i(product),
    .valid_o(output_valid_o),
    .ready_i(output_ready_i),
    .sum_o(output_o)
  );

`ifndef SYNTHESIS
  // Sizes are within the parameters.
  Sizes_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      value_valid_i || probability_valid_i |->
      head_dim_i >= 1 && 32'(head_dim_i) <= MaxHeadDim &&
      num_keys_i >= 1 && 32'(num_keys_i) <= MaxKeys);
  // What is offered and not taken is offered again.
  HoldsOutput_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      output_valid_o && !output_ready_i |=> output_valid_o && $stable(output_o));
`endif

endmodule
