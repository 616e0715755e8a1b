#!/usr/bin/env bash
# All tests' coverage: adds up the lcov files that --reports_file lists into --output_file.
set -euo pipefail
for argument in "$@"; do
  case "$argument" in
    --reports_file=*) reports_file="${argument#*=}" ;;
    --output_file=*) output_file="${argument#*=}" ;;
  esac
done
tracefiles=()
while read -r report; do
  grep -q '^DA:' "$report" && tracefiles+=(--add-tracefile "$report")  # a baseline has no counts
done < "$reports_file"
touch "$output_file"
((${#tracefiles[@]} == 0)) || lcov --quiet "${tracefiles[@]}" --output-file "$output_file"
