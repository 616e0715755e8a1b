// What the modules of the convolution engine agree on.

package conv_engine_pkg;

  typedef enum logic [1:0] {
    OpConv1x1,
    OpConv3x3,    // padding 1
    OpMaxPool3x3  // stride 1, padding 1 that does not count
  } op_e;

  // Widths of the numbers that describe a layer. Quads are groups of four channels.
  localparam int unsigned SizeWidth = 9;      // height and width of an image
  localparam int unsigned QuadsWidth = 11;
  localparam int unsigned CountWidth = 16;    // words, beats and tiles
  localparam int unsigned AddressWidth = 32;  // of memory, in beats

  // A layer and how it is cut into bands of rows: conv_engine.sv says what each field means.
  typedef struct packed {
    op_e op;
    logic relu;
    logic [4:0] shift;
    logic [SizeWidth-1:0] height;
    logic [SizeWidth-1:0] width;
    logic [QuadsWidth-1:0] in_quads;
    logic [QuadsWidth-1:0] out_quads;
    logic [QuadsWidth-1:0] num_groups;
    logic [CountWidth-1:0] group_beats;
    logic [SizeWidth-1:0] num_bands;
    logic [SizeWidth-1:0] band_rows;
    logic [CountWidth-1:0] band_tiles;
    logic [CountWidth-1:0] last_band_tiles;
    logic [CountWidth-1:0] plane_beats;
    logic [CountWidth-1:0] band_beats;
    logic [CountWidth-1:0] last_band_beats;
    logic [CountWidth-1:0] halo_beats;
    logic [CountWidth-1:0] in_row_words;
    logic [CountWidth-1:0] out_row_words;
    logic [SizeWidth-1:0] lane_step_x;
    logic [SizeWidth-1:0] lane_step_y;
    logic [AddressWidth-1:0] in_address;
    logic [AddressWidth-1:0] weight_address;
    logic [AddressWidth-1:0] out_address;
  } layer_t;

endpackage
