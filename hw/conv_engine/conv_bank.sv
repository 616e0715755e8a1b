// One memory with a write port and a read port: read data follow the address by one cycle and hold
// while rd_en_i is low. A word that is read and written in one cycle comes out as it was.
//
// Cost: Depth x Width bits of block RAM.

module conv_bank #(
  /// Number of words.
  parameter int unsigned Depth = 1024,
  /// Bits of a word.
  parameter int unsigned Width = 32,
  localparam int unsigned AddrWidth = $clog2(Depth)
) (
  input  logic                 clk_i,
  input  logic                 wr_en_i,
  input  logic [AddrWidth-1:0] wr_addr_i,
  input  logic [Width-1:0]     wr_data_i,
  input  logic                 rd_en_i,
  input  logic [AddrWidth-1:0] rd_addr_i,
  output logic [Width-1:0]     rd_data_o
);

  (* ram_style = "block" *) logic [Width-1:0] mem[Depth];

  always_ff @(posedge clk_i) begin
    if (wr_en_i) mem[wr_addr_i] <= wr_data_i;
    if (rd_en_i) rd_data_o <= mem[rd_addr_i];
  end

endmodule
