/// Rotates a byte to the left.
module constructs_lane #(
  parameter int unsigned Shift = 0
) (
  input  logic [7:0] data_i,
  output logic [7:0] data_o
);
  if (Shift == 0) begin : gen_none
    assign data_o = data_i;
  end else begin : gen_rotated
    assign data_o = {data_i[7-Shift:0], data_i[7-:Shift]};
  end
endmodule
