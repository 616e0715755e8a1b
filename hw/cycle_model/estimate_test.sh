#!/bin/bash
# //hw:estimate from flags to numbers: published latencies, errors that say what to do.
set -euo pipefail
estimate=$1

expect() {  # pattern, flags...
  local pattern=$1 output
  shift
  output=$("$estimate" "$@" 2>&1) || true
  if ! grep -qE -- "$pattern" <<<"$output"; then
    printf 'estimate %s: no line matches "%s" in\n%s\n' "$*" "$pattern" "$output"
    exit 1
  fi
}

# The released simulator: 10.409 ms for FABNet-Base on 120 engines, 203.6 ms on 32 with DDR3.
expect '^network, 12 blocks +[0-9]+ +10\.409' --model=fabnet_base --seq_len=1024 --p_be=120
expect '^120 engines of 4 butterfly units: 1920 multipliers, 978 BRAM36$' --p_be=120
expect '^network, 12 blocks +[0-9]+ +203\.6' --p_be=32 --memory=ddr3
expect '^butterfly, 1024 to 4096 .* load$' --p_be=32 --memory=ddr3
expect '^network, 1 blocks +[0-9]+ +2\.387' --hidden=1024 --blocks=1 --p_be=40 --coefficient_bits=2048
expect '^network, 24 blocks +[0-9]+ +157\.7' --design=mac_baseline --model=bert_large --seq_len=128
expect '^fabnet_base: 2 blocks, hidden size 64, feed-forward size 128; 8 tokens' --hidden=64 --ffn_ratio=2 --blocks=2 --seq_len=8

expect '^estimate: unknown --design=gpu; known: butterfly, mac_baseline$' --design=gpu
expect '^estimate: unknown --memory=hbm3; known: hbm, ddr3$' --memory=hbm3
expect '^estimate: no network "fabnet"; known: fabnet_base, ' --model=fabnet
expect '^estimate: an accelerator of 0 engines' --p_be=0
expect '^estimate: network bert_base is no FABNet' --model=bert_base
expect '^estimate: takes flags only; see --help$' 1024
expect 'bazel run //hw:estimate -- --model=fabnet_base --seq_len=1024 --p_be=120' --help
if "$estimate" --p_be=0 2>/dev/null; then echo "an error exits with 0"; exit 1; fi
