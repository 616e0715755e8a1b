#include "predictors/optimizer.h"

#include <cmath>

namespace duet::predictors {

template <typename Scalar>
void AdamW<Scalar>::Update(int64_t offset, int64_t count, const Scalar* __restrict gradients,
                           Scalar* __restrict parameters) {
  const Scalar decay = 1 - options_.learning_rate * options_.weight_decay;
  const Scalar beta1 = options_.beta1, beta2 = options_.beta2, epsilon = options_.epsilon;
  const Scalar rate = options_.learning_rate / (1 - std::pow(options_.beta1, step_));
  const Scalar inverse_root_correction = 1 / std::sqrt(1 - std::pow(options_.beta2, step_));
  Scalar* __restrict m = m_.data() + offset;
  Scalar* __restrict v = v_.data() + offset;
  for (int64_t i = 0; i < count; ++i) {
    const Scalar g = gradients[i];
    m[i] = beta1 * m[i] + (1 - beta1) * g;
    v[i] = beta2 * v[i] + (1 - beta2) * g * g;
    parameters[i] = decay * parameters[i] - rate * m[i] / (std::sqrt(v[i]) * inverse_root_correction + epsilon);
  }
}

template class AdamW<float>;
template class AdamW<double>;

double CosineLearningRate(double learning_rate, int64_t epoch, int64_t num_epochs) {
  constexpr double kPi = 3.14159265358979323846;
  return learning_rate * 0.5 * (1 + std::cos(kPi * static_cast<double>(epoch) / static_cast<double>(num_epochs)));
}

void ReduceOnPlateau::Step(double loss) {
  if (loss < best_ * (1 - options_.threshold)) {
    best_ = loss;
    num_bad_ = 0;
    return;
  }
  if (++num_bad_ > options_.patience) {
    learning_rate_ *= options_.factor;
    num_bad_ = 0;
  }
}

}  // namespace duet::predictors
