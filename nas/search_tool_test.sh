#!/bin/bash
# The search tool as people run it: end to end with a latency model, killed and resumed, and with flags that cannot be.
#
# Arguments: the tool, the latency program, a measurement file, and the flags that the build gives the tool.
set -u
search=$1 latency=$2 measurements=$3
shift 3
tools=("$@")
cd "$TEST_SRCDIR/$TEST_WORKSPACE" || exit 1
export BUILD_WORKING_DIRECTORY="$TEST_TMPDIR"  # where the user is
logs="$TEST_TMPDIR/logs"
mkdir "$logs" || exit 1

fail() {
  echo "FAIL: $*"
  exit 1
}

"$latency" train --measurements="$PWD/$measurements" --recipe=ADDITIVE --model=model.pb >/dev/null || fail "no model"

run() {
  "$search" "${tools[@]}" --latency_model=model.pb --true_latency=embedded/xeon_cpu_fp32 --latency_limit_ms=5 \
      --budget=20 "$@"
}

# Paths are the user's, the summary ends in the table and the directory.
run --output=whole >"$logs/whole.txt" 2>"$logs/whole.err" || fail "the search: $(cat "$logs/whole.err")"
[ -s "$logs/whole.err" ] && fail "progress where there is no terminal: $(cat "$logs/whole.err")"
grep -q '^Limit      5 ms: [0-9]* networks are predicted within it$' "$logs/whole.txt" || fail "no limit: $(cat "$logs/whole.txt")"
grep -q '^rank  trained  validation %        test %  predicted ms       true ms   network$' "$logs/whole.txt" || fail "no table"
[ "$(tail -1 "$logs/whole.txt")" = "$TEST_TMPDIR/whole" ] || fail "the last line is $(tail -1 "$logs/whole.txt")"
whole="$TEST_TMPDIR/whole"
[ "$(wc -l <"$whole/networks.csv")" = 21 ] || fail "not 20 networks"
cut -d, -f6 "$whole/networks.csv" | grep -q yes || fail "no true latency"
for svg in search_curve accuracy_latency; do grep -q '<svg' "$whole/$svg.svg" || fail "no $svg.svg"; done
grep -q 'trained networks' "$whole/index.html" || fail "the page has no axis"
grep -Eq '(src|href)="http' "$whole/index.html" && fail "the page asks the network for something"

# Killed at any point, it goes on and writes the same bytes.
num_kills=0
for delay in 0.1 0.3 0.6 1; do
  run --output=killed >/dev/null 2>&1 &
  pid=$!
  sleep "$delay"
  kill -9 "$pid" 2>/dev/null && num_kills=$((num_kills + 1))
  wait "$pid" 2>/dev/null
done
run --output=killed >/dev/null || fail "it does not go on"
echo "killed $num_kills times"
[ "$num_kills" -ge 1 ] || fail "never killed"
diff -r "$whole" "$TEST_TMPDIR/killed" || fail "other bytes after being killed"

# Part of the state gone, as after a crash of the machine.
run --output=partly --budget=13 --num_models=20 >/dev/null || fail "a smaller budget"
run --output=partly | grep -q 'goes on after 13$' || fail "it starts anew"
diff -r "$whole" "$TEST_TMPDIR/partly" || fail "other bytes after a smaller budget"

# Without a limit there is nothing to leave out, and the figure has no line at it.
run --latency_limit_ms=0 --strategy=random --output=free --budget=7 >"$logs/free.txt" || fail "no limit"
run --latency_limit_ms=0 --strategy=random --output=free >"$logs/free.txt" || fail "a larger budget"
grep -q 'goes on after 7$' "$logs/free.txt" || fail "it starts anew: $(cat "$logs/free.txt")"
grep -q 'Left out' "$logs/free.txt" && fail "left out without a limit"
grep -q '<svg' "$TEST_TMPDIR/free/accuracy_latency.svg" || fail "no figure without a limit"


# A measurement of one network that nobody trains: no point to draw, but no failure either.
head -40 "$measurements" | grep -m1 -A1 '^arch' | cut -d, -f1,2 >"$TEST_TMPDIR/one.csv"
"$search" "${tools[@]}" --strategy=random --budget=2 --true_latency=one.csv --output=one >"$logs/one.txt" ||
  fail "one measurement: $(cat "$logs/one.txt")"
[ -e "$TEST_TMPDIR/one/accuracy_latency.svg" ] && fail "a figure of nothing"

# A device is learned once.
learns() {
  "$search" "${tools[@]}" --device=embedded/xeon_cpu_fp32 --latency_samples=60 --latency_limit_ms=2 --strategy=random \
      --budget=5 --output=learned
}
learns >"$logs/first.txt" || fail "a device: $(cat "$logs/first.txt")"
learns >"$logs/second.txt" || fail "a device again: $(cat "$logs/second.txt")"
for log in first second; do
  grep -q '^Latency    recipe DUET, 60 measurements of embedded/xeon_cpu_fp32; of 2940 others, ' "$logs/$log.txt" ||
    fail "no word of the device: $(cat "$logs/$log.txt")"
done
grep -q '^Learning' "$logs/first.txt" || fail "not learned"
grep -q '^Learning' "$logs/second.txt" && fail "learned again"
[ -s "$TEST_TMPDIR/learned/latency_model.pb" ] || fail "no latency_model.pb"

# Stand-in data says so.
if [ -e datasets/nasbench101/published_table.binpb ]; then
  "$search" "${tools[@]}" --space=nasbench101 --strategy=random --budget=5 --output=proxy >"$logs/proxy.txt" ||
    fail "nasbench101: $(cat "$logs/proxy.txt")"
  [ "$(grep -c 'PROXY DATA' "$logs/proxy.txt")" = 2 ] || fail "proxy data is not named: $(cat "$logs/proxy.txt")"
  grep -q 'Proxy data' "$TEST_TMPDIR/proxy/index.html" || fail "proxy data is not named on the page"
fi

"$search" "${tools[@]}" --space=nasbench_asr --strategy=random --budget=5 --output=speech >"$logs/speech.txt" ||
  fail "nasbench_asr: $(cat "$logs/speech.txt")"
grep -q 'accuracies on timit' "$logs/speech.txt" || fail "not of speech: $(cat "$logs/speech.txt")"
[ "$(grep -c 'PROXY DATA' "$logs/speech.txt")" = 2 ] || fail "proxy data is not named: $(cat "$logs/speech.txt")"

# refuses STATUS MESSAGE FLAG...
refuses() {
  local expected=$1 message=$2
  shift 2
  "$search" "$@" >"$logs/refused.txt" 2>&1
  local status=$?
  [ "$status" = "$expected" ] || fail "$*: status $status, $(cat "$logs/refused.txt")"
  grep -qF -- "$message" "$logs/refused.txt" || fail "$*: $(cat "$logs/refused.txt")"
}
refuses 2 '--output=DIR is missing' --budget=20
refuses 2 '--budget=0: train at least one network' --output=x --budget=0
refuses 2 'would learn from 8 networks and needs 10: raise --budget or --num_models' --output=x --budget=8
refuses 2 'unknown strategy "magic" (known: random, evolution' --output=x --strategy=magic
refuses 2 'no benchmark "nasbench7"; known: nasbench201, nasbench101, nasbench_asr' --output=x --space=nasbench7
refuses 2 'no image set "mnist"' --output=x --image_set=mnist
refuses 1 'no nb-asr-e<epochs>-<seed>.pickle in' --output=x --space=nasbench_asr --nasbench_asr=nowhere
refuses 2 '--latency_limit_ms needs predicted latencies: give --latency_model=FILE.pb' --output=x --latency_limit_ms=5
refuses 2 '--latency_limit_ms=-1 must be above zero' --output=x --latency_limit_ms=-1
refuses 2 'no network is predicted to be that fast' --output=x --latency_model=model.pb --latency_limit_ms=1e-9
refuses 2 'give one of them' --output=x --latency_model=model.pb --device=embedded/xeon_cpu_fp32
refuses 2 'latencies are known of --space=nasbench201 alone' --output=x --space=nasbench101 --device=a
refuses 2 '--strategy=nsga2 trades accuracy for latency: give --latency_model or --device' --output=x --strategy=nsga2
refuses 2 'positional is no flag' positional
refuses 1 '--latency_model: there is no' --output=x --latency_model=nowhere.pb
refuses 1 '--device=embedded/xeon: no setting "embedded/xeon"' --output=x --device=embedded/xeon
refuses 1 'no setting "nowhere.csv"' --output=x --true_latency=nowhere.csv
refuses 1 'holds another search, with "seed: 1" where this one has "seed: 2"' --output=whole --budget=20 --seed=2 \
    --latency_model=model.pb --latency_limit_ms=5
[ -e "$TEST_TMPDIR/x" ] && fail "a refused search left something"
"$search" --help | grep -q 'bazel run //nas:search' || fail "--help does not teach"
echo PASS
