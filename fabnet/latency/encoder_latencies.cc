#include "fabnet/latency/encoder_latencies.h"

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/status_macros.h"
#include "datasets/device_runner/measurement_table.h"

namespace duet::fabnet {

absl::StatusOr<EncoderLatencies> EncoderLatencies::Read(absl::string_view path) {
  ASSIGN_OR_RETURN(const device_runner::MeasurementTable table, device_runner::ReadMeasurementTable(path));
  EncoderLatencies latencies;
  latencies.path_ = std::string(path);
  latencies.device_ = std::string(FindProvenance(table, "device").value_or("unknown"));
  for (const device_runner::MeasurementTable::Row& row : table.rows) {
    ASSIGN_OR_RETURN(const EncoderKey key, ParseEncoderKey(row.key));
    latencies.latency_ms_[ToString(key)] = row.values[0];
  }
  return latencies;
}

absl::StatusOr<double> EncoderLatencies::LatencyMs(const EncoderKey& key) const {
  const auto found = latency_ms_.find(ToString(key));
  if (found != latency_ms_.end()) return found->second;
  return absl::NotFoundError(absl::StrCat(path_, " has no latency of ", ToString(key)));
}

std::optional<int64_t> FasterFrom(const std::map<int64_t, double>& speedup_by_seq_len) {
  std::optional<int64_t> from;
  for (auto entry = speedup_by_seq_len.rbegin(); entry != speedup_by_seq_len.rend() && entry->second > 1; ++entry) {
    from = entry->first;
  }
  return from;
}

}  // namespace duet::fabnet
