#!/bin/bash
# The segmentation tool as people run it, on generated frames and with the model that comes with the project; and
# commands that cannot be.
#
# Arguments: the tool, and the program that draws frames.
set -u
segment=$1 preview=$2
cd "$TEST_SRCDIR/$TEST_WORKSPACE" || exit 1
export BUILD_WORKING_DIRECTORY="$TEST_TMPDIR"  # where the user is
out="$TEST_TMPDIR"

fail() {
  echo "FAIL: $*"
  exit 1
}

"$preview" --split=test --sequence=5 --count=3 --output=frames >/dev/null || fail "no frames"
"$segment" --input=frames/Images --output=call --background=green --smoothing=0.3 >"$out/call.txt" 2>"$out/call.err" ||
  fail "a directory: $(cat "$out/call.err")"
[ -s "$out/call.err" ] && fail "progress where there is no terminal: $(cat "$out/call.err")"
rate='[0-9.]* ms a frame, *[0-9.]* frames a second$'
for line in '^Model    ' '^Frames   3 of 256 x 144; [0-9.]* % of the pixels are person$' "^Network  *$rate" \
    "^Call  *$rate" "^Files  *$rate"; do
  grep -q "$line" "$out/call.txt" || fail "no \"$line\": $(cat "$out/call.txt")"
done
[ "$(tail -1 "$out/call.txt")" = "$out/call" ] || fail "the last line is $(tail -1 "$out/call.txt")"
[ "$(ls "$out/call/masks" "$out/call/composites" | grep -c '^0000[012].png$')" = 6 ] || fail "$(ls -R "$out/call")"

# One picture; what comes out may be the background of the next.
"$segment" --input=frames/Images/00001.png --output=one >/dev/null || fail "a picture"
"$segment" --input=frames/Images/00001.png --output=two --background=one/composites/00001.png >/dev/null ||
  fail "an image as background"
cmp -s "$out/one/composites/00001.png" "$out/two/composites/00001.png" && fail "backgrounds make no difference"
cmp -s "$out/one/masks/00001.png" "$out/two/masks/00001.png" || fail "the mask depends on the background"

# refuses STATUS MESSAGE FLAG... Each start of the program takes a second: segment_command_test has the other errors.
refuses() {
  local expected=$1 message=$2
  shift 2
  "$segment" "$@" >"$out/refused.txt" 2>&1
  local status=$?
  [ "$status" = "$expected" ] || fail "$*: status $status, $(cat "$out/refused.txt")"
  grep -qF -- "$message" "$out/refused.txt" || fail "$*: $(cat "$out/refused.txt")"
}
refuses 2 '--background: "mauve" is neither blur nor a colour' --input=frames/Images --output=x --background=mauve
refuses 2 'not a segmentation model' --input=frames/Images --output=x --model=frames/Images/00001.png
refuses 2 'positional is no flag' positional
[ -e "$out/x" ] && fail "a refused command left something"
echo PASS
