#include "nas/segmentation/train.h"

#include <malloc.h>

#include <algorithm>
#include <cmath>
#include <exception>
#include <limits>
#include <numeric>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/random.h"
#include "common/status_macros.h"
#include "datasets/images/resize.h"
#include "datasets/segmentation_networks/inference.h"
#include "datasets/segmentation_networks/resampling.h"
#include "datasets/segmentation_networks/torch_network.h"
#include "torch/torch.h"

namespace duet::segmentation {
namespace {

constexpr double kWarmUpShare = 0.1;
constexpr double kFocalExponent = 2;
constexpr double kMostBrighter = 0.2, kMostContrast = 0.2;  // of the range, and relative

absl::Status CheckFrames(absl::Span<const portraits::Frame> frames, const TrainOptions& options) {
  if (options.num_epochs < 1 || options.batch_size < 2) {
    return absl::InvalidArgumentError(absl::StrCat(options.num_epochs, " epochs with batches of ", options.batch_size));
  }
  if (static_cast<int64_t>(frames.size()) < options.batch_size) {
    return absl::InvalidArgumentError(
        absl::StrCat(frames.size(), " frames are fewer than a batch of ", options.batch_size));
  }
  for (size_t i = 0; i < frames.size(); ++i) {
    const images::Image& image = frames[i].image;
    const size_t num_pixels = image.width * image.height;
    if (image.channels == 3 && image.width == frames[0].image.width && image.height == frames[0].image.height &&
        image.pixels.size() == 3 * num_pixels && frames[i].mask.size() == num_pixels) {
      continue;
    }
    return absl::InvalidArgumentError(absl::StrCat("frame ", i, " is of ", image.width, "x", image.height, "x",
                                                   image.channels, " with a mask of ", frames[i].mask.size()));
  }
  return absl::OkStatus();
}

// The frames as a network of some resolution sees them.
class Examples {
 public:
  Examples(absl::Span<const portraits::Frame> frames, const LayerList& layers)
      : frames_(frames), image_(layers.image), logits_(layers.layers.back().output) {
    for (const portraits::Frame& frame : frames) {
      const std::vector<float> mask(frame.mask.begin(), frame.mask.end());
      targets_.push_back(
          images::ResizePlane(mask, {frame.image.width, frame.image.height}, {logits_.width, logits_.height}));
    }
  }

  struct Batch {
    torch::Tensor images;   // [B, 3, H, W]
    torch::Tensor targets;  // [B, 1, h, w], 0 to 1
  };
  Batch Take(absl::Span<const int64_t> rows, RandomStream& random) const {
    const int64_t batch = rows.size();
    Batch taken{torch::empty({batch, image_.height, image_.width, 3}).permute({0, 3, 1, 2}),
                torch::empty({batch, 1, logits_.height, logits_.width})};
    for (int64_t b = 0; b < batch; ++b) {
      const portraits::Frame& frame = frames_[rows[b]];
      torch::Tensor image = taken.images[b], target = taken.targets[b];
      ResizeBilinear(frame.image.pixels.data(), {3, frame.image.height, frame.image.width}, image_,
                     image.data_ptr<float>());
      std::copy(targets_[rows[b]].begin(), targets_[rows[b]].end(), target.data_ptr<float>());
      const double contrast = 1 + kMostContrast * (2 * random.Uniform() - 1);
      const double brighter = 2 * kMostBrighter * (2 * random.Uniform() - 1);
      image.mul_(contrast / 127.5).add_(brighter - contrast);
      if (random.UniformInt(2) == 1) {
        image.copy_(image.flip({2}));
        target.copy_(target.flip({2}));
      }
    }
    return taken;
  }

 private:
  absl::Span<const portraits::Frame> frames_;
  const Shape image_, logits_;
  std::vector<std::vector<float>> targets_;
};

// Without this, the tensors of each step go back to the system and come again as pages to be cleared: a fifth of the
// time.
void KeepMemory() {
  mallopt(M_MMAP_THRESHOLD, std::numeric_limits<int>::max());
  mallopt(M_TRIM_THRESHOLD, std::numeric_limits<int>::max());
}

double RateAt(double share) {
  if (share < kWarmUpShare) return share / kWarmUpShare;
  return 0.5 * (1 + std::cos(M_PI * (share - kWarmUpShare) / (1 - kWarmUpShare)));
}

// 1 where the 3x3 neighbourhood has both person and background.
torch::Tensor Boundary(const torch::Tensor& targets) {
  const torch::Tensor person = (targets >= 0.5).to(torch::kFloat);
  const torch::Tensor most = at::max_pool2d(person, {3, 3}, {1, 1}, {1, 1});
  const torch::Tensor least = 1 - at::max_pool2d(1 - person, {3, 3}, {1, 1}, {1, 1});
  return most - least;
}

torch::Tensor FocalLoss(const torch::Tensor& logits, const torch::Tensor& targets) {
  const torch::Tensor cross_entropy =
      at::binary_cross_entropy_with_logits(logits, targets, {}, {}, at::Reduction::None);
  return (at::pow(1 - at::exp(-cross_entropy), kFocalExponent) * cross_entropy).mean();
}

}  // namespace

int64_t NumSteps(const TrainOptions& options, int64_t num_frames) {
  return options.num_epochs * (num_frames / options.batch_size);
}

absl::StatusOr<TrainedWeights> Train(const LayerList& layers, absl::Span<const portraits::Frame> frames,
                                     const TrainOptions& options) {
  RETURN_IF_ERROR(CheckFrames(frames, options));
  try {
    at::set_num_threads(1);
    KeepMemory();
    TorchNetwork network(layers, options.boundary_weight > 0, options.seed);
    const Examples examples(frames, layers);
    torch::optim::AdamW optimizer(network->parameters(),
                                  torch::optim::AdamWOptions(options.learning_rate).weight_decay(options.weight_decay));
    const int64_t num_batches = frames.size() / options.batch_size, num_steps = options.num_epochs * num_batches;
    TrainedWeights trained;
    std::vector<int64_t> order(frames.size());
    std::iota(order.begin(), order.end(), int64_t{0});
    for (int64_t epoch = 0; epoch < options.num_epochs; ++epoch) {
      RandomStream(options.seed, "segmentation order", epoch).Shuffle(order);
      double sum = 0;
      for (int64_t b = 0; b < num_batches; ++b) {
        const int64_t step = epoch * num_batches + b;
        static_cast<torch::optim::AdamWOptions&>(optimizer.param_groups()[0].options())
            .lr(options.learning_rate * RateAt((step + 0.5) / num_steps));
        RandomStream random(options.seed, "segmentation disturbances", step);
        const Examples::Batch batch =
            examples.Take(absl::MakeConstSpan(order).subspan(b * options.batch_size, options.batch_size), random);
        optimizer.zero_grad();
        const auto output = network->forward(batch.images);
        torch::Tensor loss = at::binary_cross_entropy_with_logits(output.logits, batch.targets);
        sum += loss.item<double>();
        if (output.boundary.defined()) {
          loss = loss + options.boundary_weight * FocalLoss(output.boundary, Boundary(batch.targets));
        }
        loss.backward();
        optimizer.step();
        if (options.on_step) options.on_step();
      }
      trained.losses.push_back(sum / num_batches);
      if (!std::isfinite(sum)) {
        return absl::InternalError(absl::StrCat("the loss of epoch ", epoch, " is ", sum / num_batches));
      }
    }
    network->eval();
    trained.weights = network->FoldedWeights();
    return trained;
  } catch (const std::exception& error) {
    return absl::InternalError(absl::StrCat("LibTorch: ", error.what()));
  }
}

absl::StatusOr<double> MeanIouPct(const LayerList& layers, const std::vector<LayerWeights>& weights,
                                  absl::Span<const portraits::Frame> frames) {
  ASSIGN_OR_RETURN(const Inference inference, Inference::Create(layers, weights));
  int64_t both = 0, predicted = 0, truth = 0, total = 0;
  for (const portraits::Frame& frame : frames) {
    ASSIGN_OR_RETURN(const std::vector<float> alpha,
                     inference.Segment(frame.image.pixels, frame.image.width, frame.image.height));
    for (size_t i = 0; i < alpha.size(); ++i) {
      const bool is_person = frame.mask[i] != 0, is_found = alpha[i] >= 0.5f;
      both += is_person && is_found;
      predicted += is_found;
      truth += is_person;
    }
    total += alpha.size();
  }
  const int64_t person_union = predicted + truth - both;
  const int64_t background_both = total - person_union, background_union = total - both;
  if (person_union == 0 || background_union == 0) {
    return absl::InvalidArgumentError("the frames have no person or no background");
  }
  return 50.0 * (static_cast<double>(both) / person_union + static_cast<double>(background_both) / background_union);
}

}  // namespace duet::segmentation
