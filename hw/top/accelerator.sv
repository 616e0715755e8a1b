// The adaptable butterfly accelerator: runs FBfly and ABfly blocks of FABNet from a list of
// descriptors.
//
//   descriptors --> control          memory (outside): four read ports, a write port
//                                      |x          |weights  |affine     |residual       ^ y
//                    +-----------------+           |         |           |               |
//                    +--> butterfly_processor <----+         v           v               |
//                    |         +---- complex ----------------|-----------|------------>--+
//                    |         +---- real -----------> postprocessor (bias, GELU, +) -->-+
//                    +--> layer_norm <-----------------------+ -- gamma, beta -------->--+
//                    +--> attention_engine (keys, values, queries) ------------------->--+
//
// Lanes are butterfly engines (P_be), each with a row of its own; layer norm and postprocessor have
// the same lanes, so that a beat is always one half (or a complex one) of each lane. Software says
// where everything lies (program.h). A descriptor comes in while the one before is under way and
// starts when that has written its last result. Bit for bit duet::hw::RunBlock (block_model.h).
//
// Limits: the paper overlaps the butterflies of Q with attention on its rows; here one unit works
// at a time. Heads one after the other (P_head is 1).

module accelerator #(
  /// Butterfly engines, P_be, and butterfly units of each, P_bu: a power of two.
  parameter int unsigned Lanes = 8,
  parameter int unsigned NumUnits = 4,
  /// Rows of butterflies and layer norms are at most 2^MaxLog2Size elements long.
  parameter int unsigned MaxLog2Size = 10,
  /// P_qk (a power of two) and P_sv: at most Lanes. Largest head and number of keys.
  parameter int unsigned QkMultipliers = 8,
  parameter int unsigned SvMultipliers = 8,
  parameter int unsigned MaxHeadDim = 64,
  parameter int unsigned MaxKeys = 1024,
  localparam int unsigned LaneBits = $clog2(Lanes + 1),
  localparam int unsigned WeightBits = $clog2(4 * NumUnits + 1)
) (
  /// Clock, and asynchronous reset, active low.
  input  logic                     clk_i,
  input  logic                     rst_ni,
  /// Descriptors, accelerator_pkg::DescriptorWords words each, word 0 first.
  input  logic                     descriptor_valid_i,
  output logic                     descriptor_ready_o,
  input  logic [31:0]              descriptor_i,
  /// Whether no descriptor is under way, and whether one is done in this cycle.
  output logic                     idle_o,
  output logic                     done_o,
  /// Read ports. Requests as stream_address says them; answers in the order of requests, lanes that
  /// are not used 0. Rows, keys, values, queries: a lane is 16 bits real and above them 16 bits
  /// imaginary part, which is 0 without `x_complex_o`.
  output logic                     x_request_valid_o,
  input  logic                     x_request_ready_i,
  output logic [31:0]              x_address_o,
  output logic [31:0]              x_lane_stride_o,
  output logic [LaneBits-1:0]      x_num_lanes_o,
  output logic                     x_complex_o,
  output logic [31:0]              x_imaginary_o,
  input  logic                     x_valid_i,
  output logic                     x_ready_o,
  input  logic [Lanes*32-1:0]      x_i,
  /// Residuals.
  output logic                     residual_request_valid_o,
  input  logic                     residual_request_ready_i,
  output logic [31:0]              residual_address_o,
  output logic [31:0]              residual_lane_stride_o,
  output logic [LaneBits-1:0]      residual_num_lanes_o,
  input  logic                     residual_valid_i,
  output logic                     residual_ready_o,
  input  logic [Lanes*16-1:0]      residual_i,
  /// Bias, or gamma and beta: two lanes.
  output logic                     affine_request_valid_o,
  input  logic                     affine_request_ready_i,
  output logic [31:0]              affine_address_o,
  output logic [31:0]              affine_lane_stride_o,
  output logic [1:0]               affine_num_lanes_o,
  input  logic                     affine_valid_i,
  output logic                     affine_ready_o,
  input  logic [31:0]              affine_i,
  /// Butterfly weights, four halves a unit.
  output logic                     weights_request_valid_o,
  input  logic                     weights_request_ready_i,
  output logic [31:0]              weights_address_o,
  output logic [31:0]              weights_lane_stride_o,
  output logic [WeightBits-1:0]    weights_num_lanes_o,
  input  logic                     weights_valid_i,
  output logic                     weights_ready_o,
  input  logic [NumUnits*64-1:0]   weights_i,
  /// Write port: lanes as in x.
  output logic                     y_valid_o,
  input  logic                     y_ready_i,
  output logic [31:0]              y_address_o,
  output logic [31:0]              y_lane_stride_o,
  output logic [LaneBits-1:0]      y_num_lanes_o,
  output logic                     y_complex_o,
  output logic [31:0]              y_imaginary_o,
  output logic [Lanes*32-1:0]      y_o
);

  import accelerator_pkg::*;

  localparam int unsigned SizeBits    = $clog2(MaxLog2Size + 1);
  localparam int unsigned MaxWidth    = 1 << MaxLog2Size;
  localparam int unsigned WidthBits   = $clog2(MaxWidth + 1);
  localparam int unsigned HeadDimBits = $clog2(MaxHeadDim + 1);
  localparam int unsigned KeysBits    = $clog2(MaxKeys + 1);

  if (QkMultipliers > Lanes || SvMultipliers > Lanes) begin : gen_bad_multipliers
    $error("QkMultipliers (%0d) and SvMultipliers (%0d) must be at most Lanes (%0d)", QkMultipliers,
           SvMultipliers, Lanes);
  end

  // Control: a descriptor comes in, word by word; it starts when the one before is done.
  logic [DescriptorWords*32-1:0] words_q;        // word 0 arrives first and ends up lowest
  logic [5:0]                    num_words_q;
  work_t                         work;
  logic [WorkBits-1:0]           work_q;
  logic                          start, is_running_q, has_job_q, job_ready, uses_butterflies, busy;
  logic                          x_busy, residual_busy, affine_busy, weights_busy, y_busy;
  logic [15:0]                   num_pending_q;  // x beats that were requested and are not in

  assign work               = work_q;
  assign uses_butterflies   = work.op == OpLinear || work.op == OpFft;
  assign descriptor_ready_o = num_words_q != 6'(DescriptorWords);
  assign start              = !is_running_q && !descriptor_ready_o;
  assign busy               = x_busy || residual_busy || affine_busy || weights_busy || y_busy ||
                              num_pending_q != '0 || has_job_q;
  assign idle_o             = !is_running_q && num_words_q == '0;
  assign done_o             = is_running_q && !busy;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      words_q       <= '0;
      num_words_q   <= '0;
      work_q        <= '0;
      is_running_q  <= 1'b0;
      has_job_q     <= 1'b0;
      num_pending_q <= '0;
    end else begin
      num_pending_q <= num_pending_q + 16'(x_request_valid_o && x_request_ready_i) -
                       16'(x_valid_i && x_ready_o);
      if (descriptor_valid_i && descriptor_ready_o) begin
        words_q     <= {descriptor_i, words_q[DescriptorWords*32-1:32]};
        num_words_q <= num_words_q + 1'b1;
      end
      if (start) begin
        num_words_q  <= '0;
        work_q       <= words_q[WorkBits-1:0];
        is_running_q <= 1'b1;
        has_job_q    <= words_q[2:0] == OpLinear || words_q[2:0] == OpFft;
      end
      if (has_job_q && job_ready) has_job_q <= 1'b0;
      if (done_o) is_running_q <= 1'b0;
    end
  end

  // Where the streams are.
  stream_address #(.Lanes(Lanes)) u_x_address (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .start_i(start),
    .pattern_i(words_q[WorkBits+0*PatternBits+:PatternBits]),
    .busy_o(x_busy),
    .valid_o(x_request_valid_o),
    .ready_i(x_request_ready_i),
    .address_o(x_address_o),
    .lane_stride_o(x_lane_stride_o),
    .num_lanes_o(x_num_lanes_o)
  );

  stream_address #(.Lanes(Lanes)) u_residual_address (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .start_i(start),
    .pattern_i(words_q[WorkBits+1*PatternBits+:PatternBits]),
    .busy_o(residual_busy),
    .valid_o(residual_request_valid_o),
    .ready_i(residual_request_ready_i),
    .address_o(residual_address_o),
    .lane_stride_o(residual_lane_stride_o),
    .num_lanes_o(residual_num_lanes_o)
  );

  stream_address #(.Lanes(2)) u_affine_address (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .start_i(start),
    .pattern_i(words_q[WorkBits+2*PatternBits+:PatternBits]),
    .busy_o(affine_busy),
    .valid_o(affine_request_valid_o),
    .ready_i(affine_request_ready_i),
    .address_o(affine_address_o),
    .lane_stride_o(affine_lane_stride_o),
    .num_lanes_o(affine_num_lanes_o)
  );

  stream_address #(.Lanes(4 * NumUnits)) u_weights_address (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .start_i(start),
    .pattern_i(words_q[WorkBits+3*PatternBits+:PatternBits]),
    .busy_o(weights_busy),
    .valid_o(weights_request_valid_o),
    .ready_i(weights_request_ready_i),
    .address_o(weights_address_o),
    .lane_stride_o(weights_lane_stride_o),
    .num_lanes_o(weights_num_lanes_o)
  );

  // A result is written when its address is there.
  logic y_address_valid, result_valid, result_ready;

  assign y_valid_o     = y_address_valid && result_valid;
  assign result_ready  = y_address_valid && y_ready_i;
  assign x_complex_o   = work.x_is_complex;
  assign y_complex_o   = work.y_is_complex;
  assign x_imaginary_o = work.x_imaginary;
  assign y_imaginary_o = work.y_imaginary;

  stream_address #(.Lanes(Lanes)) u_y_address (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .start_i(start),
    .pattern_i(words_q[WorkBits+4*PatternBits+:PatternBits]),
    .busy_o(y_busy),
    .valid_o(y_address_valid),
    .ready_i(y_ready_i && result_valid),
    .address_o(y_address_o),
    .lane_stride_o(y_lane_stride_o),
    .num_lanes_o(y_num_lanes_o)
  );

  // Where x goes and where results come from.
  logic [Lanes*16-1:0]         x_real;
  logic                        butterfly_ready, norm_ready, norm_valid, post_valid, post_x_ready;
  logic                        norm_affine_ready, post_bias_ready;
  logic                        key_ready, value_ready, query_ready, attention_valid;
  logic                        butterfly_valid;
  logic [Lanes*32-1:0]         butterfly;
  logic [Lanes*16-1:0]         butterfly_real, norm, post;
  logic [SvMultipliers*16-1:0] attention;
  logic                        is_linear_or_fft, is_norm, is_keys, is_values, is_queries;

  assign is_linear_or_fft = is_running_q && uses_butterflies;
  assign is_norm          = is_running_q && work.op == OpLayerNorm;
  assign is_keys          = is_running_q && work.op == OpKeys;
  assign is_values        = is_running_q && work.op == OpValues;
  assign is_queries       = is_running_q && work.op == OpQueries;

  assign x_ready_o = (is_linear_or_fft && butterfly_ready) || (is_norm && norm_ready) ||
                     (is_keys && key_ready) || (is_values && value_ready) ||
                     (is_queries && query_ready);
  assign affine_ready_o = is_norm ? norm_affine_ready : post_bias_ready;

  always_comb begin
    result_valid = 1'b0;
    y_o          = '0;
    if (is_norm || is_linear_or_fft) begin
      for (int unsigned i = 0; i < Lanes; i++) begin
        y_o[32*i+:16] = is_norm ? norm[16*i+:16] : post[16*i+:16];
      end
      result_valid = is_norm ? norm_valid : post_valid;
    end
    if (is_linear_or_fft && work.y_is_complex) begin
      y_o          = butterfly;
      result_valid = butterfly_valid;
    end
    if (is_queries) begin
      for (int unsigned i = 0; i < SvMultipliers; i++) y_o[32*i+:16] = attention[16*i+:16];
      result_valid = attention_valid;
    end
  end

  for (genvar i = 0; i < Lanes; i++) begin : gen_real
    assign x_real[16*i+:16]         = x_i[32*i+:16];
    assign butterfly_real[16*i+:16] = butterfly[32*i+:16];
  end

  // The units.
  logic [MaxLog2Size-1:0] unused_index;
  logic                   unused_last, unused_idle, unused_busy;

  butterfly_processor #(
    .NumEngines(Lanes),
    .NumUnits(NumUnits),
    .MaxLog2Size(MaxLog2Size)
  ) u_butterflies (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .job_valid_i(has_job_q),
    .job_ready_o(job_ready),
    .job_mode_i(work.op == OpFft ? butterfly_pkg::ModeFft : butterfly_pkg::ModeLinear),
    .job_log2_size_i(SizeBits'(work.log2_size)),
    .job_num_rows_i(work.num_tiles),
    .job_load_weights_i(1'b1),
    .weights_valid_i(weights_valid_i),
    .weights_ready_o(weights_ready_o),
    .weights_data_i(weights_i),
    .in_valid_i(x_valid_i && is_linear_or_fft),
    .in_ready_o(butterfly_ready),
    .in_data_i(x_i),
    .out_valid_o(butterfly_valid),
    .out_ready_i(work.y_is_complex ? result_ready : post_x_ready),
    .out_data_o(butterfly),
    .out_index_o(unused_index),
    .out_last_o(unused_last),
    .idle_o(unused_idle),
    .units_busy_o(unused_busy)
  );

  postprocessor #(.Lanes(Lanes)) u_postprocessor (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .adds_bias_i(work.adds_bias),
    .has_gelu_i(work.has_gelu),
    .adds_residual_i(work.adds_residual),
    .x_valid_i(butterfly_valid && is_linear_or_fft && !work.y_is_complex),
    .x_ready_o(post_x_ready),
    .x_i(butterfly_real),
    .bias_valid_i(affine_valid_i),
    .bias_ready_o(post_bias_ready),
    .bias_i(affine_i[15:0]),
    .residual_valid_i(residual_valid_i),
    .residual_ready_o(residual_ready_o),
    .residual_i(residual_i),
    .y_valid_o(post_valid),
    .y_ready_i(result_ready),
    .y_o(post)
  );

  layer_norm #(.Lanes(Lanes), .MaxWidth(MaxWidth)) u_layer_norm (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .width_i(WidthBits'(work.width)),
    .inverse_width_i(work.factor),
    .x_valid_i(x_valid_i && is_norm),
    .x_ready_o(norm_ready),
    .x_i(x_real),
    .affine_valid_i(affine_valid_i && is_norm),
    .affine_ready_o(norm_affine_ready),
    .gamma_i(affine_i[15:0]),
    .beta_i(affine_i[31:16]),
    .y_valid_o(norm_valid),
    .y_ready_i(result_ready && is_norm),
    .y_o(norm)
  );

  attention_engine #(
    .QkMultipliers(QkMultipliers),
    .SvMultipliers(SvMultipliers),
    .MaxHeadDim(MaxHeadDim),
    .MaxKeys(MaxKeys)
  ) u_attention (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .head_dim_i(HeadDimBits'(work.width)),
    .num_keys_i(KeysBits'(work.num_keys)),
    .scale_i(work.factor),
    .key_valid_i(x_valid_i && is_keys),
    .key_ready_o(key_ready),
    .key_i(x_real[QkMultipliers*16-1:0]),
    .value_valid_i(x_valid_i && is_values),
    .value_ready_o(value_ready),
    .value_i(x_real[SvMultipliers*16-1:0]),
    .query_valid_i(x_valid_i && is_queries),
    .query_ready_o(query_ready),
    .query_i(x_real[QkMultipliers*16-1:0]),
    .output_valid_o(attention_valid),
    .output_ready_i(result_ready && is_queries),
    .output_o(attention)
  );

  logic unused_fields;
  assign unused_fields = ^{work.unused, work.unused2, unused_index, unused_last, unused_idle,
                           unused_busy};

endmodule
