#include "hw/top/memory_model.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace duet::hw {

void MemoryModel::Drive() {
  budget_ = std::min(budget_ + options_.words_per_cycle, options_.words_per_cycle);
  ++num_cycles_;
}

void MemoryModel::Reset() { budget_ = 0; }

Half MemoryModel::Read(uint32_t address) {
  --budget_;
  ++num_halves_moved_;
  if (address < halves_.size()) return halves_[address];
  ++num_bad_addresses_;
  return kHalfNaN;
}

void MemoryModel::Write(uint32_t address, Half half) {
  --budget_;
  ++num_halves_moved_;
  if (address < halves_.size()) {
    halves_[address] = half;
  } else {
    ++num_bad_addresses_;
  }
}

void ReadPort::Drive() {
  *request_.ready = static_cast<int64_t>(answers_.size()) < memory_->options().queue_length && memory_->is_ready();
  if (!is_offered_ && !answers_.empty() && answers_.front().cycle <= memory_->num_cycles()) {
    is_offered_ = !memory_->Stalls();
    std::memcpy(data_, answers_.front().halves.data(), 2 * num_halves_);
  }
  *valid_ = is_offered_;
}

void ReadPort::Sample() {
  if (is_offered_ && *ready_) {
    answers_.pop_front();
    is_offered_ = false;
  }
  if (!*request_.valid || !*request_.ready) return;
  Answer answer = {memory_->num_cycles() + memory_->options().latency_cycles, std::vector<Half>(num_halves_)};
  const int64_t halves_per_lane = request_.is_complex != nullptr ? 2 : 1;
  for (int64_t lane = 0; lane < *request_.num_lanes; ++lane) {
    const uint32_t address = *request_.address + static_cast<uint32_t>(lane) * *request_.lane_stride;
    answer.halves[lane * halves_per_lane] = memory_->Read(address);
    if (request_.is_complex != nullptr && *request_.is_complex) {
      answer.halves[lane * halves_per_lane + 1] = memory_->Read(address + *request_.imaginary);
    }
  }
  answers_.push_back(std::move(answer));
}

void ReadPort::Reset() {
  answers_.clear();
  is_offered_ = false;
  *valid_ = 0;
  *request_.ready = 0;
}

void WritePort::Sample() {
  if (!*request_.valid || !*request_.ready) return;
  for (int64_t lane = 0; lane < *request_.num_lanes; ++lane) {
    const uint32_t address = *request_.address + static_cast<uint32_t>(lane) * *request_.lane_stride;
    Half halves[2];
    std::memcpy(halves, static_cast<const char*>(data_) + 4 * lane, sizeof(halves));
    memory_->Write(address, halves[0]);
    if (*request_.is_complex) memory_->Write(address + *request_.imaginary, halves[1]);
  }
}

}  // namespace duet::hw
