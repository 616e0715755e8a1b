// Measured latencies of encoders (encoder_space.h), by family, size and length.

#ifndef FABNET_LATENCY_ENCODER_LATENCIES_H_
#define FABNET_LATENCY_ENCODER_LATENCIES_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "fabnet/latency/encoder_key.h"

namespace duet::fabnet {

class EncoderLatencies {
 public:
  // A file of //fabnet/latency:measure. The errors of ReadMeasurementTable and ParseEncoderKey.
  static absl::StatusOr<EncoderLatencies> Read(absl::string_view path);

  // NotFound, with the encoder's name, if it was not measured.
  absl::StatusOr<double> LatencyMs(const EncoderKey& key) const;

  // The device, as the file says.
  const std::string& device() const { return device_; }
  int64_t size() const { return static_cast<int64_t>(latency_ms_.size()); }

 private:
  EncoderLatencies() = default;

  std::string path_;
  std::string device_;
  std::map<std::string, double> latency_ms_;
};

// The least length from which on, at all longer ones as well, the speedup is above 1, by a speedup for each length;
// nothing if it is not at the longest.
std::optional<int64_t> FasterFrom(const std::map<int64_t, double>& speedup_by_seq_len);

}  // namespace duet::fabnet

#endif  // FABNET_LATENCY_ENCODER_LATENCIES_H_
