// Layer norm of `Lanes` rows side by side:
//
//   y_i = (x_i - mean) / sqrt(variance + epsilon) gamma_i + beta_i
//
//   Load        x -> row buffer; largest exponent           Lanes have a row each and do the same
//   Scale       x / 2^k -> row buffer, sum                  in each cycle (k: see postprocess.h).
//   Mean        sum / width                                 In a lane all steps share two
//   Center      x - mean -> row buffer, sum of squares      multipliers and an adder.
//   Variance    1 / sqrt(sum / width + epsilon)
//   Normalize   (x - mean) * that * gamma + beta -> y;  the next rows come in behind what goes out
//
// Bit for bit duet::hw::LayerNorm (postprocess.h). `Lanes` rows take 3 width + 4 log2(width) + 25
// cycles, width a power of two. Cost a lane: 2 multipliers, 2 adders, fp16_reciprocal_sqrt,
// MaxWidth + 2 log2(MaxWidth) + 2 halves.

module layer_norm #(
  /// Rows side by side.
  parameter int unsigned Lanes = 8,
  /// Largest width_i.
  parameter int unsigned MaxWidth = 1024,
  localparam int unsigned WidthBits = $clog2(MaxWidth + 1)
) (
  /// Clock, and asynchronous reset, active low.
  input  logic                 clk_i,
  input  logic                 rst_ni,
  /// Elements of a row, at least 1, and 1 / width as a half. They stay while anything is under way.
  input  logic [WidthBits-1:0] width_i,
  input  logic [15:0]          inverse_width_i,
  /// Rows in: element i of each lane's row.
  input  logic                 x_valid_i,
  output logic                 x_ready_o,
  input  logic [Lanes*16-1:0]  x_i,
  /// gamma_i and beta_i, for each set of rows anew.
  input  logic                 affine_valid_i,
  output logic                 affine_ready_o,
  input  logic [15:0]          gamma_i,
  input  logic [15:0]          beta_i,
  /// Rows out.
  output logic                 y_valid_o,
  input  logic                 y_ready_i,
  output logic [Lanes*16-1:0]  y_o
);

  localparam int unsigned IndexBits = MaxWidth > 1 ? $clog2(MaxWidth) : 1;
  localparam int unsigned MulLatency = fp16_pkg::MulLatency;
  localparam int unsigned AddLatency = fp16_pkg::AddLatency;
  localparam int unsigned FunctionLatency = 3;
  // From the address of the row buffer to ...
  localparam int unsigned ScaledAt   = 1 + MulLatency;
  localparam int unsigned CenteredAt = 1 + AddLatency;
  localparam int unsigned SquaredAt  = CenteredAt + MulLatency;
  localparam int unsigned OutAt      = 1 + 2 * MulLatency + AddLatency;
  // From the sum to mean and to 1 / sqrt(variance + epsilon).
  localparam int unsigned MeanAt    = MulLatency;
  localparam int unsigned InverseAt = MulLatency + AddLatency + FunctionLatency;

  localparam logic [15:0] Epsilon = 16'd168;  // in units of 2^-24: a subnormal half

  typedef enum logic [2:0] {Load, Scale, Mean, Center, Variance, Normalize} state_e;
  state_e               state_q;
  logic [WidthBits-1:0] num_in_q;            // elements of the next rows that are in the row buffer
  logic [WidthBits-1:0] num_read_q;          // elements that were read from it in this state
  logic [IndexBits-1:0] write_index_q;       // where the next element is written back
  logic [3:0]           num_cycles_q;        // in Mean, Variance
  logic [OutAt-1:0]     valid_q, last_q;     // of the elements behind the row buffer
  logic                 loads, is_loaded, reads, is_last_read, enable, writes_back;
  logic                 sum_in_valid, sum_in_last, sum_valid, sum_ready;

  assign x_ready_o      = state_q == Load || (state_q == Normalize && num_in_q < num_read_q);
  assign loads          = x_valid_i && x_ready_o;
  assign is_loaded      = num_in_q + WidthBits'(loads) == width_i;
  assign affine_ready_o = state_q == Normalize && enable && num_read_q != width_i;
  assign enable         = state_q != Normalize || !y_valid_o || y_ready_i;
  assign is_last_read   = num_read_q + 1'b1 == width_i;
  assign y_valid_o      = state_q == Normalize && valid_q[OutAt-1];

  always_comb begin
    reads        = 1'b0;
    writes_back  = 1'b0;
    sum_in_valid = 1'b0;
    sum_in_last  = 1'b0;
    unique case (state_q)
      Scale: begin
        reads        = num_read_q != width_i;
        writes_back  = valid_q[ScaledAt-1];
        sum_in_valid = valid_q[ScaledAt-1];
        sum_in_last  = last_q[ScaledAt-1];
      end
      Center: begin
        reads        = num_read_q != width_i;
        writes_back  = valid_q[CenteredAt-1];
        sum_in_valid = valid_q[SquaredAt-1];
        sum_in_last  = last_q[SquaredAt-1];
      end
      Normalize: reads = num_read_q != width_i && affine_valid_i && enable;
      default: ;
    endcase
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      state_q       <= Load;
      num_in_q      <= '0;
      num_read_q    <= '0;
      write_index_q <= '0;
      num_cycles_q  <= '0;
      valid_q       <= '0;
      last_q        <= '0;
    end else begin
      if (enable) begin
        valid_q <= OutAt'({valid_q, reads});
        last_q  <= OutAt'({last_q, is_last_read});
      end
      if (loads) num_in_q <= num_in_q + 1'b1;
      if (reads) num_read_q <= num_read_q + 1'b1;
      if (writes_back) write_index_q <= write_index_q + 1'b1;

      unique case (state_q)
        Load: if (loads && is_loaded) begin
          num_in_q <= '0;
          state_q  <= Scale;
        end
        Scale, Center: if (sum_valid) begin
          num_cycles_q  <= '0;
          write_index_q <= '0;
          valid_q       <= '0;
          state_q       <= state_q == Scale ? Mean : Variance;
        end
        Mean: begin
          num_cycles_q <= num_cycles_q + 1'b1;
          if (num_cycles_q == 4'(MeanAt)) begin
            num_read_q <= '0;
            state_q    <= Center;
          end
        end
        Variance: begin
          num_cycles_q <= num_cycles_q + 1'b1;
          if (num_cycles_q == 4'(InverseAt)) begin
            num_read_q <= '0;
            state_q    <= Normalize;
          end
        end
        Normalize: if (y_valid_o && y_ready_i && last_q[OutAt-1]) begin
          num_read_q <= '0;
          valid_q    <= '0;
          state_q    <= Load;
          if (is_loaded) begin
            num_in_q <= '0;
            state_q  <= Scale;
          end
        end
        default: state_q <= Load;
      endcase
    end
  end

  // gamma and beta wait until their element has been divided, and multiplied by gamma.
  logic [MulLatency*16+15:0]   gamma_q;
  logic [2*MulLatency*16+15:0] beta_q;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      gamma_q <= '0;
      beta_q  <= '0;
    end else if (enable) begin
      gamma_q <= {gamma_q[MulLatency*16-1:0], gamma_i};
      beta_q  <= {beta_q[2*MulLatency*16-1:0], beta_i};
    end
  end

  // The row buffer, all lanes in a word.
  logic [Lanes*16-1:0] rows [2**IndexBits];
  logic [Lanes*16-1:0] element_q, written;

  always_ff @(posedge clk_i) begin
    if (loads || writes_back) begin
      rows[loads ? num_in_q[IndexBits-1:0] : write_index_q] <= written;
    end
    if (enable) element_q <= rows[num_read_q[IndexBits-1:0]];
  end

  logic [Lanes*16-1:0] sum_in, sum, sum_q;

  pairwise_sum #(.Lanes(Lanes), .MaxLength(MaxWidth)) u_sum (
    .clk_i(clk_i),
    .rst_ni(rst_ni),
    .valid_i(sum_in_valid),
    .ready_o(sum_ready),
    .last_i(sum_in_last),
    .data_i(sum_in),
    .valid_o(sum_valid),
    .ready_i(1'b1),
    .sum_o(sum)
  );

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      sum_q <= '0;
    end else if (sum_valid) begin
      sum_q <= sum;
    end
  end

  for (genvar lane = 0; lane < Lanes; lane++) begin : gen_lane
    logic [4:0]  max_exponent_q, shift;
    logic [15:0] scale, epsilon;  // 2^-shift, epsilon 4^-shift
    logic [15:0] mean_q, inverse_q, inverse;
    logic [15:0] product1_a, product1_b, product1, product2_a, product2_b, product2;
    logic [15:0] addend1, addend2, total;
    logic        subtracts;

    always_ff @(posedge clk_i or negedge rst_ni) begin
      if (!rst_ni) begin
        max_exponent_q <= '0;
      end else if (loads && (num_in_q == '0 || x_i[16*lane+10+:5] > max_exponent_q)) begin
        max_exponent_q <= x_i[16*lane+10+:5];
      end
    end

    always_comb begin
      shift = max_exponent_q > 5'd15 ? max_exponent_q - 5'd15 : 5'd0;
      // 2^-shift is a normal half up to 2^-14.
      scale = {1'b0, 5'd15 - shift, 10'd0};
      if (shift == 5'd15) scale = 16'h0200;
      if (shift == 5'd16) scale = 16'h0100;
      epsilon = Epsilon >> {shift, 1'b0};
      if (epsilon == '0) epsilon = 16'd1;
    end

    always_comb begin
      product1_a = element_q[16*lane+:16];
      product1_b = inverse_q;
      if (state_q == Scale) product1_b = scale;
      if (state_q == Mean || state_q == Variance) begin
        product1_a = sum_q[16*lane+:16];
        product1_b = inverse_width_i;
      end
      product2_a = product1;
      product2_b = gamma_q[MulLatency*16+:16];
      addend1    = product2;
      addend2    = beta_q[2*MulLatency*16+:16];
      subtracts  = 1'b0;
      if (state_q == Center) begin
        product2_a = total;
        product2_b = total;
        addend1    = element_q[16*lane+:16];
        addend2    = mean_q;
        subtracts  = 1'b1;
      end
      if (state_q == Variance) begin
        addend1 = product1;
        addend2 = epsilon;
      end
    end

    fp16_mul u_mul1 (
      .clk_i(clk_i),
      .rst_ni(rst_ni),
      .en_i(enable),
      .a_i(product1_a),
      .b_i(product1_b),
      .result_o(product1)
    );

    fp16_mul u_mul2 (
      .clk_i(clk_i),
      .rst_ni(rst_ni),
      .en_i(enable),
      .a_i(product2_a),
      .b_i(product2_b),
      .result_o(product2)
    );

    fp16_add u_add (
      .clk_i(clk_i),
      .rst_ni(rst_ni),
      .en_i(enable),
      .sub_i(subtracts),
      .a_i(addend1),
      .b_i(addend2),
      .result_o(total)
    );

    fp16_reciprocal_sqrt u_reciprocal_sqrt (
      .clk_i(clk_i),
      .rst_ni(rst_ni),
      .en_i(1'b1),
      .x_i(total),
      .result_o(inverse)
    );

    always_ff @(posedge clk_i or negedge rst_ni) begin
      if (!rst_ni) begin
        mean_q    <= '0;
        inverse_q <= '0;
      end else begin
        if (state_q == Mean) mean_q <= product1;
        if (state_q == Variance) inverse_q <= inverse;
      end
    end

    assign written[16*lane+:16] = loads ? x_i[16*lane+:16] :
                                  state_q == Scale ? product1 : total;
    assign sum_in[16*lane+:16]  = state_q == Scale ? product1 : product2;
    assign y_o[16*lane+:16]     = total;
  end

`ifndef SYNTHESIS
  // The width is within the parameter.
  Width_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      x_valid_i |-> width_i >= 1 && 32'(width_i) <= MaxWidth);
  // The sum of a row is taken before the next one starts.
  TakesItem_A: assert property (@(posedge clk_i) disable iff (!rst_ni) sum_in_valid |-> sum_ready);
  // What is offered and not taken is offered again.
  HoldsOutput_A: assert property (@(posedge clk_i) disable iff (!rst_ni)
      y_valid_o && !y_ready_i |=> y_valid_o && $stable(y_o));
`endif

endmodule
