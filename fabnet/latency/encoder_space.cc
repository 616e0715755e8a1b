#include "fabnet/latency/encoder_space.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "c10/core/InferenceMode.h"
#include "common/random.h"
#include "common/status_macros.h"
#include "fabnet/latency/encoder_key.h"
#include "fabnet/models/encoder.h"
#include "torch/types.h"
#include "torch/utils.h"

namespace duet::fabnet {
namespace {

constexpr int64_t kVocabulary = 257;  // bytes, and padding

class EncoderOnHost : public device_runner::HostNetwork {
 public:
  explicit EncoderOnHost(Encoder encoder) : encoder_(std::move(encoder)) { encoder_->eval(); }

  void SetInput(uint64_t seed, uint64_t index) override {
    RandomStream random(seed, "tokens", index);
    std::vector<int64_t> tokens(encoder_->options().seq_len);
    for (int64_t& token : tokens) token = 1 + static_cast<int64_t>(random.UniformInt(kVocabulary - 1));
    tokens_ = torch::tensor(tokens).unsqueeze(0);
  }
  void Run() override {
    const c10::InferenceMode inference;
    (void)encoder_(tokens_);
  }

 private:
  Encoder encoder_;
  torch::Tensor tokens_;  // [1, L]
};

class Encoders : public device_runner::Space {
 public:
  std::string Name() const override { return "encoders"; }
  std::string KeyColumn() const override { return "encoder"; }
  std::vector<std::pair<std::string, std::string>> Provenance() const override {
    return {{"networks", "embedding, blocks and classifier of fabnet/models on tokens without padding"},
            {"precision", "float32"},
            {"batch_size", "1"}};
  }
  std::vector<std::string> Keys() const override {
    std::vector<std::string> keys;
    for (const EncoderKey& key : MeasuredEncoders()) keys.push_back(ToString(key));
    return keys;
  }
  absl::Status CheckKey(absl::string_view key) const override { return ParseEncoderKey(key).status(); }
  std::string ReferenceKey() const override { return ToString({Family::kFabnet, 256, 512, 2, 1024}); }

  absl::StatusOr<std::unique_ptr<device_runner::HostNetwork>> BuildOnHost(absl::string_view name,
                                                                          uint64_t seed) const override {
    ASSIGN_OR_RETURN(const EncoderKey key, ParseEncoderKey(name));
    EncoderOptions options;
    options.family = key.family;
    options.vocabulary = kVocabulary;
    options.seq_len = key.seq_len;
    options.hidden = key.hidden;
    options.feed_forward = key.feed_forward;
    options.num_blocks = key.num_blocks;
    options.num_heads = key.hidden / kHeadDim;
    options.num_classes = 10;
    ASSIGN_OR_RETURN(Encoder encoder, CreateEncoder(options, seed));
    return std::make_unique<EncoderOnHost>(std::move(encoder));
  }
};

}  // namespace

std::unique_ptr<device_runner::Space> EncoderSpace() { return std::make_unique<Encoders>(); }

}  // namespace duet::fabnet
