// Bias, activation and shortcut of `Lanes` rows side by side:  y = f(x + bias) + residual,  f the
// identity or GELU.
//
//   x ----> + ----+-----------------> * --> identity or GELU --> + --> y
//   bias ---^     +--> fp16_normal_cdf ^                         ^
//   residual ----------------------------------------------------+
//
// A stream that is switched off counts as -0, which changes no sum. Bit for bit
// Add(Gelu(Add(x, bias)), residual) with Gelu of postprocess.h. Latency 7 cycles, throughput an
// element of each lane a cycle. Cost a lane: a multiplier, two adders, fp16_normal_cdf.

module postprocessor #(
  /// Rows side by side.
  parameter int unsigned Lanes = 8
) (
  /// Clock, and asynchronous reset, active low.
  input  logic                clk_i,
  input  logic                rst_ni,
  /// What is done. They stay while anything is under way.
  input  logic                adds_bias_i,
  input  logic                has_gelu_i,
  input  logic                adds_residual_i,
  /// Elements in: one of each lane's row.
  input  logic                x_valid_i,
  output logic                x_ready_o,
  input  logic [Lanes*16-1:0] x_i,
  /// The same bias for all lanes, if adds_bias_i.
  input  logic                bias_valid_i,
  output logic                bias_ready_o,
  input  logic [15:0]         bias_i,
  /// An element of each lane, if adds_residual_i.
  input  logic                residual_valid_i,
  output logic                residual_ready_o,
  input  logic [Lanes*16-1:0] residual_i,
  /// Elements out.
  output logic                y_valid_o,
  input  logic                y_ready_i,
  output logic [Lanes*16-1:0] y_o
);

  localparam int unsigned CdfLatency  = 3;
  localparam int unsigned GeluLatency = CdfLatency + fp16_pkg::MulLatency;
  localparam int unsigned WaitLatency = fp16_pkg::AddLatency + GeluLatency;  // of the residual
  localparam int unsigned Latency     = WaitLatency + fp16_pkg::AddLatency;

  logic               enable, starts;
  logic [Latency-1:0] valid_q;

  assign enable           = !y_valid_o || y_ready_i;
  assign starts           = enable && x_valid_i && (bias_valid_i || !adds_bias_i) &&
                            (residual_valid_i || !adds_residual_i);
  assign x_ready_o        = starts;
  assign bias_ready_o     = starts && adds_bias_i;
  assign residual_ready_o = starts && adds_residual_i;
  assign y_valid_o        = valid_q[Latency-1];

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      valid_q <= '0;
    end else if (enable) begin
      valid_q <= Latency'({valid_q, starts});
    end
  end

  for (genvar lane = 0; lane < Lanes; lane++) begin : gen_lane
    logic [15:0]               bias, residual, biased, cdf, gelu, activated;
    logic [GeluLatency*16-1:0] biased_q;
    logic [WaitLatency*16-1:0] residual_q;

    assign bias      = adds_bias_i ? bias_i : 16'h8000;
    assign residual  = adds_residual_i ? residual_i[16*lane+:16] : 16'h8000;
    assign activated = has_gelu_i ? gelu : biased_q[(GeluLatency-1)*16+:16];

    fp16_add u_bias (
      .clk_i(clk_i),
      .rst_ni(rst_ni),
      .en_i(enable),
      .sub_i(1'b0),
      .a_i(x_i[16*lane+:16]),
      .b_i(bias),
      .result_o(biased)
    );

    fp16_normal_cdf u_cdf (
      .clk_i(clk_i),
      .rst_ni(rst_ni),
      .en_i(enable),
      .x_i(biased),
      .result_o(cdf)
    );

    fp16_mul u_gelu (
      .clk_i(clk_i),
      .rst_ni(rst_ni),
      .en_i(enable),
      .a_i(biased_q[(CdfLatency-1)*16+:16]),
      .b_i(cdf),
      .result_o(gelu)
    );

    fp16_add u_residual (
      .clk_i(clk_i),
      .rst_ni(rst_ni),
      .en_i(enable),
      .sub_i(1'b0),
      .a_i(activated),
      .b_i(residual_q[(WaitLatency-1)*16+:16]),
      .result_o(y_o[16*lane+:16])
    );

    always_ff @(posedge clk_i or negedge rst_ni) begin
      if (!rst_ni) begin
        biased_q   <= '0;
        residual_q <= '0;
      end else if (enable) begin
        biased_q   <= {biased_q[(GeluLatency-1)*16-1:0], biased};
        residual_q <= {residual_q[(WaitLatency-1)*16-1:0], residual};
      end
    end
  end

`ifndef SYNTHESIS
  // What is offered and not taken is offered again.
  HoldsOutput_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      y_valid_o && !y_ready_i |=> y_valid_o && $stable(y_o));
`endif

endmodule
