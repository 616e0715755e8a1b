// An LSTM layer on a CPU, frame after frame, with matrices as such or as products of two thin factors.
//
//     x_1 .. x_T ─► all frames at once: x W_x + b ──┐ z_t            W = R L where factored: first x R, then (x R) L
//                                                   ▼
//     h_(t-1) ────────────► h W_h ────────────────►(+)─► i, f, g, o = quarters of z_t
//                                                        c_t = sigmoid(f) c_(t-1) + sigmoid(i) tanh(g)
//                                                        h_t = sigmoid(o) tanh(c_t)
//
// Stacked, [x; h] R L has one pair of factors: x R of all frames at once, then (x R + h R') L frame by frame.
//
// What LibTorch spends on each frame besides arithmetic would hide what factors save: here a frame is two products with
// a vector and one pass over the gates. Single thread, single precision; gates differ from LibTorch's by rounding.
// Vectors are rows, as in LibTorch: y = x W. That is the layout in which a product with one vector reads contiguously.

#ifndef ASR_LOW_RANK_LSTM_INFERENCE_H_
#define ASR_LOW_RANK_LSTM_INFERENCE_H_

#include <cstdint>

namespace duet::asr {

// A matrix of n rows and m columns, row-major, not owned; y = x W.
struct MatrixView {
  int64_t num_inputs = 0;        // n
  int64_t num_outputs = 0;       // m
  int64_t rank = 0;              // k of a product; 0: dense
  const float* left = nullptr;   // [k, m]; the matrix itself, [n, m], if dense
  const float* right = nullptr;  // [n, k]; not read if dense
};

// Gates in the order input, forget, cell, output.
struct LstmView {
  int64_t num_inputs = 0;       // d
  int64_t num_units = 0;        // h
  MatrixView input;             // d -> 4 h
  MatrixView recurrent;         // h -> 4 h
  MatrixView stacked;           // d + h -> 4 h, factored; then the two above are not read. num_outputs 0: not stacked
  const float* bias = nullptr;  // [4 h]
};

// x: [T, B, d] -> y: [T, B, h]. State 0 before the first frame.
void RunLstm(const LstmView& lstm, int64_t num_frames, int64_t batch_size, const float* x, float* y);

}  // namespace duet::asr

#endif  // ASR_LOW_RANK_LSTM_INFERENCE_H_
