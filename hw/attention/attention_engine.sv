// Softmax attention of one head, a query row after the other:  o = softmax(q K^T scale) V.
//
//   keys, queries --> qk_engine --> softmax --> sv_engine --> outputs
//                                    values ------^
//
// While sv_engine works on a row, softmax has the next one and qk_engine the one after. Bit for bit
// duet::hw::Attention (attention.h). In steady state a row takes the largest of
//
//   ceil(head_dim / QkMultipliers) num_keys        2 num_keys + 2 log2(num_keys) + 13
//   ceil(head_dim / SvMultipliers) num_keys
//
// cycles, num_keys a power of two. More heads: one after the other, with new keys and values.

module attention_engine #(
  /// P_qk and P_sv: multipliers of Q K^T, a power of two, and of S V.
  parameter int unsigned QkMultipliers = 8,
  parameter int unsigned SvMultipliers = 8,
  /// Largest head_dim_i and num_keys_i.
  parameter int unsigned MaxHeadDim = 64,
  parameter int unsigned MaxKeys = 1024,
  localparam int unsigned HeadDimWidth = $clog2(MaxHeadDim + 1),
  localparam int unsigned KeysWidth = $clog2(MaxKeys + 1)
) (
  /// Clock, and asynchronous reset, active low.
  input  logic                        clk_i,
  input  logic                        rst_ni,
  /// Sizes, at least 1, and 1 / sqrt(head_dim) as a half. They stay while anything is under way.
  input  logic [HeadDimWidth-1:0]     head_dim_i,
  input  logic [KeysWidth-1:0]        num_keys_i,
  input  logic [15:0]                 scale_i,
  /// Keys and values, [num_keys, head_dim]: before the queries; for all until the next ones.
  input  logic                        key_valid_i,
  output logic                        key_ready_o,
  input  logic [QkMultipliers*16-1:0] key_i,
  input  logic                        value_valid_i,
  output logic                        value_ready_o,
  input  logic [SvMultipliers*16-1:0] value_i,
  /// Queries, [any number, head_dim].
  input  logic                        query_valid_i,
  output logic                        query_ready_o,
  input  logic [QkMultipliers*16-1:0] query_i,
  /// Outputs, [number of queries, head_dim], in the beats of values. Lanes beyond head_dim hold
  /// anything.
  output logic                        output_valid_o,
  input  logic                        output_ready_i,
  output logic [SvMultipliers*16-1:0] output_o
);

  logic        score_valid, score_ready, probability_valid, probability_ready;
  logic [15:0] score, probability;

  qk_engine #(.Multipliers(QkMultipliers), .MaxHeadDim(MaxHeadDim), .MaxKeys(MaxKeys)) u_qk (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .head_dim_i(head_dim_i),
    .num_keys_i(num_keys_i),
    .scale_i(scale_i),
    .key_valid_i(key_valid_i),
    .key_ready_o(key_ready_o),
    .key_i(key_i),
    .query_valid_i(query_valid_i),
    .query_ready_o(query_ready_o),
    .query_i(query_i),
    .score_valid_o(score_valid),
    .score_ready_i(score_ready),
    .score_o(score)
  );

  softmax #(.MaxKeys(MaxKeys)) u_softmax (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .num_keys_i(num_keys_i),
    .score_valid_i(score_valid),
    .score_ready_o(score_ready),
    .score_i(score),
    .probability_valid_o(probability_valid),
    .probability_ready_i(probability_ready),
    .probability_o(probability)
  );

  sv_engine #(.Multipliers(SvMultipliers), .MaxHeadDim(MaxHeadDim), .MaxKeys(MaxKeys)) u_sv (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .head_dim_i(head_dim_i),
    .num_keys_i(num_keys_i),
    .value_valid_i(value_valid_i),
    .value_ready_o(value_ready_o),
    .value_i(value_i),
    .probability_valid_i(probability_valid),
    .probability_ready_o(probability_ready),
    .probability_i(probability),
    .output_valid_o(output_valid_o),
    .output_ready_i(output_ready_i),
    .output_o(output_o)
  );

endmodule
