// The recurrent policy that draws a list of choices, one decision after the other, and learns by REINFORCE.
//
//   start ─► LSTM ─► LSTM ─► ... ─► LSTM        z_t = W h_(t-1) + U[choice of decision t-1]      [4 H]
//             │       │              │          i, f, o = sigmoid, g = tanh of the quarters of z_t
//            V_0     V_1            V_T         c_t = f c_(t-1) + i g,  h_t = o tanh(c_t)        [H]
//             ▼       ▼              ▼
//          softmax softmax        softmax       p_t = softmax(V_t h_t + b_t), choice of t ~ p_t  [choices of t]
//
// U has a column for each choice of each decision and one for the start: the input is the choice before as a one-hot
// vector. Each step follows, by Adam, the gradient of
//
//   (R - b) sum_t log p_t(choice) + beta sum_t entropy(p_t),     b <- 0.95 b + 0.05 R after the step
//
// Source: Zoph & Le 2017, Neural Architecture Search with Reinforcement Learning, section 3, for policy and gradient;
// Codesign-NAS and ShrinkML use such controllers, but their sizes, learning rates, baselines and entropy bonuses could
// not be recovered: those below are ours. Gradients are written out, in single precision: a step of 34 decisions takes
// 0.23 ms of one core (controller_benchmark.cc).

#ifndef NAS_CONTROLLER_H_
#define NAS_CONTROLLER_H_

#include <cstdint>
#include <memory>
#include <vector>

#include "absl/types/span.h"
#include "common/random.h"
#include "nas/search_space.h"

namespace duet::nas {

struct ControllerOptions {
  int64_t hidden_size = 100;
  double learning_rate = 3.5e-4;
  double baseline_momentum = 0.95;
  double entropy_weight = 1e-4;  // beta
  double initial_scale = 0.08;   // weights start uniform within it
};

class Controller {
 public:
  // Decision t has num_choices[t] choices, at least one; there is at least one decision.
  Controller(absl::Span<const int64_t> num_choices, const ControllerOptions& options, uint64_t seed);
  ~Controller();

  // Draws a choice for each decision.
  Choices Draw(RandomStream& random);

  // The most probable choice after the most probable choices.
  Choices Greedy();

  // log p of `choices`, and the sum of entropies along them.
  double LogProbability(const Choices& choices);
  double Entropy(const Choices& choices);

  // Learns that `choices` earned `reward`.
  void Learn(const Choices& choices, double reward);

  // For tests: all weights, which can be changed, and the gradient of `advantage` log p + beta entropy.
  absl::Span<float> weights();
  std::vector<float> Gradient(const Choices& choices, double advantage);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace duet::nas

#endif  // NAS_CONTROLLER_H_
