// Descriptors of the accelerator: what it does next, and where its data lie. descriptor.h is the
// same in C++. A descriptor comes as DescriptorWords words of 32 bits, word 0 first.

package accelerator_pkg;

  typedef enum logic [2:0] {
    /// Rows through a butterfly matrix, bias, GELU, residual.
    OpLinear    = 3'd0,
    /// Rows through a Fourier transform; real parts with residual, or complex.
    OpFft       = 3'd1,
    OpLayerNorm = 3'd2,
    /// Keys, values and then queries of an attention head.
    OpKeys      = 3'd3,
    OpValues    = 3'd4,
    OpQueries   = 3'd5
  } op_e;

  /// Where the words of a stream lie. Beat `b` of tile `t` has lane `l` at the address
  ///
  ///   base + t tile_stride + i beat_stride + l lane_stride,  i = b or, if log2_reversed is not 0,
  ///                                                          b with log2_reversed bits reversed
  ///
  /// and uses lanes with t lanes_per_tile + b lanes_per_beat + l < lane_limit and, unless it is 0,
  /// l < lanes_per_beat, none if i >= beat_limit: other lanes are read as 0 and are not written.
  /// Addresses count halves.
  typedef struct packed {
    logic [15:0] lanes_per_tile;
    logic [15:0] lanes_per_beat;
    logic [31:0] lane_limit;
    logic [15:0] log2_reversed;
    logic [15:0] beat_limit;
    logic [15:0] num_tiles;  // 0: the stream is not used
    logic [15:0] num_beats;
    logic [31:0] lane_stride;
    logic [31:0] beat_stride;
    logic [31:0] tile_stride;
    logic [31:0] base;
  } pattern_t;

  parameter int unsigned PatternBits = 8 * 32;

  /// Words 0 to 5.
  typedef struct packed {
    logic [31:0] y_imaginary;  // from the real to the imaginary part
    logic [31:0] x_imaginary;
    logic [15:0] unused;
    logic [15:0] factor;       // 1 / width (layer norm), 1 / sqrt(width) (attention): halves
    logic [15:0] num_keys;
    logic [15:0] width;        // of a layer norm's row, of a head
    logic [15:0] num_tiles;    // sets of rows, one row a lane
    logic [15:0] log2_size;    // of a butterfly's row
    logic [23:0] unused2;
    logic        adds_residual;
    logic        adds_bias;
    logic        y_is_complex;
    logic        x_is_complex;
    logic        has_gelu;
    op_e         op;
  } work_t;

  parameter int unsigned WorkBits = 6 * 32;

  /// Then the patterns of x (rows, keys, values, queries), residual, affine (bias; gamma and beta),
  /// weights (of butterflies; twiddles) and y (results).
  parameter int unsigned NumPatterns = 5;
  parameter int unsigned DescriptorWords = (WorkBits + NumPatterns * PatternBits) / 32;

endpackage
