// Between the banks and the butterfly units: a rotation, then the pairing of the slots.
//
//   banks -> units   slot s = bank (s + rotation) mod M;
//                    operand 2 j = slot q, operand 2 j + 1 = slot q + 2^pairing,
//                    where q is j with a 0 put in at bit `pairing`
//   units -> banks   the inverse
//
// Combinational. Cost, each of Width bits: M log2 M multiplexers of 2 inputs, M of log2 M inputs.

module butterfly_crossbar #(
  /// Banks; a power of two.
  parameter int unsigned NumBanks = 8,
  /// Bits of an item.
  parameter int unsigned Width = 16,
  /// Direction: 0 from banks to units, 1 from units to banks.
  parameter bit ToBanks = 1'b0,
  localparam int unsigned BankBits = $clog2(NumBanks)
) (
  input  logic [BankBits-1:0]             rotation_i,
  input  logic [$clog2(BankBits)-1:0]     pairing_i,
  input  logic [NumBanks-1:0][Width-1:0]  data_i,
  output logic [NumBanks-1:0][Width-1:0]  data_o
);

  // Item s of the result is item (s + amount) mod M of `items`: a rotation in log2 M steps.
  function automatic logic [NumBanks*Width-1:0] rotate(logic [NumBanks*Width-1:0] items,
                                                       logic [BankBits-1:0] amount);
    for (int unsigned k = 0; k < BankBits; k++) begin
      if (amount[k]) items = (items >> (Width << k)) | (items << (Width * (NumBanks - (1 << k))));
    end
    return items;
  endfunction

  logic [NumBanks-1:0][Width-1:0] slots;

  if (ToBanks) begin : gen_to_banks
    always_comb begin
      slots = data_i;
      for (int unsigned k = 1; k < BankBits; k++) begin
        if (32'(pairing_i) == k) begin
          for (int unsigned j = 0; j < NumBanks / 2; j++) begin
            slots[(j >> k << (k + 1)) | (j % (1 << k))]            = data_i[2*j];
            slots[(j >> k << (k + 1)) | (j % (1 << k)) | (1 << k)] = data_i[2*j+1];
          end
        end
      end
      data_o = rotate(slots, -rotation_i);
    end
  end else begin : gen_to_units
    always_comb begin
      slots  = rotate(data_i, rotation_i);
      data_o = slots;
      for (int unsigned k = 1; k < BankBits; k++) begin
        if (32'(pairing_i) == k) begin
          for (int unsigned j = 0; j < NumBanks / 2; j++) begin
            data_o[2*j]   = slots[(j >> k << (k + 1)) | (j % (1 << k))];
            data_o[2*j+1] = slots[(j >> k << (k + 1)) | (j % (1 << k)) | (1 << k)];
          end
        end
      end
    end
  end

endmodule
