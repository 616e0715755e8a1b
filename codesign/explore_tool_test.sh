#!/bin/bash
# Runs the tool as a user does: limits, a space and costs of one's own, the CSV, and what it says of mistakes.
set -eu
explore=$1 tables=("${@:2}")
fail() { echo "FAIL: $1" >&2; exit 1; }
run() { "$explore" "${tables[@]}" --accelerators=codesign/examples/small_space.textproto "$@"; }

run --max_latency_ms=20 --min_accuracy=93 --num_pairs=3 --output="$TEST_TMPDIR/pairs.csv" > "$TEST_TMPDIR/out"
grep -q "^costs: published_tables$" "$TEST_TMPDIR/out" || fail "it does not say which costs it took"
grep -q "^3 of [0-9]* pairs" "$TEST_TMPDIR/out" || fail "it does not print three pairs"
shown=$(sed -n 's/^3 of \([0-9]*\) pairs.*/\1/p' "$TEST_TMPDIR/out")
[[ $(wc -l < "$TEST_TMPDIR/pairs.csv") -eq $((shown + 1)) ]] || fail "the CSV does not have all pairs"
awk -F, 'NR > 1 && ($1 < 93 || $3 > 20 || $2 != "published") { exit 1 }' "$TEST_TMPDIR/pairs.csv" ||
  fail "a pair misses a limit"

# One thread or three: the same bytes.
run --threads=1 --num_pairs=1000 > "$TEST_TMPDIR/one"
run --threads=3 --num_pairs=1000 > "$TEST_TMPDIR/three"
cmp "$TEST_TMPDIR/one" "$TEST_TMPDIR/three" || fail "threads change what is found"

run --costs=codesign/examples/faster_clock.textproto --num_pairs=1 | grep -q "^costs: faster clock" ||
  fail "a user's costs are not taken"
run --costs=own_rtl --num_pairs=1 | grep -q "^costs: own_rtl" || fail "the costs of our own engine are not taken"

# Mistakes: exit status 1, and a message that helps.
complains() {
  local expected=$1
  shift
  if run "$@" > "$TEST_TMPDIR/out" 2> "$TEST_TMPDIR/err"; then fail "accepts $*"; fi
  grep -qF -- "$expected" "$TEST_TMPDIR/err" || fail "says of $*: $(cat "$TEST_TMPDIR/err")"
}
complains "--max_area_mm2 of at least" --max_area_mm2=10
complains "it is in percent" --min_accuracy=0.9
complains "known: published, all" --cells=some
complains "known: accuracy, latency, area, perf_per_area" --sort_by=size
complains "unexpected argument" best
complains "missing.textproto" --costs=missing.textproto
echo "filters: 3" > "$TEST_TMPDIR/bad.textproto"
complains "bad.textproto" --accelerators="$TEST_TMPDIR/bad.textproto"
"$explore" --help | grep -q "small_space.textproto" || fail "--help does not teach"
