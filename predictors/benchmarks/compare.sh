#!/usr/bin/env bash
# An epoch of recipe EAGLE beside the same epoch in PyTorch, five times each, taking turns, on one core.
# Needs Debian's python3-torch, which uses the same LibTorch and BLAS. Run it on an idle machine:
#
#   predictors/benchmarks/compare.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
/usr/bin/python3 -c 'import torch' 2> /dev/null || { echo "compare: apt-get install python3-torch python3-numpy" >&2; exit 1; }
bazel build //predictors/benchmarks:latency_benchmark 2> /dev/null
benchmark="$(bazel info bazel-bin 2> /dev/null)/predictors/benchmarks/latency_benchmark"
ours=() theirs=()
for repetition in 1 2 3 4 5; do
  for threads in 1 2; do  # the peer's better thread count is the one that counts
    theirs[$threads]="${theirs[$threads]:-} $(OMP_NUM_THREADS=$threads OPENBLAS_NUM_THREADS=$threads \
      /usr/bin/python3 predictors/benchmarks/torch_epoch.py)"
  done
  ours+=("$("$benchmark" --benchmark_filter=BM_EagleEpoch --benchmark_format=csv 2> /dev/null |
    awk -F, '/BM_EagleEpoch/ { print $3 }')")
  echo "repetition $repetition: ours ${ours[-1]} ms, PyTorch ${theirs[1]##* } ms with one thread, ${theirs[2]##* } ms with two"
done
median() { tr ' ' '\n' <<< "$*" | grep . | sort -g | sed -n 3p; }
echo "median: ours $(median "${ours[@]}") ms, PyTorch $(median "${theirs[1]}") ms with one thread," \
  "$(median "${theirs[2]}") ms with two"
