#!/bin/sh
# Fails, and prints the file, unless it is there and empty.
set -eu
cat "$1"
[ ! -s "$1" ]
