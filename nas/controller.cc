#include "nas/controller.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "Eigen/Core"
#include "predictors/optimizer.h"

namespace duet::nas {
namespace {

using Matrix = Eigen::Map<Eigen::MatrixXf>;
using Vector = Eigen::VectorXf;

}  // namespace

class Controller::Impl {
 public:
  Impl(absl::Span<const int64_t> num_choices, const ControllerOptions& options, uint64_t seed)
      : num_choices_(num_choices.begin(), num_choices.end()),
        options_(options),
        h_(options.hidden_size),
        num_decisions_(num_choices.size()),
        first_(Firsts(num_choices)),
        weights_(NumWeights()),
        gradient_(weights_.size()),
        adam_(weights_.size(), {options.learning_rate, /*weight_decay=*/0.0}),
        hidden_(h_, num_decisions_ + 1),
        cell_(h_, num_decisions_ + 1),
        tanh_cell_(h_, num_decisions_),
        gates_(4 * h_, num_decisions_),
        d_gates_(4 * h_, num_decisions_) {
    RandomStream random(seed, "controller weights");
    const auto scale = static_cast<float>(options.initial_scale);
    for (float& weight : weights_) weight = scale * (2 * static_cast<float>(random.Uniform()) - 1);
    Bias(weights_).setZero();
    hidden_.col(0).setZero();
    cell_.col(0).setZero();
  }

  absl::Span<float> weights() {
    forward_of_.clear();
    return absl::MakeSpan(weights_);
  }

  // Runs the network; the choice of decision t is pick(t, probabilities), probabilities [choices of t].
  template <typename Pick>
  const Choices& Forward(const Pick& pick) {
    forward_of_.assign(num_decisions_, 0);
    probabilities_.resize(num_all_choices());
    const Matrix recurrent = Recurrent(weights_), input = Input(weights_), head = Head(weights_);
    const auto bias = Bias(weights_);
    for (int64_t t = 0; t < num_decisions_; ++t) {
      auto gates = gates_.col(t);
      gates.noalias() = recurrent * hidden_.col(t);
      gates += input.col(InputColumn(t));
      auto sigmoids = gates.head(3 * h_);  // input, forget, output
      sigmoids = (1 + (-sigmoids.array()).exp()).inverse();
      gates.tail(h_) = gates.tail(h_).array().tanh();
      cell_.col(t + 1) =
          gates.segment(h_, h_).array() * cell_.col(t).array() + gates.head(h_).array() * gates.tail(h_).array();
      tanh_cell_.col(t) = cell_.col(t + 1).array().tanh();
      hidden_.col(t + 1) = gates.segment(2 * h_, h_).array() * tanh_cell_.col(t).array();
      auto p = probabilities_.segment(first_[t], num_choices_[t]);
      p.noalias() = head.middleCols(first_[t], num_choices_[t]).transpose() * hidden_.col(t + 1);
      p += bias.segment(first_[t], num_choices_[t]);
      p = (p.array() - p.maxCoeff()).exp();
      p /= p.sum();
      forward_of_[t] = static_cast<int8_t>(pick(t, p));
    }
    return forward_of_;
  }

  void ForwardOf(const Choices& choices) {
    if (forward_of_ == choices) return;
    Forward([&](int64_t t, const auto&) { return choices[t]; });
  }

  double LogProbability() const {
    double sum = 0;
    for (int64_t t = 0; t < num_decisions_; ++t) sum += std::log(probabilities_[first_[t] + forward_of_[t]]);
    return sum;
  }

  double Entropy() const {
    double sum = 0;
    for (const float p : probabilities_) sum -= p > 0 ? p * std::log(p) : 0;
    return sum;
  }

  // The gradient, after ForwardOf.
  const std::vector<float>& Backward(double advantage) {
    const Matrix recurrent = Recurrent(weights_), head = Head(weights_);
    Matrix d_input = Input(gradient_), d_head = Head(gradient_);
    auto d_bias = Bias(gradient_);
    d_input.setZero();
    Vector d_hidden = Vector::Zero(h_), d_cell = Vector::Zero(h_);
    for (int64_t t = num_decisions_ - 1; t >= 0; --t) {
      const int64_t n = num_choices_[t];
      auto d_logits = d_bias.segment(first_[t], n);
      LogitGradient(t, advantage, d_logits);
      d_head.middleCols(first_[t], n).noalias() = hidden_.col(t + 1) * d_logits.transpose();
      d_hidden.noalias() += head.middleCols(first_[t], n) * d_logits;

      const auto i = gates_.col(t).head(h_).array(), f = gates_.col(t).segment(h_, h_).array();
      const auto o = gates_.col(t).segment(2 * h_, h_).array(), g = gates_.col(t).tail(h_).array();
      const auto tanh_cell = tanh_cell_.col(t).array();
      d_cell.array() += d_hidden.array() * o * (1 - tanh_cell.square());
      auto d_gates = d_gates_.col(t);
      d_gates.head(h_) = d_cell.array() * g * i * (1 - i);
      d_gates.segment(h_, h_) = d_cell.array() * cell_.col(t).array() * f * (1 - f);
      d_gates.segment(2 * h_, h_) = d_hidden.array() * tanh_cell * o * (1 - o);
      d_gates.tail(h_) = d_cell.array() * i * (1 - g.square());
      d_input.col(InputColumn(t)) = d_gates;
      d_cell.array() *= f;
      d_hidden.noalias() = recurrent.transpose() * d_gates;
    }
    Recurrent(gradient_).noalias() = d_gates_ * hidden_.leftCols(num_decisions_).transpose();
    return gradient_;
  }

  void Learn(double reward) {
    if (!baseline_.has_value()) baseline_ = reward;
    Backward(reward - *baseline_);
    for (float& g : gradient_) g = -g;  // Adam makes smaller
    adam_.BeginStep();
    adam_.Update(0, gradient_.size(), gradient_.data(), weights_.data());
    forward_of_.clear();
    baseline_ = options_.baseline_momentum * *baseline_ + (1 - options_.baseline_momentum) * reward;
  }

 private:
  static std::vector<int64_t> Firsts(absl::Span<const int64_t> num_choices) {
    std::vector<int64_t> firsts = {0};
    for (const int64_t n : num_choices) firsts.push_back(firsts.back() + n);
    return firsts;
  }

  int64_t num_all_choices() const { return first_.back(); }
  int64_t NumWeights() const { return 4 * h_ * (h_ + num_all_choices() + 1) + (h_ + 1) * num_all_choices(); }

  // W [4 H, H], U [4 H, choices + 1], V transposed [H, choices], b [choices], one after the other.
  Matrix Recurrent(std::vector<float>& all) const { return Matrix(all.data(), 4 * h_, h_); }
  Matrix Input(std::vector<float>& all) const {
    return Matrix(all.data() + 4 * h_ * h_, 4 * h_, num_all_choices() + 1);
  }
  Matrix Head(std::vector<float>& all) const {
    return Matrix(all.data() + 4 * h_ * (h_ + num_all_choices() + 1), h_, num_all_choices());
  }
  Eigen::Map<Vector> Bias(std::vector<float>& all) const {
    return Eigen::Map<Vector>(all.data() + all.size() - num_all_choices(), num_all_choices());
  }

  // Of U: the choice before decision t, or the start.
  int64_t InputColumn(int64_t t) const { return t == 0 ? num_all_choices() : first_[t - 1] + forward_of_[t - 1]; }

  // d/d(logits) of advantage log p(choice) + beta entropy = advantage (one-hot - p) - beta p (log p + entropy).
  template <typename Gradient>
  void LogitGradient(int64_t t, double advantage, Gradient& d_logits) const {
    const auto p = probabilities_.segment(first_[t], num_choices_[t]);
    const auto a = static_cast<float>(advantage), beta = static_cast<float>(options_.entropy_weight);
    float entropy = 0;
    for (const float q : p) entropy -= q > 0 ? q * std::log(q) : 0;
    for (int64_t k = 0; k < num_choices_[t]; ++k) {
      const float of_entropy = p[k] > 0 ? p[k] * (std::log(p[k]) + entropy) : 0;
      d_logits[k] = a * ((k == forward_of_[t] ? 1 : 0) - p[k]) - beta * of_entropy;
    }
  }

  const std::vector<int64_t> num_choices_;
  const ControllerOptions options_;
  const int64_t h_, num_decisions_;
  const std::vector<int64_t> first_;  // of a decision's choices among all; their number at the end
  std::vector<float> weights_, gradient_;
  predictors::AdamW<float> adam_;
  std::optional<double> baseline_;

  // Of the last forward pass. Column t + 1 of hidden_ and cell_ is h_t and c_t, column 0 the zeros before.
  Choices forward_of_;    // empty once weights have changed
  Vector probabilities_;  // [choices]
  Eigen::MatrixXf hidden_, cell_, tanh_cell_, gates_, d_gates_;
};

Controller::Controller(absl::Span<const int64_t> num_choices, const ControllerOptions& options, uint64_t seed)
    : impl_(std::make_unique<Impl>(num_choices, options, seed)) {}

Controller::~Controller() = default;

Choices Controller::Draw(RandomStream& random) {
  return impl_->Forward([&](int64_t, const auto& p) {
    double left = random.Uniform();
    int64_t choice = 0;
    while (choice + 1 < p.size() && left >= p[choice]) left -= p[choice++];
    return choice;
  });
}

Choices Controller::Greedy() {
  return impl_->Forward(
      [](int64_t, const auto& p) { return std::max_element(p.data(), p.data() + p.size()) - p.data(); });
}

double Controller::LogProbability(const Choices& choices) {
  impl_->ForwardOf(choices);
  return impl_->LogProbability();
}

double Controller::Entropy(const Choices& choices) {
  impl_->ForwardOf(choices);
  return impl_->Entropy();
}

void Controller::Learn(const Choices& choices, double reward) {
  impl_->ForwardOf(choices);
  impl_->Learn(reward);
}

absl::Span<float> Controller::weights() { return impl_->weights(); }

std::vector<float> Controller::Gradient(const Choices& choices, double advantage) {
  impl_->ForwardOf(choices);
  return impl_->Backward(advantage);
}

}  // namespace duet::nas
