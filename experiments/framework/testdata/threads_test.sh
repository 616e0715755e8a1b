#!/bin/sh
# Two lists of files, parted by "--": those of one name have the same bytes.
set -eu
first=""
while [ "$1" != "--" ]; do
  first="$first $1"
  shift
done
shift
num_compared=0
for a in $first; do
  for b in "$@"; do
    if [ "$(basename "$a")" = "$(basename "$b")" ]; then
      cmp "$a" "$b"
      num_compared=$((num_compared + 1))
    fi
  done
done
echo "$num_compared files are the same"
[ "$num_compared" -ge 8 ]
