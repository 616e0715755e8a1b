#include "datasets/nasbench201/counts.h"

namespace duet::nasbench201 {
namespace {

constexpr int64_t kNumImageChannels = 3;
constexpr int64_t kNumStemChannels = 16;
constexpr int64_t kNumStages = 3;
constexpr int64_t kNumCellsInStage = 5;

// Operations an element.
constexpr int64_t kBatchNormFlops = 2;
constexpr int64_t kReluFlops = 1;

class Counter {
 public:
  explicit Counter(const NetworkForm& form) : form_(form) {}

  // A convolution to `num_channels` maps of `size` x `size`.
  void AddConv(int64_t kernel_size, int64_t num_input_channels, int64_t num_channels, int64_t size) {
    const int64_t num_weights = kernel_size * kernel_size * num_input_channels * num_channels;
    counts_.num_macs += num_weights * size * size;
    counts_.num_flops += num_weights * size * size;
    counts_.num_params += num_weights;
  }

  void AddBatchNorm(int64_t num_channels, int64_t size) {
    if (!form_.has_batch_norm) return;
    counts_.num_flops += kBatchNormFlops * num_channels * size * size;
    counts_.num_params += 2 * num_channels;
  }

  void AddRelu(int64_t num_channels, int64_t size) { counts_.num_flops += kReluFlops * num_channels * size * size; }

  void AddPool(int64_t window_size, int64_t num_channels, int64_t size) {
    counts_.num_flops += window_size * window_size * num_channels * size * size;
  }

  void AddDense(int64_t num_inputs, int64_t num_outputs) {
    counts_.num_macs += num_inputs * num_outputs;
    counts_.num_flops += num_inputs * num_outputs;
    counts_.num_params += num_inputs * num_outputs + num_outputs;
  }

  const Counts& counts() const { return counts_; }

 private:
  NetworkForm form_;
  Counts counts_;
};

void AddReluConvBatchNorm(int64_t kernel_size, int64_t num_input_channels, int64_t input_size, int64_t num_channels,
                          int64_t size, Counter& counter) {
  counter.AddRelu(num_input_channels, input_size);
  counter.AddConv(kernel_size, num_input_channels, num_channels, size);
  counter.AddBatchNorm(num_channels, size);
}

// The residual block to `num_channels` maps of `size` x `size` from half as many of twice the side.
void AddReduction(int64_t num_channels, int64_t size, Counter& counter) {
  AddReluConvBatchNorm(3, num_channels / 2, 2 * size, num_channels, size, counter);
  AddReluConvBatchNorm(3, num_channels, size, num_channels, size, counter);
  counter.AddPool(2, num_channels / 2, size);
  counter.AddConv(1, num_channels / 2, num_channels, size);
}

void AddCell(const Cell& cell, int64_t num_channels, int64_t size, Counter& counter) {
  for (const Op op : cell.ops) {
    if (op == Op::kConv3x3) AddReluConvBatchNorm(3, num_channels, size, num_channels, size, counter);
    if (op == Op::kConv1x1) AddReluConvBatchNorm(1, num_channels, size, num_channels, size, counter);
    if (op == Op::kAvgPool3x3) counter.AddPool(3, num_channels, size);
  }
}

}  // namespace

NetworkForm FormOf(ImageSet image_set) {
  NetworkForm form;
  form.image_size = ImageSize(image_set);
  form.num_classes = NumClasses(image_set);
  return form;
}

NetworkForm LatBenchForm() {
  NetworkForm form;
  form.num_classes = 100;
  form.has_batch_norm = false;
  return form;
}

Counts CountNetwork(const Cell& cell, const NetworkForm& form) {
  Counter counter(form);
  int64_t num_channels = kNumStemChannels;
  int64_t size = form.image_size;
  counter.AddConv(3, kNumImageChannels, num_channels, size);
  counter.AddBatchNorm(num_channels, size);
  for (int64_t stage = 0; stage < kNumStages; ++stage) {
    if (stage > 0) {
      num_channels *= 2;
      size /= 2;
      AddReduction(num_channels, size, counter);
    }
    for (int64_t i = 0; i < kNumCellsInStage; ++i) AddCell(cell, num_channels, size, counter);
  }
  counter.AddBatchNorm(num_channels, size);
  counter.AddRelu(num_channels, size);
  counter.AddPool(size + 1, num_channels, 1);
  counter.AddDense(num_channels, form.num_classes);
  return counter.counts();
}

}  // namespace duet::nasbench201
