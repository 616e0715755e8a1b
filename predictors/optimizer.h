// How parameters change once the gradient of a block of them is known. A model hands over its gradients block by block,
// while a block is in the cache, so that the whole gradient is never written to memory.

#ifndef PREDICTORS_OPTIMIZER_H_
#define PREDICTORS_OPTIMIZER_H_

#include <cstdint>
#include <vector>

namespace duet::predictors {

template <typename Scalar>
class Optimizer {
 public:
  virtual ~Optimizer() = default;

  // Starts the next step; before its first Update.
  virtual void BeginStep() = 0;

  // Changes parameters `offset` .. `offset + count` of the model. Each parameter is updated once a step.
  virtual void Update(int64_t offset, int64_t count, const Scalar* gradients, Scalar* parameters) = 0;
};

struct AdamWOptions {
  double learning_rate = 1e-3;
  double weight_decay = 1e-2;
  double beta1 = 0.9;
  double beta2 = 0.999;
  double epsilon = 1e-8;
};

// AdamW (Loshchilov & Hutter 2019, algorithm 2) with PyTorch's conventions: p <- (1 - lr wd) p, then
// p <- p - lr m^ / (sqrt(v^) + eps).
template <typename Scalar>
class AdamW : public Optimizer<Scalar> {
 public:
  AdamW(int64_t num_parameters, const AdamWOptions& options)
      : options_(options), m_(num_parameters, Scalar{0}), v_(num_parameters, Scalar{0}) {}

  void set_learning_rate(double learning_rate) { options_.learning_rate = learning_rate; }
  void BeginStep() override { ++step_; }
  void Update(int64_t offset, int64_t count, const Scalar* gradients, Scalar* parameters) override;

 private:
  AdamWOptions options_;
  int64_t step_ = 0;
  std::vector<Scalar> m_, v_;
};

// Learning rate of step t of T: lr/2 (1 + cos(pi t / T)); PyTorch's CosineAnnealingLR with eta_min 0.
double CosineLearningRate(double learning_rate, int64_t epoch, int64_t num_epochs);

// PyTorch's ReduceLROnPlateau in mode "min" with a relative threshold.
class ReduceOnPlateau {
 public:
  struct Options {
    double factor = 0.5;
    int64_t patience = 10;
    double threshold = 0.01;
  };

  ReduceOnPlateau(double learning_rate, const Options& options) : options_(options), learning_rate_(learning_rate) {}
  double learning_rate() const { return learning_rate_; }
  void Step(double loss);

 private:
  Options options_;
  double learning_rate_;
  double best_ = 1e300;
  int64_t num_bad_ = 0;
};

}  // namespace duet::predictors

#endif  // PREDICTORS_OPTIMIZER_H_
