#!/bin/bash
# The tool as people run it: a network is trained, made smaller, and recognises speech still; and flags that cannot be.
#
# Arguments: train_recurrent, compress, transcribe, a corpus.
set -u
train=$1 compress=$2 transcribe=$3 corpus=$PWD/$4
export BUILD_WORKING_DIRECTORY="$TEST_TMPDIR"  # where the user is

fail() {
  echo "FAIL: $*"
  exit 1
}

"$train" --corpus="$corpus" --output=large.model --layers=2 --units=24 --epochs=2 >train.txt 2>&1 || fail "$(cat train.txt)"
"$compress" --model=large.model --corpus="$corpus" --compression=3 --budget=12 --representative=4 \
    --fine_tune_epochs=1 --output=small.model >compress.txt 2>&1 || fail "$(cat compress.txt)"
cat compress.txt
for row in lstm1.input lstm2.recurrent output 'PER, test' 'latency, 1 s' parameters 'PROXY DATA'; do
  grep -q "$row" compress.txt || fail "no $row"
done
[ "$(tail -1 compress.txt)" = "$TEST_TMPDIR/small.model" ] || fail "the last line is no path"
large=$(stat -c %s "$TEST_TMPDIR/large.model") small=$(stat -c %s "$TEST_TMPDIR/small.model")
[ $((small * 5)) -lt $((large * 2)) ] || fail "$small bytes, before $large"
"$compress" --model=large.model --corpus="$corpus" --max_per_increase=100 --strategy=uniform --output=other.model \
    >other.txt 2>&1 || fail "$(cat other.txt)"
{ # half a second of silence
  printf 'RIFF\xa4\x3e\x00\x00WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00\x80\x3e\x00\x00\x00\x7d\x00\x00\x02\x00\x10\x00data\x80\x3e\x00\x00'
  head -c 16000 /dev/zero
} >"$TEST_TMPDIR/silence.wav"
"$transcribe" --model=small.model --wav=silence.wav >heard.txt 2>&1 || fail "$(cat heard.txt)"

# refuses MESSAGE FLAG...
refuses() {
  local message=$1
  shift
  "$compress" "$@" >refused.txt 2>&1 && fail "$* is accepted"
  grep -qF -- "$message" refused.txt || fail "$*: $(cat refused.txt)"
}
refuses '--model=FILE is missing' --output=x
refuses '--output=FILE is missing' --model=large.model
refuses 'nowhere.model' --model=nowhere.model --output=x
refuses 'unknown strategy "magic"' --model=large.model --corpus="$corpus" --strategy=magic --output=x
refuses 'no network is within the limits' --model=large.model --corpus="$corpus" --compression=1000 --strategy=uniform --output=x
[ -e "$TEST_TMPDIR/x" ] && fail "a refused call left something"
"$compress" --help | grep -q 'bazel run //asr:compress' || fail "--help does not teach"
echo PASS
