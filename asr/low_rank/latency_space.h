// What low-rank factors save on a CPU, as a space of the device runner: a second of speech through three LSTM layers of
// 128, 256 or 512 units and the dense layer behind them (asr/networks/recurrent_network.h).
//
//     3x256_libtorch         LibTorch's LSTM
//     3x256_dense            that of lstm_inference.h, without factors
//     3x256_apart_0.25       W_x and W_h at that fraction of their break-even ranks
//     3x256_stacked_0.25     [W_x W_h] at that fraction

#ifndef ASR_LOW_RANK_LATENCY_SPACE_H_
#define ASR_LOW_RANK_LATENCY_SPACE_H_

#include <memory>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "asr/networks/recurrent_network.h"
#include "datasets/device_runner/space.h"

namespace duet::asr {

struct LatencyKey {
  RecurrentNetworkOptions network;
  bool is_libtorch = false;
};

// InvalidArgument for a key that is not as above.
absl::StatusOr<LatencyKey> ParseLatencyKey(absl::string_view key);

// "low_rank_lstm".
std::unique_ptr<device_runner::Space> LowRankLatencySpace();

}  // namespace duet::asr

#endif  // ASR_LOW_RANK_LATENCY_SPACE_H_
