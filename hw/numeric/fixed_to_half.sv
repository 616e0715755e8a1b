// Rounds value_i 2^exponent_i to the nearest half, ties to even, with subnormals and infinity.
//
// Combinational. The last stage of each function unit.

module fixed_to_half #(
  /// Bits of the value.
  parameter int unsigned Width = 29
) (
  /// Unsigned value, and the signed power of two of its last bit.
  input  logic        [Width-1:0] value_i,
  input  logic signed [7:0]       exponent_i,
  /// Sign of the result.
  input  logic                    is_negative_i,
  output logic        [15:0]      result_o
);

  if (Width < 13 || Width > 64) begin : gen_bad_width
    $error("Width is %0d; it must be from 13 to 64", Width);
  end

  logic        [7:0]         num_zeros;   // before the first one
  logic        [Width-1:0]   normalized;  // the first one is the first bit
  logic signed [8:0]         biased;      // exponent of the result, if it is normal
  logic        [3:0]         shift;       // of a subnormal result
  logic        [Width+12-1:0] shifted;
  logic        [4:0]         field;       // exponent of the result
  logic                      round_up;

  always_comb begin
    num_zeros = 8'(Width);
    for (int i = 0; i < Width; i++) begin
      if (value_i[i]) num_zeros = 8'(Width - 1 - i);
    end
  end

  always_comb begin
    normalized = value_i << num_zeros;
    biased     = 9'(exponent_i) + 9'(Width - 1 + 15) - $signed({1'b0, num_zeros});
    shift      = '0;
    field      = biased[4:0];
    if (biased < 1) begin
      shift = biased < -11 ? 4'd12 : 4'(9'sd1 - biased);
      field = '0;
    end
    // The first 11 bits stay; the leading one of a normal number is not stored.
    shifted  = {normalized, 12'd0} >> shift;
    round_up = shifted[Width] && (shifted[Width+1] || |shifted[Width-1:0]);
    if (value_i == '0) begin
      result_o = {is_negative_i, 15'd0};
    end else if (biased >= 31) begin
      result_o = {is_negative_i, 15'h7c00};
    end else begin
      result_o = {is_negative_i, {field, shifted[Width+10:Width+1]} + 15'(round_up)};
    end
  end

endmodule
